import { COMPONENTS, checkSchema, componentOf, type FieldSchema, isSummable } from '@lianban/forms'
import { newKey, pathsOf, wrongKey, prefixOf, withFreeKeys } from './keys.ts'
import { whyNot } from './reasons.ts'
import { type Referrer, referrersOf, resolve, rewriteReferences, roleOf, withoutExpressions } from './rewrite.ts'
import {
  allNodes,
  childrenOf,
  containersOf,
  findNode,
  holdsFields,
  type FormNode,
  type FormTree,
  mapNodes,
  nameOf,
  nodesOf,
  type Place,
  placeOf,
  putIn,
  toSchema,
} from './tree.ts'

/** What can be done to a form. Each is one step of undo. */
export type Command =
  /** Puts fields in; keys that are taken are changed, and what names fields that are not there is taken off. */
  | { do: 'insert'; properties: Record<string, FieldSchema>; place: Place }
  | { do: 'move'; ids: readonly string[]; place: Place }
  /** `force`: also takes out the expressions of other fields that name what goes. */
  | { do: 'remove'; ids: readonly string[]; force?: boolean }
  | { do: 'duplicate'; ids: readonly string[] }
  /** A key that is undefined is taken off. */
  | { do: 'set'; id: string; keys: Partial<FieldSchema> }
  | { do: 'rename'; id: string; key: string }
  /** Puts neighbours into a new section. */
  | { do: 'wrap'; ids: readonly string[] }
  /** Puts what is inside in the place of the section. */
  | { do: 'unwrap'; id: string }
  | { do: 'form'; title?: string; description?: string }

export type Outcome =
  /** `said`: what was done, in Chinese; `selected`: what to look at now. */
  | { ok: true; tree: FormTree; said: string; selected: string[] }
  /** `referrers`: with the same command and `force` it goes. */
  | { ok: false; reason: string; referrers?: Referrer[] }

/**
 * Does one command. The result is a form that checkSchema accepts, with every expression naming the fields it named
 * before; anything else is refused with the reason. Precondition: the tree is such a form.
 */
export function run(tree: FormTree, command: Command): Outcome {
  const outcome = edit(tree, command)
  if (!outcome.ok) return outcome
  const taken = keyTwice(outcome.tree.children)
  if (taken !== null) return { ok: false, reason: `标识“${taken}”在这里已经使用,请先修改字段的标识` }
  const rewritten = rewriteReferences(tree, withColumnNames(tree, outcome.tree))
  if (!rewritten.ok) return rewritten
  const reason = whyNot(rewritten.tree)
  return reason === null ? { ...outcome, tree: rewritten.tree } : { ok: false, reason }
}

function edit(tree: FormTree, command: Command): Outcome {
  switch (command.do) {
    case 'insert':
      return insert(tree, command.properties, command.place, '新增')
    case 'move':
      return move(tree, outermost(tree, command.ids), command.place)
    case 'remove':
      return remove(tree, outermost(tree, command.ids), command.force === true)
    case 'duplicate':
      return duplicate(tree, outermost(tree, command.ids))
    case 'set':
      return set(tree, command.id, command.keys)
    case 'rename':
      return rename(tree, command.id, command.key)
    case 'wrap':
      return wrap(tree, outermost(tree, command.ids))
    case 'unwrap':
      return unwrap(tree, command.id)
    case 'form': {
      const { title, description } = command
      return {
        ok: true,
        tree: { ...tree, title: title || undefined, description: description || undefined },
        said: '已修改表单名称和说明',
        selected: [],
      }
    }
  }
}

/** A key that two neighbours have: a schema could not hold both. */
function keyTwice(nodes: readonly FormNode[]): string | null {
  const keys = nodes.map((it) => it.key)
  const twice = keys.find((key, index) => keys.indexOf(key) < index)
  if (twice !== undefined) return twice
  return nodes.map((it) => keyTwice(it.children ?? [])).find((it) => it !== null) ?? null
}

const GONE: Outcome = { ok: false, reason: '该字段已不在表单中' }
const names = (nodes: readonly FormNode[]) =>
  nodes.length <= 3 ? nodes.map(nameOf).join('、') : `${nameOf(nodes[0]!)}等 ${nodes.length} 项`

/** Chosen nodes in the order of the form, without those inside another chosen one. */
function outermost(tree: FormTree, ids: readonly string[]): FormNode[] {
  const chosen = new Set(ids)
  return allNodes(tree.children).filter((it) => chosen.has(it.id) && !containersOf(tree, it.id).some((around) => chosen.has(around.id)))
}

