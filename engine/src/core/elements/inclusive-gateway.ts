import type { InclusiveGatewayNode } from '../../model/executable.ts'
import type { ElementBehavior } from './behavior.ts'

/**
 * Inclusive gateway, BPMN 2.0.2 clause 13.4.3: leaves on every flow whose condition holds, else on the default flow.
 * With several incoming flows it first waits for all tokens that can still come, see `settleInclusiveJoins`.
 */
export const inclusiveGateway: ElementBehavior<InclusiveGatewayNode> = {
  onEnter(node, token, turn) {
    if (node.incoming.length > 1) turn.wait(token, 'join')
    else turn.leave(token)
  },
}
