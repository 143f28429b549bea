import type { ReceiveTaskNode } from '../../model/executable.ts'
import { boundarySubscriptions, subscriptionTo } from '../subscriptions.ts'
import type { ElementBehavior } from './behavior.ts'

/** Receive task: waits for its message, or for a direct signal to the token, which needs none. */
export const receiveTask: ElementBehavior<ReceiveTaskNode> = {
  onEnter(node, token, turn) {
    const owner = { scopeId: token.scopeId, tokenId: token.id }
    const own =
      node.messageName === null ? [] : [subscriptionTo(node.id, { type: 'message', name: node.messageName }, owner, turn.context(token))]
    const boundary = boundarySubscriptions(node, token, turn)
    turn.wait(token, 'receive')
    turn.subscribe([...own, ...boundary])
  },
}
