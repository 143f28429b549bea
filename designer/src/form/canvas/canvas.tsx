import { useDroppable } from '@dnd-kit/core'
import { SortableContext, useSortable } from '@dnd-kit/sortable'
import { COMPONENTS, componentOf } from '@lianban/forms'
import { HolderOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useDesignerContext } from '../designer-context.ts'
import type { FormNode, Place } from '../model/tree.ts'
import { componentLabel } from '../model/words.ts'
import { labelOf, toggled } from '../outline-tree.tsx'
import { useNodeKeys } from '../use-node-keys.ts'
import { Sketch } from './sketch.tsx'

/** Nodes stay where they are while one is dragged: a line shows where it will go. */
const still = () => null

interface CanvasProps {
  /** Where the dragged one would go. */
  drop: Place | null
  /** Nodes that the selected one reads, or that read it. */
  linked: ReadonlySet<string>
}

/** The form as it will be filled in: drawn, to be arranged. */
export function Canvas({ drop, linked }: CanvasProps) {
  const { tree, selected, select } = useDesignerContext()
  const { setNodeRef } = useDroppable({ id: 'root', data: { root: true } })
  const tabbable = selected[0] ?? tree.children[0]?.id
  return (
    <div ref={setNodeRef} className="lb-form-paper" data-pane="canvas" onClick={() => select([])}>
      <h3 className="lb-form-paper-title">{tree.title ?? '未命名的表单'}</h3>
      {tree.description && <p className="lb-form-hint">{tree.description}</p>}
      {tree.children.length === 0 && <p className="lb-form-empty">从左侧选择组件放到这里。也可以在左侧用方向键选择,按回车放入</p>}
      <div role="tree" aria-label="表单内容" aria-multiselectable>
        <Level nodes={tree.children} into={null} level={1} drop={drop} linked={linked} tabbable={tabbable} />
      </div>
    </div>
  )
}

interface LevelProps extends CanvasProps {
  nodes: readonly FormNode[]
  into: string | null
  level: number
  tabbable: string | undefined
}

function Level({ nodes, into, level, drop, linked, tabbable }: LevelProps) {
  const line = drop?.into === into ? drop.at : -1
  return (
    <SortableContext items={nodes.map((it) => it.id)} strategy={still}>
      {nodes.map((node, index) => (
        <NodeCard
          key={node.id}
          node={node}
          index={index}
          size={nodes.length}
          level={level}
          drop={drop}
          linked={linked}
          tabbable={tabbable}
          before={line === index}
        />
      ))}
      {line === nodes.length && <div className="lb-form-line" />}
    </SortableContext>
  )
}

interface NodeCardProps extends CanvasProps {
  node: FormNode
  index: number
  size: number
  level: number
  tabbable: string | undefined
  /** Whether the dragged one would go before it. */
  before: boolean
}

function NodeCard({ node, index, size, level, drop, linked, tabbable, before }: NodeCardProps) {
  const { selected, select, readOnly } = useDesignerContext()
  const onKey = useNodeKeys('canvas')
  const { setNodeRef, setActivatorNodeRef, listeners, isDragging } = useSortable({ id: node.id, disabled: readOnly })
  const chosen = selected.includes(node.id)
  const classes = [
    'lb-form-node',
    node.children === null ? '' : 'is-container',
    chosen ? 'is-selected' : '',
    linked.has(node.id) ? 'is-linked' : '',
    isDragging ? 'is-dragged' : '',
  ]
  return (
    <>
      {before && <div className="lb-form-line" />}
      <div
        ref={setNodeRef}
        role="treeitem"
        aria-level={level}
        aria-posinset={index + 1}
        aria-setsize={size}
        aria-selected={chosen}
        aria-expanded={node.children === null ? undefined : true}
        aria-label={labelOf(node)}
        className={classes.filter(Boolean).join(' ')}
        data-node={node.id}
        data-key={node.key}
        tabIndex={node.id === tabbable ? 0 : -1}
        onKeyDown={(event) => event.target === event.currentTarget && onKey(event, node.id)}
        onClick={(event) => {
          event.stopPropagation()
          select(event.ctrlKey || event.metaKey || event.shiftKey ? toggled(selected, node.id) : [node.id], 'canvas')
        }}
      >
        <Heading node={node}>
          {!readOnly && (
            <button
              ref={setActivatorNodeRef}
              type="button"
              className="lb-form-handle"
              tabIndex={chosen ? 0 : -1}
              aria-label={`拖动${node.schema.title || node.key}`}
              title="拖动;键盘:空格拿起,方向键移动,空格放下"
              {...listeners}
            >
              <HolderOutlined />
            </button>
          )}
        </Heading>
        {node.children === null ? (
          <Sketch schema={node.schema} />
        ) : (
          <div role="group" className={`lb-form-inside${columns(node) ? ' is-columns' : ''}`}>
            <Level nodes={node.children} into={node.id} level={level + 1} drop={drop} linked={linked} tabbable={tabbable} />
            {node.children.length === 0 && drop?.into !== node.id && <p className="lb-form-empty">把组件拖到这里</p>}
          </div>
        )}
      </div>
    </>
  )
}

/** Columns of a table stand side by side. */
const columns = (node: FormNode): boolean => {
  const component = componentOf(node.schema)
  return component !== null && COMPONENTS[component].holds === 'columns'
}

function Heading({ node, children }: { node: FormNode; children: ReactNode }) {
  const { schema } = node
  return (
    <div className="lb-form-node-head">
      {schema.title && <span className="lb-form-node-title">{schema.title}</span>}
      {schema.required && <span className="lb-form-required">(必填)</span>}
      {schema['x-required-if'] && <span className="lb-form-mark">按条件必填</span>}
      {schema['x-visible-if'] && <span className="lb-form-mark">按条件显示</span>}
      {schema['x-computed'] && <span className="lb-form-mark">计算</span>}
      {schema['x-checks'] && <span className="lb-form-mark">校验</span>}
      <small>
        {componentLabel(schema)}
        {!schema.title && ` ${node.key}`}
      </small>
      {children}
      {schema['x-help'] && <span className="lb-form-help">{schema['x-help']}</span>}
    </div>
  )
}
