import type { Bean } from '../expression/bean.ts'
import { externalTaskBean } from '../expression/beans.ts'
import { evaluateCondition, evaluateText } from '../expression/evaluate.ts'
import { ExpressionFailure } from '../expression/expression.ts'
import type { ExternalWork, UserTaskNode } from '../model/executable.ts'
import { endCall, receiveResult } from './calls.ts'
import type { Command } from './commands.ts'
import { behaviorOf } from './elements/index.ts'
import { throwError } from './errors.ts'
import { throwEscalation } from './escalations.ts'
import { startOf } from './guard.ts'
import { modify } from './modify.ts'
import { runProcessListeners } from './process-end.ts'
import { recalculate } from './recalculate.ts'
import { scopeSubscriptions } from './event-sub-processes.ts'
import type { Token, Variables } from './state.ts'
import { trigger } from './subscriptions.ts'
import { fireTimeout, runCompleteListeners, runTaskListeners } from './task-listeners.ts'
import { receiveSignal } from './throw-event.ts'
import type { Turn } from './turn.ts'

type CommandOf<Type extends Command['type']> = Extract<Command, { type: Type }>

/** What a command does at first; everything that follows from it is the turn's run. */
export function handle(command: Command, turn: Turn): void {
  switch (command.type) {
    case 'startInstance':
      return startInstance(command, turn)
    case 'completeUserTask':
      return completeUserTask(command, turn)
    case 'updateUserTask':
      return updateUserTask(command, turn)
    case 'completeExternalTask':
      return completeExternalTask(command, turn)
    case 'failExternalTask':
      return failExternalTask(command, turn)
    case 'throwBpmnError':
    case 'throwEscalation':
      return throwAtTask(command, turn)
    case 'executeJob':
      return executeJob(command, turn)
    case 'setJobDueAt':
      return turn.emit({ type: 'subscriptionMoved', subscriptionId: command.subscriptionId, dueAt: command.dueAt })
    case 'correlateMessage':
      return correlateMessage(command, turn)
    case 'deliverSignal':
      return receiveSignal(command.subscriptionId, command.variables, turn)
    case 'signalToken':
      turn.setVariables(command.tokenId, command.variables)
      return turn.leave(turn.token(command.tokenId))
    case 'setVariables': {
      const { scopeId, variables, remove: removed = [] } = command
      return turn.emit({ type: 'variablesSet', scopeId, variables, ...(removed.length > 0 && { removed }) })
    }
    case 'recalculateTimers':
      if (Object.keys(command.variables).length > 0)
        turn.emit({ type: 'variablesSet', scopeId: turn.state.id, variables: command.variables })
      return recalculate(command, turn)
    case 'evaluateConditions':
      return turn.noteAllVariables()
    default:
      return administrate(command, turn)
  }
}

type Administration = CommandOf<
  | 'retryIncident'
  | 'completeCall'
  | 'throwFromCall'
  | 'escalateFromCall'
  | 'failCall'
  | 'modifyInstance'
  | 'suspendInstance'
  | 'resumeInstance'
  | 'terminateInstance'
>

/** What other instances and administrators ask for. */
function administrate(command: Administration, turn: Turn): void {
  switch (command.type) {
    case 'retryIncident':
      return retryIncident(command, turn)
    case 'completeCall':
    case 'throwFromCall':
    case 'escalateFromCall':
      return hearFromCalled(command, turn)
    case 'failCall': {
      const token = turn.token(command.tokenId)
      endCall(token, 'terminated', turn)
      return turn.raise(turn.token(token.id), command.code, command.message, 'call')
    }
    case 'modifyInstance':
      turn.emit({ type: 'instanceModified', reason: command.reason, actor: command.actor })
      return modify(command.instructions, command.reason ?? 'modified', turn)
    case 'suspendInstance':
      return turn.emit({ type: 'instanceSuspended', actor: command.actor })
    case 'resumeInstance':
      return turn.emit({ type: 'instanceResumed', actor: command.actor })
    case 'terminateInstance':
      turn.terminateScope(turn.state.id, command.reason)
      turn.closeScopeSubscriptions(turn.state.id)
      turn.emit({ type: 'instanceTerminated', reason: command.reason, actor: command.actor })
      if (!command.byCaller) turn.notifyCaller({ type: 'terminated', reason: command.reason })
  }
}

function startInstance(command: CommandOf<'startInstance'>, turn: Turn): void {
  const { instanceId: scopeId, instructions } = command
  const { process } = turn
  turn.emit({ type: 'scopeOpened', scopeId, kind: 'process', parentId: null, elementId: process.key, tokenId: null })
  const startId = instructions ? null : startOf(process, command)!
  const node = startId === null ? null : turn.node(startId)
  const initiator = node?.kind === 'startEvent' ? node.initiator : null
  const variables =
    initiator === null ? command.variables : { ...command.variables, [initiator]: { value: command.actor.userId, type: 'String' } }
  if (Object.keys(variables).length > 0) turn.emit({ type: 'variablesSet', scopeId, variables })
  turn.subscribe(scopeSubscriptions(turn.scope(scopeId), scopeId, turn))
  runProcessListeners('start', turn)
  if (startId === null) modify(instructions!, 'started there', turn)
  else turn.enter(startId, scopeId, null)
}

