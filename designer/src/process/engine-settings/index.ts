import { create, isA, type Moddle } from '../model/moddle.ts'
import { eventSettings } from './events.ts'
import { loopSettings } from './loop.ts'
import { callSettings, MAPPINGS, OUTPUTS } from './mapping.ts'
import { attribute, extensionOf, flag, setExtensions, type Setting } from './setting.ts'

export type { Setting } from './setting.ts'

export interface SettingGroup {
  key: 'people' | 'work' | 'event' | 'call' | 'loop' | 'mapping' | 'jobs'
  title: string
  settings: Setting[]
}

/**
 * What the engine reads of an element besides name and flows: BPMN's own and camunda's attributes, as far as they are
 * carried out (engine/src/model/compile). Groups that say nothing of such an element are left out.
 */
export function engineSettings(element: Moddle): SettingGroup[] {
  const groups: SettingGroup[] = [
    { key: 'people', title: '办理人', settings: isA(element, 'bpmn:UserTask') ? PEOPLE : [] },
    { key: 'work', title: '由什么办理', settings: workSettings(element) },
    { key: 'event', title: '事件', settings: eventSettings(element) },
    { key: 'call', title: '调用流程', settings: callSettings(element) },
    { key: 'loop', title: '办理次数', settings: loopSettings(element) },
    { key: 'mapping', title: '输入和输出', settings: mappingSettings(element) },
    { key: 'jobs', title: '后台执行和重试', settings: isA(element, 'bpmn:FlowNode') ? JOBS : [] },
  ]
  return groups.filter(({ settings }) => settings.length > 0)
}

const PEOPLE: Setting[] = [
  attribute('camunda:candidateGroups', { label: '可以签收的岗位', help: '写作 单位:岗位,几个用逗号隔开;${organ} 表示承办单位' }),
  attribute('camunda:candidateUsers', { label: '可以签收的人员', help: '人员的标识,几个用逗号隔开' }),
  attribute('camunda:assignee', { label: '直接交给', help: '人员的标识或公式,例如 ${officer};不必签收' }),
  attribute('camunda:dueDate', { label: '期限', help: '例如 P3D,或公式 =workdays(3)' }),
  attribute('camunda:followUpDate', { label: '跟进时间' }),
  attribute('camunda:priority', { label: '优先级', help: '整数,越大越先办' }),
]

const RESULT = attribute('camunda:resultVariable', { label: '结果存入', help: '后面的条件用这个名称来比较' })

const TOPIC: Setting = {
  key: 'topic',
  label: '办理主题',
  help: '由登记了这个主题的系统来取',
  read: (element) => element.get<string | undefined>('camunda:topic') ?? '',
  write(element, topic) {
    element.set('camunda:type', topic ? 'external' : undefined)
    element.set('camunda:topic', topic || undefined)
    if (topic) element.set('camunda:expression', undefined)
  },
}
const EXPRESSION: Setting = {
  key: 'expression',
  label: '或者按公式计算',
  help: '填了公式就不交给其他系统,例如 =金额 * 0.1',
  read: (element) => element.get<string | undefined>('camunda:expression') ?? '',
  write(element, expression) {
    element.set('camunda:expression', expression || undefined)
    if (!expression) return
    element.set('camunda:type', undefined)
    element.set('camunda:topic', undefined)
  },
}

function workSettings(element: Moddle): Setting[] {
  if (isA(element, 'bpmn:ScriptTask'))
    return [
      attribute('scriptFormat', { label: '脚本语言', help: 'feel、juel 或 javascript' }),
      attribute('script', { label: '脚本', kind: 'lines' }),
      RESULT,
    ]
  const isDecision = isA(element, 'bpmn:BusinessRuleTask') && element.get('camunda:decisionRef')
  if (!isA(element, 'bpmn:ServiceTask', 'bpmn:SendTask', 'bpmn:BusinessRuleTask') || isDecision) return []
  return [TOPIC, attribute('camunda:taskPriority', { label: '取件优先级', help: '整数,越大越先取' }), EXPRESSION, RESULT]
}

function mappingSettings(element: Moddle): Setting[] {
  const isEventSubProcess = element.get('triggeredByEvent') === true
  if (isA(element, 'bpmn:Activity')) return isEventSubProcess ? [] : [...MAPPINGS, ...(element.get('loopCharacteristics') ? [] : OUTPUTS)]
  if (isA(element, 'bpmn:EndEvent')) return MAPPINGS
  return isA(element, 'bpmn:IntermediateCatchEvent', 'bpmn:IntermediateThrowEvent') ? [...MAPPINGS, ...OUTPUTS] : []
}

const RETRY = 'camunda:FailedJobRetryTimeCycle'
const JOBS: Setting[] = [
  flag('camunda:asyncBefore', false, { label: '之前转到后台执行' }),
  flag('camunda:asyncAfter', false, { label: '之后转到后台执行' }),
  flag('camunda:exclusive', true, { label: '同一件的后台执行逐个进行' }),
  attribute('camunda:jobPriority', { label: '后台执行优先级', help: '整数,越大越先执行' }),
  {
    key: 'retry',
    label: '失败后重试',
    help: '例如 R3/PT10M(十分钟一次共三次),或 PT1M,PT5M,PT1H',
    read: (element) => extensionOf(element, RETRY)?.get<string | undefined>('body') ?? '',
    write: (element, body) => setExtensions(element, RETRY, body ? [create(RETRY, { body })] : []),
  },
]
