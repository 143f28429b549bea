import type { InstanceState, JsonValue, Variables } from './state.ts'

/**
 * The variables a scope sees, as plain values: its own and those of the scopes around it, the nearest first.
 * Also of an ended instance, whose process scope stays.
 */
export function visibleVariables(state: InstanceState, scopeId: string): Record<string, JsonValue> {
  const entries: [string, JsonValue][] = []
  for (const id of scopeChain(state, scopeId).reverse()) {
    for (const [name, { value }] of Object.entries(state.scopes[id]!.variables)) entries.push([name, value])
  }
  return Object.fromEntries(entries)
}

/**
 * Where each variable goes: to the nearest scope that has one of its name, else to the process (camunda's rule).
 * One entry for each scope that receives any.
 */
export function distribute(state: InstanceState, scopeId: string, variables: Variables): { scopeId: string; variables: Variables }[] {
  const chain = scopeChain(state, scopeId)
  const byScope = new Map<string, [string, Variables[string]][]>()
  for (const [name, variable] of Object.entries(variables)) {
    const owner = chain.find((id) => Object.hasOwn(state.scopes[id]!.variables, name)) ?? chain.at(-1)!
    const list = byScope.get(owner)
    if (list) list.push([name, variable])
    else byScope.set(owner, [[name, variable]])
  }
  return [...byScope].map(([id, entries]) => ({ scopeId: id, variables: Object.fromEntries(entries) }))
}

/** From the scope outwards to the process. */
export function scopeChain(state: InstanceState, scopeId: string): string[] {
  const chain: string[] = []
  for (let id: string | null = scopeId; id !== null; id = state.scopes[id]!.parentId) chain.push(id)
  return chain
}
