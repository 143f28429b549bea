import type { EventBasedGatewayNode, IntermediateCatchEventNode } from '../../model/executable.ts'
import { subscriptionTo } from '../subscriptions.ts'
import type { ElementBehavior } from './behavior.ts'

/** Event based gateway, BPMN 2.0.2 clause 13.4.4: the first of the events behind it decides the way. */
export const eventBasedGateway: ElementBehavior<EventBasedGatewayNode> = {
  onEnter(node, token, turn) {
    const context = turn.context(token)
    const owner = { scopeId: token.scopeId, tokenId: token.id }
    const subscriptions = node.outgoing.flatMap((flowId) => {
      const { id, trigger } = turn.node(turn.process.flows[flowId]!.target) as IntermediateCatchEventNode
      return trigger.type === 'link' ? [] : [subscriptionTo(id, trigger, owner, context)]
    })
    turn.wait(token, 'event')
    turn.subscribe(subscriptions)
  },
}
