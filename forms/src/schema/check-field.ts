import { FORMATS } from '../formats/index.ts'
import { LIMITS } from '../limits.ts'
import { checkOptions } from './check-options.ts'
import { COMPONENTS, mayCarry } from './components.ts'
import { type ComponentName, componentOf, formatsOf, type FieldSchema, type FieldType, isSummable, kindOf } from './form-schema.ts'
import { unsafePattern } from './pattern.ts'
import { isPlainObject, pointer, type Report } from './report.ts'
import { wrongProp } from './settings.ts'

export interface FieldPlace {
  /** 1 directly below the root. */
  depth: number
  /** Inside the rows of a table, where only values stand: no tables, no containers. */
  table: boolean
  /** Directly inside Tabs or Steps, where only Sections stand. */
  sections: boolean
}

const TYPES: readonly FieldType[] = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'void']

type KeyCheck = (value: unknown) => string | null

const text =
  (limit: number): KeyCheck =>
  (value) =>
    typeof value === 'string' && value.length <= limit ? null : `text of at most ${limit} characters`
const count =
  (limit: number): KeyCheck =>
  (value) =>
    Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= limit ? null : `an integer from 0 to ${limit}`
const number: KeyCheck = (value) => (typeof value === 'number' && Number.isFinite(value) ? null : 'a finite number')
const boolean: KeyCheck = (value) => (typeof value === 'boolean' ? null : 'a boolean')

/** What the value of each key must be; keys that need the rest of the field are checked below. */
const KEY_CHECKS: Record<string, KeyCheck> = {
  title: text(LIMITS.labelChars),
  'x-help': text(LIMITS.labelChars),
  'x-example': text(LIMITS.labelChars),
  description: text(LIMITS.noticeChars),
  required: boolean,
  minLength: count(LIMITS.textCharsMax),
  maxLength: count(LIMITS.textCharsMax),
  minItems: count(LIMITS.rowsMax),
  maxItems: count(LIMITS.rowsMax),
  minimum: number,
  maximum: number,
  multipleOf: (value) => number(value) ?? (Number(value) > 0 ? null : 'a number above 0'),
  'x-index': number,
  'x-decorator': (value) => (value === 'FormItem' ? null : '"FormItem", or left out'),
  format: (value) => (typeof value === 'string' && Object.hasOwn(FORMATS, value) ? null : `one of ${Object.keys(FORMATS).join(', ')}`),
  pattern: (value) => (typeof value === 'string' ? unsafePattern(value) : 'a regular expression'),
  'x-visible-if': text(LIMITS.expressionChars),
  'x-required-if': text(LIMITS.expressionChars),
  'x-computed': text(LIMITS.expressionChars),
}

/** Checks one field by itself; `properties` and `items.properties` are walked by checkSchema. */
export function checkField(field: FieldSchema, path: string, place: FieldPlace, report: Report): void {
  if (!TYPES.includes(field.type)) return void report(pointer(path, 'type'), 'WRONG_TYPE', `type must be one of ${TYPES.join(', ')}`)
  const component = componentOf(field)
  const good = checkComponent(field, path, report)
  checkKeys(field, Object.hasOwn(COMPONENTS, String(component)) ? component : null, path, report)
  if (!good) return
  checkOptions(field, path, report)
  checkDefault(field, path, report)
  checkConditions(field, path, report)
  checkBounds(field, path, report)
  checkArray(field, path, report)
  if (kindOf(field) !== 'void' && kindOf(field) !== 'object' && !field.title) {
    report(pointer(path, 'title'), 'MISSING_KEY', 'a field that takes a value needs a title')
  }
  if (kindOf(field) === 'object' && !isPlainObject(field.properties)) {
    report(pointer(path, 'properties'), 'MISSING_KEY', 'an object has properties')
  }
  checkPlace(field, path, place, report)
}

