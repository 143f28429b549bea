import type { ExecutableProcess } from '../model/executable.ts'
import { initialState } from './apply.ts'
import type { Command } from './commands.ts'
import { Draft } from './draft.ts'
import { effectsOf } from './effects-of.ts'
import { throwError } from './errors.ts'
import type { Event } from './events.ts'
import { guard, startOf } from './guard.ts'
import type { InstanceState } from './state.ts'
import type { Environment, StepResult } from './step-result.ts'
import { trigger } from './subscriptions.ts'
import { Turn } from './turn.ts'

type CommandOf<Type extends Command['type']> = Extract<Command, { type: Type }>

/**
 * Carries out one command on one instance, until every token waits or has gone. Pure and deterministic: the given
 * state is not changed, and the same arguments always give the same result.
 * @param process the definition the instance runs on; its `id` is the deployed definition's
 * @param state null for `startInstance` alone
 * @returns the new state with what happened and what the runtime has to write, or the caller's mistake
 * @throws Error only for our own mistakes, e.g. a state that does not belong to the process
 */
export function step(process: ExecutableProcess, state: InstanceState | null, command: Command, env: Environment): StepResult {
  const rejection = guard(process, state, command)
  if (rejection) return { ok: false, rejection }
  const turn = command.type === 'startInstance' ? start(process, command, env) : new Turn(process, new Draft(state!), command, env)
  handle(command, turn)
  turn.run()
  return { ok: true, state: turn.state, events: turn.events, effects: effectsOf(turn.events) }
}

function start(process: ExecutableProcess, command: CommandOf<'startInstance'>, env: Environment): Turn {
  const { instanceId, tenantId, businessKey, now: at, actor } = command
  const started: Extract<Event, { type: 'instanceStarted' }> = {
    type: 'instanceStarted',
    at,
    instanceId,
    tenantId,
    definitionId: process.id,
    definitionKey: process.key,
    businessKey,
    actor,
  }
  const turn = new Turn(process, new Draft(initialState(started)), command, env)
  turn.events.push(started)
  return turn
}

function handle(command: Command, turn: Turn): void {
  switch (command.type) {
    case 'startInstance':
      return startInstance(command, turn)
    case 'completeUserTask':
    case 'completeExternalTask':
      return completeTask(command, turn)
    case 'assignUserTask': {
      const { id: tokenId, elementId } = turn.token(command.tokenId)
      return turn.emit({ type: 'userTaskAssigned', tokenId, elementId, assignee: command.assignee, actor: command.actor })
    }
    case 'failExternalTask':
      return failExternalTask(command, turn)
    case 'throwBpmnError': {
      const token = turn.token(command.tokenId)
      turn.setVariables(token.scopeId, command.variables)
      return throwError(token, command.errorCode, command.errorMessage, turn)
    }
    case 'fireTimer':
    case 'correlateMessage':
      return triggerSubscription(command, turn)
    case 'setVariables': {
      const { scopeId, variables, remove: removed = [] } = command
      return turn.emit({ type: 'variablesSet', scopeId, variables, ...(removed.length > 0 && { removed }) })
    }
    case 'retryIncident':
      return retryIncident(command, turn)
    case 'terminateInstance':
      turn.terminateScope(turn.state.id, command.reason)
      return turn.emit({ type: 'instanceTerminated', reason: command.reason, actor: command.actor })
  }
}

function startInstance(command: CommandOf<'startInstance'>, turn: Turn): void {
  const { instanceId: scopeId } = command
  const { process } = turn
  const startId = startOf(process, command.messageName)!
  const node = turn.node(startId)
  turn.emit({ type: 'scopeOpened', scopeId, parentId: null, elementId: process.key, tokenId: null })
  const initiator = node.kind === 'startEvent' ? node.initiator : null
  const variables =
    initiator === null ? command.variables : { ...command.variables, [initiator]: { value: command.actor.userId, type: 'String' } }
  turn.setVariables(scopeId, variables)
  turn.enter(startId, scopeId, null)
}

/** Local variables of an external task end with it, so they are not kept. */
function completeTask(command: CommandOf<'completeUserTask' | 'completeExternalTask'>, turn: Turn): void {
  const token = turn.token(command.tokenId)
  const type = command.type === 'completeUserTask' ? 'userTaskCompleted' : 'externalTaskCompleted'
  turn.setVariables(token.scopeId, command.variables)
  turn.emit({ type, tokenId: token.id, elementId: token.elementId, actor: command.actor })
  turn.leave(token)
}

function failExternalTask(command: CommandOf<'failExternalTask'>, turn: Turn): void {
  const token = turn.token(command.tokenId)
  const { errorMessage, retryAt, actor } = command
  const retries = Math.max(0, command.retries)
  turn.emit({ type: 'externalTaskFailed', tokenId: token.id, elementId: token.elementId, retries, retryAt, errorMessage, actor })
  if (retries === 0) turn.raise(token, 'EXTERNAL_TASK_FAILED', errorMessage, 'work')
}

function triggerSubscription(command: CommandOf<'fireTimer' | 'correlateMessage'>, turn: Turn): void {
  const subscription = turn.state.subscriptions[command.subscriptionId]!
  const { id: subscriptionId, elementId, tokenId } = subscription
  if (command.type === 'fireTimer') turn.emit({ type: 'timerFired', subscriptionId, elementId })
  else {
    const messageName = subscription.messageName ?? ''
    turn.setVariables(turn.token(tokenId).scopeId, command.variables)
    turn.emit({ type: 'messageCorrelated', subscriptionId, elementId, messageName, actor: command.actor })
  }
  trigger(subscription, turn)
}

function retryIncident(command: CommandOf<'retryIncident'>, turn: Turn): void {
  const incident = turn.state.incidents[command.incidentId]!
  turn.resolve(incident)
  const token = turn.token(incident.tokenId)
  if (incident.phase === 'enter') turn.reenter(token.id)
  else if (incident.phase === 'leave') turn.leave(token)
  else {
    const retries = Math.max(1, command.retries)
    turn.emit({ type: 'externalTaskRetried', tokenId: token.id, elementId: token.elementId, retries, actor: command.actor })
  }
}
