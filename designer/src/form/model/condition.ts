import { componentOf, type Field, isSummable, type Option, partsOf } from '@lianban/forms'

/** How values of an operand compare. */
export type OperandType = 'text' | 'options' | 'choices' | 'number' | 'date' | 'boolean' | 'filled'

export type Operator =
  '=' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'notIn' | 'contains' | 'notContains' | 'blank' | 'filled' | 'yes' | 'no'

/** What a comparison looks at. Of a table: the number of its rows, the sum of a column, one row, every row. */
export interface Operand {
  of: 'value' | 'count' | 'sum' | 'any' | 'every'
  /** Path of the field, of a part of a record, or of the column. */
  path: string
}

/** A day is `2026-11-26` or `today`; `field` is the value of another operand, by its path. */
export type Value = string | number | FieldValue

export interface FieldValue {
  field: string
}

export const isFieldValue = (value: Value | undefined): value is FieldValue => typeof value === 'object'

export interface Comparison {
  operand: Operand
  operator: Operator
  /** One for most operators, several for `in` and `notIn`, none for the rest. */
  values: Value[]
}

/** Comparisons that must all hold, or of which one must. */
export interface Group {
  join: 'and' | 'or'
  parts: (Comparison | Group)[]
}

export const isGroup = (part: Comparison | Group): part is Group => 'join' in part

/** Something that a condition can look at, with what it is called. */
export interface OperandChoice {
  operand: Operand
  label: string
  type: OperandType
  options?: Option[]
  /** How the operand's value is named in FEEL; of rows, the table and the column. */
  name: string
}

const BY_TYPE: Record<OperandType, Operator[]> = {
  text: ['=', '!=', 'contains', 'notContains', 'filled', 'blank'],
  options: ['=', '!=', 'in', 'notIn', 'filled', 'blank'],
  choices: ['contains', 'notContains', 'filled', 'blank'],
  number: ['=', '!=', '>', '>=', '<', '<=', 'filled', 'blank'],
  date: ['=', '<', '<=', '>', '>=', 'filled', 'blank'],
  boolean: ['yes', 'no'],
  filled: ['filled', 'blank'],
}

/** The comparisons that make sense for an operand, the usual one first. */
export function operatorsFor({ operand, type }: Pick<OperandChoice, 'operand' | 'type'>): Operator[] {
  const all = BY_TYPE[type]
  return operand.of === 'count' || operand.of === 'sum' ? all.filter((it) => it !== 'blank' && it !== 'filled') : all
}

/** How many values an operator takes: none, one, or any number from one on. */
export function valuesOf(operator: Operator): 'none' | 'one' | 'many' {
  if (operator === 'in' || operator === 'notIn') return 'many'
  return ['blank', 'filled', 'yes', 'no'].includes(operator) ? 'none' : 'one'
}

/** What an operand can be compared with besides a fixed value: other fields of the same type. */
export function fieldsToCompare(choice: OperandChoice, operator: Operator, choices: readonly OperandChoice[]): OperandChoice[] {
  if (!['text', 'number', 'date'].includes(choice.type) || !['=', '!=', '<', '<=', '>', '>='].includes(operator)) return []
  return choices.filter((it) => it.operand.of === 'value' && it.type === choice.type && it !== choice)
}

/** Everything that a condition of `owner` can look at, in the order of the form. */
export function operandsFor(owner: Field, fields: readonly Field[]): OperandChoice[] {
  return fields.flatMap((field) => {
    if (field.kind === 'void' || field.kind === 'object') return []
    if (field.table !== null && field.table !== owner.table) return overRows(field, nameFor(owner, tableOf(field, fields), fields), fields)
    const name = nameFor(owner, field, fields)
    if (field.kind === 'table') {
      return [{ operand: { of: 'count', path: field.path }, label: `“${field.title}”的行数`, type: 'number', name }]
    }
    if (field.kind === 'record') return parts(field, name)
    return [
      { operand: { of: 'value', path: field.path }, label: `“${field.title}”`, type: typeOf(field), name, options: field.schema.enum },
    ]
  })
}