function insert(tree: FormTree, properties: Record<string, FieldSchema>, place: Place, verb: string): Outcome {
  const { nodes, nextId } = nodesOf(properties, tree.nextId)
  if (nodes.length === 0) return { ok: false, reason: '没有可以放入的字段' }
  const free = withFreeKeys(nodes, new Set(pathsOf(tree.children)), prefixOf(tree, place.into))
  const put = putIn({ ...tree, nextId }, place, free)
  // They name each other by the keys they came with.
  const rewritten = rewriteReferences({ children: nodes, nextId }, put)
  if (!rewritten.ok) return rewritten
  const { tree: sound, dropped } = withoutBroken(rewritten.tree, new Set(allNodes(free).map((it) => it.id)))
  const taken = dropped === 0 ? '' : `,其中 ${dropped} 项条件用到本表单没有的字段,已去掉`
  return { ok: true, tree: sound, said: `已${verb}${names(free)}${taken}`, selected: free.map((it) => it.id) }
}

/** Takes expressions off new nodes that name what is not in this form. */
function withoutBroken(tree: FormTree, ids: ReadonlySet<string>): { tree: FormTree; dropped: number } {
  const { fields, nodeOfPath } = resolve(tree)
  const problems = checkSchema(toSchema(tree)).filter((it) => it.code === 'UNKNOWN_NAME' || it.code === 'NAME_CLASH')
  const places = new Map<string, Referrer>()
  for (const { path } of problems) {
    const field = fields.filter((it) => path.startsWith(`${it.pointer}/`)).at(-1)
    const node = field && nodeOfPath.get(field.path)
    if (!node || !ids.has(node.id)) continue
    const at = path
      .slice(field.pointer.length + 1)
      .split('/')
      .map((it) => (/^\d+$/.test(it) ? Number(it) : it))
    places.set(path, { node, at })
  }
  return { tree: withoutExpressions(tree, [...places.values()]), dropped: places.size }
}

function move(tree: FormTree, nodes: FormNode[], place: Place): Outcome {
  if (nodes.length === 0) return GONE
  const inside = new Set(allNodes(nodes).map((it) => it.id))
  if (place.into !== null && inside.has(place.into)) return { ok: false, reason: '不能移到自己里面' }
  const before = childrenOf(tree, place.into)
    .slice(0, place.at)
    .filter((it) => !inside.has(it.id)).length
  const without = { ...tree, children: mapNodes(tree.children, (it) => (inside.has(it.id) ? null : it)) }
  const moved = putIn(without, { into: place.into, at: before }, nodes)
  const container = place.into === null ? null : findNode(tree, place.into)
  const where = container ? `${nameOf(container)}的第 ${before + 1} 项` : `表单的第 ${before + 1} 项`
  return { ok: true, tree: moved, said: `已将${names(nodes)}移到${where}`, selected: nodes.map((it) => it.id) }
}

function remove(tree: FormTree, nodes: FormNode[], force: boolean): Outcome {
  if (nodes.length === 0) return GONE
  const ids = new Set(nodes.map((it) => it.id))
  const referrers = referrersOf(tree, ids)
  if (referrers.length > 0 && !force) {
    const where = referrers.slice(0, 5).map(({ node, at }) => `${nameOf(node)}的${roleOf(at)}`)
    return {
      ok: false,
      reason: `${where.join('、')}${referrers.length > 5 ? `等 ${referrers.length} 处` : ''}用到了${names(nodes)}`,
      referrers,
    }
  }
  const place = placeOf(tree, nodes[0]!.id)!
  const sound = withoutExpressions(tree, referrers)
  const left = { ...sound, children: mapNodes(sound.children, (it) => (ids.has(it.id) ? null : it)) }
  const siblings = childrenOf(left, place.into)
  const next = siblings[Math.min(place.at, siblings.length - 1)]?.id ?? place.into
  const also = referrers.length === 0 ? '' : `,并去掉 ${referrers.length} 处用到它的条件`
  return { ok: true, tree: left, said: `已删除${names(nodes)}${also}`, selected: next === null ? [] : [next] }
}

function duplicate(tree: FormTree, nodes: FormNode[]): Outcome {
  const last = nodes.at(-1)
  const place = last && placeOf(tree, last.id)
  if (!place) return GONE
  return insert(tree, copyOf(tree, nodes), { into: place.into, at: place.at + 1 }, '复制')
}

