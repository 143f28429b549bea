import type { Token } from './state.ts'

interface Join {
  scopeId: string
  elementId: string
  ids: Set<string>
}

/** Which tokens a scope holds, and which wait at a join, without looking through all of them each time. */
export class TokenIndex {
  private readonly byScope = new Map<string, Set<string>>()
  private readonly joining = new Map<string, Join>()

  constructor(tokens: Iterable<Token>) {
    for (const token of tokens) this.add(token)
  }

  add({ id, scopeId, elementId, waitsFor }: Token): void {
    const inScope = this.byScope.get(scopeId)
    if (inScope) inScope.add(id)
    else this.byScope.set(scopeId, new Set([id]))
    if (waitsFor !== 'join') return
    const key = joinKey(scopeId, elementId)
    const join = this.joining.get(key)
    if (join) join.ids.add(id)
    else this.joining.set(key, { scopeId, elementId, ids: new Set([id]) })
  }

  remove({ id, scopeId, elementId, waitsFor }: Token): void {
    const inScope = this.byScope.get(scopeId)
    inScope?.delete(id)
    if (inScope?.size === 0) this.byScope.delete(scopeId)
    if (waitsFor !== 'join') return
    const key = joinKey(scopeId, elementId)
    const join = this.joining.get(key)
    join?.ids.delete(id)
    if (join?.ids.size === 0) this.joining.delete(key)
  }

  isEmpty(scopeId: string): boolean {
    return !this.byScope.has(scopeId)
  }

  /** Ids of a scope's tokens, a copy. */
  inScope(scopeId: string): string[] {
    return [...(this.byScope.get(scopeId) ?? [])].sort(byNumber)
  }

  /** The joins at which tokens wait, in the order of their oldest token. */
  joins(): { scopeId: string; elementId: string }[] {
    return [...this.joining.values()]
      .map((join) => ({ join, oldest: [...join.ids].sort(byNumber)[0]! }))
      .sort((left, right) => byNumber(left.oldest, right.oldest))
      .map(({ join }) => join)
  }

  waitingAtJoin(scopeId: string, elementId: string): number {
    return this.joining.get(joinKey(scopeId, elementId))?.ids.size ?? 0
  }

  /** Ids of the tokens that wait at a join, in the order in which they were made. */
  atJoin(scopeId: string, elementId: string): string[] {
    return [...(this.joining.get(joinKey(scopeId, elementId))?.ids ?? [])].sort(byNumber)
  }
}

/** Ids end in `:n`. The order must not depend on how the index came about: a step after loading is the same step. */
export function byNumber(left: string, right: string): number {
  return numberOf(left) - numberOf(right)
}

/** The n of `${instanceId}:${n}`. */
export function numberOf(id: string): number {
  return Number(id.slice(id.lastIndexOf(':') + 1))
}

function joinKey(scopeId: string, elementId: string): string {
  return `${scopeId} ${elementId}`
}
