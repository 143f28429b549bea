import { evaluateDue } from '../expression/evaluate.ts'
import type { EvaluationContext, Expression } from '../expression/expression.ts'
import { ExpressionFailure } from '../expression/expression.ts'
import type { TimerTrigger } from '../model/executable.ts'
import { Refusal } from './refusal.ts'
import type { Subscription, Token } from './state.ts'
import { timerDue } from './subscriptions.ts'
import type { Turn } from './turn.ts'

export interface Recalculation {
  /** Timers and user tasks at these elements alone. Absent: all. */
  elementIds?: readonly string[]
  /** A token that is about to leave: what belongs to it is left alone. */
  except?: string
}

/**
 * Evaluates the due times of open timers and user tasks anew, with the variables as they are now, each counted from the
 * instant at which it was made. Only what an expression computes can change: a literal duration and a cycle stay. A due
 * time that someone set by hand gives way to the model's. What comes out as before makes no event.
 * @throws Refusal DUE_TIME_FAILED, before anything is changed, if an expression cannot be computed
 */
export function recalculate({ elementIds, except }: Recalculation, turn: Turn): void {
  const concerns = (elementId: string, tokenId: string | null) =>
    (elementIds?.includes(elementId) ?? true) && (except === undefined || tokenId !== except)
  const timers = Object.values(turn.state.subscriptions).flatMap((one) => {
    const dueAt = concerns(one.elementId, one.tokenId) ? timerAnew(one, turn) : null
    return dueAt === null || dueAt === one.dueAt ? [] : [{ subscriptionId: one.id, dueAt }]
  })
  const tasks = Object.values(turn.state.tokens).flatMap((token) => {
    const due = concerns(token.elementId, token.id) ? taskAnew(token, turn) : undefined
    return due === undefined || due === (token.due ?? null) ? [] : [{ token, due }]
  })
  for (const timer of timers) turn.emit({ type: 'subscriptionMoved', ...timer })
  for (const { token, due } of tasks) {
    const changes = { dueAt: due }
    turn.emit({ type: 'userTaskUpdated', tokenId: token.id, elementId: token.elementId, changes, actor: turn.command.actor })
  }
}

/** null: no timer, or one whose time no expression computes. */
function timerAnew(subscription: Subscription, turn: Turn): number | null {
  const { elementId, tokenId, scopeId, listener } = subscription
  if (subscription.kind !== 'timer' || subscription.cycle) return null
  const trigger = timerOf(elementId, listener, turn)
  if (!trigger || !isComputed(trigger.value)) return null
  const madeAt = subscription.openedAt ?? turn.state.tokens[tokenId ?? turn.scope(scopeId).tokenId ?? '']?.enteredAt ?? turn.state.startedAt
  return computed(elementId, () => timerDue(elementId, trigger, contextAt(tokenId ?? scopeId, elementId, madeAt, turn)).dueAt)
}

function timerOf(elementId: string, listener: number | undefined, turn: Turn): TimerTrigger | null {
  const node = turn.node(elementId)
  if (listener !== undefined) return node.kind === 'userTask' ? node.taskListeners[listener]!.timer : null
  return 'trigger' in node && node.trigger.type === 'timer' ? node.trigger : null
}

/** undefined: no open user task, or none whose due time an expression computes. */
function taskAnew({ id, elementId, waitsFor, madeAt, enteredAt, given }: Token, turn: Turn): number | null | undefined {
  const node = turn.node(elementId)
  // Whoever placed the task may have given it a due time of its own.
  if (given?.dueAt !== undefined) return undefined
  if (waitsFor !== 'userTask' || node.kind !== 'userTask' || !node.dueDate || !isComputed(node.dueDate)) return undefined
  const { dueDate } = node
  return computed(elementId, () => evaluateDue(dueDate, contextAt(id, elementId, madeAt ?? enteredAt, turn)))
}

const isComputed = ({ kind }: Expression): boolean => kind !== 'literal'

function contextAt(holderId: string, elementId: string, now: number, turn: Turn): EvaluationContext {
  const { functions, functionsAt } = turn.environment
  return { ...turn.contextOf(holderId, elementId), now, functions: functionsAt?.(now) ?? functions }
}

function computed<T>(elementId: string, compute: () => T): T {
  try {
    return compute()
  } catch (error) {
    if (!(error instanceof ExpressionFailure)) throw error
    throw new Refusal('DUE_TIME_FAILED', `the due time at ${elementId} cannot be computed anew: ${error.message}`)
  }
}
