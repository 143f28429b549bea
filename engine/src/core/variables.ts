import { isTemporalValue } from '../expression/feel-values.ts'
import { ExpressionFailure } from '../expression/expression.ts'
import type { InstanceState, JsonValue, Variables } from './state.ts'

/*
 * Variables are held by scopes and, as local variables, by tokens. From a holder one looks outwards: a token's own,
 * its scope's, those of the token that waits in that scope, the scope around it, and so on to the process.
 */

/** The holders from a scope or token outwards to the process. */
export function holdersFrom(state: InstanceState, holderId: string): string[] {
  const chain: string[] = []
  for (let id: string | null = holderId; id !== null;) {
    chain.push(id)
    const scope: InstanceState['scopes'][string] | undefined = state.scopes[id]
    id = scope ? scope.tokenId : (state.tokens[id]?.scopeId ?? null)
  }
  return chain
}

/** A holder's own variables; none if it is not there. */
export function variablesOf(state: InstanceState, holderId: string): Variables {
  return state.scopes[holderId]?.variables ?? state.tokens[holderId]?.variables ?? {}
}

/** What a scope or token sees, with declared types, the nearest holder first. Also of an ended instance, whose process scope stays. */
export function visibleTyped(state: InstanceState, holderId: string): Variables {
  const visible: Variables = {}
  for (const id of holdersFrom(state, holderId).reverse()) Object.assign(visible, variablesOf(state, id))
  return visible
}

/** The same as plain values. */
export function visibleVariables(state: InstanceState, holderId: string): Record<string, JsonValue> {
  const visible: Record<string, JsonValue> = {}
  for (const id of holdersFrom(state, holderId).reverse()) {
    const own = variablesOf(state, id)
    for (const name in own) define(visible, name, own[name]!.value)
  }
  return visible
}

/** A variable may have any name, `__proto__` too. */
function define(target: Record<string, JsonValue>, name: string, value: JsonValue): void {
  if (name === '__proto__') Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true })
  else target[name] = value
}

/**
 * Where each variable goes: to the nearest holder that has one of its name, else to the process (camunda's rule).
 * One entry for each holder that receives any.
 */
export function distribute(state: InstanceState, holderId: string, variables: Variables): { scopeId: string; variables: Variables }[] {
  const chain = holdersFrom(state, holderId)
  const byHolder = new Map<string, [string, Variables[string]][]>()
  for (const [name, variable] of Object.entries(variables)) {
    const owner = chain.find((id) => Object.hasOwn(variablesOf(state, id), name)) ?? chain.at(-1)!
    const list = byHolder.get(owner)
    if (list) list.push([name, variable])
    else byHolder.set(owner, [[name, variable]])
  }
  return [...byHolder].map(([scopeId, entries]) => ({ scopeId, variables: Object.fromEntries(entries) }))
}

/**
 * A computed value as a variable can keep it: FEEL's dates and durations become their ISO text.
 * @throws ExpressionFailure if it is a function or something else that is no JSON
 */
export function toJson(value: unknown, source: string): JsonValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (isTemporalValue(value)) return value.toString()
  if (Array.isArray(value)) return value.map((item) => toJson(item, source))
  if (typeof value === 'object' && [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item, source)]))
  }
  throw new ExpressionFailure(source, 'it gives something that is no JSON value')
}