/**
 * A `complete` listener that fails leaves the task as done, with an incident before its way out. Where the caller says how it
 * goes on (`instead`), the whole is refused: an incident's retry would not know of it.
 */
function completeUserTask(command: CommandOf<'completeUserTask'>, turn: Turn): void {
  const token = turn.token(command.tokenId)
  const node = turn.node(token.elementId) as UserTaskNode
  setWorkVariables(token, command, turn)
  if (command.recalculateTimers) recalculate({ except: token.id }, turn)
  turn.emit({ type: 'userTaskCompleted', tokenId: token.id, elementId: token.elementId, actor: command.actor })
  if (command.instead) return completeElsewhere(node, token, command.instead, turn)
  turn.attempt(token, 'leave', () => {
    runCompleteListeners(node, turn.token(token.id), turn)
    turn.leave(turn.token(token.id))
  })
}

/** @throws ExpressionFailure, which `step` tells as MODIFICATION_NOT_POSSIBLE */
function completeElsewhere(
  node: UserTaskNode,
  token: Token,
  instead: NonNullable<CommandOf<'completeUserTask'>['instead']>,
  turn: Turn,
): void {
  try {
    runCompleteListeners(node, turn.token(token.id), turn)
  } catch (error) {
    if (!(error instanceof ExpressionFailure && error.bpmnError)) throw error
    return throwError(turn.token(token.id), error.bpmnError.code, error.bpmnError.message, turn)
  }
  goElsewhere(token, instead, turn)
}

/** The task is done, and the instance goes on where it is told to. */
function goElsewhere(
  { id, elementId, scopeId }: Token,
  { instructions, reason }: NonNullable<CommandOf<'completeUserTask'>['instead']>,
  turn: Turn,
): void {
  turn.closeSubscriptions(id)
  turn.terminateBeside(turn.token(id), reason)
  turn.emit({ type: 'elementCompleted', tokenId: id, elementId })
  modify(instructions, reason, turn, new Set([scopeId]))
}

function setWorkVariables(
  token: Token,
  { variables = {}, localVariables = {} }: { variables?: Variables; localVariables?: Variables },
  turn: Turn,
): void {
  if (Object.keys(localVariables).length > 0) turn.emit({ type: 'variablesSet', scopeId: token.id, variables: localVariables })
  turn.setVariables(token.id, variables)
}

function updateUserTask(command: CommandOf<'updateUserTask'>, turn: Turn): void {
  const token = turn.token(command.tokenId)
  const node = turn.node(token.elementId) as UserTaskNode
  const { changes, actor } = command
  turn.emit({ type: 'userTaskUpdated', tokenId: token.id, elementId: token.elementId, changes, actor })
  runTaskListeners('update', node, token, turn)
  if (changes.assignee !== undefined) runTaskListeners('assignment', node, token, turn)
}

/** Of a service task, or of a listener that a worker carries out. */
function completeExternalTask(command: CommandOf<'completeExternalTask'>, turn: Turn): void {
  const token = turn.token(command.tokenId)
  const { stage } = token
  setWorkVariables(token, command, turn)
  const thrown = errorEvent(token, command, turn)
  if (thrown) return throwError(turn.token(token.id), thrown.errorCode, thrown.errorMessage, turn)
  turn.emit({ type: 'externalTaskCompleted', tokenId: token.id, elementId: token.elementId, actor: command.actor })
  if (stage?.at !== 'start' && stage?.at !== 'end') return turn.leave(turn.token(token.id))
  turn.emit({ type: 'stageReached', tokenId: token.id, stage: { at: stage.at, index: stage.index + 1 } })
  turn.resume(turn.token(token.id))
}

function failExternalTask(command: CommandOf<'failExternalTask'>, turn: Turn): void {
  const token = turn.token(command.tokenId)
  const { errorMessage, retryAt, actor } = command
  setWorkVariables(token, command, turn)
  const thrown = errorEvent(token, command, turn)
  if (thrown) return throwError(turn.token(token.id), thrown.errorCode, thrown.errorMessage, turn)
  const retries = Math.max(0, command.retries)
  turn.emit({ type: 'externalTaskFailed', tokenId: token.id, elementId: token.elementId, retries, retryAt, errorMessage, actor })
  if (retries === 0) turn.raise(turn.token(token.id), 'EXTERNAL_TASK_FAILED', errorMessage, 'work')
}

/**
 * camunda:errorEventDefinition: the first whose expression holds turns the answer into an error. On failure one that
 * cannot be computed does not hold; on completion it is the caller's error.
 */
