import { useId } from 'react'
import type { FormNode } from './model/tree.ts'
import { componentLabel } from './model/words.ts'
import { useDesignerContext } from './designer-context.ts'
import { useNodeKeys } from './use-node-keys.ts'

/** The form as a tree of titles. */
export function OutlineTree() {
  const { tree, selected } = useDesignerContext()
  const tabbable = selected[0] ?? tree.children[0]?.id
  if (tree.children.length === 0) return <p className="lb-form-hint">表单还没有内容</p>
  return (
    <ul role="tree" aria-label="表单大纲" aria-multiselectable className="lb-form-outline" data-pane="outline">
      {tree.children.map((node, index) => (
        <OutlineItem key={node.id} node={node} level={1} index={index} size={tree.children.length} tabbable={tabbable} />
      ))}
    </ul>
  )
}

interface OutlineItemProps {
  node: FormNode
  level: number
  index: number
  size: number
  tabbable: string | undefined
}

function OutlineItem({ node, level, index, size, tabbable }: OutlineItemProps) {
  const { selected, select } = useDesignerContext()
  const onKey = useNodeKeys('outline')
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
      onKeyDown={(event) => event.target === event.currentTarget && onKey(event, node.id)}
      onClick={(event) => {
        event.stopPropagation()
        select(event.ctrlKey || event.metaKey ? toggled(selected, node.id) : [node.id], 'outline')
      }}
    >
      <span id={heading} className={`lb-form-outline-line${chosen ? ' is-selected' : ''}`}>
        <span className="lb-form-outline-title">{node.schema.title || node.key}</span>
        {node.schema.required && <span className="lb-form-required">必填</span>}
        {node.children !== null && <small>{componentLabel(node.schema)}</small>}
      </span>
      {node.children !== null && node.children.length > 0 && (
        <ul role="group">
          {node.children.map((child, at) => (
            <OutlineItem key={child.id} node={child} level={level + 1} index={at} size={node.children!.length} tabbable={tabbable} />
          ))}
        </ul>
      )}
    </li>
  )
}

/** Adds a node to what is selected, or takes it off. */
export const toggled = (selected: readonly string[], id: string): string[] =>
  selected.includes(id) ? selected.filter((it) => it !== id) : [...selected, id]