const tableOf = (column: Field, fields: readonly Field[]): Field => fields.find((it) => it.path === column.table)!

function overRows(column: Field, table: string, fields: readonly Field[]): OperandChoice[] {
  const title = tableOf(column, fields).title
  const common = { type: typeOf(column), name: `${table}.${column.key}`, options: column.schema.enum }
  const rows: OperandChoice[] = [
    { ...common, operand: { of: 'any', path: column.path }, label: `“${title}”中有一行“${column.title}”` },
    { ...common, operand: { of: 'every', path: column.path }, label: `“${title}”每一行的“${column.title}”` },
  ]
  if (!isSummable(column.schema)) return rows
  return [...rows, { ...common, operand: { of: 'sum', path: column.path }, label: `“${title}”的“${column.title}”合计`, type: 'number' }]
}

const PART_LABELS: Record<string, string> = { start: '开始日期', end: '结束日期', address: '地址' }

function parts(field: Field, name: string): OperandChoice[] {
  return Object.entries(partsOf(field.schema) ?? {}).flatMap(([part, type]) =>
    type === 'degrees'
      ? []
      : [
          {
            operand: { of: 'value', path: `${field.path}.${part}` },
            label: `“${field.title}”的${PART_LABELS[part] ?? part}`,
            type,
            name: `${name}.${part}`,
          },
        ],
  )
}

/** How `owner` names a field: a column of its own row by its key, a field that such a column hides from the root on. */
function nameFor(owner: Field, field: Field, fields: readonly Field[]): string {
  if (owner.table !== null && field.table === owner.table) return field.key
  const head = field.path.split('.')[0]!
  return owner.table !== null && fields.some((it) => it.path === `${owner.table}.${head}`) ? `root.${field.path}` : field.path
}

function typeOf({ kind, schema }: Field): OperandType {
  if (kind === 'choices') return schema.enum ? 'choices' : 'filled'
  if (kind !== 'scalar') return 'filled'
  const component = componentOf(schema)
  if (schema.type === 'boolean') return 'boolean'
  if (schema.enum) return 'options'
  if (component === 'DatePicker') return 'date'
  return schema.type === 'string' && component !== 'MoneyInput' ? 'text' : 'number'
}

export const sameOperand = (a: Operand, b: Operand): boolean => a.of === b.of && a.path === b.path

/** A condition as FEEL. Precondition: its operands are among the choices, its values fit. */
export function writeCondition(group: Group, choices: readonly OperandChoice[]): string {
  return group.parts
    .map((part) => {
      if (!isGroup(part)) {
        const text = writeComparison(
          part,
          choices.find((it) => sameOperand(it.operand, part.operand))!,
          choices,
        )
        // What some and every say reaches to the end of the text: brackets end it.
        return group.parts.length > 1 && (part.operand.of === 'any' || part.operand.of === 'every') ? `(${text})` : text
      }
      const text = writeCondition(part, choices)
      return part.parts.length > 1 && group.parts.length > 1 ? `(${text})` : text
    })
    .join(` ${group.join} `)
}

function writeComparison({ operator, values }: Comparison, choice: OperandChoice, choices: readonly OperandChoice[]): string {
  const { of } = choice.operand
  const list = choice.type === 'choices' || (choice.type === 'filled' && of === 'value')
  const literals = values.map((it) => (isFieldValue(it) ? valueChoice(it, choices).name : literal(it, choice.type)))
  if (of === 'any' || of === 'every') {
    const at = choice.name.lastIndexOf('.')
    const test = comparison(`row${choice.name.slice(at)}`, operator, literals, list)
    return `${of === 'any' ? 'some' : 'every'} row in ${choice.name.slice(0, at)} satisfies ${test}`
  }
  return comparison(of === 'value' ? choice.name : `${of}(${choice.name})`, operator, literals, list)
}

