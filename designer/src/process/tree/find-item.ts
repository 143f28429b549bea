import type { Moddle } from '../model/moddle.ts'
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
  /** Where the gateway or the host stands, in the same process or sub-process. */
  outer: Found | null
}

/** What its sequence leads on to; null: the way ends there. */
export const followOf = ({ items, index, branch, outer }: Found): Moddle | null =>
  items[index + 1]?.element ?? (branch && outer ? (branch.gateway.join ?? followOf(outer)) : null)

/** @returns null if no item of the tree has this id; a join is found as its gateway is */
export function findItem(scope: Scope, id: string): Found | null {
  for (const items of [scope.main, ...scope.apart]) {
    const found = findIn(items, id, { scope, branch: null, host: null, outer: null })
    if (found) return found
  }
  return null
}

function findIn(items: Item[], id: string, around: Pick<Found, 'scope' | 'branch' | 'host' | 'outer'>): Found | null {
  for (const [index, item] of items.entries()) {
    const outer: Found = { item, items, index, ...around }
    if (item.id === id || item.join?.id === id) return outer
    for (const path of item.boundary) {
      const found = findIn(path, id, { scope: around.scope, branch: null, host: item, outer })
      if (found) return found
    }
    for (const [branch, { items: inner }] of item.branches.entries()) {
      const found = findIn(inner, id, { scope: around.scope, branch: { gateway: item, index: branch }, host: null, outer })
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
