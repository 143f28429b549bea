import { compileBoundaryEvent } from './boundary-event.ts'
import { compileCallActivity } from './call-activity.ts'
import { compileEndEvent } from './end-event.ts'
import { compileEventBasedGateway, compileExclusiveGateway, compileInclusiveGateway, compileParallelGateway } from './gateway.ts'
import { compileIntermediateCatchEvent } from './intermediate-catch-event.ts'
import { compileIntermediateThrowEvent } from './intermediate-throw-event.ts'
import type { NodeCompiler } from './node-compiler.ts'
import { compileManualTask, compileTask } from './pass-through.ts'
import { compileReceiveTask } from './receive-task.ts'
import { compileScriptTask } from './script-task.ts'
import { compileBusinessRuleTask, compileServiceTask } from './service-task.ts'
import { compileStartEvent } from './start-event.ts'
import { compileSubProcess } from './sub-process.ts'
import { compileUserTask } from './user-task.ts'

/** Every flow node that is executed. */
export const NODE_COMPILERS: ReadonlyMap<string, NodeCompiler> = new Map([
  ['bpmn:startEvent', compileStartEvent],
  ['bpmn:endEvent', compileEndEvent],
  ['bpmn:intermediateCatchEvent', compileIntermediateCatchEvent],
  ['bpmn:intermediateThrowEvent', compileIntermediateThrowEvent],
  ['bpmn:boundaryEvent', compileBoundaryEvent],
  ['bpmn:task', compileTask],
  ['bpmn:manualTask', compileManualTask],
  ['bpmn:userTask', compileUserTask],
  ['bpmn:serviceTask', compileServiceTask],
  ['bpmn:sendTask', compileServiceTask],
  ['bpmn:businessRuleTask', compileBusinessRuleTask],
  ['bpmn:scriptTask', compileScriptTask],
  ['bpmn:receiveTask', compileReceiveTask],
  ['bpmn:callActivity', compileCallActivity],
  ['bpmn:exclusiveGateway', compileExclusiveGateway],
  ['bpmn:parallelGateway', compileParallelGateway],
  ['bpmn:inclusiveGateway', compileInclusiveGateway],
  ['bpmn:eventBasedGateway', compileEventBasedGateway],
  ['bpmn:subProcess', compileSubProcess],
  ['bpmn:transaction', compileSubProcess],
])

/** Known to BPMN and not executed, here or in camunda: what to draw instead. */
export const REMEDIES: Record<string, string> = {
  'bpmn:complexGateway': 'use an inclusive gateway, or a parallel multi-instance activity with a completion condition',
  'bpmn:adHocSubProcess': 'use a sub-process, with an event sub-process for each piece of work that may be started at any time',
}
