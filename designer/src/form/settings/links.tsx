import { Button } from 'antd'
import { useDesignerContext } from '../designer-context.ts'
import { expressionsIn, type Resolved, referrersOf, roleOf } from '../model/rewrite.ts'
import { type FormNode, type FormTree, nameOf } from '../model/tree.ts'

/** The other fields that a node's expressions read. */
export function readBy(tree: FormTree, { nodeOfPath, fieldOfId }: Resolved, id: string): FormNode[] {
  const path = fieldOfId.get(id)?.path
  const places = expressionsIn(tree).filter((it) => it.field.path === path)
  const nodes = places.flatMap((it) => it.references.map((reference) => nodeOfPath.get(reference.path)!))
  return [...new Set(nodes)].filter((it) => it.id !== id)
}

/** Which fields this one looks at, and which look at it. */
export function Links({ node }: { node: FormNode }) {
  const { tree, resolved, select } = useDesignerContext()
  const reads = readBy(tree, resolved, node.id)
  const referrers = referrersOf(tree, new Set([node.id]))
  if (reads.length === 0 && referrers.length === 0) return null
  return (
    <section aria-label="关联字段">
      <h4 className="lb-form-group">关联字段</h4>
      <ul className="lb-form-links">
        {reads.map((it) => (
          <li key={it.id}>
            用到
            <Button type="link" size="small" onClick={() => select([it.id], 'canvas')}>
              {nameOf(it)}
            </Button>
          </li>
        ))}
        {referrers.map(({ node: it, at }) => (
          <li key={`${it.id} ${at.join()}`}>
            <Button type="link" size="small" onClick={() => select([it.id], 'canvas')}>
              {nameOf(it)}
            </Button>
            的{roleOf(at)}用到它
          </li>
        ))}
      </ul>
    </section>
  )
}
