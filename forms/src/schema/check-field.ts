import { FORMATS } from '../formats/index.ts'
import { LIMITS } from '../limits.ts'
import { COMPONENTS, wrongProp } from './components.ts'
import { FIELD_KEYS } from './field-keys.ts'
import { componentOf, formatOf, type FieldSchema, kindOf } from './form-schema.ts'
import { unsafePattern } from './pattern.ts'
import { isPlainObject, pointer, type Report } from './report.ts'

export interface FieldPlace {
  /** 1 directly below the root. */
  depth: number
  /** Inside the rows of a table, where only scalar columns stand. */
  table: boolean
}

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
  const keys = Object.hasOwn(FIELD_KEYS, String(field.type)) ? FIELD_KEYS[field.type] : undefined
  if (!keys) {
    return void report(pointer(path, 'type'), 'WRONG_TYPE', `type must be one of ${Object.keys(FIELD_KEYS).join(', ')}`)
  }
  for (const [key, value] of Object.entries(field)) {
    if (!keys.has(key)) {
      report(pointer(path, key), 'UNKNOWN_KEY', `a field of type ${field.type} has no key "${key}"`)
      continue
    }
    const wrong = KEY_CHECKS[key]?.(value)
    if (wrong) report(pointer(path, key), 'WRONG_VALUE', `${key} must be ${wrong}`)
  }
  if (!checkComponent(field, path, report)) return
  checkOptions(field, path, report)
  checkDefault(field, path, report)
  checkConditions(field, path, report)
  checkBounds(field, path, report)
  checkArray(field, path, report)
  if (kindOf(field) !== 'void' && kindOf(field) !== 'object' && !field.title) {
    report(pointer(path, 'title'), 'MISSING_KEY', 'a field that takes a value needs a title')
  }
  if (field.type === 'object' && !isPlainObject(field.properties)) {
    report(pointer(path, 'properties'), 'MISSING_KEY', 'an object has properties')
  }
  if (place.table && kindOf(field) !== 'scalar') {
    report(pointer(path, 'type'), 'WRONG_TYPE', 'a column of a table holds one value')
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
    if (field.type === 'void') report(at, 'MISSING_KEY', 'a void field is a Section or a Notice')
    return field.type !== 'void'
  }
  const rule = COMPONENTS[component]
  if (!rule.types.includes(field.type)) {
    report(at, 'WRONG_TYPE', `${component} shows ${rule.types.join(' or ')}, not ${field.type}`)
    return false
  }
  const implied = formatOf({ type: field.type, 'x-component': component })
  if (implied && field.format && field.format !== implied) {
    report(pointer(path, 'format'), 'WRONG_VALUE', `${component} has format "${implied}"`)
  }
  const props = field['x-component-props'] ?? {}
  if (!isPlainObject(props)) report(pointer(path, 'x-component-props'), 'WRONG_TYPE', 'must be a JSON object')
  else checkProps(component, props, pointer(path, 'x-component-props'), report)
  return true
}

function checkProps(component: keyof typeof COMPONENTS, props: Record<string, unknown>, path: string, report: Report) {
  const rules: Record<string, Parameters<typeof wrongProp>[0]> = COMPONENTS[component].props
  for (const [key, value] of Object.entries(props)) {
    const kind = Object.hasOwn(rules, key) ? rules[key] : undefined
    if (kind === undefined) report(pointer(path, key), 'UNKNOWN_KEY', `${component} has no property "${key}"`)
    else {
      const wrong = wrongProp(kind, value)
      if (wrong) report(pointer(path, key), 'WRONG_VALUE', `${key} ${wrong}`)
    }
  }
}

function checkOptions(field: FieldSchema, path: string, report: Report): void {
  const component = componentOf(field)
  const rule = component ? COMPONENTS[component].options : undefined
  const at = pointer(path, 'enum')
  const options: unknown = field.enum
  if (options === undefined) {
    if (rule === 'required' || (rule === 'allowed' && field.type === 'array')) {
      report(at, 'MISSING_KEY', `${component ?? 'the field'} needs options`)
    }
    return
  }
  if (!rule || field.type === 'boolean') return void report(at, 'UNKNOWN_KEY', `${component ?? 'the field'} takes no options`)
  if (!Array.isArray(options) || options.length === 0 || options.length > LIMITS.options) {
    return void report(at, 'WRONG_VALUE', `must be a list of 1 to ${LIMITS.options} options`)
  }
  const wanted = field.type === 'number' || field.type === 'integer' ? 'number' : 'string'
  const seen = new Set<unknown>()
  options.forEach((option: unknown, index) => {
    const good =
      isPlainObject(option) &&
      Object.keys(option).length === 2 &&
      typeof option['label'] === 'string' &&
      option['label'].length <= LIMITS.labelChars &&
      typeof option['value'] === wanted &&
      option['value'] !== ''
    if (!good) report(pointer(at, index), 'WRONG_VALUE', `an option is {"label": text, "value": ${wanted}}`)
    else if (seen.has(option['value'])) report(pointer(at, index), 'WRONG_VALUE', `value "${String(option['value'])}" is there twice`)
    else seen.add(option['value'])
  })
}

function checkDefault(field: FieldSchema, path: string, report: Report): void {
  const value: unknown = field.default
  if (value === undefined) return
  const values = (field.enum ?? []).map((it) => it.value)
  const good =
    field.type === 'array'
      ? Array.isArray(value) && kindOf(field) === 'choices' && value.every((it) => values.includes(it as string))
      : field.type === 'integer'
        ? Number.isSafeInteger(value)
        : typeof value === field.type && (!field.enum || values.includes(value as string))
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
      report(at, 'WRONG_VALUE', kindOf(field) === 'files' ? 'Upload has no items' : 'must be {"type": "string"}, or left out')
    }
    return
  }
  const columns = isPlainObject(items) ? items['properties'] : undefined
  if (!isPlainObject(items) || items['type'] !== 'object' || Object.keys(items).length !== 2 || !isPlainObject(columns)) {
    return void report(at, 'WRONG_VALUE', 'rows are {"type": "object", "properties": {…}}')
  }
  const size = Object.keys(columns).length
  if (size === 0 || size > LIMITS.columns) report(at, 'TOO_MANY_FIELDS', `a table has 1 to ${LIMITS.columns} columns`)
}
