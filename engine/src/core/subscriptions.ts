import { evaluateDue, evaluateText } from '../expression/evaluate.ts'
import { ExpressionFailure } from '../expression/expression.ts'
import type { BoundaryEventNode, MessageTrigger, Node, TimerTrigger } from '../model/executable.ts'
import type { Subscription, Token } from './state.ts'
import type { Turn } from './turn.ts'

export type SubscriptionDraft = Omit<Subscription, 'id'>

/**
 * What a token that waits at an event, or in an activity with boundary events, has to listen to. Computed as a whole
 * before anything is opened.
 * @throws ExpressionFailure
 */
export function boundarySubscriptions(node: Node, token: Token, turn: Turn): SubscriptionDraft[] {
  const events = node.boundary.map((id) => turn.node(id) as BoundaryEventNode)
  return events.flatMap(({ id, trigger }) => (trigger.type === 'error' ? [] : [subscriptionTo(id, trigger, token, turn)]))
}

/** @throws ExpressionFailure */
export function subscriptionTo(elementId: string, trigger: TimerTrigger | MessageTrigger, token: Token, turn: Turn): SubscriptionDraft {
  const context = turn.context(token)
  if (trigger.type === 'timer') {
    const dueAt = evaluateDue(trigger.value, context)
    if (dueAt === null) throw new ExpressionFailure(elementId, 'the time of the timer is empty')
    return { tokenId: token.id, elementId, kind: 'timer', dueAt, messageName: null }
  }
  const messageName = evaluateText(trigger.name, context)
  if (messageName === null) throw new ExpressionFailure(elementId, 'the name of the message is empty')
  return { tokenId: token.id, elementId, kind: 'message', dueAt: null, messageName }
}

/**
 * The timer fired or the message came. A message boundary event that does not interrupt goes on listening; every
 * other subscription is used up.
 */
export function trigger(subscription: Subscription, turn: Turn): void {
  const node = turn.node(subscription.elementId)
  const token = turn.token(subscription.tokenId)
  const listensOn = node.kind === 'boundaryEvent' && !node.interrupting && subscription.kind === 'message'
  if (!listensOn) turn.emit({ type: 'subscriptionClosed', subscriptionId: subscription.id })
  if (node.kind === 'boundaryEvent') turn.catchAtBoundary(node, token)
  else turn.leave(token)
}
