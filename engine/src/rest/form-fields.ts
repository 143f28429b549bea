import type { EvaluationContext, JsonValue, Variable, Variables } from '../index.ts'
import { ExpressionFailure } from '../expression/expression.ts'
import { evaluateExpression } from '../expression/evaluate.ts'
import type { FormField } from '../model/executable.ts'
import { RestError } from './errors.ts'
import { readVariable } from './typed-values.ts'

/** What the types of camunda:formField are as variables. */
const VARIABLE_TYPES: Record<string, string> = { string: 'String', long: 'Long', boolean: 'Boolean', date: 'Date', enum: 'String' }

/** The fields' default values as variables of their types; null where there is none or it cannot be computed yet. */
export function fieldDefaults(fields: FormField[], context: EvaluationContext): Variables {
  return Object.fromEntries(
    fields.map((field) => [field.id, defaultOf(field, context) ?? { value: null, type: VARIABLE_TYPES[field.type] }]),
  )
}

/**
 * What is submitted in a form: each field's value in its type, its default where none came, and beside them whatever else
 * was sent. Only submitting checks the constraints, plain completing does not.
 * @throws RestError 400 naming the field
 */
export function readSubmitted(fields: FormField[], submitted: Variables, context: EvaluationContext): Variables {
  const result = { ...submitted }
  for (const field of fields) {
    const given = Object.hasOwn(submitted, field.id) ? submitted[field.id] : undefined
    if (given !== undefined && has(field, 'readonly')) throw violation(field, 'is read only')
    const variable = given === undefined ? defaultOf(field, context) : typed(field, given.value)
    checkConstraints(field, variable?.value ?? null)
    if (variable) result[field.id] = variable
  }
  return result
}

/** The value of the field that camunda:formData businessKey names. */
export function businessKeyOf(fields: FormField[], variables: Variables): string | null {
  const field = fields.find(({ isBusinessKey }) => isBusinessKey)
  const value = field && Object.hasOwn(variables, field.id) ? variables[field.id]!.value : null
  return value === null || value === '' ? null : String(value)
}

function defaultOf(field: FormField, context: EvaluationContext): Variable | null {
  if (field.defaultValue === null) return null
  try {
    const value = evaluateExpression(field.defaultValue, context) as JsonValue
    return value === null || value === '' ? null : typed(field, value)
  } catch (error) {
    if (error instanceof ExpressionFailure) return null
    throw error
  }
}

/** `dd/MM/yyyy` is what Camunda's generated forms send for a date. */
function typed(field: FormField, value: JsonValue): Variable {
  const day = typeof value === 'string' && field.type === 'date' ? /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(value) : null
  const read = day ? `${day[3]}-${day[2]}-${day[1]}T00:00:00.000+0000` : value
  const isDay = typeof read === 'string' && field.type === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(read)
  return readVariable(field.id, { value: isDay ? `${read}T00:00:00.000+0000` : read, type: VARIABLE_TYPES[field.type] })
}

function checkConstraints(field: FormField, value: JsonValue): void {
  const isEmpty = value === null || value === ''
  if (isEmpty && has(field, 'required')) throw violation(field, 'is required')
  if (isEmpty) return
  if (field.type === 'enum' && !field.values.some(({ id }) => id === value)) throw violation(field, `has no value '${String(value)}'`)
  for (const { name, config } of field.constraints) {
    const limit = Number(config)
    if (name === 'min' && Number(value) < limit) throw violation(field, `is less than ${limit}`)
    if (name === 'max' && Number(value) > limit) throw violation(field, `is more than ${limit}`)
    if (name === 'minlength' && String(value).length < limit) throw violation(field, `has less than ${limit} characters`)
    if (name === 'maxlength' && String(value).length > limit) throw violation(field, `has more than ${limit} characters`)
  }
}

const has = (field: FormField, constraint: string): boolean =>
  field.constraints.some(({ name, config }) => name === constraint && config !== 'false')

const violation = ({ id }: FormField, what: string): RestError =>
  new RestError(400, 'RestException', `Invalid value submitted for form field '${id}': it ${what}`)