const valueChoice = ({ field }: FieldValue, choices: readonly OperandChoice[]): OperandChoice =>
  choices.find((it) => sameOperand(it.operand, { of: 'value', path: field }))!

function comparison(name: string, operator: Operator, literals: string[], list: boolean): string {
  switch (operator) {
    case 'yes':
      return `${name} = true`
    case 'no':
      return `${name} = false`
    case 'filled':
      return list ? `count(${name}) > 0` : `${name} != null`
    case 'blank':
      return list ? `count(${name}) = 0` : `${name} = null`
    case 'in':
      return `list contains([${literals.join(', ')}], ${name})`
    case 'notIn':
      return `not(list contains([${literals.join(', ')}], ${name}))`
    case 'contains':
      return list ? `list contains(${name}, ${literals[0]})` : `contains(${name}, ${literals[0]})`
    case 'notContains':
      return `not(${comparison(name, 'contains', literals, list)})`
    default:
      return `${name} ${operator} ${literals[0]}`
  }
}

function literal(value: string | number, type: OperandType): string {
  if (type === 'date') return value === 'today' ? 'today()' : `date(${JSON.stringify(value)})`
  return typeof value === 'number' ? String(value) : JSON.stringify(value)
}

/** What an operator says between the operand and the value. */
export function operatorWords(operator: Operator, type: OperandType): string {
  if (type === 'date' && operator in DATE_WORDS) return DATE_WORDS[operator]!
  return type === 'number' && operator in NUMBER_WORDS ? NUMBER_WORDS[operator]! : WORDS[operator]
}

const NUMBER_WORDS: Partial<Record<Operator, string>> = { '=': '等于', '!=': '不等于' }
const DATE_WORDS: Partial<Record<Operator, string>> = { '=': '是', '<': '早于', '<=': '不晚于', '>': '晚于', '>=': '不早于' }
const WORDS: Record<Operator, string> = {
  '=': '是',
  '!=': '不是',
  '<': '小于',
  '<=': '不大于',
  '>': '大于',
  '>=': '不小于',
  in: '是其中之一',
  notIn: '不是其中任何一项',
  contains: '包含',
  notContains: '不包含',
  blank: '未填写',
  filled: '已填写',
  yes: '为是',
  no: '为否',
}

/** A condition in plain Chinese. */
export function conditionWords(group: Group, choices: readonly OperandChoice[]): string {
  return group.parts
    .map((part) => {
      if (!isGroup(part)) return comparisonWords(part, choices)
      const text = conditionWords(part, choices)
      return part.parts.length > 1 && group.parts.length > 1 ? `(${text})` : text
    })
    .join(group.join === 'and' ? ',且' : ',或')
}

function comparisonWords({ operand, operator, values }: Comparison, choices: readonly OperandChoice[]): string {
  const choice = choices.find((it) => sameOperand(it.operand, operand))!
  const words = operatorWords(operator, choice.type)
  if (valuesOf(operator) === 'none') return `${choice.label}${words}`
  const shown = values.map((it) => (isFieldValue(it) ? valueChoice(it, choices).label : valueWords(it, choice)))
  if (operator === 'in') return `${choice.label}是${shown.join('或')}`
  if (operator === 'notIn') return `${choice.label}不是${shown.join(',也不是')}`
  if (isFieldValue(values[0]) && (operator === '=' || operator === '!='))
    return `${choice.label}与${shown[0]}${operator === '=' ? '相同' : '不同'}`
  return `${choice.label}${words}${typeof values[0] === 'number' && !choice.options ? ` ${shown[0]}` : shown[0]}`
}

function valueWords(value: string | number, { type, options }: OperandChoice): string {
  if (type === 'date') {
    const [year, month, day] = String(value).split('-')
    return value === 'today' ? '当天' : `${year}年${Number(month)}月${Number(day)}日`
  }
  const label = options?.find((it) => it.value === value)?.label
  return typeof value === 'number' && label === undefined ? String(value) : `“${label ?? value}”`
}
