import { useCallback, useEffect, useMemo, useState, type CSSProperties, type KeyboardEvent } from 'react'
import { Alert, Button, message, Segmented, Skeleton, theme, Tooltip } from 'antd'
import { RedoOutlined, UndoOutlined } from '@ant-design/icons'
import '../../styles/diagram.css'
import '../../styles/process.css'
import { ProcessCanvas } from './canvas/canvas.tsx'
import { conditionFields, DeskProvider, useModel, type Desk } from './desk.ts'
import type { Known, Problem, ProcessDraft } from './draft.ts'
import { settleDraft } from './edit-draft.ts'
import { flowProblems } from './flow-problems.ts'
import { withDiagram } from './layout/auto-layout.ts'
import { checkLimits } from './matter/limits.ts'
import { approvalProblems } from './matter/approval.ts'
import { MatrixView } from './matrix/matrix-view.tsx'
import { titleOf } from './model/moddle.ts'
import { Panel } from './panel/panel.tsx'
import { ProblemList } from './problem-list.tsx'
import { SettingsSheet } from './settings-sheet.tsx'
import type { Clip } from './tree/paste.ts'
import { TreeView } from './tree-view/tree-view.tsx'
import { useHistory, type History } from './use-history.ts'

export interface ProcessDesignerProps {
  value: ProcessDraft
  /** After each command; model and matter change together. */
  onChange(draft: ProcessDraft): void
  known: Known
  /** What the server has found besides what is checked here. */
  problems?: readonly Problem[]
  readOnly?: boolean
  /** Words beside elements by their ids, e.g. how many cases are there. */
  overlay?: Record<string, string>
}

type View = 'tree' | 'canvas' | 'matrix'
const VIEWS = [
  { value: 'tree', label: '流程树' },
  { value: 'canvas', label: '流程图' },
  { value: 'matrix', label: '字段权限' },
] as const

/** A procedure as a tree, as a diagram and as a matrix of fields and steps: one draft, one history. */
export function ProcessDesigner({ value, onChange, known, problems = NONE, readOnly = false, overlay }: ProcessDesignerProps) {
  const [told, tellings] = message.useMessage()
  const history = useHistory(value, onChange, (text) => void told.warning(text))
  const { model, failure } = useModel(value.xml)
  const [view, setView] = useState<View>('canvas')
  const [selected, setSelected] = useState<string | null>(null)
  const [clip, setClip] = useState<Clip | null>(null)
  const { run } = history
  const style = useColours()

  const fields = useMemo(() => (model ? conditionFields(value.matter, known, model.elements) : []), [model, value.matter, known])
  const desk = useMemo((): Desk | null => {
    if (!model) return null
    const shown = selected !== null && model.elements.has(selected) ? selected : null
    return { draft: value, matter: value.matter, model, known, fields, readOnly, selected: shown, select: setSelected, run }
  }, [value, model, known, fields, readOnly, selected, run])
  const all = useMemo(() => allProblems(problems, desk), [problems, desk])
  const show = (id: string) => {
    setSelected(id)
    if (view === 'matrix') setView('canvas')
  }
  if (!desk)
    return failure === null ? (
      <Skeleton active paragraph={{ rows: 8 }} />
    ) : (
      <Alert type="error" showIcon message="流程打不开" description={`模型的内容不完整:${failure}`} />
    )
  return (
    <DeskProvider value={desk}>
      <div className="lianban-process" style={style} onKeyDown={(event) => historyKeys(event, history, readOnly)}>
        {tellings}
        <div className="lianban-process-bar">
          <Segmented<View> options={[...VIEWS]} value={view} onChange={setView} aria-label="视图" />
          {!readOnly && <HistoryButtons history={history} />}
        </div>
        <div className="lianban-process-body">
          <div className="lianban-process-main">
            {view === 'canvas' && <CanvasView desk={desk} selected={selected} history={history} problems={all} overlay={overlay} />}
            {view === 'tree' && (
              <TreeView
                problems={all}
                numbers={overlay}
                clip={clip}
                onCopy={setClip}
                onShowInDiagram={(id) => {
                  setSelected(id)
                  setView('canvas')
                }}
              />
            )}
            {view === 'matrix' && <MatrixView />}
          </div>
          {view !== 'matrix' && (
            <SettingsSheet>
              <Panel />
            </SettingsSheet>
          )}
        </div>
        <ProblemList problems={all} onShow={show} />
      </div>
    </DeskProvider>
  )
}

const NONE: readonly Problem[] = []

