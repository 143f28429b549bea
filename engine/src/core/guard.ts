import type { ExecutableProcess } from '../model/executable.ts'
import type { Command } from './commands.ts'
import type { InstanceState } from './state.ts'
import type { Rejection } from './step-result.ts'

/** Whether a command may be carried out now: the caller's mistake as a rejection, or null. Changes nothing. */
export function guard(process: ExecutableProcess, state: InstanceState | null, command: Command): Rejection | null {
  if (command.type === 'startInstance') return guardStart(process, state, command)
  if (!state) return { code: 'INSTANCE_NOT_ACTIVE', message: `${command.type}: the instance has not been started` }
  if (state.status !== 'active') return { code: 'INSTANCE_NOT_ACTIVE', message: `instance ${state.id} is ${state.status}` }
  switch (command.type) {
    case 'completeUserTask':
    case 'assignUserTask':
      return guardTask(state, command.tokenId, 'userTask')
    case 'completeExternalTask':
    case 'failExternalTask':
    case 'throwBpmnError':
      return guardTask(state, command.tokenId, 'externalTask')
    case 'fireTimer':
      return guardSubscription(state, command.subscriptionId, 'timer')
    case 'correlateMessage':
      return guardSubscription(state, command.subscriptionId, 'message')
    case 'setVariables':
      if (Object.hasOwn(state.scopes, command.scopeId)) return null
      return { code: 'SCOPE_NOT_FOUND', message: `instance ${state.id} has no scope ${command.scopeId}` }
    case 'retryIncident':
      if (Object.hasOwn(state.incidents, command.incidentId)) return null
      return { code: 'INCIDENT_NOT_FOUND', message: `instance ${state.id} has no incident ${command.incidentId}` }
    case 'terminateInstance':
      return null
  }
}

/** The start event that a start command means; null if the process has none such. */
export function startOf(process: ExecutableProcess, messageName: string | undefined): string | null {
  const scope = process.scopes[process.key]
  if (messageName === undefined) return scope?.start ?? null
  return scope?.messageStarts.find((start) => start.messageName === messageName)?.nodeId ?? null
}

function guardStart(
  process: ExecutableProcess,
  state: InstanceState | null,
  command: Extract<Command, { type: 'startInstance' }>,
): Rejection | null {
  if (state) return { code: 'INSTANCE_EXISTS', message: `instance ${state.id} has been started already` }
  if (startOf(process, command.messageName) !== null) return null
  const what = command.messageName === undefined ? 'none start event' : `start event for message ${command.messageName}`
  return { code: 'NO_START_EVENT', message: `process ${process.key} has no ${what}` }
}

function guardTask(state: InstanceState, tokenId: string, waitsFor: 'userTask' | 'externalTask'): Rejection | null {
  const token = Object.hasOwn(state.tokens, tokenId) ? state.tokens[tokenId] : undefined
  if (token?.waitsFor === waitsFor) return null
  const what = waitsFor === 'userTask' ? 'user task' : 'external task'
  return { code: 'TASK_NOT_FOUND', message: `instance ${state.id} has no open ${what} ${tokenId}` }
}

function guardSubscription(state: InstanceState, subscriptionId: string, kind: 'timer' | 'message'): Rejection | null {
  const subscription = Object.hasOwn(state.subscriptions, subscriptionId) ? state.subscriptions[subscriptionId] : undefined
  if (subscription?.kind === kind) return null
  return { code: 'SUBSCRIPTION_NOT_FOUND', message: `instance ${state.id} waits for no ${kind} ${subscriptionId}` }
}