/** The fields as they can stand in another form: what they say about each other is written without what was around them. */
export function copyOf(tree: FormTree, chosen: readonly FormNode[]): Record<string, FieldSchema> {
  const nodes = outermost(
    tree,
    chosen.map((it) => it.id),
  )
  const apart = { children: withFreeKeys(nodes, new Set(), ''), nextId: tree.nextId }
  const rewritten = rewriteReferences(tree, apart)
  return toSchema(rewritten.ok ? rewritten.tree : apart).properties
}

function set(tree: FormTree, id: string, keys: Partial<FieldSchema>): Outcome {
  const node = findNode(tree, id)
  if (!node) return GONE
  const schema = Object.fromEntries(
    Object.entries({ ...node.schema, ...keys }).filter(([, value]) => value !== undefined),
  ) as unknown as FieldSchema
  const holds = holdsFields(schema)
  if (!holds && node.children !== null && node.children.length > 0) return { ok: false, reason: `${nameOf(node)}里还有字段,请先移出` }
  const children = holds ? (node.children ?? []) : null
  return { ok: true, tree: replace(tree, { ...node, schema, children }), said: `已修改${nameOf({ ...node, schema })}`, selected: [id] }
}

function rename(tree: FormTree, id: string, key: string): Outcome {
  const node = findNode(tree, id)
  if (!node) return GONE
  const reason = wrongKey(key)
  if (reason !== null) return { ok: false, reason }
  return { ok: true, tree: replace(tree, { ...node, key }), said: `已将${nameOf(node)}的标识改为 ${key}`, selected: [id] }
}

function replace(tree: FormTree, changed: FormNode): FormTree {
  return { ...tree, children: mapNodes(tree.children, (it) => (it.id === changed.id ? changed : it)) }
}

function wrap(tree: FormTree, nodes: FormNode[]): Outcome {
  const places = nodes.map((it) => placeOf(tree, it.id)!)
  const first = places[0]
  if (!first) return GONE
  if (places.some((it) => it.into !== first.into)) return { ok: false, reason: '请选择同一处的字段,再放进新的区块' }
  const section: FormNode = {
    id: `n${tree.nextId}`,
    key: newKey(tree, 'Section'),
    schema: { type: 'void', title: '新的区块', 'x-component': 'Section' },
    children: nodes,
  }
  const ids = new Set(nodes.map((it) => it.id))
  const without = { ...tree, nextId: tree.nextId + 1, children: mapNodes(tree.children, (it) => (ids.has(it.id) ? null : it)) }
  return { ok: true, tree: putIn(without, first, [section]), said: `已将${names(nodes)}放进新的区块`, selected: [section.id] }
}

function unwrap(tree: FormTree, id: string): Outcome {
  const node = findNode(tree, id)
  if (!node?.children) return GONE
  if (componentOf(node.schema) !== null && COMPONENTS[componentOf(node.schema)!].holds !== 'fields') {
    return { ok: false, reason: `${nameOf(node)}不能拆开` }
  }
  if (node.schema['x-visible-if']) return { ok: false, reason: `${nameOf(node)}有显示条件,拆开后会失效。请先去掉显示条件` }
  const place = placeOf(tree, id)!
  const without = { ...tree, children: mapNodes(tree.children, (it) => (it.id === id ? null : it)) }
  return { ok: true, tree: putIn(without, place, node.children), said: `已拆开${nameOf(node)}`, selected: node.children.map((it) => it.id) }
}

/** Tables name their columns in 合计列 and 卡片标题列: those names follow the columns. */
function withColumnNames(before: FormTree, after: FormTree): FormTree {
  const old = new Map(allNodes(before.children).map((it) => [it.id, it]))
  const children = mapNodes(after.children, (node) => {
    const props = node.schema['x-component-props']
    const was = old.get(node.id)
    if (!props || !was?.children || (props['sums'] === undefined && props['heading'] === undefined)) return node
    const columns = new Map(node.children?.map((it) => [it.id, it]))
    const now = (key: string) => columns.get(was.children!.find((it) => it.key === key)?.id ?? '')
    const { sums, heading, ...rest } = props
    const same = sums === was.schema['x-component-props']?.['sums'] && heading === was.schema['x-component-props']?.['heading']
    if (!same) return node
    const summed = (Array.isArray(sums) ? sums : []).map(now).filter((it) => it !== undefined && isSummable(it.schema))
    const head = typeof heading === 'string' ? now(heading) : undefined
    const named = {
      ...rest,
      ...(summed.length > 0 ? { sums: summed.map((it) => it!.key) } : {}),
      ...(head ? { heading: head.key } : {}),
    }
    const { 'x-component-props': _props, ...schema } = node.schema
    return { ...node, schema: Object.keys(named).length > 0 ? { ...schema, 'x-component-props': named } : schema }
  })
  return { ...after, children }
}
