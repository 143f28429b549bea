import { type Moddle } from './moddle.ts'

/** Declared as the writer needs it; the element's $type says it already. */
const NOTATION = /^xmlns(:|$)|^xsi:type$/

/** Lists in which the order of the file says nothing. */
const UNORDERED = new Set(['incoming', 'outgoing', 'flowNodeRef'])

/**
 * A model as plain data: everything that it says, references by id, the diagram left out unless asked for. What says no more than
 * BPMN's default is left out, as other modelers write it and bpmn-moddle does not. Two models are the same if their plain data are
 * deeply equal.
 */
export function plainModel(element: Moddle, { withDiagram = false }: { withDiagram?: boolean } = {}): unknown {
  const seen = new Set<unknown>()
  const plain = (value: unknown, parent: unknown): unknown => {
    if (Array.isArray(value)) return value.map((one) => plain(one, parent))
    if (typeof value !== 'object' || value === null) return value
    const own = value as Moddle
    if (own.$type === undefined) return { ...own }
    // A reference names an element that has its place elsewhere.
    if (seen.has(own) || (own.$parent !== undefined && own.$parent !== parent)) return { ref: own.id ?? own.$type }
    seen.add(own)
    const result: Record<string, unknown> = { $type: own.$type }
    const others = Object.entries(own.$attrs ?? {}).filter(([name]) => !NOTATION.test(name))
    if (others.length > 0) result.$attrs = Object.fromEntries(others)
    for (const [key, entry] of Object.entries(own)) {
      if (key === 'diagrams' && !withDiagram) continue
      if (key.startsWith('$') && key !== '$body' && key !== '$children') continue
      if (entry === defaultOf(own, key)) continue
      const made = isReference(key) ? referenced(entry) : plain(entry, own)
      if (Array.isArray(made) && made.length === 0) continue
      result[key] = UNORDERED.has(key) && Array.isArray(made) ? (made as string[]).toSorted() : made
    }
    return result
  }
  return plain(element, undefined)
}

const defaultOf = (element: Moddle, key: string): unknown => {
  const { propertiesByName = {} } = (element.$descriptor ?? {}) as { propertiesByName?: Record<string, { default?: unknown }> }
  return propertiesByName[key]?.default
}

const REFERENCES = new Set(['sourceRef', 'targetRef', 'attachedToRef', 'default', 'bpmnElement', 'incoming', 'outgoing', 'flowNodeRef'])
const isReference = (key: string): boolean => REFERENCES.has(key)

const referenced = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(referenced) : typeof value === 'object' && value !== null ? (value as Moddle).id : value
