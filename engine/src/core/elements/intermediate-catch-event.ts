import type { IntermediateCatchEventNode } from '../../model/executable.ts'
import { subscriptionTo } from '../subscriptions.ts'
import type { ElementBehavior } from './behavior.ts'

/** Timer and message catch events: the token waits for the instant or the message. */
export const intermediateCatchEvent: ElementBehavior<IntermediateCatchEventNode> = {
  onEnter(node, token, turn) {
    const subscription = subscriptionTo(node.id, node.trigger, token, turn)
    turn.wait(token, node.trigger.type)
    turn.subscribe([subscription])
  },
}
