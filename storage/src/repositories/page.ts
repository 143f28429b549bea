/** Rows that one query of the engine's tables returns at most. */
export const MAX_PAGE = 1000

/** A page's size, held within 0 and {@link MAX_PAGE}. */
export const pageSize = (limit: number): number => Math.max(0, Math.min(Math.trunc(limit), MAX_PAGE))

/** The keyset of a list that is ordered by an instant and an id, as text for the caller: `<instant>_<id>`. */
export const keysetOf = (at: number, id: string): string => `${at}_${id}`

/** @returns null if the text is not a keyset */
export function parseKeyset(after: string): { at: number; id: string } | null {
  const match = /^(-?\d{1,16})_(.{1,64})$/.exec(after)
  return match ? { at: Number(match[1]), id: match[2]! } : null
}
