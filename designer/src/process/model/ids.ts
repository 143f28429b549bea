import { elementsById, listOf, type Moddle } from './moddle.ts'

const given = new WeakMap<Moddle, Set<string>>()

/** An id that nothing in the file has, e.g. `Task_1`. Those given to one model are told apart before they are written. */
export function newId(definitions: Moddle, prefix: string): string {
  const taken =
    given.get(definitions) ?? new Set([...elementsById(definitions).keys(), ...listOf(definitions, 'rootElements').map(({ id }) => id)])
  given.set(definitions, taken)
  let number = 1
  while (taken.has(`${prefix}_${number}`)) number++
  taken.add(`${prefix}_${number}`)
  return `${prefix}_${number}`
}
