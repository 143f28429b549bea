import type { ExclusiveGatewayNode } from '../../model/executable.ts'
import { chooseOneFlow } from '../flows.ts'
import type { ElementBehavior } from './behavior.ts'

/** Exclusive gateway, BPMN 2.0.2 clause 13.4.2: the token leaves on the first flow whose condition holds, else on the default flow. */
export const exclusiveGateway: ElementBehavior<ExclusiveGatewayNode> = {
  onEnter(node, token, turn) {
    const flow = chooseOneFlow(node, turn.process, turn.context(token))
    if (flow) turn.complete(token, [flow])
    else turn.raise(token, 'NO_FLOW_CHOSEN', `no condition behind gateway ${node.id} holds and it has no default flow`, 'enter')
  },
}
