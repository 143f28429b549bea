import type { TaskChange, TaskData } from '../expression/beans.ts'
import { taskBean } from '../expression/beans.ts'
import { ExpressionFailure } from '../expression/expression.ts'
import { localInstant } from '../expression/iso-time.ts'
import type { TaskListener, UserTaskNode } from '../model/executable.ts'
import type { UserTaskChanges } from './commands.ts'
import { runExpression } from './evaluate.ts'
import type { UserTaskData } from './events.ts'
import type { Subscription, Token } from './state.ts'
import { openNext, timerDue, type SubscriptionDraft } from './subscriptions.ts'
import type { Turn } from './turn.ts'

/**
 * Task listeners of one event. The task stands already (or is ending), so one that fails cannot undo it: the failure is
 * written to the history. Listeners of `complete` fail the completion, see `completeUserTask`.
 */
export function runTaskListeners(event: TaskListener['event'], node: UserTaskNode, token: Token, turn: Turn): void {
  for (const listener of node.taskListeners) if (listener.event === event) runOne(listener, token, turn)
}

/** @throws ExpressionFailure */
export function runCompleteListeners(node: UserTaskNode, token: Token, turn: Turn): void {
  for (const listener of node.taskListeners) if (listener.event === 'complete') run(listener, token, turn)
}

function runOne(listener: TaskListener, token: Token, turn: Turn): void {
  try {
    run(listener, token, turn)
  } catch (error) {
    if (!(error instanceof ExpressionFailure)) throw error
    turn.emit({ type: 'listenerFailed', tokenId: token.id, elementId: token.elementId, message: error.message })
  }
}

/** What the listener changes of the task follows after it has been computed as a whole. */
function run(listener: TaskListener, { id }: Token, turn: Turn): void {
  const token = turn.token(id)
  const changes: TaskChange[] = []
  runExpression(listener.expression, token, turn, {
    eventName: listener.event,
    beans: ({ variables }, writes) => ({
      task: taskBean(shown(token, listener.event, turn), { variables, writes, changes, now: turn.command.now }),
    }),
  })
  const isOpen = token.waitsFor === 'userTask' && listener.event !== 'complete' && listener.event !== 'delete'
  if (changes.length === 0 || !isOpen) return
  turn.emit({
    type: 'userTaskUpdated',
    tokenId: id,
    elementId: token.elementId,
    changes: changesOf(changes, token.task!),
    actor: turn.command.actor,
  })
}

function shown(token: Token, eventName: string, turn: Turn): TaskData {
  const { name = null, description = null, assignee = null, owner = null, priority, dueAt = null, followUpAt = null } = token.task ?? {}
  const date = (at: number | null) => at && localInstant(at)
  return {
    id: token.id,
    name,
    description,
    assignee,
    owner,
    priority,
    eventName,
    dueDate: date(dueAt) || null,
    followUpDate: date(followUpAt) || null,
    createTime: localInstant(token.enteredAt),
    taskDefinitionKey: token.elementId,
    executionId: token.id,
    processInstanceId: turn.state.id,
    processDefinitionId: turn.state.definitionId,
    tenantId: turn.state.tenantId,
  }
}

function changesOf(list: TaskChange[], task: UserTaskData): UserTaskChanges {
  const changes: UserTaskChanges = {}
  for (const change of list) {
    if (change.type === 'set') Object.assign(changes, { [change.property]: change.value })
    else {
      const key = change.of === 'user' ? 'candidateUsers' : 'candidateGroups'
      const others = (changes[key] ?? task[key]).filter((id) => id !== change.id)
      changes[key] = change.type === 'addCandidate' ? [...others, change.id] : others
    }
  }
  return changes
}

/** One timer for each timeout listener. @throws ExpressionFailure */
export function timeoutSubscriptions(node: UserTaskNode, token: Token, turn: Turn): SubscriptionDraft[] {
  return node.taskListeners.flatMap(({ timer }, listener) => {
    if (!timer) return []
    const base = { scopeId: token.scopeId, tokenId: token.id, elementId: node.id, kind: 'timer' as const, eventName: null, listener }
    return [{ ...base, ...timerDue(node.id, timer, turn.context(token)) }]
  })
}

/** A timeout listener's timer fell due: the task stays as it is. */
export function fireTimeout(subscription: Subscription, turn: Turn): void {
  const token = turn.token(subscription.tokenId!)
  const node = turn.node(token.elementId) as UserTaskNode
  turn.emit({ type: 'subscriptionClosed', subscriptionId: subscription.id })
  openNext(subscription, turn)
  runOne(node.taskListeners[subscription.listener!]!, token, turn)
}
