import { newId } from '../model/ids.ts'
import { create, isA, listOf, type Moddle } from '../model/moddle.ts'
import { readBody, writeBody, type Setting } from './setting.ts'

const definitionOf = (element: Moddle): Moddle | undefined => listOf(element, 'eventDefinitions')[0]

/** What an event waits for or throws, and the message of a receive task. */
export function eventSettings(element: Moddle): Setting[] {
  if (isA(element, 'bpmn:ReceiveTask')) return [named(MESSAGE, (task) => task)]
  const definition = isA(element, 'bpmn:Event') ? definitionOf(element) : undefined
  switch (definition?.$type) {
    case 'bpmn:TimerEventDefinition':
      return TIMER
    case 'bpmn:MessageEventDefinition':
      return [named(MESSAGE, definitionOf), ...(isA(element, 'bpmn:ThrowEvent') ? [MESSAGE_TOPIC] : [])]
    case 'bpmn:SignalEventDefinition':
      return [named(SIGNAL, definitionOf)]
    case 'bpmn:ErrorEventDefinition':
      return [named(ERROR, definitionOf)]
    case 'bpmn:EscalationEventDefinition':
      return [named(ESCALATION, definitionOf)]
    case 'bpmn:ConditionalEventDefinition':
      return [CONDITION]
    case 'bpmn:LinkEventDefinition':
      return [LINK]
    default:
      return []
  }
}

/** Things at the file's root that events refer to; two events of one name mean the same. */
interface Root {
  type: string
  reference: string
  /** What tells one from another. */
  by: string
  prefix: string
  label: string
  help: string
}
const MESSAGE: Root = {
  ...{ type: 'bpmn:Message', reference: 'messageRef', by: 'name', prefix: 'Message' },
  ...{ label: '消息名称', help: '外部系统按这个名称送来消息;可以用公式' },
}
const SIGNAL: Root = {
  ...{ type: 'bpmn:Signal', reference: 'signalRef', by: 'name', prefix: 'Signal' },
  ...{ label: '信号名称', help: '等待这个信号的流程都会收到' },
}
const ERROR: Root = {
  ...{ type: 'bpmn:Error', reference: 'errorRef', by: 'errorCode', prefix: 'Error' },
  ...{ label: '错误代码', help: '不填的捕获所有错误' },
}
const ESCALATION: Root = {
  ...{ type: 'bpmn:Escalation', reference: 'escalationRef', by: 'escalationCode', prefix: 'Escalation' },
  ...{ label: '升级代码', help: '不填的捕获所有升级' },
}

/** By its name or code: one that is there is referred to, else one is made. Others that refer to the one before keep it. */
function named(root: Root, holderOf: (element: Moddle) => Moddle | undefined): Setting {
  const { type, reference, by, prefix, label, help } = root
  const read = (element: Moddle): string => {
    const target = holderOf(element)?.get<Partial<Moddle> | undefined>(reference)
    // A reference to what is not in the file is kept by its id, which the engine takes for the code.
    return (target?.get ? target.get<string | undefined>(by) : target?.id) ?? ''
  }
  return {
    key: reference,
    label,
    help,
    read,
    write(element, value, definitions) {
      const holder = holderOf(element)
      if (value === read(element)) return
      if (value === '') return holder?.set(reference, undefined)
      const roots = listOf(definitions, 'rootElements')
      let target = roots.find((one) => one.$type === type && one.get(by) === value)
      if (!target) {
        target = create(type, { id: newId(definitions, prefix), name: value, [by]: value }, definitions)
        definitions.set('rootElements', [...roots, target])
      }
      holder?.set(reference, target)
    },
  }
}

const TIMES = [
  { value: 'timeDuration', label: '等待一段时间' },
  { value: 'timeDate', label: '到某一时刻' },
  { value: 'timeCycle', label: '按周期重复' },
] as const
const timeKindOf = (timer: Moddle | undefined) => TIMES.find(({ value }) => timer?.get(value))?.value ?? 'timeDuration'

const TIMER: Setting[] = [
  {
    key: 'time-kind',
    label: '定时方式',
    kind: 'choice',
    options: TIMES,
    read: (element) => timeKindOf(definitionOf(element)),
    write(element, kind) {
      const timer = definitionOf(element)
      const body = readBody(timer, timeKindOf(timer))
      for (const { value } of TIMES) writeBody(timer, value, value === kind ? body || 'PT1H' : '')
    },
  },
  {
    key: 'time',
    label: '时间',
    help: '例如 P3D(三天)、2026-12-01T09:00:00+08:00、R3/PT1H(每小时一次共三次),或公式 =workdays(5)',
    read: (element) => readBody(definitionOf(element), timeKindOf(definitionOf(element))),
    write: (element, body) => writeBody(definitionOf(element), timeKindOf(definitionOf(element)), body),
  },
]

const CONDITION: Setting = {
  key: 'condition',
  label: '等到条件成立',
  help: '例如 =金额 > 1000;变量改变时重新判断',
  read: (element) => readBody(definitionOf(element), 'condition'),
  write: (element, body) => writeBody(definitionOf(element), 'condition', body),
}
const LINK: Setting = {
  key: 'link',
  label: '跳转名称',
  help: '跳出和跳入的名称相同',
  read: (element) => definitionOf(element)?.name ?? '',
  write: (element, name) => definitionOf(element)?.set('name', name || undefined),
}
const MESSAGE_TOPIC: Setting = {
  key: 'message-topic',
  label: '发送主题',
  help: '由登记了这个主题的系统发送',
  read: (element) => definitionOf(element)?.get<string | undefined>('camunda:topic') ?? '',
  write(element, topic) {
    definitionOf(element)?.set('camunda:type', topic ? 'external' : undefined)
    definitionOf(element)?.set('camunda:topic', topic || undefined)
  },
}
