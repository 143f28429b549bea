import type { KnownField } from '../draft.ts'

/*
 * Conditions of sequence flows that a person can put together: comparisons of one variable or field each, joined by 且 or
 * 或, groups in groups. What is written otherwise is kept and shown as it is written.
 */

export type Operator =
  '=' | '!=' | '<' | '<=' | '>' | '>=' | 'contains' | 'not contains' | 'starts with' | 'in' | 'not in' | 'empty' | 'not empty'
export type Scalar = string | number | boolean

export interface Comparison {
  kind: 'comparison'
  variable: string
  operator: Operator
  /** `in` and `not in` have a list, `empty` and `not empty` nothing; of a date an ISO day. */
  value: Scalar | Scalar[] | null
  /** ISO days: a form holds them as text, which sorts as the days do. */
  isDate?: boolean
  /** The variable is a list, in which is looked. */
  isList?: boolean
}

export interface Group {
  kind: 'and' | 'or'
  parts: Condition[]
}

export type Condition = Comparison | Group

/** Types that can be compared. */
export type FieldType = Exclude<NonNullable<KnownField['type']>, 'other'>

/** What one may ask of a field, by its type. */
export const OPERATORS: Record<FieldType, Operator[]> = {
  string: ['=', '!=', 'in', 'not in', 'contains', 'not contains', 'starts with', 'empty', 'not empty'],
  number: ['=', '!=', '<', '<=', '>', '>=', 'in', 'not in', 'empty', 'not empty'],
  boolean: ['=', '!='],
  date: ['=', '!=', '<', '<=', '>', '>=', 'empty', 'not empty'],
  list: ['contains', 'not contains'],
}

export const OPERATOR_WORDS: Record<Operator, string> = {
  '=': '等于',
  '!=': '不等于',
  '<': '小于',
  '<=': '小于或等于',
  '>': '大于',
  '>=': '大于或等于',
  contains: '包含',
  'not contains': '不包含',
  'starts with': '开头是',
  in: '是其中之一',
  'not in': '不是其中任何一个',
  empty: '没有填写',
  'not empty': '已经填写',
}
const DATE_WORDS: Partial<Record<Operator, string>> = { '<': '早于', '<=': '不晚于', '>': '晚于', '>=': '不早于' }
export const operatorWords = (operator: Operator, type: FieldType): string =>
  (type === 'date' && DATE_WORDS[operator]) || OPERATOR_WORDS[operator]

/** FEEL with the leading `=` that marks it in a model. */
export const writeCondition = (condition: Condition): string => `=${feelOf(condition)}`

function feelOf(condition: Condition, within?: Group['kind']): string {
  if (condition.kind === 'comparison') return comparisonFeel(condition)
  // A group with one part, or none, says no more than that part.
  if (condition.parts.length === 0) return 'true'
  if (condition.parts.length === 1) return feelOf(condition.parts[0]!, within)
  const feel = condition.parts.map((part) => feelOf(part, condition.kind)).join(` ${condition.kind} `)
  return within !== undefined && within !== condition.kind ? `(${feel})` : feel
}

function comparisonFeel({ variable, operator, value, isList }: Comparison): string {
  const one = (single: Scalar) => (typeof single === 'string' ? quote(single) : String(single))
  const list = () => (Array.isArray(value) ? value : value === null ? [] : [value]).map(one).join(', ')
  const single = () => (Array.isArray(value) ? one(value[0] ?? '') : value === null ? 'null' : one(value))
  switch (operator) {
    case 'empty':
      return `${variable} = null`
    case 'not empty':
      return `${variable} != null`
    case 'starts with':
      return `starts with(${variable}, ${single()})`
    case 'contains':
      return `${isList ? 'list contains' : 'contains'}(${variable}, ${single()})`
    case 'not contains':
      return `not(${comparisonFeel({ kind: 'comparison', variable, operator: 'contains', value, isList })})`
    case 'in':
      return `${variable} in (${list()})`
    case 'not in':
      return `not(${variable} in (${list()}))`
    default:
      return `${variable} ${operator} ${single()}`
  }
}

const quote = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`

/** Names and values of variables in words. */
export interface Vocabulary {
  fields: KnownField[]
}

/** `经营面积 大于 300,且(业态 是 餐饮、食堂 其中之一 或 …)`. */
export function conditionWords(condition: Condition, { fields }: Vocabulary): string {
  const words = (part: Condition, within?: Group['kind']): string => {
    if (part.kind === 'comparison')
      return comparisonWords(
        part,
        fields.find(({ path }) => path === part.variable),
      )
    if (part.parts.length === 0) return '总是'
    if (part.parts.length === 1) return words(part.parts[0]!, within)
    const said = part.parts.map((one) => words(one, part.kind)).join(part.kind === 'and' ? ',且' : ',或')
    return within !== undefined && within !== part.kind ? `(${said})` : said
  }
  return words(condition)
}

function comparisonWords({ variable, operator, value, isDate }: Comparison, field: KnownField | undefined): string {
  const title = field?.title ?? variable
  const one = (single: Scalar) =>
    typeof single === 'boolean'
      ? single
        ? '是'
        : '否'
      : (field?.options?.find((option) => option.value === single)?.label ?? String(single))
  if (typeof value === 'boolean') return (operator === '=') === value ? `${title}:是` : `${title}:否`
  if (operator === 'empty' || operator === 'not empty') return `${title}${OPERATOR_WORDS[operator]}`
  const list = (Array.isArray(value) ? value : value === null ? [] : [value]).map(one).join('、')
  if (operator === 'in') return `${title}是${list}之一`
  if (operator === 'not in') return `${title}不是${list}`
  return `${title}${operatorWords(operator, isDate ? 'date' : 'string')} ${list || '(未填)'}`
}
