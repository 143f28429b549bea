import type { Node, NodeKind, NodeOf } from '../../model/executable.ts'
import type { ElementBehavior } from './behavior.ts'
import { businessRuleTask } from './business-rule-task.ts'
import { callActivity } from './call-activity.ts'
import { endEvent } from './end-event.ts'
import { eventBasedGateway } from './event-based-gateway.ts'
import { exclusiveGateway } from './exclusive-gateway.ts'
import { inclusiveGateway } from './inclusive-gateway.ts'
import { intermediateCatchEvent } from './intermediate-catch-event.ts'
import { intermediateThrowEvent } from './intermediate-throw-event.ts'
import { parallelGateway } from './parallel-gateway.ts'
import { passThrough } from './pass-through.ts'
import { receiveTask } from './receive-task.ts'
import { scriptTask } from './script-task.ts'
import { serviceTask } from './service-task.ts'
import { eventSubProcess, subProcess } from './sub-process.ts'
import { userTask } from './user-task.ts'

const BEHAVIORS: { [Kind in NodeKind]: ElementBehavior<NodeOf<Kind>> } = {
  startEvent: passThrough,
  boundaryEvent: passThrough,
  task: passThrough,
  manualTask: passThrough,
  intermediateThrowEvent,
  intermediateCatchEvent,
  endEvent,
  userTask,
  serviceTask,
  scriptTask,
  receiveTask,
  businessRuleTask,
  callActivity,
  exclusiveGateway,
  parallelGateway,
  inclusiveGateway,
  eventBasedGateway,
  subProcess,
  eventSubProcess,
}

export function behaviorOf(node: Node): ElementBehavior<Node> {
  // the table's type pairs each kind with its behaviour; a lookup by the node's own kind keeps the pair
  return BEHAVIORS[node.kind] as ElementBehavior<Node>
}
