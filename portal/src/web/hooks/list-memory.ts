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
