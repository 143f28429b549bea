import type { IntermediateCatchEventNode } from '../../model/executable.ts'
import { subscriptionTo } from '../subscriptions.ts'
import type { ElementBehavior } from './behavior.ts'

/** Intermediate catch events: the token waits for the instant, message, signal or condition. A link's target passes. */
export const intermediateCatchEvent: ElementBehavior<IntermediateCatchEventNode> = {
  onEnter(node, token, turn) {
    const { trigger } = node
    if (trigger.type === 'link') return turn.leave(token)
    const subscription = subscriptionTo(node.id, trigger, { scopeId: token.scopeId, tokenId: token.id }, turn.context(token))
    turn.wait(token, 'event')
    turn.subscribe([subscription])
  },
}
