import type { ExclusiveGatewayNode } from '../../model/executable.ts'
import type { ElementBehavior } from './behavior.ts'

/** Exclusive gateway, BPMN 2.0.2 clause 13.4.2: every token that comes leaves on one flow, see `chooseFlows`. */
export const exclusiveGateway: ElementBehavior<ExclusiveGatewayNode> = {
  onEnter: (_node, token, turn) => turn.leave(token),
}
