import { parseDefinitions, type ProblemCode } from '@lianban/engine'
import type { Problem } from './draft.ts'
import { titleOf, type Moddle } from './model/moddle.ts'

/** Why a model is refused, for people who do not know BPMN. */
const WORDS: Partial<Record<ProblemCode, string>> = {
  XML_INVALID: '文件内容不完整,无法读取',
  XML_DTD_FORBIDDEN: '文件含有不允许的内容(DTD)',
  MODEL_TOO_LARGE: '流程太大,请拆成几个流程',
  NESTING_TOO_DEEP: '子流程层次太深',
  NOT_BPMN: '不是流程模型文件',
  NO_PROCESS: '没有流程',
  NO_EXECUTABLE_PROCESS: '流程没有设为可执行',
  DUPLICATE_ID: '编号与另一个节点重复',
  MISSING_ID: '没有编号',
  DANGLING_REFERENCE: '引用的内容不存在',
  UNKNOWN_ELEMENT: '含有不认识的内容',
  UNSUPPORTED_ELEMENT: '这类节点不能执行,请换成其他类型',
  UNSUPPORTED_EXTENSION: '含有不支持的设置',
  NO_START_EVENT: '没有开始',
  DUPLICATE_START_EVENT: '有多个开始',
  FLOW_CROSSES_SCOPE: '连线穿过了子流程的边框',
  FLOW_NOT_ALLOWED: '这里不能连线',
  INVALID_DEFAULT_FLOW: '默认去向不是从这里出去的连线',
  INVALID_EXPRESSION: '条件或公式写得不对',
  INVALID_VALUE: '设置的值不对',
  UNSUPPORTED_LANGUAGE: '不支持这种公式语言',
  NO_IMPLEMENTATION: '没有设定由什么来办理',
  NO_TOPIC: '没有设定办理主题',
  NO_TIMER: '没有设定期限',
  INVALID_TIMER: '期限写得不对',
  NO_MESSAGE: '没有选择消息',
  NO_MESSAGE_NAME: '消息没有名称',
  DUPLICATE_MESSAGE: '同一处等待的消息重复',
  NO_ERROR_CODE: '没有设定错误代码',
  DUPLICATE_ERROR: '同一个节点处理的错误重复',
  NO_ATTACHED_ACTIVITY: '边界事件没有附在环节上',
  EVENT_NOT_ALLOWED: '这里不能用这种事件',
  NO_SIGNAL: '没有选择信号',
  NO_SIGNAL_NAME: '信号没有名称',
  DUPLICATE_SIGNAL: '同一处等待的信号重复',
  NO_ESCALATION_CODE: '没有设定升级代码',
  DUPLICATE_ESCALATION: '同一个节点处理的升级重复',
  NO_CONDITION: '没有设定条件',
  DUPLICATE_CONDITION: '同一处等待的条件重复',
  DUPLICATE_TIMER: '同一处的期限重复',
  NO_LINK: '跳转没有对应的入口或出口',
  DUPLICATE_LINK: '跳转入口重复',
  NO_COMPENSATION_HANDLER: '没有补偿环节',
  DUPLICATE_COMPENSATION: '补偿环节重复',
  DUPLICATE_CANCEL: '取消事件重复',
  NO_LOOP: '循环没有设定次数或集合',
  NO_SCRIPT: '没有写脚本',
  NO_CALLED_ELEMENT: '没有选择要调用的流程',
  NO_DECISION: '没有选择决策表',
  MISSING_NAME: '没有名称',
}

/** What the engine says of a model when it is deployed, in Chinese; errors and what has no effect. */
export function lintModel(xml: string, elements: ReadonlyMap<string, Moddle>): Problem[] {
  const result = parseDefinitions(xml)
  const said = result.ok ? result.warnings : result.problems
  return said.map(({ code, message, elementId, line }) => {
    const element = elementId === null ? undefined : elements.get(elementId)
    return {
      place: element ? `「${titleOf(element)}」` : line === null ? '流程' : `流程文件第 ${line} 行`,
      code,
      message: WORDS[code] ?? message,
      level: result.ok ? ('warning' as const) : ('error' as const),
      elementId: element?.id,
    }
  })
}