function errorEvent(
  token: Token,
  command: CommandOf<'completeExternalTask' | 'failExternalTask'>,
  turn: Turn,
): { errorCode: string; errorMessage: string | null } | null {
  const work = workOf(token, turn)
  for (const { errorCode, errorMessage, expression } of work?.errorEvents ?? []) {
    const context = { ...turn.context(turn.token(token.id)), beans: { externalTask: externalTaskShown(token, command, turn) } }
    try {
      if (evaluateCondition(expression, context)) return { errorCode, errorMessage: errorMessage && evaluateText(errorMessage, context) }
    } catch (error) {
      if (!(error instanceof ExpressionFailure) || command.type === 'completeExternalTask') throw error
    }
  }
  return null
}

function externalTaskShown(
  { id, elementId }: Token,
  command: CommandOf<'completeExternalTask' | 'failExternalTask'>,
  { state, command: { actor } }: Turn,
): Bean {
  const failure = command.type === 'failExternalTask' ? command : null
  return externalTaskBean({
    id,
    topicName: '',
    workerId: actor.userId,
    errorMessage: failure?.errorMessage ?? null,
    errorDetails: failure?.errorDetails ?? null,
    retries: failure?.retries ?? null,
    activityId: elementId,
    processInstanceId: state.id,
    businessKey: state.businessKey,
  })
}

function workOf({ elementId, stage }: Token, turn: Turn): ExternalWork | null {
  if (stage?.at === 'start' || stage?.at === 'end') return null
  const node = turn.node(elementId)
  const work =
    node.kind === 'serviceTask'
      ? node.work
      : 'trigger' in node && node.trigger.type === 'message' && 'work' in node.trigger
        ? node.trigger.work
        : null
  return work?.type === 'external' ? work : null
}

function throwAtTask(command: CommandOf<'throwBpmnError' | 'throwEscalation'>, turn: Turn): void {
  const token = turn.token(command.tokenId)
  turn.setVariables(token.id, command.variables)
  if (command.type === 'throwEscalation') return throwEscalation(turn.token(token.id), command.escalationCode, turn)
  throwError(turn.token(token.id), command.errorCode, command.errorMessage, turn)
}

/** A timer, an asynchronous continuation or the next attempt. */
function executeJob(command: CommandOf<'executeJob'>, turn: Turn): void {
  const subscription = turn.state.subscriptions[command.subscriptionId]!
  const { id: subscriptionId, elementId, tokenId, kind, listener } = subscription
  if (kind === 'timer') {
    turn.emit({ type: 'timerFired', subscriptionId, elementId })
    return listener === undefined ? trigger(subscription, {}, turn) : fireTimeout(subscription, turn)
  }
  turn.emit({ type: 'jobExecuted', subscriptionId, elementId, tokenId: tokenId! })
  turn.emit({ type: 'subscriptionClosed', subscriptionId })
  turn.resume(turn.token(tokenId!))
}

function correlateMessage(command: CommandOf<'correlateMessage'>, turn: Turn): void {
  const subscription = turn.state.subscriptions[command.subscriptionId]!
  const { id: subscriptionId, elementId, tokenId, scopeId, eventName } = subscription
  turn.setVariables(tokenId ?? scopeId, command.variables)
  if (command.recalculateTimers) recalculate({ except: tokenId ?? undefined }, turn)
  turn.emit({ type: 'messageCorrelated', subscriptionId, elementId, messageName: eventName ?? '', actor: command.actor })
  trigger(subscription, command.localVariables ?? {}, turn)
}

function hearFromCalled(command: CommandOf<'completeCall' | 'throwFromCall' | 'escalateFromCall'>, turn: Turn): void {
  const token = turn.token(command.tokenId)
  turn.attempt(token, 'call', () => {
    receiveResult(token, command.variables, turn)
    const current = () => turn.token(token.id)
    if (command.type === 'completeCall') {
      endCall(token, 'completed', turn)
      return turn.leave(current())
    }
    if (command.type === 'throwFromCall') {
      endCall(token, 'error', turn)
      return throwError(current(), command.errorCode, command.errorMessage, turn)
    }
    if (command.ended) endCall(token, 'escalation', turn)
    throwEscalation(current(), command.escalationCode, turn)
    if (command.ended && turn.state.tokens[token.id]) turn.leave(current())
  })
}

function retryIncident(command: CommandOf<'retryIncident'>, turn: Turn): void {
  const incident = turn.state.incidents[command.incidentId]!
  turn.resolve(incident)
  const token = turn.token(incident.tokenId)
  if (incident.phase === 'enter' || incident.phase === 'leave') return turn.resume(token)
  const node = turn.node(token.elementId)
  if (incident.phase === 'call') return turn.attempt(token, 'call', () => behaviorOf(node).onRetry?.(node, token, turn, command.retries))
  const retries = Math.max(1, command.retries)
  turn.emit({ type: 'externalTaskRetried', tokenId: token.id, elementId: token.elementId, retries, actor: command.actor })
}
