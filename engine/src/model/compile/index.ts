import { compileBoundaryEvent } from './boundary-event.ts'
import { compileEndEvent } from './end-event.ts'
import { compileExclusiveGateway, compileParallelGateway } from './gateway.ts'
import { compileIntermediateCatchEvent } from './intermediate-catch-event.ts'
import type { NodeCompiler } from './node-compiler.ts'
import { compileIntermediateThrowEvent, compileManualTask, compileTask } from './pass-through.ts'
import { compileServiceTask } from './service-task.ts'
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
  ['bpmn:userTask', compileUserTask],
  ['bpmn:serviceTask', compileServiceTask],
  ['bpmn:sendTask', compileServiceTask],
  ['bpmn:businessRuleTask', compileServiceTask],
  ['bpmn:task', compileTask],
  ['bpmn:manualTask', compileManualTask],
  ['bpmn:exclusiveGateway', compileExclusiveGateway],
  ['bpmn:parallelGateway', compileParallelGateway],
  ['bpmn:subProcess', compileSubProcess],
])
