import { diff } from 'bpmn-js-differ'
import { BpmnModdle, type ModdleElement } from 'bpmn-moddle'
import camunda from 'camunda-bpmn-moddle/resources/camunda.json' with { type: 'json' }
import { changedFromTo } from './words.ts'

/** Ids of elements, for the canvas. */
export interface ChangedElements {
  added: string[]
  removed: string[]
  changed: string[]
  moved: string[]
}

const KINDS: Record<string, string> = {
  'bpmn:UserTask': '人工环节',
  'bpmn:ServiceTask': '自动环节',
  'bpmn:BusinessRuleTask': '决策环节',
  'bpmn:ScriptTask': '脚本环节',
  'bpmn:ReceiveTask': '等待环节',
  'bpmn:Task': '环节',
  'bpmn:ManualTask': '线下环节',
  'bpmn:CallActivity': '调用环节',
  'bpmn:SubProcess': '子流程',
  'bpmn:StartEvent': '开始事件',
  'bpmn:EndEvent': '结束事件',
  'bpmn:BoundaryEvent': '边界事件',
  'bpmn:IntermediateCatchEvent': '等待事件',
  'bpmn:IntermediateThrowEvent': '中间事件',
  'bpmn:ExclusiveGateway': '单选分支',
  'bpmn:ParallelGateway': '并行分支',
  'bpmn:InclusiveGateway': '多选分支',
  'bpmn:EventBasedGateway': '事件分支',
  'bpmn:SequenceFlow': '连线',
  'bpmn:Process': '流程',
}
/** Members of an element, as people call them. */
const MEMBERS: Record<string, string> = {
  name: '名称',
  candidateGroups: '办理岗位',
  candidateUsers: '候选人员',
  assignee: '办理人',
  dueDate: '时限',
  sourceRef: '起点',
  targetRef: '终点',
  default: '默认分支',
  conditionExpression: '条件',
  eventDefinitions: '事件设置',
  loopCharacteristics: '多人办理的设置',
  extensionElements: '扩展设置',
  topic: '工作类型',
  attachedToRef: '所附环节',
  cancelActivity: '是否终止所附环节',
  decisionRef: '决策表',
  documentation: '说明',
}
/** What follows from flows alone. */
const DERIVED = new Set(['incoming', 'outgoing', 'flowElements', 'rootElements', 'diagrams'])

/** What differs between two models of one file: ids for the canvas and sentences. @throws Error if one of them is no BPMN */
export async function compareModels(before: string, after: string): Promise<{ elements: ChangedElements; words: string[] }> {
  const [old, now] = await Promise.all([parse(before), parse(after)])
  const { _added, _removed, _changed, _layoutChanged } = diff(old, now)
  const flowName = (element: ModdleElement) => nameOf(element)
  const changes = Object.entries(_changed).flatMap(([id, { model, attrs }]) => {
    const members = Object.entries(attrs).filter(([name]) => !DERIVED.has(name) && !name.startsWith('di'))
    return members.length === 0 ? [] : [{ id, model, members }]
  })
  return {
    elements: {
      added: Object.keys(_added).sort(),
      removed: Object.keys(_removed).sort(),
      changed: changes.map(({ id }) => id).sort(),
      moved: Object.keys(_layoutChanged).sort(),
    },
    words: [
      ...Object.values(_added).map((element) => `新增${flowName(element)}`),
      ...Object.values(_removed).map((element) => `删除${flowName(element)}`),
      ...changes.flatMap(({ model, members }) =>
        members.map(([name, { oldValue, newValue }]) => memberWords(nameOf(model), name.replace(/^camunda:/, ''), [oldValue, newValue])),
      ),
    ],
  }
}

function memberWords(element: string, name: string, [before, after]: [unknown, unknown]): string {
  const what = `${element}的${MEMBERS[name] ?? '其他设置'}`
  const [from, to] = [plain(before), plain(after)]
  return from === null || to === null ? `${what}有变动` : changedFromTo(what, from, to)
}

/** A value that can be said; null: it is made of parts. */
function plain(value: unknown): string | null {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? '是' : '否'
  const element = value as Partial<ModdleElement>
  if (element.$type && element.id !== undefined) return nameOf(element as ModdleElement)
  return typeof element.body === 'string' ? element.body : null
}

/** `人工环节“审核”`; a flow by its ends where it has no name. */
function nameOf({ $type, name, sourceRef, targetRef }: ModdleElement): string {
  const kind = KINDS[$type] ?? '元素'
  if (name) return `${kind}“${name}”`
  if (sourceRef?.name && targetRef?.name) return `${kind}“${sourceRef.name}→${targetRef.name}”`
  return kind
}

async function parse(xml: string): Promise<ModdleElement> {
  return (await new BpmnModdle({ camunda }).fromXML(xml)).rootElement
}
