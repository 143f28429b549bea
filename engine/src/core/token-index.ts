import type { Token } from './state.ts'

/** Which tokens a scope holds, and which wait at a join, without looking through all of them each time. */
export class TokenIndex {
  private readonly byScope = new Map<string, Set<string>>()
  private readonly joining = new Map<string, Set<string>>()

  constructor(tokens: Iterable<Token>) {
    for (const token of tokens) this.add(token)
  }

  add(token: Token): void {
    addTo(this.byScope, token.scopeId, token.id)
    if (token.waitsFor === 'join') addTo(this.joining, joinKey(token.scopeId, token.elementId), token.id)
  }

  remove(token: Token): void {
    removeFrom(this.byScope, token.scopeId, token.id)
    if (token.waitsFor === 'join') removeFrom(this.joining, joinKey(token.scopeId, token.elementId), token.id)
  }

  isEmpty(scopeId: string): boolean {
    return !this.byScope.has(scopeId)
  }

  /** Ids of a scope's tokens, a copy. */
  inScope(scopeId: string): string[] {
    return [...(this.byScope.get(scopeId) ?? [])].sort(byNumber)
  }

  waitingAtJoin(scopeId: string, elementId: string): number {
    return this.joining.get(joinKey(scopeId, elementId))?.size ?? 0
  }

  /** Ids of the tokens that wait at a join, in the order in which they were made. */
  atJoin(scopeId: string, elementId: string): string[] {
    return [...(this.joining.get(joinKey(scopeId, elementId)) ?? [])].sort(byNumber)
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

function addTo(map: Map<string, Set<string>>, key: string, id: string): void {
  const set = map.get(key)
  if (set) set.add(id)
  else map.set(key, new Set([id]))
}

function removeFrom(map: Map<string, Set<string>>, key: string, id: string): void {
  const set = map.get(key)
  set?.delete(id)
  if (set?.size === 0) map.delete(key)
}
