import { BpmnModdle } from 'bpmn-moddle'
import camunda from 'camunda-bpmn-moddle/resources/camunda.json' with { type: 'json' }

/** An element of a BPMN file as bpmn-moddle gives it: references are resolved, what it does not know is kept. */
export interface Moddle {
  $type: string
  $parent?: Moddle
  /** Attributes of other tools. */
  $attrs: Record<string, string>
  id: string
  name?: string
  $instanceOf(type: string): boolean
  get<T = unknown>(name: string): T
  set(name: string, value: unknown): void
  [property: string]: unknown
}

/** camunda's attributes by their names; everything else of other tools stays as it is written. */
export const MODDLE_EXTENSIONS = { camunda }

const moddle = new BpmnModdle(MODDLE_EXTENSIONS)

/** A new element, e.g. `create('bpmn:UserTask', { id, name })`. */
export const create = (type: string, attributes: Record<string, unknown> = {}, parent?: Moddle): Moddle => {
  const element = moddle.create(type, attributes)
  if (parent) element.$parent = parent
  return element
}

/** @throws Error when the XML cannot be read as BPMN */
export async function readXml(xml: string): Promise<Moddle> {
  const { rootElement, warnings } = await moddle.fromXML(xml)
  keepReferences(warnings)
  return rootElement
}

/** What a reader of BPMN reports; of a reference to nothing it says whose it is. */
export interface ImportWarning {
  message: string
  element?: Moddle
  property?: string
  value?: string
}

/**
 * bpmn-moddle forgets references to what is not in the file; the engine knows some of them (the list in which a
 * multi-instance task gathers its results is a variable). They are kept as they are written.
 */
export function keepReferences(warnings: ImportWarning[]): void {
  for (const { element, property, value } of warnings) {
    if (!element || !property || value === undefined) continue
    const { propertiesByName } = element.$descriptor as { propertiesByName: Record<string, { isMany?: boolean; isReference?: boolean }> }
    const { isMany, isReference } = propertiesByName[property] ?? {}
    // An unknown attribute is told in the same way, and kept by bpmn-moddle itself.
    if (!isReference) continue
    const local = property.slice(property.indexOf(':') + 1)
    const kept = { id: value } as Moddle
    if (isMany) listOf(element, local).push(kept)
    else element.set(local, kept)
  }
}

export const writeXml = async (definitions: Moddle): Promise<string> => (await moddle.toXML(definitions, { format: true })).xml

/** A list property; an absent one is empty. */
export const listOf = (element: Moddle | undefined, name: string): Moddle[] => (element?.get(name) as Moddle[] | undefined) ?? []

export const isA = (element: Moddle, ...types: string[]): boolean => types.some((type) => element.$instanceOf(type))

/** The process that runs: the first executable one, else the first. */
export function processOf(definitions: Moddle): Moddle | undefined {
  const processes = listOf(definitions, 'rootElements').filter((element) => isA(element, 'bpmn:Process'))
  return processes.find((process) => process.get('isExecutable')) ?? processes[0]
}

/** Every flow element and boundary event below `scope`, sub-processes' contents included, in the file's order. */
export function flowElementsOf(scope: Moddle): Moddle[] {
  return listOf(scope, 'flowElements').flatMap((element) => [element, ...(isA(element, 'bpmn:SubProcess') ? flowElementsOf(element) : [])])
}

/** Flow elements of all processes by id. */
export function elementsById(definitions: Moddle): Map<string, Moddle> {
  const processes = listOf(definitions, 'rootElements').filter((element) => isA(element, 'bpmn:Process'))
  return new Map(processes.flatMap((process) => [process, ...flowElementsOf(process)]).map((element) => [element.id, element]))
}

/** What a person calls an element: its name, else its kind. */
export const titleOf = (element: Moddle): string => element.name?.trim() || KIND_TITLES[element.$type] || '环节'

/** Chinese names of the kinds of elements that people meet. */
export const KIND_TITLES: Record<string, string> = {
  'bpmn:StartEvent': '开始',
  'bpmn:EndEvent': '结束',
  'bpmn:UserTask': '人工办理',
  'bpmn:ServiceTask': '系统办理',
  'bpmn:SendTask': '发送',
  'bpmn:ReceiveTask': '等待消息',
  'bpmn:BusinessRuleTask': '决策表',
  'bpmn:ScriptTask': '脚本',
  'bpmn:ManualTask': '线下办理',
  'bpmn:Task': '环节',
  'bpmn:CallActivity': '调用流程',
  'bpmn:SubProcess': '子流程',
  'bpmn:Transaction': '事务子流程',
  'bpmn:ExclusiveGateway': '条件分支',
  'bpmn:ParallelGateway': '并行分支',
  'bpmn:InclusiveGateway': '多选分支',
  'bpmn:EventBasedGateway': '等待分支',
  'bpmn:IntermediateCatchEvent': '等待',
  'bpmn:IntermediateThrowEvent': '通知',
  'bpmn:BoundaryEvent': '边界事件',
  'bpmn:SequenceFlow': '连线',
  'bpmn:Process': '流程',
}
