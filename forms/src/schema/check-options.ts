import { LIMITS } from '../limits.ts'
import { COMPONENTS, type SourceKind } from './components.ts'
import { componentOf, type FieldSchema } from './form-schema.ts'
import { isPlainObject, pointer, type Report } from './report.ts'

/** Checks where the options of a field come from: a list in the schema, or one named source, never both. */
export function checkOptions(field: FieldSchema, path: string, report: Report): void {
  const component = componentOf(field)
  const rule = component ? COMPONENTS[component] : undefined
  const name = component ?? 'the field'
  const at = pointer(path, 'enum')
  if (field.enum === undefined) {
    if (field['x-options'] !== undefined) return checkSource(field, path, report)
    if (rule?.options === 'required' || (rule?.options === 'allowed' && field.type === 'array')) {
      report(at, 'MISSING_KEY', `${name} needs options`)
    }
    return
  }
  if (field['x-options'] !== undefined) report(pointer(path, 'x-options'), 'WRONG_VALUE', 'options are listed or named, not both')
  if (rule?.options) checkList(field, at, report)
}

function checkList(field: FieldSchema, at: string, report: Report): void {
  const options: unknown = field.enum
  if (!Array.isArray(options) || options.length === 0 || options.length > LIMITS.options) {
    return void report(at, 'WRONG_VALUE', `must be a list of 1 to ${LIMITS.options} options`)
  }
  const wanted = field.type === 'number' || field.type === 'integer' ? 'number' : 'string'
  const tree = componentOf(field) === 'Cascader'
  const seen = new Set<unknown>()
  options.forEach((option: unknown, index) => {
    const good =
      isPlainObject(option) &&
      Object.keys(option).every((key) => ['label', 'value'].includes(key) || (tree && key === 'parent')) &&
      typeof option['label'] === 'string' &&
      option['label'].length <= LIMITS.labelChars &&
      typeof option['value'] === wanted &&
      option['value'] !== ''
    if (!good) report(pointer(at, index), 'WRONG_VALUE', `an option is {"label": text, "value": ${wanted}}`)
    else if (seen.has(option['value'])) report(pointer(at, index), 'WRONG_VALUE', `value "${String(option['value'])}" is there twice`)
    // What stands above stands before: so no option can be above itself.
    else if (option['parent'] !== undefined && !seen.has(option['parent'])) {
      report(pointer(at, index), 'WRONG_VALUE', `the parent "${String(option['parent'])}" does not stand before its option`)
    } else seen.add(option['value'])
  })
}

const NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/
const ID = /^[A-Za-z0-9_.:-]{1,64}$/

/** What may follow the name of a source. */
const SOURCES: Record<SourceKind, RegExp | Record<string, RegExp>> = {
  dictionary: NAME,
  remote: NAME,
  organs: { kind: ID, under: ID },
  users: { post: ID, organ: ID },
  regions: { under: /^\d{6}$/, level: /^(province|city|county)$/ },
}

function checkSource(field: FieldSchema, path: string, report: Report): void {
  const component = componentOf(field)
  const allowed = (component && COMPONENTS[component].sources) || []
  const at = pointer(path, 'x-options')
  const source: unknown = field['x-options']
  const [name, ...more] = isPlainObject(source) ? Object.keys(source) : []
  if (!isPlainObject(source) || name === undefined || more.length > 0 || !(allowed as readonly string[]).includes(name)) {
    return void report(at, 'WRONG_VALUE', `must have one key, of: ${allowed.join(', ')}`)
  }
  const rule = SOURCES[name as SourceKind]
  const value = source[name]
  if (rule instanceof RegExp) {
    if (typeof value !== 'string' || !rule.test(value)) report(pointer(at, name), 'WRONG_VALUE', 'must be the name of a source')
    return
  }
  if (!isPlainObject(value)) return void report(pointer(at, name), 'WRONG_VALUE', 'must be a JSON object')
  for (const [key, inner] of Object.entries(value)) {
    const pattern = Object.hasOwn(rule, key) ? rule[key] : undefined
    if (!pattern) report(pointer(pointer(at, name), key), 'UNKNOWN_KEY', `${name} has no key "${key}"`)
    else if (typeof inner !== 'string' || !pattern.test(inner)) report(pointer(pointer(at, name), key), 'WRONG_VALUE', `not a ${key}`)
  }
}
