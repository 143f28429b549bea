import type { Moddle } from './moddle.ts'

const given = new WeakMap<Moddle, Set<string>>()

/** An id that nothing in the file has, e.g. `Task_1`. Those given to one model are told apart before they are written. */
export function newId(definitions: Moddle, prefix: string): string {
  const taken = given.get(definitions) ?? idsOf(definitions)
  given.set(definitions, taken)
  let number = 1
  while (taken.has(`${prefix}_${number}`)) number++
  taken.add(`${prefix}_${number}`)
  return `${prefix}_${number}`
}

/** Ids of everything in the file: of what stands inside events and forms, too, for all share one space. */
function idsOf(definitions: Moddle): Set<string> {
  const ids = new Set<string>()
  const seen = new Set<Moddle>([definitions])
  for (const element of seen) {
    if (element.id) ids.add(element.id)
    for (const value of Object.values(element))
      for (const inner of Array.isArray(value) ? (value as unknown[]) : [value]) if (isElement(inner)) seen.add(inner)
  }
  return ids
}

const isElement = (value: unknown): value is Moddle => typeof value === 'object' && value !== null && '$type' in value
