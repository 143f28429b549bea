import { newId } from '../model/ids.ts'
import { create, type Moddle } from '../model/moddle.ts'
import type { Branch, Edge, Item } from './tree.ts'

/** What the tree's + offers. */
export type ItemKind =
  'userTask' | 'document' | 'serviceTask' | 'businessRuleTask' | 'exclusive' | 'parallel' | 'inclusive' | 'subProcess' | 'wait'

export const ITEM_KINDS: { kind: ItemKind; title: string; help: string }[] = [
  { kind: 'userTask', title: '人工办理', help: '由一个岗位或几个人办理的环节' },
  { kind: 'document', title: '出具文书', help: '按模板生成文书并存入办件' },
  { kind: 'exclusive', title: '条件分支', help: '按条件只走其中一条' },
  { kind: 'parallel', title: '并行分支', help: '几条同时进行,全部完成后继续' },
  { kind: 'inclusive', title: '多选分支', help: '符合条件的几条同时进行' },
  { kind: 'businessRuleTask', title: '决策表', help: '由决策表得出结论' },
  { kind: 'serviceTask', title: '系统办理', help: '由外部系统或后台程序处理' },
  { kind: 'subProcess', title: '子流程', help: '把几个环节合成一段' },
  { kind: 'wait', title: '等待期限', help: '等到期限届满再继续' },
]

export const madeEdge = (): Edge => ({ flow: null, jump: null })

const plain = (element: Moddle): Item => ({
  id: element.id,
  element,
  boundary: [],
  inside: null,
  branches: [],
  join: null,
  next: madeEdge(),
})

const emptyBranch = (): Branch => ({ edge: madeEdge(), items: [] })

/** A new item of a kind, as it stands in the middle of a sequence. */
export function newItem(definitions: Moddle, kind: ItemKind): Item {
  const node = (type: string, prefix: string, attributes: Record<string, unknown> = {}) =>
    plain(create(type, { id: newId(definitions, prefix), ...attributes }))
  switch (kind) {
    case 'userTask':
      return node('bpmn:UserTask', 'Task', { name: '新环节' })
    case 'document':
      return plain(documentTask(definitions))
    case 'serviceTask':
      return node('bpmn:ServiceTask', 'Task', { name: '系统办理', type: 'external', topic: 'notify' })
    case 'businessRuleTask':
      return node('bpmn:BusinessRuleTask', 'Task', { name: '决策', mapDecisionResult: 'singleEntry' })
    case 'wait':
      return plain(timerCatch(definitions))
    case 'subProcess':
      return subProcess(definitions)
    default:
      return block(definitions, kind)
  }
}

/** Topic of the worker that makes documents, with the parameters that it reads. */
export const DOCUMENT_TOPIC = 'render-document'

function documentTask(definitions: Moddle): Moddle {
  const task = create('bpmn:ServiceTask', { id: newId(definitions, 'Task'), name: '出具文书', type: 'external', topic: DOCUMENT_TOPIC })
  return task
}

function timerCatch(definitions: Moddle): Moddle {
  const event = create('bpmn:IntermediateCatchEvent', { id: newId(definitions, 'Event'), name: '等待期限' })
  event.set('eventDefinitions', [timerDefinition(event, '=workdays(1)')])
  return event
}

/** A timer of a FEEL duration or day, e.g. `=workdays(5)`. */
export function timerDefinition(event: Moddle, feel: string): Moddle {
  const definition = create('bpmn:TimerEventDefinition', { id: `${event.id}_def` }, event)
  definition.set('timeDuration', create('bpmn:FormalExpression', { body: feel }, definition))
  return definition
}

function subProcess(definitions: Moddle): Item {
  const element = create('bpmn:SubProcess', { id: newId(definitions, 'Sub'), name: '子流程' })
  const start = plain(create('bpmn:StartEvent', { id: newId(definitions, 'Start') }, element))
  const end = { ...plain(create('bpmn:EndEvent', { id: newId(definitions, 'End') }, element)), next: null }
  return { ...plain(element), inside: { element, main: [start, end], apart: [], rest: [], order: [] } }
}

const GATEWAYS = { exclusive: 'bpmn:ExclusiveGateway', parallel: 'bpmn:ParallelGateway', inclusive: 'bpmn:InclusiveGateway' } as const

/** Ways that part and meet again; the last of a conditional one is its default. */
function block(definitions: Moddle, kind: keyof typeof GATEWAYS): Item {
  const split = create(GATEWAYS[kind], { id: newId(definitions, 'Gateway') })
  const join = create(GATEWAYS[kind], { id: newId(definitions, 'Gateway') })
  const branches = [emptyBranch(), emptyBranch()]
  if (kind !== 'parallel') {
    branches[0]!.edge.flow = create('bpmn:SequenceFlow', { id: newId(definitions, 'Flow'), name: '条件' })
    branches[1]!.edge.flow = create('bpmn:SequenceFlow', { id: newId(definitions, 'Flow'), name: '其他情况' })
    split.set('default', branches[1]!.edge.flow)
  }
  return { ...plain(split), branches, join }
}
