import { type ExpressionPlace, type Field, type FieldSchema, flatten, type Reference, referencesIn, referencesOf } from '@lianban/forms'
import { allNodes, type FormNode, type FormTree, mapNodes, nameOf, toSchema } from './tree.ts'

/** What an expression says of its field, in words of the screen. */
export function roleOf(at: readonly (string | number)[]): string {
  switch (at[0]) {
    case 'x-visible-if':
      return '显示条件'
    case 'x-required-if':
      return '必填条件'
    case 'x-computed':
      return '计算公式'
    default:
      return `第 ${Number(at[1]) + 1} 项检查`
  }
}

/** An expression of one node that names another. */
export interface Referrer {
  node: FormNode
  at: (string | number)[]
}

/** The fields of a tree with their nodes. */
export interface Resolved {
  fields: Field[]
  fieldOfId: ReadonlyMap<string, Field>
  nodeOfPath: ReadonlyMap<string, FormNode>
}

const resolvedTrees = new WeakMap<FormTree, Resolved>()
const placesOfTrees = new WeakMap<FormTree, ExpressionPlace[]>()

/** What a function finds out about a tree, found out once: trees never change. */
function once<T>(cache: WeakMap<FormTree, T>, tree: FormTree, find: (tree: FormTree) => T): T {
  const known = cache.get(tree) ?? find(tree)
  cache.set(tree, known)
  return known
}

/** The fields of a tree with their nodes. */
export const resolve = (tree: FormTree): Resolved => once(resolvedTrees, tree, resolveNew)

/** Every expression of a tree with what it names. */
export const expressionsIn = (tree: FormTree): ExpressionPlace[] => once(placesOfTrees, tree, (it) => referencesIn(toSchema(it)))

/** Nodes and forms' `flatten` go in the same order. */
function resolveNew(tree: FormTree): Resolved {
  const nodes = allNodes(tree.children)
  const fields = flatten(toSchema(tree))
  return {
    fields,
    fieldOfId: new Map(nodes.map((node, index) => [node.id, fields[index]!])),
    nodeOfPath: new Map(fields.map((field, index) => [field.path, nodes[index]!])),
  }
}

/** Every expression outside `ids` that names one of them, or something inside them. */
export function referrersOf(tree: FormTree, ids: ReadonlySet<string>): Referrer[] {
  const { nodeOfPath } = resolve(tree)
  const inside = new Set(allNodes(allNodes(tree.children).filter((it) => ids.has(it.id))).map((it) => it.id))
  return expressionsIn(tree).flatMap(({ field, at, references }) => {
    const node = nodeOfPath.get(field.path)!
    const named = references.some((it) => inside.has(nodeOfPath.get(it.path)?.id ?? ''))
    return named && !inside.has(node.id) ? [{ node, at }] : []
  })
}

/** A field with one of its expressions taken out, or written anew. */
export function withExpression(schema: FieldSchema, at: readonly (string | number)[], text: string | null): FieldSchema {
  if (at[0] !== 'x-checks') {
    const { [at[0] as 'x-computed']: _old, ...rest } = schema
    return text === null ? rest : { ...schema, [at[0] as string]: text }
  }
  const checks = (schema['x-checks'] ?? []).flatMap((check, index) =>
    index !== at[1] ? [check] : text === null ? [] : [{ ...check, when: text }],
  )
  const { 'x-checks': _old, ...rest } = schema
  return checks.length === 0 ? rest : { ...rest, 'x-checks': checks }
}

/** Expressions taken out of a tree. */
export function withoutExpressions(tree: FormTree, referrers: readonly Referrer[]): FormTree {
  const children = mapNodes(tree.children, (node) => {
    // From the last check to the first, so that their places keep.
    const own = referrers.filter((it) => it.node.id === node.id).reverse()
    return own.length === 0 ? node : { ...node, schema: own.reduce((schema, { at }) => withExpression(schema, at, null), node.schema) }
  })
  return { ...tree, children }
}

