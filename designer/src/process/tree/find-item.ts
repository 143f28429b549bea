import type { Branch, Item, Scope } from './tree.ts'

/** An item with the sequence that it stands in. */
export interface Found {
  item: Item
  items: Item[]
  index: number
  scope: Scope
  /** The gateway and branch around it, if it stands in one. */
  branch: { gateway: Item; index: number } | null
  /** The element on whose border its path begins. */
  host: Item | null
}

/** @returns null if no item of the tree has this id; a join is found as its gateway is */
export function findItem(scope: Scope, id: string): Found | null {
  for (const items of [scope.main, ...scope.apart]) {
    const found = findIn(items, id, { scope, branch: null, host: null })
    if (found) return found
  }
  return null
}

function findIn(items: Item[], id: string, around: Pick<Found, 'scope' | 'branch' | 'host'>): Found | null {
  for (const [index, item] of items.entries()) {
    if (item.id === id || item.join?.id === id) return { item, items, index, ...around }
    for (const path of item.boundary) {
      const found = findIn(path, id, { scope: around.scope, branch: null, host: item })
      if (found) return found
    }
    for (const [branch, { items: inner }] of item.branches.entries()) {
      const found = findIn(inner, id, { scope: around.scope, branch: { gateway: item, index: branch }, host: null })
      if (found) return found
    }
    const inside = item.inside && findItem(item.inside, id)
    if (inside) return inside
  }
  return null
}

/** The branch that a flow begins. */
export function findBranch(scope: Scope, flowId: string): { gateway: Item; index: number; branch: Branch } | null {
  const search = (items: Item[]): { gateway: Item; index: number; branch: Branch } | null => {
    for (const item of items) {
      const index = item.branches.findIndex(({ edge }) => edge.flow?.id === flowId)
      if (index >= 0) return { gateway: item, index, branch: item.branches[index]! }
      const inner = [
        ...item.boundary,
        ...item.branches.map((branch) => branch.items),
        ...(item.inside ? [item.inside.main, ...item.inside.apart] : []),
      ]
      for (const sequence of inner) {
        const found = search(sequence)
        if (found) return found
      }
    }
    return null
  }
  return [scope.main, ...scope.apart].map(search).find((found) => found !== null) ?? null
}
