import { nextDue, parseCycle } from '../expression/cycle.ts'
import { dueAt } from '../expression/due.ts'
import { evaluateExpression, evaluateText } from '../expression/evaluate.ts'
import type { EvaluationContext } from '../expression/expression.ts'
import { ExpressionFailure } from '../expression/expression.ts'
import { show } from '../expression/juel-coerce.ts'
import type { BoundaryEventNode, CatchTrigger, Node, TimerTrigger } from '../model/executable.ts'
import { startEventSubProcess } from './event-sub-processes.ts'
import type { Subscription, Token, Variables } from './state.ts'
import type { Turn } from './turn.ts'

export type SubscriptionDraft = Omit<Subscription, 'id'>

/**
 * What an activity's boundary events listen to while a token is in it. Computed as a whole before anything is opened.
 * Those of a loop belong to its body, so its instances have none; nor has an activity that is done and is being undone.
 * @throws ExpressionFailure
 */
export function boundarySubscriptions(node: Node, token: Token, turn: Turn): SubscriptionDraft[] {
  if (node.boundary.length === 0 || token.beside !== undefined || turn.isLoopInstance(token) || turn.isReopened(token)) return []
  return node.boundary.flatMap((id) => {
    const { trigger } = turn.node(id) as BoundaryEventNode
    if (trigger.type === 'error' || trigger.type === 'escalation' || trigger.type === 'cancel') return []
    return [subscriptionTo(id, trigger, { scopeId: token.scopeId, tokenId: token.id }, turn.context(token))]
  })
}

/** @throws ExpressionFailure */
export function subscriptionTo(
  elementId: string,
  trigger: CatchTrigger,
  owner: Pick<Subscription, 'scopeId' | 'tokenId'>,
  context: EvaluationContext,
): SubscriptionDraft {
  const base = { ...owner, elementId, kind: trigger.type, dueAt: null, eventName: null }
  if (trigger.type === 'timer') return { ...base, ...timerDue(elementId, trigger, context) }
  if (trigger.type === 'conditional') return base
  const eventName = evaluateText(trigger.name, context)
  if (eventName === null) throw new ExpressionFailure(elementId, `the name of the ${trigger.type} is empty`)
  return { ...base, eventName }
}

/** @throws ExpressionFailure */
export function timerDue(elementId: string, trigger: TimerTrigger, context: EvaluationContext): Pick<Subscription, 'dueAt' | 'cycle'> {
  const value = evaluateExpression(trigger.value, context)
  if (value === null || value === '') throw new ExpressionFailure(elementId, 'the time of the timer is empty')
  const cycle = trigger.form === 'cycle' && typeof value === 'string' ? parseCycle(value) : null
  if (cycle) {
    const first = nextDue(cycle, context.now, context.now)
    if (first === null) throw new ExpressionFailure(elementId, `the cycle ${String(value)} has no instant after now`)
    return { dueAt: first, cycle: { text: String(value), startAt: context.now } }
  }
  const due = dueAt(value, context.now)
  if (due === null) {
    const source = 'source' in trigger.value ? trigger.value.source : trigger.value.text
    throw new ExpressionFailure(
      source,
      `${show(value)} is neither a date nor a duration${trigger.form === 'cycle' ? ' nor a cycle' : ''} (ISO 8601)`,
    )
  }
  return { dueAt: due }
}

/**
 * What a subscription waited for has come. A message, signal or condition that does not interrupt goes on being
 * listened to, a cycle gets its next instant; every other subscription is used up.
 * @param variables local to what begins
 */
export function trigger(subscription: Subscription, variables: Variables, turn: Turn): void {
  const node = turn.node(subscription.elementId)
  const goesOn = (node.kind === 'boundaryEvent' || (node.kind === 'startEvent' && subscription.tokenId === null)) && !node.interrupting
  if (!goesOn || subscription.kind === 'timer') turn.emit({ type: 'subscriptionClosed', subscriptionId: subscription.id })
  if (goesOn && subscription.cycle) openNext(subscription, turn)
  if (subscription.tokenId === null) return startEventSubProcess(node.scopeId, subscription.scopeId, variables, turn)
  const token = turn.token(subscription.tokenId)
  if (node.kind === 'boundaryEvent') return turn.catchAtBoundary(node, token, variables)
  if (Object.keys(variables).length > 0 && token.elementId === node.id) turn.emit({ type: 'variablesSet', scopeId: token.id, variables })
  if (token.elementId === node.id) return turn.leave(turn.token(token.id))
  turn.chooseEvent(token, node, variables)
}

/** The cycle's next instant, as a subscription of its own: each firing is one job. */
export function openNext(subscription: Subscription, turn: Turn): void {
  const { cycle } = subscription
  const parsed = cycle && parseCycle(cycle.text)
  const dueAt = parsed ? nextDue(parsed, cycle.startAt, Math.max(turn.command.now, subscription.dueAt!)) : null
  if (dueAt !== null) turn.subscribe([{ ...subscription, dueAt }])
}