export type Rewriting = { ok: true; tree: FormTree } | { ok: false; reason: string }

/**
 * Writes expressions anew so that each names the same fields in `after` as it did in `before`, wherever those stand now
 * and whatever their key. Fields are the same by id; names of fields that are not in `before`, and expressions that
 * `after` has changed itself, are left as they are.
 * @returns refused when a name cannot be written any more: a column read from outside its row
 */
export function rewriteReferences(before: FormTree, after: FormTree): Rewriting {
  const from = resolve(before)
  const to = resolve(after)
  const nodes = new Map(allNodes(after.children).map((it) => [it.id, it]))
  const changed = new Map<string, FormNode>()
  for (const place of expressionsIn(before)) {
    const id = from.nodeOfPath.get(place.field.path)!.id
    const node = changed.get(id) ?? nodes.get(id)
    if (!node || textAt(node.schema, place.at) !== place.text) continue
    const text = rewriteOne(place, id, from, to)
    if (text === null) return { ok: false, reason: `${nameOf(node)}的${roleOf(place.at)}用到了这里的字段,移动后就读不到了。请先修改该条件` }
    if (text !== place.text) changed.set(id, { ...node, schema: withExpression(node.schema, place.at, text) })
  }
  if (changed.size === 0) return { ok: true, tree: after }
  const children = mapNodes(after.children, (node) => {
    const own = changed.get(node.id)
    return own ? { ...node, schema: own.schema } : node
  })
  return { ok: true, tree: { ...after, children } }
}

function textAt(schema: FieldSchema, at: readonly (string | number)[]): string | undefined {
  return at[0] === 'x-checks' ? schema['x-checks']?.[Number(at[1])]?.when : schema[at[0] as 'x-computed']
}

function rewriteOne(place: ExpressionPlace, id: string, from: Resolved, to: Resolved): string | null {
  const owner = to.fieldOfId.get(id)!
  const wanted = place.references.map((it) => ({ it, target: from.nodeOfPath.get(it.path)!.id }))
  const kept = wanted.filter(({ target }) => to.fieldOfId.has(target))
  if (kept.length === 0) return place.text
  const expected = kept.map(({ target }) => target).join(' ')
  for (const rooted of [false, true]) {
    const text = write(place.text, owner, kept, to, rooted)
    if (text === null) return null
    const named = referencesOf(text, owner, to.fields).map((it) => to.nodeOfPath.get(it.path)!.id)
    const known = new Set(kept.map(({ target }) => target))
    if (named.filter((it) => known.has(it)).join(' ') === expected) return text
  }
  return null
}

function write(text: string, owner: Field, wanted: { it: Reference; target: string }[], to: Resolved, rooted: boolean): string | null {
  let written = text
  for (const { it, target } of [...wanted].reverse()) {
    const name = nameFrom(owner, it, to.fieldOfId.get(target)!)
    if (name === null) return null
    const prefix =
      rooted &&
      name !== '' &&
      it.kind !== 'item' &&
      !isOwnRow(owner, to.fieldOfId.get(target)!) &&
      !text.slice(0, it.from).endsWith('root.')
    written = written.slice(0, it.from) + (prefix ? 'root.' : '') + name + written.slice(it.to)
  }
  return written
}

const isOwnRow = (owner: Field, target: Field) => target.table !== null && owner.table === target.table

/** How `target` is named now, where it was named as `it` says; null when it cannot be. */
function nameFrom(owner: Field, it: Reference, target: Field): string | null {
  switch (it.kind) {
    case 'item':
      return target.table !== null || target.containers.length > 0 ? target.key : null
    case 'row':
      return isOwnRow(owner, target) ? target.key : target.table === null ? target.path : null
    case 'form': {
      const wasColumn = it.path.includes('.') && target.table !== null
      return target.table === null || wasColumn ? target.path : isOwnRow(owner, target) ? target.key : null
    }
  }
}