function checkKeys(field: FieldSchema, component: ComponentName | null, path: string, report: Report): void {
  for (const [key, value] of Object.entries(field)) {
    if (!mayCarry(component, field.type, key)) {
      report(pointer(path, key), 'UNKNOWN_KEY', `${component ?? 'a field'} of type ${field.type} has no key "${key}"`)
      continue
    }
    const wrong = KEY_CHECKS[key]?.(value)
    if (wrong) report(pointer(path, key), 'WRONG_VALUE', `${key} must be ${wrong}`)
  }
}

/** What may stand where: values in the rows of a table, Sections in Tabs and Steps, Steps once and outermost. */
function checkPlace(field: FieldSchema, path: string, place: FieldPlace, report: Report): void {
  const component = componentOf(field)
  if (place.table && ['table', 'object', 'void'].includes(kindOf(field))) {
    report(pointer(path, 'type'), 'WRONG_TYPE', 'a column of a table holds one value')
  }
  if (place.sections && component !== 'Section') {
    report(pointer(path, 'x-component'), 'WRONG_PLACE', 'inside Tabs and Steps stand Sections only')
  }
  if (component === 'Steps' && place.depth > 1) {
    report(pointer(path, 'x-component'), 'WRONG_PLACE', 'Steps stand directly below the root only')
  }
  if ((component === 'Tabs' || component === 'Steps') && Object.keys(field.properties ?? {}).length === 0) {
    report(pointer(path, 'properties'), 'MISSING_KEY', `${component} have at least one Section`)
  }
}

function checkComponent(field: FieldSchema, path: string, report: Report): boolean {
  const name = field['x-component']
  const at = pointer(path, 'x-component')
  if (name !== undefined && !Object.hasOwn(COMPONENTS, String(name))) {
    report(at, 'UNKNOWN_COMPONENT', `must be one of ${Object.keys(COMPONENTS).join(', ')}`)
    return false
  }
  const component = componentOf(field)
  if (!component) {
    if (field.type === 'void') report(at, 'MISSING_KEY', 'a void field is a Section, a Group, Tabs, Steps or a Notice')
    return field.type !== 'void'
  }
  const rule = COMPONENTS[component]
  if (!rule.types.includes(field.type)) {
    report(at, 'WRONG_TYPE', `${component} shows ${rule.types.join(' or ')}, not ${field.type}`)
    return false
  }
  const formats = formatsOf(component)
  if (formats && field.format && !formats.includes(field.format)) {
    report(pointer(path, 'format'), 'WRONG_VALUE', `${component} has format "${formats.join('" or "')}"`)
  }
  const props = field['x-component-props'] ?? {}
  if (!isPlainObject(props)) report(pointer(path, 'x-component-props'), 'WRONG_TYPE', 'must be a JSON object')
  else checkProps(component, props, pointer(path, 'x-component-props'), report)
  return true
}

function checkProps(component: ComponentName, props: Record<string, unknown>, path: string, report: Report) {
  const rules = COMPONENTS[component].props
  for (const [key, value] of Object.entries(props)) {
    const rule = Object.hasOwn(rules, key) ? rules[key] : undefined
    if (rule === undefined) report(pointer(path, key), 'UNKNOWN_KEY', `${component} has no property "${key}"`)
    else {
      const wrong = wrongProp(rule, value)
      if (wrong) report(pointer(path, key), 'WRONG_VALUE', `${key} ${wrong}`)
    }
  }
}

function checkDefault(field: FieldSchema, path: string, report: Report): void {
  const value: unknown = field.default
  if (value === undefined) return
  const values = field.enum?.map((it) => it.value)
  const good =
    field.type === 'array'
      ? Array.isArray(value) && kindOf(field) === 'choices' && value.every((it) => typeof it === 'string' && (values?.includes(it) ?? true))
      : field.type === 'integer'
        ? Number.isSafeInteger(value)
        : typeof value === field.type && (values?.includes(value as string) ?? true)
  if (!good) report(pointer(path, 'default'), 'WRONG_VALUE', 'the default is not a value of this field')
}

