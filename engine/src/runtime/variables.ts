import type { InstanceState, JsonValue, Variables } from '../index.ts'

/** Variables as callers give them: plain values, or with the type that a REST client declared. */
export interface VariableInput {
  variables?: Record<string, JsonValue>
  /** Beside or instead of `variables`; wins where both have a name. */
  typedVariables?: Variables
}

export function toVariables({ variables = {}, typedVariables = {} }: VariableInput): Variables {
  const plain = Object.entries(variables).map(([name, value]) => [name, { value }] as const)
  return Object.fromEntries([...plain, ...Object.entries(typedVariables)])
}

/** The process's own variables; also of an ended instance, whose process scope stays. */
export const processVariables = (state: InstanceState): Variables => state.scopes[state.id]?.variables ?? {}

/** A token's id is `<instance id>:<number>`. @returns null if the text is not such an id */
export function instanceOf(id: string): string | null {
  const end = id.lastIndexOf(':')
  return end > 0 ? id.slice(0, end) : null
}

/** Whether the variables have all the values that are wanted. */
export const haveValues = (variables: Variables, wanted: Record<string, JsonValue>): boolean =>
  Object.entries(wanted).every(([name, value]) => Object.hasOwn(variables, name) && sameJson(variables[name]!.value, value))

/** Equal as JSON, whatever the order of keys. */
function sameJson(a: JsonValue, b: JsonValue): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))]
  return left.length === right.size && left.every(([key, value]) => right.has(key) && sameJson(value, right.get(key)!))
}
