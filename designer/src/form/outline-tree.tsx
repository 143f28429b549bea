import { memo, useId } from 'react'
import { useDesignerContext } from './designer-context.ts'
import type { FormNode } from './model/tree.ts'
import { componentLabel } from './model/words.ts'
import { type NodeActions, useNodeActions } from './use-node-actions.ts'

/** The form as a tree of titles. */
export function OutlineTree() {
  const { tree, selected } = useDesignerContext()
  const actions = useNodeActions('outline')
  if (tree.children.length === 0) return <p className="lb-form-hint">表单还没有内容</p>
  return (
    <ul role="tree" aria-label="表单大纲" aria-multiselectable className="lb-form-outline" data-pane="outline">
      <Items nodes={tree.children} level={1} selected={selected} tabbable={selected[0] ?? tree.children[0]?.id} actions={actions} />
    </ul>
  )
}

interface Marks {
  level: number
  selected: readonly string[]
  /** The one node that Tab stops at. */
  tabbable: string | undefined
  actions: NodeActions
}

const Items = ({ nodes, ...marks }: Marks & { nodes: readonly FormNode[] }) =>
  nodes.map((node, index) => <OutlineItem key={node.id} node={node} index={index} size={nodes.length} {...marks} />)

interface OutlineItemProps extends Marks {
  node: FormNode
  index: number
  size: number
}

/** A field is drawn again only when it or its own marks change; a container also for what is in it. */
const OutlineItem = memo(DrawnItem, (old, next) => {
  const marks = ({ selected, tabbable }: Marks) => [selected.includes(next.node.id), tabbable === next.node.id].join()
  const isSame = old.node === next.node && old.index === next.index && old.size === next.size && old.level === next.level
  return isSame && next.node.children === null && marks(old) === marks(next)
})

function DrawnItem({ node, level, index, size, selected, tabbable, actions }: OutlineItemProps) {
  const heading = useId()
  const chosen = selected.includes(node.id)
  return (
    <li
      role="treeitem"
      aria-level={level}
      aria-posinset={index + 1}
      aria-setsize={size}
      aria-selected={chosen}
      aria-expanded={node.children === null ? undefined : true}
      aria-labelledby={heading}
      data-node={node.id}
      tabIndex={node.id === tabbable ? 0 : -1}
      onKeyDown={(event) => actions.onKeyDown(event, node.id)}
      onClick={(event) => actions.onClick(event, node.id)}
    >
      <span id={heading} className={`lb-form-outline-line${chosen ? ' is-selected' : ''}`}>
        <span className="lb-form-outline-title">{node.schema.title || node.key}</span>
        {node.schema.required && <span className="lb-form-required">必填</span>}
        {node.children !== null && <small>{componentLabel(node.schema)}</small>}
      </span>
      {node.children !== null && node.children.length > 0 && (
        <ul role="group">
          <Items nodes={node.children} level={level + 1} selected={selected} tabbable={tabbable} actions={actions} />
        </ul>
      )}
    </li>
  )
}