function checkConditions(field: FieldSchema, path: string, report: Report): void {
  const checks: unknown = field['x-checks']
  if (checks !== undefined) {
    const at = pointer(path, 'x-checks')
    if (!Array.isArray(checks) || checks.length > LIMITS.checksPerField) {
      return void report(at, 'WRONG_VALUE', `must be a list of at most ${LIMITS.checksPerField} checks`)
    }
    checks.forEach((check: unknown, index) => {
      const good =
        isPlainObject(check) &&
        Object.keys(check).length === 2 &&
        typeof check['when'] === 'string' &&
        typeof check['message'] === 'string' &&
        check['message'].length <= LIMITS.labelChars
      if (!good) report(pointer(at, index), 'WRONG_VALUE', 'a check is {"when": FEEL, "message": text}')
    })
  }
  if (field['x-computed'] !== undefined && (field.required || field['x-required-if'] !== undefined)) {
    report(pointer(path, 'x-computed'), 'WRONG_VALUE', 'a computed field cannot be required: nobody can fill it in')
  }
  if (componentOf(field) === 'Computed' && field['x-computed'] === undefined) {
    report(pointer(path, 'x-computed'), 'MISSING_KEY', 'Computed shows what x-computed says')
  }
}

function checkBounds(field: FieldSchema, path: string, report: Report): void {
  const pairs = [
    ['minLength', 'maxLength'],
    ['minimum', 'maximum'],
    ['minItems', 'maxItems'],
  ] as const
  for (const [low, high] of pairs) {
    const [from, to] = [field[low], field[high]]
    if (from !== undefined && to !== undefined && from > to) report(pointer(path, low), 'WRONG_VALUE', `${low} exceeds ${high}`)
  }
  const bounded = field.minimum !== undefined || field.maximum !== undefined
  if (field.type === 'string' && bounded && componentOf(field) !== 'MoneyInput') {
    report(path, 'UNKNOWN_KEY', 'minimum and maximum on text are for MoneyInput')
  }
}

function checkArray(field: FieldSchema, path: string, report: Report): void {
  if (field.type !== 'array') return
  const items: unknown = field.items
  const at = pointer(path, 'items')
  if (kindOf(field) !== 'table') {
    const good = items === undefined || (isPlainObject(items) && Object.keys(items).length === 1 && items['type'] === 'string')
    if (!good || (items !== undefined && kindOf(field) === 'files')) {
      report(at, 'WRONG_VALUE', kindOf(field) === 'files' ? 'files have no items' : 'must be {"type": "string"}, or left out')
    }
    return
  }
  const columns = isPlainObject(items) ? items['properties'] : undefined
  if (!isPlainObject(items) || items['type'] !== 'object' || Object.keys(items).length !== 2 || !isPlainObject(columns)) {
    return void report(at, 'WRONG_VALUE', 'rows are {"type": "object", "properties": {…}}')
  }
  const size = Object.keys(columns).length
  if (size === 0 || size > LIMITS.columns) report(at, 'TOO_MANY_FIELDS', `a table has 1 to ${LIMITS.columns} columns`)
  checkColumnNames(field, columns as Record<string, FieldSchema>, pointer(path, 'x-component-props'), report)
}

/** Sums are of numbers and money; a heading is any column. */
function checkColumnNames(field: FieldSchema, columns: Record<string, FieldSchema>, path: string, report: Report): void {
  const { sums, heading } = field['x-component-props'] ?? {}
  const summable = (key: string) => Object.hasOwn(columns, key) && isSummable(columns[key]!)
  if (Array.isArray(sums) && !sums.every(summable)) {
    report(pointer(path, 'sums'), 'WRONG_VALUE', 'sums must name columns of numbers or money')
  }
  if (typeof heading === 'string' && !Object.hasOwn(columns, heading)) {
    report(pointer(path, 'heading'), 'WRONG_VALUE', `there is no column "${heading}"`)
  }
}
