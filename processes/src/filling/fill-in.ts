import {
  componentOf,
  defaultValues,
  evaluateRules,
  fieldProblems,
  fieldsOf,
  formatOf,
  isBlank,
  resolveAccess,
  partsOf,
  sourceOf,
  submittable,
  valueAt,
  type Field,
  type FieldAccess,
  type FileValue,
  type FormSchema,
  type OptionsQuery,
} from '@lianban/forms'
import { dayOf, plusDays } from '../clock/index.ts'
import type { Dice } from './dice.ts'
import { bankCard, citizenId, creditCode, mobile } from './identifiers.ts'
import { personName } from './person-name.ts'

/** Fields appear as others are filled in; a form of the county is whole after a few looks. */
const MAX_LOOKS = 8
/** What is wrong is thrown anew so often. */
const MAX_CORRECTIONS = 25
/** Of fields that need not be filled in. */
const OPTIONAL_SHARE = 0.25
/** An official ticks the first option, which is the good one, this often. */
const FIRST_OPTION_SHARE = 0.88

/** What whoever fills in a form knows. */
export interface Known {
  dice: Dice
  /** `YYYY-MM-DD` in the county. */
  today: string
  values: Readonly<Record<string, unknown>>
  /** What can be chosen. */
  options: readonly (string | number)[]
  isWorkday: (day: string) => boolean
}

/** What is written into a field, by its key; a field that is not named is filled in by its kind. */
export type Answers = Record<string, (known: Known) => unknown>

/** Characters of a person's name at least. */
const SHORTEST_NAME = 2

export interface Blank {
  schema: FormSchema
  access: FieldAccess | undefined
  /** What is in it already. */
  values?: Readonly<Record<string, unknown>>
}

export interface Hand {
  dice: Dice
  /** Epoch milliseconds. */
  now: number
  answers: Answers
  /** Whether options are ticked evenly, or the first as a rule. */
  favoursFirst: boolean
  isWorkday: (day: string) => boolean
  /** What may be chosen where the schema only names a source; without it such fields stay empty. */
  choices?: (query: OptionsQuery) => readonly string[]
  /** A file that stands for one that would be uploaded; without it files are left out. */
  file?: (accept: string) => FileValue
}

type Values = Record<string, unknown>

/**
 * Fills in whatever form the server shows, as a person with this knowledge would, until the rules of the form find nothing
 * wrong. @returns what is handed in: the fields that may be written
 */
export function fillIn({ schema, access, values: given = {} }: Blank, hand: Hand): Values {
  const rights = resolveAccess(schema, access)
  const fields = fieldsOf(schema).filter(
    ({ path, table, schema: { 'x-computed': computed } }) =>
      table === null && computed === undefined && (rights[path] === 'write' || rights[path] === 'required'),
  )
  const values = structuredClone({ ...defaultValues(schema), ...given }) as Values
  const left = new Set<string>()
  for (let look = 0; look < MAX_LOOKS; look++) {
    const { visible, required } = evaluateRules(schema, values, hand)
    const blank = fields.filter(({ path }) => visible[path] && isBlank(valueAt(values, path)) && !left.has(path))
    if (blank.length === 0) break
    for (const field of blank) {
      const { path } = field
      const must = required[path] === true || rights[path] === 'required'
      if (must || field.key in hand.answers || hand.dice.chance(OPTIONAL_SHARE)) put(values, path, answer(schema, field, values, hand))
      if (isBlank(valueAt(values, path)) && !must) left.add(path)
    }
  }
  correct(fields, { schema, access, values }, hand)
  return submittable(schema, values, access) as Values
}

/** Throws the fields anew that are wrong by the form's own rules. */
function correct(fields: Field[], { schema, access, values }: Blank & { values: Values }, hand: Hand): void {
  for (let attempt = 0; attempt < MAX_CORRECTIONS; attempt++) {
    const problems = fieldProblems(schema, evaluateRules(schema, values, hand), { now: hand.now, access, unsure: true })
    if (problems.length === 0) return
    const wrong = new Set(problems.map(({ path }) => path.split('.')[0]!))
    // The answer that is at hand may be the very thing that is wrong here: then the field's kind decides.
    const own = attempt === 0 ? hand : { ...hand, answers: {}, favoursFirst: false }
    for (const field of fields) if (wrong.has(field.path.split('.')[0]!)) put(values, field.path, answer(schema, field, values, own))
  }
}

function answer(schema: FormSchema, field: Field, values: Values, hand: Hand): unknown {
  const known: Known = {
    dice: hand.dice,
    isWorkday: hand.isWorkday,
    today: dayOf(hand.now),
    values,
    options: (field.schema.enum ?? []).map(({ value }) => value),
  }
  const own = hand.answers[field.key]?.(known)
  if (fits(field, own)) return field.kind === 'table' ? (own as Values[]).map((row) => wholeRow(schema, field, row, hand)) : own
  return byKind(schema, field, hand)
}

