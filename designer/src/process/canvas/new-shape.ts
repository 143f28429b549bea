import { stepDueDate } from '../matter/limits.ts'
import { ORGAN_IN_CHARGE } from '../matter/sync-model.ts'
import { DOCUMENT_TOPIC, timerDefinition } from '../tree/new-item.ts'
import type { BpmnFactory, ElementFactory, Shape } from './services.ts'

/** What the palette and the pad beside an element make. */
export type ShapeKind =
  | 'start'
  | 'user-task'
  | 'document'
  | 'service-task'
  | 'rule-task'
  | 'exclusive'
  | 'parallel'
  | 'inclusive'
  | 'sub-process'
  | 'event'
  | 'wait'
  | 'end'

const MADE: Record<ShapeKind, { type: string; icon: string; attributes?: Record<string, unknown> }> = {
  start: { type: 'bpmn:StartEvent', icon: 'start-event-none' },
  'user-task': { type: 'bpmn:UserTask', icon: 'user-task', attributes: { name: '新环节' } },
  document: { type: 'bpmn:ServiceTask', icon: 'script-task', attributes: { name: '出具文书', type: 'external', topic: DOCUMENT_TOPIC } },
  'service-task': { type: 'bpmn:ServiceTask', icon: 'service-task', attributes: { name: '系统办理', type: 'external', topic: 'notify' } },
  'rule-task': {
    type: 'bpmn:BusinessRuleTask',
    icon: 'business-rule-task',
    attributes: { name: '决策', mapDecisionResult: 'singleEntry' },
  },
  exclusive: { type: 'bpmn:ExclusiveGateway', icon: 'gateway-xor' },
  parallel: { type: 'bpmn:ParallelGateway', icon: 'gateway-parallel' },
  inclusive: { type: 'bpmn:InclusiveGateway', icon: 'gateway-or' },
  'sub-process': { type: 'bpmn:SubProcess', icon: 'subprocess-expanded', attributes: { name: '子流程' } },
  event: { type: 'bpmn:IntermediateThrowEvent', icon: 'intermediate-event-none' },
  wait: { type: 'bpmn:IntermediateCatchEvent', icon: 'intermediate-event-catch-timer', attributes: { name: '等待期限' } },
  end: { type: 'bpmn:EndEvent', icon: 'end-event-none' },
}

export const SHAPE_KINDS = Object.keys(MADE) as ShapeKind[]
export const iconOf = (kind: ShapeKind): string => `bpmn-icon-${MADE[kind].icon}`

/** What new shapes are made with: bpmn-js's factories, and the post that a new step is given to. */
export class ShapeFactory {
  static $inject = ['elementFactory', 'bpmnFactory', 'lianbanPost']
  constructor(
    readonly elementFactory: ElementFactory,
    readonly bpmnFactory: BpmnFactory,
    readonly post: string,
  ) {}
}

export const shapeModule = (post: string) => ({ lianbanShapes: ['type', ShapeFactory], lianbanPost: ['value', post] })

/** A new shape, executable as it is as far as it can be. A sub-process comes with its start. */
export function newShape(kind: ShapeKind, { elementFactory, bpmnFactory, post }: ShapeFactory): Shape[] {
  const { type, attributes } = MADE[kind]
  const businessObject = bpmnFactory.create(type, attributes)
  if (kind === 'user-task') {
    businessObject.set('camunda:candidateGroups', `${ORGAN_IN_CHARGE}:${post}`)
    businessObject.set('camunda:dueDate', stepDueDate(businessObject.id, 'workday'))
  }
  if (kind === 'wait') businessObject.set('eventDefinitions', [timerDefinition(businessObject, '=workdays(1)')])
  if (kind !== 'sub-process') return [elementFactory.createShape({ type, businessObject })]
  const box = elementFactory.createShape({ type, businessObject, isExpanded: true, x: 0, y: 0 })
  return [box, elementFactory.createShape({ type: 'bpmn:StartEvent', x: 40, y: 82, parent: box })]
}
