import type { Node, NodeKind, NodeOf } from '../../model/executable.ts'
import type { ElementBehavior } from './behavior.ts'
import { endEvent } from './end-event.ts'
import { exclusiveGateway } from './exclusive-gateway.ts'
import { intermediateCatchEvent } from './intermediate-catch-event.ts'
import { parallelGateway } from './parallel-gateway.ts'
import { passThrough } from './pass-through.ts'
import { serviceTask } from './service-task.ts'
import { subProcess } from './sub-process.ts'
import { userTask } from './user-task.ts'

const BEHAVIORS: { [Kind in NodeKind]: ElementBehavior<NodeOf<Kind>> } = {
  startEvent: passThrough,
  boundaryEvent: passThrough,
  intermediateThrowEvent: passThrough,
  task: passThrough,
  manualTask: passThrough,
  endEvent,
  userTask,
  serviceTask,
  exclusiveGateway,
  parallelGateway,
  subProcess,
  intermediateCatchEvent,
}

export function behaviorOf(node: Node): ElementBehavior<Node> {
  // the table's type pairs each kind with its behaviour; a lookup by the node's own kind keeps the pair
  return BEHAVIORS[node.kind] as ElementBehavior<Node>
}
