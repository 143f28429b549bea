import { create, isA, type Moddle } from '../model/moddle.ts'
import { attribute, readBody, writeBody, type Setting } from './setting.ts'

const loopOf = (element: Moddle): Moddle | undefined => element.get<Moddle | undefined>('loopCharacteristics')

const KIND: Setting = {
  key: 'loop',
  label: '办理次数',
  kind: 'choice',
  options: [
    { value: 'once', label: '一次' },
    { value: 'parallel', label: '多次,同时进行' },
    { value: 'sequential', label: '多次,逐个进行' },
    { value: 'standard', label: '重复,直到条件不成立' },
  ],
  read(element) {
    const loop = loopOf(element)
    if (!loop) return 'once'
    if (loop.$type === 'bpmn:StandardLoopCharacteristics') return 'standard'
    return loop.get('isSequential') ? 'sequential' : 'parallel'
  },
  write(element, kind) {
    const loop = loopOf(element)
    if (kind === 'once') return element.set('loopCharacteristics', undefined)
    const type = kind === 'standard' ? 'bpmn:StandardLoopCharacteristics' : 'bpmn:MultiInstanceLoopCharacteristics'
    const kept = loop?.$type === type ? loop : create(type, {}, element)
    if (kind !== 'standard') kept.set('isSequential', kind === 'sequential')
    // A new one says how often, until it is told of which list.
    if (kept !== loop && kind === 'standard') kept.set('loopMaximum', 3)
    else if (kept !== loop) writeBody(kept, 'loopCardinality', '2')
    element.set('loopCharacteristics', kept)
  },
}

/** An attribute of the loop. */
const ofLoop = (setting: Setting): Setting => ({
  ...setting,
  read: (element) => (loopOf(element) ? setting.read(loopOf(element)!) : ''),
  write: (element, value, definitions) => loopOf(element) && setting.write(loopOf(element)!, value, definitions),
})

const bodyOfLoop = (name: string, shown: Pick<Setting, 'label' | 'help'>): Setting => ({
  ...shown,
  key: name,
  read: (element) => readBody(loopOf(element), name),
  write: (element, body) => writeBody(loopOf(element), name, body),
})

const OUTPUT_LIST: Setting = {
  key: 'output-list',
  label: '汇总到',
  help: '各次的结果汇总成这个变量',
  read: (element) => loopOf(element)?.get<Moddle | undefined>('loopDataOutputRef')?.id ?? '',
  write: (element, id) => loopOf(element)?.set('loopDataOutputRef', id ? { id } : undefined),
}
const OUTPUT_ITEM: Setting = {
  key: 'output-item',
  label: '每次的结果取自',
  read: (element) => loopOf(element)?.get<Moddle | undefined>('outputDataItem')?.name ?? '',
  write: (element, name) => loopOf(element)?.set('outputDataItem', name ? create('bpmn:DataOutput', { name }, loopOf(element)) : undefined),
}

/** How often an activity is carried out. */
export function loopSettings(element: Moddle): Setting[] {
  if (!isA(element, 'bpmn:Activity') || element.get('triggeredByEvent')) return []
  const kind = KIND.read(element)
  if (kind === 'once') return [KIND]
  if (kind === 'standard')
    return [
      KIND,
      bodyOfLoop('loopCondition', { label: '继续的条件', help: '成立时再办一次' }),
      ofLoop(attribute('loopMaximum', { label: '最多次数' })),
    ]
  return [
    KIND,
    ofLoop(attribute('camunda:collection', { label: '逐个对应的列表', help: '变量名或公式,每个成员办一次' })),
    ofLoop(attribute('camunda:elementVariable', { label: '成员的变量名' })),
    bodyOfLoop('loopCardinality', { label: '次数', help: '没有列表时,办几次' }),
    bodyOfLoop('completionCondition', { label: '提前结束的条件', help: '每完成一次判断,例如 =nrOfCompletedInstances >= 2' }),
    OUTPUT_LIST,
    OUTPUT_ITEM,
  ]
}
