import { create, isA, listOf, type Moddle } from '../model/moddle.ts'
import { attribute, extensionOf, extensionsOf, readLines, setExtensions, writeLines, type Setting } from './setting.ts'

/** Stands for a script, a list or a map, or a text of several lines: what a line cannot say stays as it is written. */
const STRUCTURE = '(脚本或列表,保持不变)'

/** Local variables of the element, and what goes out of it, in the order in which they are computed. */
function parameters(part: 'inputParameters' | 'outputParameters'): Pick<Setting, 'read' | 'write'> {
  const type = part === 'inputParameters' ? 'camunda:InputParameter' : 'camunda:OutputParameter'
  const listIn = (element: Moddle) => listOf(extensionOf(element, 'camunda:InputOutput'), part)
  const valueOf = (parameter: Moddle) => {
    const value = parameter.get<string | undefined>('value') ?? ''
    return parameter.get<unknown>('definition') || value.includes('\n') ? STRUCTURE : value
  }
  return {
    read: (element) => writeLines(listIn(element).map((one) => ({ name: one.name ?? '', value: valueOf(one) }))),
    write(element, text) {
      const holder = extensionOf(element, 'camunda:InputOutput') ?? create('camunda:InputOutput')
      const before = listOf(holder, part)
      const made = readLines(text).flatMap(({ name, value }) => {
        const kept = before.find((one) => one.name === name && valueOf(one) === value)
        if (kept || value === STRUCTURE) return kept ?? []
        return create(type, { name, value: value || undefined }, holder)
      })
      holder.set(part, made)
      const isEmpty = listOf(holder, 'inputParameters').length + listOf(holder, 'outputParameters').length === 0
      setExtensions(element, 'camunda:InputOutput', isEmpty ? [] : [holder])
    },
  }
}

export const MAPPINGS: Setting[] = [
  { key: 'inputs', label: '输入变量', kind: 'lines', help: '每行一个:名称 = 值或公式,只在本节点内有效', ...parameters('inputParameters') },
]
export const OUTPUTS: Setting[] = [
  { key: 'outputs', label: '输出变量', kind: 'lines', help: '每行一个:名称 = 值或公式,办完后写入流程', ...parameters('outputParameters') },
]

const ALL = '*'

/** Variables handed to the called process, or taken back: `名称 = 来源`, `* = *` for all. */
function handed(type: 'camunda:In' | 'camunda:Out'): Pick<Setting, 'read' | 'write'> {
  const isBusinessKey = (one: Moddle) => one.get<string | undefined>('businessKey') !== undefined
  return {
    read: (element) =>
      writeLines(
        extensionsOf(element, type)
          .filter((one) => !isBusinessKey(one))
          .map((one) =>
            one.get('variables') === 'all'
              ? { name: ALL, value: ALL }
              : {
                  name: one.get<string | undefined>('target') ?? '',
                  value: one.get<string | undefined>('source') ?? one.get<string | undefined>('sourceExpression') ?? '',
                },
          ),
      ),
    write(element, text) {
      const before = extensionsOf(element, type)
      const made = readLines(text).map(({ name, value }) => {
        const said =
          name === ALL ? { variables: 'all' } : { [/^=|[$#]\{/.test(value) ? 'sourceExpression' : 'source']: value, target: name }
        // Whether it is taken from the nearest scope only is not said in a line.
        const local = before
          .find((one) => (name === ALL ? one.get('variables') === 'all' : one.get('target') === name))
          ?.get<boolean>('local')
        return create(type, { ...said, ...(local && { local }) })
      })
      setExtensions(element, type, [...before.filter(isBusinessKey), ...made])
    },
  }
}

const BUSINESS_KEY: Setting = {
  key: 'business-key',
  label: '业务编号',
  help: '被调用流程的业务编号,例如 ${execution.processBusinessKey}',
  read: (element) =>
    extensionsOf(element, 'camunda:In')
      .map((one) => one.get<string | undefined>('businessKey'))
      .find((key) => key !== undefined) ?? '',
  write(element, businessKey) {
    const rest = extensionsOf(element, 'camunda:In').filter((one) => one.get('businessKey') === undefined)
    setExtensions(element, 'camunda:In', businessKey ? [create('camunda:In', { businessKey }), ...rest] : rest)
  },
}

/** Which process is called, in which version, with what. */
export const callSettings = (element: Moddle): Setting[] =>
  isA(element, 'bpmn:CallActivity')
    ? [
        attribute('calledElement', { label: '调用的流程', help: '流程的标识,或公式' }),
        attribute('camunda:calledElementBinding', {
          label: '版本',
          kind: 'choice',
          options: [
            { value: 'latest', label: '最新版本' },
            { value: 'deployment', label: '同时发布的版本' },
            { value: 'version', label: '指定版本号' },
            { value: 'versionTag', label: '指定版本标签' },
          ],
        }),
        ...(element.get('camunda:calledElementBinding') === 'version'
          ? [attribute('camunda:calledElementVersion', { label: '版本号' })]
          : []),
        ...(element.get('camunda:calledElementBinding') === 'versionTag'
          ? [attribute('camunda:calledElementVersionTag', { label: '版本标签' })]
          : []),
        BUSINESS_KEY,
        { key: 'in', label: '传入的变量', kind: 'lines', help: '每行一个:名称 = 来源变量或公式;* = * 表示全部', ...handed('camunda:In') },
        { key: 'out', label: '取回的变量', kind: 'lines', help: '每行一个:名称 = 来源变量或公式;* = * 表示全部', ...handed('camunda:Out') },
      ]
    : []
