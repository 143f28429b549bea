/* Which list a case was opened from: for "previous", "next" and the way back with filters. Lives as long as the page. */

export type ListName = 'inbox' | 'cases' | 'supervision'

interface Remembered {
  ids: string[]
  /** Address with filters. */
  place: string
}

const lists = new Map<ListName, Remembered>()

export const rememberList = (name: ListName, ids: string[], place: string): void => void lists.set(name, { ids, place })

/** The way back to the list as it was. */
export const placeOfList = (name: ListName, otherwise: string): string => lists.get(name)?.place ?? otherwise

/** The id to go on with after `id` is done: of those that still wait the next one of the list, else the first; null: none waits. */
export function nextOf(name: ListName, id: string, waiting: readonly string[]): string | null {
  const ids = lists.get(name)?.ids ?? []
  const behind = ids.slice(ids.indexOf(id) + 1)
  return behind.find((one) => waiting.includes(one)) ?? waiting.find((one) => one !== id) ?? null
}

export interface Neighbours {
  previous: string | null
  next: string | null
  /** From 1; 0 when the id is not on the list. */
  position: number
  total: number
}

export function neighboursOf(name: ListName, id: string): Neighbours {
  const ids = lists.get(name)?.ids ?? []
  const at = ids.indexOf(id)
  if (at < 0) return { previous: null, next: null, position: 0, total: ids.length }
  return { previous: ids[at - 1] ?? null, next: ids[at + 1] ?? null, position: at + 1, total: ids.length }
}