/** The diagram of the draft; a model that has none is given one, which is no change of the draft until it is changed. */
function CanvasView({
  desk,
  selected,
  history,
  problems,
  overlay,
}: {
  desk: Desk
  /** Before the model with it is read, too: the diagram has selected it itself. */
  selected: string | null
  history: History
  problems: readonly Problem[]
  overlay?: Record<string, string>
}) {
  const { draft, known, readOnly, select } = desk
  const [drawn, setDrawn] = useState<{ of: string; xml: string } | null>(null)
  useEffect(() => {
    let stale = false
    withDiagram(draft.xml).then(
      (xml) => !stale && setDrawn({ of: draft.xml, xml }),
      () => !stale && setDrawn({ of: draft.xml, xml: draft.xml }),
    )
    return () => {
      stale = true
    }
  }, [draft.xml])
  const marks = useMemo(
    () => new Map(problems.flatMap(({ elementId, level }) => (elementId ? [[elementId, `lianban-mark-${level}`] as const] : []))),
    [problems],
  )
  const post = known.posts[0]?.key ?? ''
  const onXml = useCallback(
    (xml: string) => void history.run((current) => settleDraft({ xml, matter: current.matter }, current.xml, { post })),
    [history, post],
  )
  if (!drawn) return <Skeleton active />
  return (
    <ProcessCanvas
      xml={drawn.xml}
      readOnly={readOnly}
      post={post}
      selected={selected}
      marks={marks}
      numbers={overlay}
      onXml={onXml}
      onSelect={select}
      onUndo={history.undo}
      onRedo={history.redo}
    />
  )
}

function HistoryButtons({ history }: { history: History }) {
  return (
    <span role="group" aria-label="撤销与重做">
      <Tooltip title="撤销(Ctrl+Z)">
        <Button type="text" icon={<UndoOutlined />} aria-label="撤销" disabled={!history.canUndo} onClick={history.undo} />
      </Tooltip>
      <Tooltip title="重做(Ctrl+Y)">
        <Button type="text" icon={<RedoOutlined />} aria-label="重做" disabled={!history.canRedo} onClick={history.redo} />
      </Tooltip>
    </span>
  )
}

/** Errors first; what the server has found of the same element and kind is not said twice. */
function allProblems(server: readonly Problem[], desk: Desk | null): Problem[] {
  if (!desk) return [...server]
  const limits = checkLimits(desk.matter).map(({ text }): Problem => ({ place: '时限', code: 'LIMITS', message: text, level: 'error' }))
  const nameOf = (id: string) => {
    const element = desk.model.elements.get(id)
    return element ? titleOf(element) : '环节'
  }
  const here = [
    ...desk.model.lint,
    ...limits,
    ...approvalProblems(desk.matter, nameOf),
    ...flowProblems(desk.model.elements, desk.fields, desk.matter.tasks),
  ]
  const told = new Set(here.map(({ code, elementId }) => `${code} ${elementId ?? ''}`))
  const others = server.filter(({ code, elementId }) => !told.has(`${code} ${elementId ?? ''}`))
  return [...here, ...others].toSorted((a, b) => Number(a.level === 'warning') - Number(b.level === 'warning'))
}

function historyKeys(event: KeyboardEvent, history: History, readOnly: boolean): void {
  if (readOnly || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return
  const { tagName } = event.target as HTMLElement
  // In the diagram bpmn-js's own keyboard asks for them; in a text they are the browser's.
  if (tagName === 'INPUT' || tagName === 'TEXTAREA' || (event.target as HTMLElement).closest('.djs-container')) return
  const key = event.key.toLowerCase()
  if (key === 'z' && !event.shiftKey) history.undo()
  else if (key === 'y' || (key === 'z' && event.shiftKey)) history.redo()
  else return
  event.preventDefault()
}

/** antd's colours for the stylesheet. */
function useColours(): CSSProperties {
  const { token } = theme.useToken()
  return useMemo(
    () =>
      ({
        '--lianban-border': token.colorBorderSecondary,
        '--lianban-line': token.colorBorder,
        '--lianban-paper': token.colorBgContainer,
        '--lianban-ground': token.colorBgLayout,
        '--lianban-ink': token.colorText,
        '--lianban-quiet': token.colorTextSecondary,
        '--lianban-primary': token.colorPrimary,
        '--lianban-primary-fill': token.colorPrimaryBg,
        '--lianban-error': token.colorErrorText,
        '--lianban-warning': token.colorWarningText,
        '--lianban-ok': token.colorSuccessText,
        '--lianban-radius': `${token.borderRadius}px`,
      }) as CSSProperties,
    [token],
  )
}
