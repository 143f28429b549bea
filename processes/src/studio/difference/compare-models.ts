import { diff } from 'bpmn-js-differ'
import { BpmnModdle, type ModdleElement } from 'bpmn-moddle'
import camunda from 'camunda-bpmn-moddle/resources/camunda.json' with { type: 'json' }
import { postName } from '../../labels.ts'
import { changedFromTo } from './words.ts'

/** Ids of elements, for the canvas. */
export interface ChangedElements {
  added: string[]
  removed: string[]
  changed: string[]
  moved: string[]
}

/** One thing that differs about one element, to be shown on the canvas and said beside it. */
export interface ModelChange {
  elementId: string
  kind: 'added' | 'removed' | 'changed' | 'moved'
  text: string
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

/** What differs between two models of one file: ids for the canvas, and what is said of each. @throws Error if one of them is no BPMN */
export async function compareModels(before: string, after: string): Promise<{ elements: ChangedElements; changes: ModelChange[] }> {
  const [old, now] = await Promise.all([parse(before), parse(after)])
  const { _added, _removed, _layoutChanged } = diff(old, now)
  const was = elementsOf(old)
  const changes = [...elementsOf(now)].flatMap(([id, element]) => {
    const earlier = was.get(id)
    const members = earlier ? changedMembers(earlier, element) : []
    return earlier && members.length > 0 ? [{ id, earlier, element, members }] : []
  })
  return {
    elements: {
      added: Object.keys(_added).sort(),
      removed: Object.keys(_removed).sort(),
      changed: changes.map(({ id }) => id).sort(),
      moved: Object.keys(_layoutChanged).sort(),
    },
    changes: [
      ...whole('added', '新增', _added),
      ...whole('removed', '删除', _removed),
      ...changes.flatMap(({ id, earlier, element, members }) =>
        members.map((name): ModelChange => {
          const text = memberWords(nameOf(element), name, [valueOf(earlier, name), valueOf(element, name)])
          return { elementId: id, kind: 'changed', text }
        }),
      ),
      ...whole('moved', '移动', _layoutChanged),
    ],
  }
}

const whole = (kind: ModelChange['kind'], verb: string, elements: Record<string, ModdleElement>): ModelChange[] =>
  Object.entries(elements).map(([elementId, element]) => ({ elementId, kind, text: `${verb}${nameOf(element)}` }))

/** Everything in the processes that has an id and stands in the diagram, by id. */
function elementsOf(definitions: ModdleElement): Map<string, ModdleElement> {
  const found = new Map<string, ModdleElement>()
  const visit = (element: ModdleElement): void => {
    if (element.id !== undefined) found.set(element.id, element)
    for (const inner of element.flowElements ?? []) visit(inner)
  }
  for (const root of definitions.rootElements ?? []) if (root.$type === 'bpmn:Process') visit(root)
  return found
}

const changedMembers = (before: ModdleElement, after: ModdleElement): string[] =>
  [...new Set([...membersOf(before), ...membersOf(after)])].filter(
    (name) => JSON.stringify(canonical(before, name)) !== JSON.stringify(canonical(after, name)),
  )

const membersOf = (element: ModdleElement): string[] => Object.keys(element).filter((name) => !DERIVED.has(name))

const valueOf = (element: ModdleElement, name: string): unknown => (element as unknown as Record<string, unknown>)[name]

/** A member for comparison: what it refers to by its id, what it contains in depth. */
function canonical(element: ModdleElement, name: string): unknown {
  const isReference = element.$descriptor.propertiesByName[name]?.isReference ?? false
  const plainOf = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(plainOf)
    if (typeof value !== 'object' || value === null) return value
    const inner = value as ModdleElement
    if (isReference) return inner.id
    return [
      inner.$type,
      ...membersOf(inner).map((member) => [member, inner.$descriptor ? canonical(inner, member) : valueOf(inner, member)]),
    ]
  }
  return plainOf(valueOf(element, name))
}

function memberWords(element: string, name: string, [before, after]: [unknown, unknown]): string {
  const what = `${element}的${MEMBERS[name] ?? '其他设置'}`
  const [from, to] = [plain(before), plain(after)]
  return from === null || to === null ? `${what}有变动` : changedFromTo(what, said(name, from), said(name, to))
}

const WORKDAYS = /^=workdays\((\d+)\)$/

/** Expressions that everybody knows by their meaning. */
function said(name: string, value: string): string {
  if (name === 'dueDate') return value.replace(WORKDAYS, '$1个工作日')
  if (name !== 'candidateGroups') return value
  // The last of a group; of one that FEEL puts together, within its quotes.
  const posts = value.split(',').map((group) =>
    postName(
      group
        .slice(group.lastIndexOf(':') + 1)
        .replace('"', '')
        .trim(),
    ),
  )
  return posts.join('、')
}

/** A value that can be said; null: it is made of parts. */
function plain(value: unknown): string | null {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? '是' : '否'
  const element = value as Partial<ModdleElement>
  if (typeof element.body === 'string') return element.body
  return element.$type && element.id !== undefined && element.$type in KINDS ? nameOf(element as ModdleElement) : null
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
