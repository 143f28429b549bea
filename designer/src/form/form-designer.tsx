import { DndContext, DragOverlay } from '@dnd-kit/core'
import { checkSchema, type FormSchema, type OptionsSource } from '@lianban/forms'
import { Alert, App, Tabs } from 'antd'
import { type KeyboardEvent, useMemo, useState } from 'react'
import '../../styles/form-designer.css'
import { Canvas } from './canvas/canvas.tsx'
import { useDragging } from './canvas/dragging.ts'
import { clipboardEvents, isTyping } from './clipboard-keys.ts'
import { type CountyField, DesignerContext, type Saying, type SourceChoices } from './designer-context.ts'
import { referrersOf } from './model/rewrite.ts'
import { allNodes, toSchema } from './model/tree.ts'
import { OutlineTree } from './outline-tree.tsx'
import { ComponentPalette, DictionaryPalette } from './palette.tsx'
import { Preview, type PreviewStep } from './preview.tsx'
import { readBy } from './settings/links.tsx'
import { SettingsPanel } from './settings/settings-panel.tsx'
import { type Mode, Toolbar } from './toolbar.tsx'
import { useDesigner } from './use-designer.ts'
import { VersionChanges } from './version-changes.tsx'

export interface FormDesignerProps {
  /** Checked (checkSchema). A schema that is not the one handed out last starts the history anew. */
  value: FormSchema
  /** Called after each command, undo and redo included, with a schema that checkSchema accepts. */
  onChange: (schema: FormSchema) => void
  /** County fields: asked once, used everywhere. */
  dictionary: readonly CountyField[]
  readOnly?: boolean
  /** Steps whose rights the preview can take. @default none */
  steps?: readonly PreviewStep[]
  /** What options may be taken from beside the form itself. @default nothing */
  sources?: SourceChoices
  /** Where the preview gets options that the form only names: dictionaries, organs, people, regions. */
  optionsSource?: OptionsSource
  /** The version that is in force, to compare with. */
  published?: FormSchema
}

const NOTHING: SourceChoices = { dictionaries: [], services: [], organs: [], organKinds: [], posts: [] }

/** Designs one form: components, canvas, settings. Fills its parent's height. */
export function FormDesigner(props: FormDesignerProps) {
  const problems = checkSchema(props.value)
  if (problems.length > 0) {
    const places = problems.slice(0, 5).map((it) => `${it.path || '/'} ${it.code}`)
    return (
      <Alert type="error" showIcon message="表单内容不合规,不能在这里编辑" description={`请由系统管理员核对表单文件:${places.join(';')}`} />
    )
  }
  return (
    <App component={false}>
      <Workbench {...props} />
    </App>
  )
}

function Workbench(props: FormDesignerProps) {
  const { value, onChange, dictionary, sources = NOTHING, readOnly = false, steps = [], optionsSource, published } = props
  const { designer, root, back, undo, redo, saying, history } = useDesigner({ value, onChange, dictionary, sources, readOnly })
  const [mode, setMode] = useState<Mode>('design')
  const dragging = useDragging(designer)
  const schema = useMemo(() => toSchema(designer.tree), [designer.tree])

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape' && (event.target as HTMLElement).closest('.lb-form-settings') && !event.defaultPrevented) back()
    if (readOnly || !(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target)) return
    const key = event.key.toLowerCase()
    const act = key === 'z' ? (event.shiftKey ? redo : undo) : key === 'y' ? redo : null
    if (!act) return
    event.preventDefault()
    act()
  }

  function show(path: string) {
    const node = designer.resolved.nodeOfPath.get(path)
    setMode('design')
    if (node) designer.select([node.id], 'canvas')
  }

  return (
    <DesignerContext.Provider value={designer}>
      <div ref={root} className="lb-form-designer" onKeyDown={onKeyDown} {...(mode === 'design' ? clipboardEvents(designer) : {})}>
        <Toolbar
          mode={mode}
          onMode={setMode}
          comparable={published !== undefined}
          undo={undo}
          redo={redo}
          canUndo={history.past.length > 0}
          canRedo={history.future.length > 0}
        />
        {mode === 'preview' && <Preview schema={schema} steps={steps} optionsSource={optionsSource} />}
        {mode === 'changes' && published && (
          <div className="lb-form-canvas">
            <VersionChanges published={published} schema={schema} onShow={show} />
          </div>
        )}
        {mode === 'design' && (
          <DndContext {...dragging.context}>
            <div className="lb-form-columns">
              <LeftColumn readOnly={readOnly} />
              <section className="lb-form-canvas" aria-label="画布">
                <Canvas drop={dragging.drop} linked={linkedTo(designer)} />
              </section>
              <aside className="lb-form-settings" aria-label="设置">
                <SettingsPanel />
              </aside>
            </div>
            <DragOverlay dropAnimation={null}>
              {dragging.dragged !== null && <div className="lb-form-drag">{dragging.dragged || '字段'}</div>}
            </DragOverlay>
          </DndContext>
        )}
        <StatusBar saying={saying} fields={allNodes(designer.tree.children).length} />
      </div>
    </DesignerContext.Provider>
  )
}

function LeftColumn({ readOnly }: { readOnly: boolean }) {
  const outline = { key: 'outline', label: '大纲', children: <OutlineTree /> }
  const palettes = [
    { key: 'components', label: '组件', children: <ComponentPalette /> },
    { key: 'dictionary', label: '县级字段', children: <DictionaryPalette /> },
  ]
  return (
    <aside className="lb-form-left" aria-label="组件与大纲">
      <Tabs size="small" tabBarGutter={16} items={readOnly ? [outline] : [...palettes, outline]} />
    </aside>
  )
}

/** The nodes that the selected one reads and that read it. */
function linkedTo({ current, tree, resolved }: ReturnType<typeof useDesigner>['designer']): ReadonlySet<string> {
  if (!current) return new Set()
  const reads = readBy(tree, resolved, current.id)
  return new Set([...reads, ...referrersOf(tree, new Set([current.id])).map((it) => it.node)].map((it) => it.id))
}

/** What was done last, or why it was refused: seen, and read out. */
function StatusBar({ saying, fields }: { saying: Saying; fields: number }) {
  return (
    <footer className="lb-form-status">
      <span role="status" aria-live={saying.refused ? 'assertive' : 'polite'} className={saying.refused ? 'is-refused' : undefined}>
        <span key={saying.count}>{saying.text}</span>
      </span>
      <span>共 {fields} 项</span>
    </footer>
  )
}
