import { useDroppable } from '@dnd-kit/core'
import { SortableContext, useSortable } from '@dnd-kit/sortable'
import { COMPONENTS, componentOf } from '@lianban/forms'
import { HolderOutlined } from '@ant-design/icons'
import { memo, useId, useMemo } from 'react'
import { useDesignerContext } from '../designer-context.ts'
import type { FormNode, Place } from '../model/tree.ts'
import { componentLabel } from '../model/words.ts'
import { type NodeActions, useNodeActions } from '../use-node-actions.ts'
import { Sketch } from './sketch.tsx'

/** Nodes stay where they are while one is dragged: a line shows where it will go. */
const still = () => null

interface CanvasProps {
  /** Where the dragged one would go. */
  drop: Place | null
  /** Nodes that the selected one reads, or that read it. */
  linked: ReadonlySet<string>
}

/** How nodes look now. */
interface Marks extends CanvasProps {
  selected: readonly string[]
  /** The one node that Tab stops at. */
  tabbable: string | undefined
  readOnly: boolean
}

/** The form as it will be filled in: drawn, to be arranged. */
export function Canvas({ drop, linked }: CanvasProps) {
  const { tree, selected, select, readOnly } = useDesignerContext()
  const actions = useNodeActions('canvas')
  const { setNodeRef } = useDroppable({ id: 'root', data: { root: true } })
  const tabbable = selected[0] ?? tree.children[0]?.id
  return (
    <div ref={setNodeRef} className="lb-form-paper" data-pane="canvas" onClick={() => select([])}>
      <h3 className="lb-form-paper-title">{tree.title ?? '未命名的表单'}</h3>
      {tree.description && <p className="lb-form-hint">{tree.description}</p>}
      {tree.children.length === 0 && <p className="lb-form-empty">从左侧选择组件放到这里。也可以在左侧用方向键选择,按回车放入</p>}
      <div role="tree" aria-label="表单内容" aria-multiselectable>
        <Level nodes={tree.children} into={null} level={1} marks={{ drop, linked, selected, tabbable, readOnly }} actions={actions} />
      </div>
    </div>
  )
}

interface LevelProps {
  nodes: readonly FormNode[]
  into: string | null
  level: number
  marks: Marks
  actions: NodeActions
}

function Level({ nodes, into, level, marks, actions }: LevelProps) {
  const line = marks.drop?.into === into ? marks.drop.at : -1
  const ids = useMemo(() => nodes.map((it) => it.id), [nodes])
  return (
    <SortableContext items={ids} strategy={still}>
      {nodes.map((node, index) => (
        <NodeCard
          key={node.id}
          node={node}
          index={index}
          size={nodes.length}
          level={level}
          before={line === index}
          marks={marks}
          actions={actions}
        />
      ))}
      {line === nodes.length && <div className="lb-form-line" />}
    </SortableContext>
  )
}

interface NodeCardProps {
  node: FormNode
  index: number
  size: number
  level: number
  /** Whether the dragged one would go before it. */
  before: boolean
  marks: Marks
  actions: NodeActions
}

/** A field is drawn again only when it or its own marks change; a container also for what is in it. */
const NodeCard = memo(DrawnCard, (old, next) => {
  const same =
    old.node === next.node && old.index === next.index && old.size === next.size && old.level === next.level && old.before === next.before
  const marked = (marks: Marks) =>
    [marks.selected.includes(next.node.id), marks.linked.has(next.node.id), marks.tabbable === next.node.id, marks.readOnly].join()
  return same && (old.marks === next.marks || (next.node.children === null && marked(old.marks) === marked(next.marks)))
})

function DrawnCard({ node, index, size, level, before, marks, actions }: NodeCardProps) {
  const { setNodeRef, setActivatorNodeRef, listeners, isDragging } = useSortable({ id: node.id, disabled: marks.readOnly })
  const heading = useId()
  const chosen = marks.selected.includes(node.id)
  const classes = [
    'lb-form-node',
    node.children === null ? '' : 'is-container',
    chosen ? 'is-selected' : '',
    marks.linked.has(node.id) ? 'is-linked' : '',
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
        aria-labelledby={heading}
        className={classes.filter(Boolean).join(' ')}
        data-node={node.id}
        data-key={node.key}
        tabIndex={node.id === marks.tabbable ? 0 : -1}
        onKeyDown={(event) => actions.onKeyDown(event, node.id)}
        onClick={(event) => actions.onClick(event, node.id)}
      >
        <Heading node={node} id={heading} />
        {!marks.readOnly && (
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
        {node.children === null ? (
          <Sketch schema={node.schema} />
        ) : (
          <div role="group" className={`lb-form-inside${columns(node) ? ' is-columns' : ''}`}>
            <Level nodes={node.children} into={node.id} level={level + 1} marks={marks} actions={actions} />
            {node.children.length === 0 && marks.drop?.into !== node.id && <p className="lb-form-empty">把组件拖到这里</p>}
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

function Heading({ node, id }: { node: FormNode; id: string }) {
  const { schema } = node
  return (
    <div className="lb-form-node-head" id={id}>
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
      {schema['x-help'] && <span className="lb-form-help">{schema['x-help']}</span>}
    </div>
  )
}
