import type { Variable } from '@bpmn-io/feel-editor'
import { type Field, partsOf } from '@lianban/forms'

/** What a formula of `owner` can name, with Chinese titles, nested as FEEL sees it. */
export function feelVariables(owner: Field, fields: readonly Field[]): Variable[] {
  const values = fields.filter((it) => it.kind !== 'void')
  const above = (field: Field) => values.find((it) => it.path === field.path.slice(0, -(field.key.length + 1)))
  const variable = (field: Field): Variable => {
    const entries = [...values.filter((it) => above(it) === field).map(variable), ...parts(field)]
    return {
      name: field.key,
      detail: field.title || undefined,
      ...(entries.length > 0 ? { entries } : {}),
      ...(field.kind === 'table' ? { isList: true } : {}),
    }
  }
  const row = owner.table === null ? [] : values.filter((it) => it.table === owner.table).map(variable)
  return [...row, ...values.filter((it) => above(it) === undefined).map(variable)]
}

const PART_TITLES: Record<string, string> = { start: '开始日期', end: '结束日期', address: '地址', longitude: '经度', latitude: '纬度' }

function parts(field: Field): Variable[] {
  if (field.kind !== 'record') return []
  return Object.keys(partsOf(field.schema) ?? {}).map((name) => ({ name, detail: PART_TITLES[name] }))
}

const fn = (name: string, detail: string, ...params: string[]): Variable => ({
  name,
  detail,
  type: 'function',
  params: params.map((it) => ({ name: it })),
})

/** The functions that are of use in forms, explained in Chinese; all others of FEEL work too. */
export const FEEL_FUNCTIONS: Variable[] = [
  fn('today', '当天'),
  fn('now', '当前时间'),
  fn('date', '日期', '"2026-01-01"'),
  fn('duration', '时长,P30D 为 30 天', '"P30D"'),
  fn('sum', '合计', 'list'),
  fn('count', '项数', 'list'),
  fn('mean', '平均值', 'list'),
  fn('min', '最小', 'list'),
  fn('max', '最大', 'list'),
  fn('round half up', '四舍五入', 'number', '2'),
  fn('floor', '向下取整', 'number'),
  fn('ceiling', '向上取整', 'number'),
  fn('abs', '绝对值', 'number'),
  fn('not', '不成立', 'condition'),
  fn('contains', '文字包含', 'text', '"…"'),
  fn('starts with', '以…开头', 'text', '"…"'),
  fn('ends with', '以…结尾', 'text', '"…"'),
  fn('string length', '字数', 'text'),
  fn('substring', '截取文字', 'text', '1'),
  fn('string', '转为文字', 'value'),
  fn('number', '转为数字', 'text'),
  fn('list contains', '列表包含', 'list', 'value'),
  fn('distinct values', '去掉重复', 'list'),
]