/** Whether an answer is one of this field: another form may use its key for something else. */
function fits({ kind, schema }: Field, value: unknown): boolean {
  if (value === undefined || value === null) return false
  const options = schema.enum?.map((option) => option.value)
  if (kind === 'choices') return Array.isArray(value) && value.every((one) => options?.includes(one as string) ?? true)
  if (kind === 'table' || kind === 'files') return kind === 'table' && Array.isArray(value)
  if (options) return options.includes(value as string)
  if (schema.type === 'string') return typeof value === 'string'
  return schema.type === 'boolean' ? typeof value === 'boolean' : typeof value === 'number'
}

/** A row with all its columns. */
function wholeRow(schema: FormSchema, table: Field, row: Values, hand: Hand): Values {
  const columns = fieldsOf(schema).filter((field) => field.table === table.path)
  return Object.fromEntries(
    columns.map((column) => [column.key, fits(column, row[column.key]) ? row[column.key] : byKind(schema, column, hand)]),
  )
}

function byKind(schema: FormSchema, field: Field, hand: Hand): unknown {
  const { dice } = hand
  const { items } = field.schema
  const options = optionsOf(field, hand)
  if (field.kind === 'record') return record(field, hand)
  if (field.kind === 'table')
    return Array.from({ length: Math.max(1, field.schema.minItems ?? 1) }, () => wholeRow(schema, field, {}, hand))
  if (field.kind === 'files') return files(field, hand)
  if (field.kind === 'choices') {
    const all = (options ?? []).map(({ value }) => value)
    const least = Math.min(all.length, Math.max(1, field.schema.minItems ?? 1))
    const wanted = Math.min(all.length, field.schema.maxItems ?? all.length, dice.whole(least, Math.max(least, 3)))
    return shuffled(dice, all).slice(0, wanted)
  }
  if (options?.length === 0) return undefined
  if (options) {
    const first = hand.favoursFirst && dice.chance(FIRST_OPTION_SHARE)
    return first ? options[0]!.value : dice.pick(options).value
  }
  return items ? [] : scalar(field, hand)
}

/** What can be chosen: of a tree the ends only. Without any the field stays empty. */
function optionsOf({ schema }: Field, { choices }: Hand): { value: string | number }[] | undefined {
  const { enum: options } = schema
  if (options) return options.filter(({ value }) => !options.some(({ parent }) => parent === value))
  const source = sourceOf(schema)
  return source ? (choices?.(source) ?? []).map((value) => ({ value })) : undefined
}

function files({ schema }: Field, { file }: Hand): FileValue[] {
  if (!file) return []
  const { accept } = schema['x-component-props'] ?? {}
  return Array.from({ length: Math.max(1, schema.minItems ?? 1) }, () => file(Array.isArray(accept) ? accept[0]! : '.pdf'))
}

/** A period that begins after today, or an address with its point. */
function record({ schema }: Field, { dice, now }: Hand): Values {
  let day = dayOf(now)
  const part = (kind: string) => {
    if (kind === 'date') return (day = plusDays(day, dice.whole(1, 10)))
    return kind === 'degrees' ? 0 : `三湖县湖滨路${dice.whole(1, 200)}号`
  }
  const made = Object.fromEntries(Object.entries(partsOf(schema) ?? {}).map(([name, kind]) => [name, part(kind)]))
  return 'longitude' in made ? { ...made, longitude: 119.02, latitude: 33.61 } : made
}

function scalar({ key, schema, title }: Field, { dice, now }: Hand): unknown {
  const component = componentOf(schema)
  const least = schema.minimum ?? 1
  switch (schema.type) {
    case 'boolean':
      return component === 'Checkbox' ? true : dice.chance(0.3)
    case 'number':
    case 'integer': {
      const most = Math.min(schema.maximum ?? Infinity, least * 10 + 20)
      return dice.whole(Math.ceil(least), Math.floor(most))
    }
    default:
  }
  switch (formatOf(schema)) {
    case 'citizen-id':
      return citizenId(dice)
    case 'credit-code':
      return creditCode(dice, '92')
    case 'mobile-cn':
    case 'phone-cn':
      return mobile(dice)
    case 'bank-card':
      return bankCard(dice)
    case 'region-code':
      return '320800'
    case 'date':
      return plusDays(dayOf(now), dice.whole(1, 10))
    default:
  }
  if (component === 'MoneyInput') return `${dice.whole(1, 500)}0000.00`
  if (component === 'Address') return `三湖县湖滨路${dice.whole(1, 200)}号`
  const isPerson = /name|manager|principal|recorder/i.test(key) || /姓名|负责人|管理员/.test(title)
  if (isPerson && schema['x-example'] === undefined && (schema.minLength ?? 0) <= SHORTEST_NAME) return personName(dice)
  const text = schema['x-example'] ?? `${title}:按实际情况填写`
  return text.padEnd(schema.minLength ?? 0, '。').slice(0, schema.maxLength ?? text.length)
}

function shuffled<T>(dice: Dice, from: readonly T[]): T[] {
  const left = [...from]
  return from.map(() => left.splice(dice.whole(0, left.length - 1), 1)[0]!)
}

/** `a.b` into nested objects. */
function put(values: Values, path: string, value: unknown): void {
  const keys = path.split('.')
  const last = keys.pop()!
  let at = values
  for (const key of keys) at = (at[key] ??= {}) as Values
  at[last] = value
}
