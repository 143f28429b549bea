import type { EvaluationContext, Variables } from '../index.ts'
import { ExpressionFailure } from '../expression/expression.ts'
import { evaluateText } from '../expression/evaluate.ts'
import type { FormField } from '../model/executable.ts'
import { wireVariable } from './typed-values.ts'

const INPUT_TYPES: Record<string, string> = { string: 'text', long: 'number', boolean: 'checkbox', date: 'text' }

/**
 * The form that Camunda generates from camunda:formData: an HTML form whose `cam-variable-…` attributes tell the form SDK
 * what to submit. Every text of the model and every value is escaped.
 */
export function renderForm(fields: FormField[], values: Variables, context: EvaluationContext): string {
  return `<form name="generatedForm" role="form">\n${fields.map((field) => renderField(field, values, context)).join('\n')}\n</form>\n`
}

function renderField(field: FormField, values: Variables, context: EvaluationContext): string {
  const id = escape(field.id)
  const variable = Object.hasOwn(values, field.id) ? wireVariable(values[field.id]!) : null
  const input =
    field.type === 'enum'
      ? renderSelect(field, String(variable?.value ?? ''))
      : renderInput(field, variable?.type ?? 'String', variable?.value ?? null)
  return `  <div class="form-group">\n    <label for="${id}">${escape(labelOf(field, context))}</label>\n    ${input}\n  </div>`
}

function renderInput(field: FormField, type: string, value: unknown): string {
  const isChecked = field.type === 'boolean' && value === true
  const shown: Record<string, string> = field.type === 'boolean' || value === null ? {} : { value: String(value) }
  const attributes = {
    class: 'form-control',
    type: INPUT_TYPES[field.type] ?? 'text',
    ...variableOf(field, type),
    ...shown,
    ...limitsOf(field),
  }
  return `<input ${written(attributes)}${isChecked ? ' checked="checked"' : ''} />`
}

function renderSelect(field: FormField, value: string): string {
  const options = field.values.map(
    (one) => `<option value="${escape(one.id)}"${one.id === value ? ' selected="selected"' : ''}>${escape(one.name ?? one.id)}</option>`,
  )
  return `<select ${written({ class: 'form-control', ...variableOf(field, 'String'), ...limitsOf(field) })}>${options.join('')}</select>`
}

const variableOf = ({ id }: FormField, type: string) => ({ id, name: id, 'cam-variable-name': id, 'cam-variable-type': type })

/** Constraints as browsers know them. */
function limitsOf({ constraints }: FormField): Record<string, string> {
  return Object.fromEntries(
    constraints.flatMap(({ name, config }) => {
      if (name === 'required') return [['required', 'required']]
      if (name === 'readonly') return [['readonly', 'readonly']]
      return ['min', 'max', 'minlength', 'maxlength'].includes(name) && config !== null ? [[name, config]] : []
    }),
  )
}

function labelOf({ id, label }: FormField, context: EvaluationContext): string {
  if (!label) return id
  try {
    return evaluateText(label, context) ?? id
  } catch (error) {
    if (error instanceof ExpressionFailure) return id
    throw error
  }
}

const written = (attributes: Record<string, string>): string =>
  Object.entries(attributes)
    .map(([name, value]) => `${name}="${escape(value)}"`)
    .join(' ')

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!)
