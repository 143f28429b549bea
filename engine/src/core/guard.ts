import type { ExecutableProcess } from '../model/executable.ts'
import type { Command } from './commands.ts'
import { guardModification } from './modification-guard.ts'
import type { InstanceState, SubscriptionKind, WaitsFor } from './state.ts'
import type { Rejection } from './step-result.ts'

/** What may be asked of a suspended instance. */
const ALLOWED_WHILE_SUSPENDED: ReadonlySet<Command['type']> = new Set([
  'resumeInstance',
  'terminateInstance',
  'setVariables',
  'modifyInstance',
  'recalculateTimers',
])

/** Whether a command may be carried out now: the caller's mistake as a rejection, or null. Changes nothing. */
export function guard(process: ExecutableProcess, state: InstanceState | null, command: Command): Rejection | null {
  if (command.type === 'startInstance') return guardStart(process, state, command)
  if (!state) return { code: 'INSTANCE_NOT_ACTIVE', message: `${command.type}: the instance has not been started` }
  if (state.status !== 'active') return { code: 'INSTANCE_NOT_ACTIVE', message: `instance ${state.id} is ${state.status}` }
  if (state.suspended && !ALLOWED_WHILE_SUSPENDED.has(command.type)) {
    return { code: 'INSTANCE_SUSPENDED', message: `instance ${state.id} is suspended; resume it first` }
  }
  return guardTarget(process, state, command)
}

function guardInstead(
  process: ExecutableProcess,
  state: InstanceState,
  { tokenId, instead }: Extract<Command, { type: 'completeUserTask' }>,
): Rejection | null {
  if (!instead) return null
  const { elementId } = state.tokens[tokenId]!
  if (process.nodes[elementId]?.loop)
    return { code: 'MODIFICATION_NOT_POSSIBLE', message: `${elementId} is one of several: it has no other way out of its own` }
  return guardModification(process, state, instead.instructions)
}

/** Whether what the command names is there. */
function guardTarget(
  process: ExecutableProcess,
  state: InstanceState,
  command: Exclude<Command, { type: 'startInstance' }>,
): Rejection | null {
  switch (command.type) {
    case 'completeUserTask':
      return guardToken(state, command.tokenId, ['userTask'], 'user task') ?? guardInstead(process, state, command)
    case 'updateUserTask':
      return guardToken(state, command.tokenId, ['userTask'], 'user task')
    case 'completeExternalTask':
    case 'failExternalTask':
      return guardToken(state, command.tokenId, ['externalTask'], 'external task')
    case 'throwBpmnError':
    case 'throwEscalation':
      return guardToken(state, command.tokenId, ['externalTask', 'userTask', 'receive'], 'task')
    case 'signalToken':
      return guardToken(state, command.tokenId, ['receive'], 'receive task')
    case 'completeCall':
    case 'throwFromCall':
    case 'escalateFromCall':
    case 'failCall':
      return guardToken(state, command.tokenId, ['call'], 'call activity')
    case 'executeJob':
    case 'setJobDueAt':
      return guardSubscription(state, command.subscriptionId, ['timer', 'job'])
    case 'correlateMessage':
      return guardSubscription(state, command.subscriptionId, ['message'])
    case 'deliverSignal':
      return guardSubscription(state, command.subscriptionId, ['signal'])
    case 'setVariables':
      if (Object.hasOwn(state.scopes, command.scopeId) || Object.hasOwn(state.tokens, command.scopeId)) return null
      return { code: 'SCOPE_NOT_FOUND', message: `instance ${state.id} has no scope or token ${command.scopeId}` }
    case 'retryIncident':
      if (Object.hasOwn(state.incidents, command.incidentId)) return null
      return { code: 'INCIDENT_NOT_FOUND', message: `instance ${state.id} has no incident ${command.incidentId}` }
    case 'modifyInstance':
      return guardModification(process, state, command.instructions)
    case 'resumeInstance':
      return state.suspended ? null : { code: 'INSTANCE_NOT_SUSPENDED', message: `instance ${state.id} is not suspended` }
    case 'suspendInstance':
    case 'evaluateConditions':
    case 'recalculateTimers':
    case 'terminateInstance':
      return null
  }
}

type StartCommand = Extract<Command, { type: 'startInstance' }>

/** The start event that a start command means; null if the process has none such. */
export function startOf(
  process: ExecutableProcess,
  { messageName, startEventId }: Pick<StartCommand, 'messageName' | 'startEventId'>,
): string | null {
  const scope = process.scopes[process.key]
  if (startEventId !== undefined) {
    return scope?.start === startEventId || scope?.eventStarts.some(({ nodeId }) => nodeId === startEventId) ? startEventId : null
  }
  if (messageName === undefined) return scope?.start ?? null
  const isMeant = ({ trigger }: { trigger: { type: string; name?: unknown } }) =>
    trigger.type === 'message' && (trigger.name as { text?: string }).text === messageName
  return scope?.eventStarts.find(isMeant)?.nodeId ?? null
}

function guardStart(process: ExecutableProcess, state: InstanceState | null, command: StartCommand): Rejection | null {
  if (state) return { code: 'INSTANCE_EXISTS', message: `instance ${state.id} has been started already` }
  if (command.instructions) return guardModification(process, null, command.instructions)
  if (startOf(process, command) !== null) return null
  const what =
    command.startEventId !== undefined
      ? `start event ${command.startEventId}`
      : command.messageName === undefined
        ? 'none start event'
        : `start event for message ${command.messageName}`
  return { code: 'NO_START_EVENT', message: `process ${process.key} has no ${what}` }
}

function guardToken(state: InstanceState, tokenId: string, kinds: WaitsFor[], what: string): Rejection | null {
  const token = Object.hasOwn(state.tokens, tokenId) ? state.tokens[tokenId] : undefined
  if (token?.waitsFor && kinds.includes(token.waitsFor)) return null
  return { code: 'TASK_NOT_FOUND', message: `instance ${state.id} has no open ${what} ${tokenId}` }
}

function guardSubscription(state: InstanceState, subscriptionId: string, kinds: SubscriptionKind[]): Rejection | null {
  const subscription = Object.hasOwn(state.subscriptions, subscriptionId) ? state.subscriptions[subscriptionId] : undefined
  if (subscription && kinds.includes(subscription.kind)) return null
  return { code: 'SUBSCRIPTION_NOT_FOUND', message: `instance ${state.id} waits for no ${kinds.join(' or ')} ${subscriptionId}` }
}
