import type { ExecutableProcess } from '../model/executable.ts'
import type { InstanceState, JsonValue, Token } from './state.ts'
import { variablesOf } from './variables.ts'

/** A multi-instance activity at work. */
export interface RunningLoop {
  /** Its body. */
  scopeId: string
  sequential: boolean
  open: { taskId: string; item: JsonValue }[]
  /** Of a sequence: whose turn has not come, by its place. */
  planned: { at: number; item: JsonValue }[]
}

/** The multi-instance activity that a task is one instance of; null: it is none. Pure. */
export function runningLoop(process: ExecutableProcess, state: InstanceState, taskId: string): RunningLoop | null {
  const token = state.tokens[taskId]
  const scope = token && state.scopes[token.scopeId]
  if (!token || !scope?.loop || scope.elementId !== token.elementId || token.beside !== undefined) return null
  const node = process.nodes[token.elementId]
  if (node?.loop?.type !== 'multiInstance') return null
  const { elementVariable, sequential } = node.loop
  const itemOf = ({ variables }: Token) => (elementVariable === null ? null : (variables?.[elementVariable]?.value ?? null))
  const open = Object.values(state.tokens).filter((one) => one.scopeId === scope.id && one.beside === undefined)
  return {
    scopeId: scope.id,
    sequential,
    open: open.map((one) => ({ taskId: one.id, item: itemOf(one) })),
    planned: sequential ? (scope.loop.items ?? []).slice(scope.loop.begun).map((item, i) => ({ at: scope.loop!.begun + i, item })) : [],
  }
}

/** The variables of the process that conditions of its flows read, as they are now. Pure. */
export function routingVariables({ flows }: ExecutableProcess, state: InstanceState): Record<string, JsonValue> {
  const sources = Object.values(flows).flatMap(({ condition }) => (condition && 'source' in condition ? condition.source : []))
  const mentioned = new Set(sources.flatMap((source) => source.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []))
  return Object.fromEntries(
    Object.entries(variablesOf(state, state.id)).flatMap(([name, { value }]) => (mentioned.has(name) ? [[name, value]] : [])),
  )
}
