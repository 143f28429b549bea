import { LIMITS } from '../limits.ts'
import type { Problem } from '../problem.ts'
import { checkField, type FieldPlace } from './check-field.ts'
import { checkDependencies } from './dependencies.ts'
import { KEY_PATTERN, RESERVED_KEYS } from './field-keys.ts'
import { flatten } from './fields.ts'
import type { FieldSchema, FormSchema } from './form-schema.ts'
import { isPlainObject, pointer, type Report } from './report.ts'

const ROOT_KEYS = new Set(['type', 'title', 'description', 'x-lianban', 'properties'])

/**
 * Checks that a schema is in the closed subset and can be run: known keys of the right type, known components, limits,
 * FEEL that parses and names fields that exist, and no field that depends on itself.
 * @returns every problem found, with the JSON pointer of the place; [] when the schema is good
 */
export function checkSchema(schema: unknown): Problem[] {
  const problems: Problem[] = []
  const report: Report = (path, code, message) => problems.push({ path, code, message })
  if (!isPlainObject(schema)) return [{ path: '', code: 'WRONG_TYPE', message: 'a form schema is a JSON object' }]
  if (!checkSize(schema, report)) return problems
  checkTexts(schema, '', report)
  checkRoot(schema, report)
  if (isPlainObject(schema['properties'])) checkProperties(schema['properties'], '', { depth: 1, table: false, sections: false }, report)
  if (problems.length > 0) return problems
  const fields = flatten(schema as unknown as FormSchema)
  checkPaths(fields, report)
  const [, ...more] = fields.filter((it) => it.component === 'Steps')
  for (const { pointer: at } of more) report(at, 'WRONG_PLACE', 'a form has Steps once')
  if (fields.length > LIMITS.fields) report('', 'TOO_MANY_FIELDS', `${fields.length} fields, limit ${LIMITS.fields}`)
  if (problems.length === 0) checkDependencies(fields, report)
  return problems
}

function checkSize(schema: object, report: Report): boolean {
  let text: string | undefined
  try {
    text = JSON.stringify(schema)
  } catch {
    report('', 'NOT_JSON', 'the schema cannot be written as JSON')
    return false
  }
  if (text.length <= LIMITS.schemaChars) return true
  report('', 'SCHEMA_TOO_LARGE', `${text.length} characters, limit ${LIMITS.schemaChars}`)
  return false
}

/** `{{` is where Formily would look for JavaScript. It is refused in every text and every key, whatever its meaning. */
function checkTexts(value: unknown, path: string, report: Report): void {
  if (typeof value === 'string' && value.includes('{{')) {
    report(path, 'TEMPLATE_REFUSED', '"{{" is refused in any text: a form carries no code')
  }
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    if (key.includes('{{')) report(pointer(path, key), 'TEMPLATE_REFUSED', '"{{" is refused in any key')
    checkTexts(inner, pointer(path, key), report)
  }
}

function checkRoot(schema: Record<string, unknown>, report: Report): void {
  for (const key of Object.keys(schema)) {
    if (!ROOT_KEYS.has(key)) report(pointer('', key), 'UNKNOWN_KEY', `the root of a form has no key "${key}"`)
  }
  if (schema['type'] !== 'object') report('/type', 'WRONG_TYPE', 'the root of a form has type "object"')
  for (const key of ['title', 'description']) {
    const text = schema[key]
    if (text !== undefined && (typeof text !== 'string' || text.length > LIMITS.labelChars)) {
      report(`/${key}`, 'WRONG_TYPE', `text of at most ${LIMITS.labelChars} characters`)
    }
  }
  const own = schema['x-lianban']
  if (!isPlainObject(own) || own['version'] !== 1 || Object.keys(own).length !== 1) {
    report('/x-lianban', 'UNKNOWN_VERSION', 'must be {"version": 1}')
  }
  if (!isPlainObject(schema['properties'])) report('/properties', 'MISSING_KEY', 'a form has properties')
}

/** Checks fields of one level, and the levels below. */
function checkProperties(properties: Record<string, unknown>, path: string, place: FieldPlace, report: Report): void {
  if (place.depth > LIMITS.schemaDepth) {
    return void report(pointer(path, 'properties'), 'SCHEMA_TOO_DEEP', `nested more than ${LIMITS.schemaDepth} levels`)
  }
  for (const [key, field] of Object.entries(properties)) {
    const at = pointer(pointer(path, 'properties'), key)
    if (!KEY_PATTERN.test(key)) {
      report(at, 'WRONG_NAME', 'a name starts with a letter and holds letters, digits and "_", at most 64')
    } else if (RESERVED_KEYS.has(key)) {
      report(at, 'WRONG_NAME', `"${key}" is a reserved word`)
    }
    if (!isPlainObject(field)) {
      report(at, 'WRONG_TYPE', 'a field is a JSON object')
      continue
    }
    checkField(field as unknown as FieldSchema, at, place, report)
    const component = field['x-component']
    const below = { depth: place.depth + 1, table: place.table, sections: component === 'Tabs' || component === 'Steps' }
    if (isPlainObject(field['properties'])) checkProperties(field['properties'], at, below, report)
    const items = field['items']
    if (isPlainObject(items) && isPlainObject(items['properties'])) {
      checkProperties(items['properties'], pointer(at, 'items'), { depth: place.depth + 1, table: true, sections: false }, report)
    }
  }
}

/** One path, one field: sections share the name space with the values, because rules and access name both. */
function checkPaths(fields: ReturnType<typeof flatten>, report: Report): void {
  const seen = new Map<string, string>()
  for (const field of fields) {
    const first = seen.get(field.path)
    if (first !== undefined) report(field.pointer, 'DUPLICATE_PATH', `path "${field.path}" is taken by ${first}`)
    else seen.set(field.path, field.pointer)
  }
}
