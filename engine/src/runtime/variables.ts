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
