import { COMPONENTS, componentOf, type FieldSchema, type FormSchema, kindOf } from '@lianban/forms'

/** One field, section or table while it is being edited. Nodes are never changed, only replaced; the id stays through every edit. */
export interface FormNode {
  id: string
  key: string
  /** Every key of the field but what stands inside it and `x-index`: the order of the nodes is the order of the form. */
  schema: FieldSchema
  /** Null where no field can stand inside. */
  children: readonly FormNode[] | null
}

/** A form while it is being edited. */
export interface FormTree {
  title?: string
  description?: string
  children: readonly FormNode[]
  /** The number of the next new id. */
  nextId: number
}

/** Where a field stands: `into` is the id of a section, object or table, null for the form itself. */
export interface Place {
  into: string | null
  at: number
}

/** Whether fields can stand inside: in a section, an object, or the rows of a table. */
export function holdsFields(schema: FieldSchema): boolean {
  const component = componentOf(schema)
  return component === null ? kindOf(schema) === 'object' : COMPONENTS[component].holds !== undefined
}

/** The tree of a schema. Precondition: checkSchema accepts it. */
export function fromSchema(schema: FormSchema): FormTree {
  const ids = { next: 1 }
  const children = readFields(schema.properties, ids)
  return { title: schema.title, description: schema.description, children, nextId: ids.next }
}

/** The schema of a tree, fields in the order of the tree. */
export function toSchema(tree: FormTree): FormSchema {
  return {
    type: 'object',
    ...(tree.title === undefined ? {} : { title: tree.title }),
    ...(tree.description === undefined ? {} : { description: tree.description }),
    'x-lianban': { version: 1 },
    properties: writeFields(tree.children),
  }
}

/** Fields of a schema as new nodes, with ids from `nextId` on. */
export function nodesOf(properties: Record<string, FieldSchema>, nextId: number): { nodes: FormNode[]; nextId: number } {
  const ids = { next: nextId }
  return { nodes: readFields(properties, ids), nextId: ids.next }
}

/** A node as the field that the schema holds. */
export function fieldOf(node: FormNode): FieldSchema {
  if (node.children === null) return node.schema
  const properties = writeFields(node.children)
  return node.schema.type === 'array' ? { ...node.schema, items: { type: 'object', properties } } : { ...node.schema, properties }
}

function readFields(properties: Record<string, FieldSchema>, ids: { next: number }): FormNode[] {
  return Object.entries(properties)
    .map(([key, schema], index) => ({ key, schema, index }))
    .sort((a, b) => (a.schema['x-index'] ?? a.index) - (b.schema['x-index'] ?? b.index) || a.index - b.index)
    .map(({ key, schema }) => {
      const id = `n${ids.next++}`
      const { properties: inside, items, 'x-index': _order, ...own } = schema
      if (!holdsFields(schema)) return { id, key, schema: items ? { ...own, items } : own, children: null }
      return { id, key, schema: own, children: readFields(inside ?? items?.properties ?? {}, ids) }
    })
}

function writeFields(nodes: readonly FormNode[]): Record<string, FieldSchema> {
  return Object.fromEntries(nodes.map((node) => [node.key, fieldOf(node)]))
}

/** Every node, containers before what is inside them: the order of forms' own `flatten`. */
export function allNodes(nodes: readonly FormNode[]): FormNode[] {
  return nodes.flatMap((node) => [node, ...allNodes(node.children ?? [])])
}

export function findNode(tree: FormTree, id: string): FormNode | null {
  return allNodes(tree.children).find((it) => it.id === id) ?? null
}

/** Where a node stands, null if it is not in the tree. */
export function placeOf(tree: FormTree, id: string): Place | null {
  const search = (nodes: readonly FormNode[], into: string | null): Place | null => {
    const at = nodes.findIndex((it) => it.id === id)
    if (at >= 0) return { into, at }
    for (const node of nodes) {
      const below = node.children && search(node.children, node.id)
      if (below) return below
    }
    return null
  }
  return search(tree.children, null)
}

/** The nodes of a container, of the form itself when `into` is null. */
export function childrenOf(tree: FormTree, into: string | null): readonly FormNode[] {
  return into === null ? tree.children : (findNode(tree, into)?.children ?? [])
}

/** The containers around a node, nearest first. */
export function containersOf(tree: FormTree, id: string): FormNode[] {
  const into = placeOf(tree, id)?.into ?? null
  const container = into === null ? null : findNode(tree, into)
  return container ? [container, ...containersOf(tree, container.id)] : []
}

/** The same tree with each node of the level, and of all levels below, put through `change`; null takes a node out. */
export function mapNodes(nodes: readonly FormNode[], change: (node: FormNode) => FormNode | null): FormNode[] {
  return nodes.flatMap((node) => {
    const changed = change(node)
    if (changed === null) return []
    if (changed.children === null) return [changed]
    return [{ ...changed, children: mapNodes(changed.children, change) }]
  })
}

/** The same tree with `nodes` put in at a place. */
export function putIn(tree: FormTree, place: Place, nodes: readonly FormNode[]): FormTree {
  const insert = (level: readonly FormNode[]) => [...level.slice(0, place.at), ...nodes, ...level.slice(place.at)]
  if (place.into === null) return { ...tree, children: insert(tree.children) }
  const within = (level: readonly FormNode[]): FormNode[] =>
    level.map((node) =>
      node.children === null
        ? node
        : node.id === place.into
          ? { ...node, children: insert(node.children) }
          : { ...node, children: within(node.children) },
    )
  return { ...tree, children: within(tree.children) }
}

/** A longer title is cut where it is one of several words in a sentence. */
const NAME_CHARS = 30

/** What a field is called in a sentence. */
export function nameOf(node: Pick<FormNode, 'key' | 'schema'>): string {
  const title = [...(node.schema.title || node.key)]
  return `“${title.slice(0, NAME_CHARS).join('')}${title.length > NAME_CHARS ? '…' : ''}”`
}
