import type { OrganRow } from '@lianban/storage'

/** Which organ stands under which. */
export interface OrganTree {
  /** Whether `organId` is `ancestorId` or stands somewhere under it. */
  isWithin(organId: string, ancestorId: string): boolean
  /** The organs and everything under them. */
  descendants(organIds: readonly string[]): string[]
}

export function organTree(organs: readonly Pick<OrganRow, 'id' | 'parent_id'>[]): OrganTree {
  const parents = new Map(organs.map(({ id, parent_id }) => [id, parent_id]))
  const isWithin = (organId: string, ancestorId: string): boolean => {
    const seen = new Set<string>()
    // A ring of parents, which the door refuses, must not hang the server all the same.
    for (let at: string | null | undefined = organId; at != null && !seen.has(at); at = parents.get(at)) {
      if (at === ancestorId) return true
      seen.add(at)
    }
    return false
  }
  return {
    isWithin,
    descendants: (organIds) => {
      const known = organs.map(({ id }) => id).filter((id) => organIds.some((ancestor) => isWithin(id, ancestor)))
      return [...new Set([...organIds, ...known])]
    },
  }
}
