import type { Expression } from '../../expression/expression.ts'
import type { FormField, FormReference } from '../executable.ts'
import type { XmlElement } from '../xml.ts'
import { attribute, childrenOf, extensions, label, propertyRecord } from './attributes.ts'
import type { CompileContext } from './context.ts'

const FIELD_TYPES = ['string', 'long', 'boolean', 'date', 'enum']
const BINDINGS = ['latest', 'deployment', 'version'] as const

export interface Form {
  formKey: Expression | null
  formRef: FormReference | null
  formFields: FormField[]
}

/** The form of a start event or a user task. */
export function formOf(element: XmlElement, context: CompileContext): Form {
  const formKey = context.attributeExpression(element, 'camunda:formKey')
  const formRef = formReference(element, context)
  if (formKey && formRef) {
    context.report('INVALID_VALUE', element, `${label(element)} has both camunda:formKey and camunda:formRef; keep one of them`)
  }
  const formFields = extensions(element, 'camunda:formData').flatMap((data) => {
    const businessKey = attribute(data, 'businessKey')
    return childrenOf(data, 'camunda:formField').flatMap((field) => formField(element, field, businessKey, context) ?? [])
  })
  return { formKey, formRef, formFields }
}

function formReference(element: XmlElement, context: CompileContext): FormReference | null {
  const key = context.attributeExpression(element, 'camunda:formRef')
  if (!key) return null
  const text = attribute(element, 'camunda:formRefBinding') ?? 'latest'
  const binding = BINDINGS.find((candidate) => candidate === text)
  if (!binding) {
    context.report('INVALID_VALUE', element, `camunda:formRefBinding of ${label(element)}, "${text}", is none of ${BINDINGS.join(', ')}`)
    return null
  }
  const version = binding === 'version' ? context.integerAttribute(element, 'camunda:formRefVersion') : null
  if (binding === 'version' && attribute(element, 'camunda:formRefVersion') === null) {
    context.report('INVALID_VALUE', element, `${label(element)} has camunda:formRefBinding="version" but no camunda:formRefVersion`)
  }
  return { key, binding, version }
}

function formField(element: XmlElement, field: XmlElement, businessKey: string | null, context: CompileContext): FormField | null {
  const id = attribute(field, 'id')
  const type = attribute(field, 'type')
  if (id === null || type === null || !FIELD_TYPES.includes(type)) {
    const found = id === null ? 'no id' : `the type "${type ?? ''}"; there are ${FIELD_TYPES.join(', ')}`
    context.report('INVALID_VALUE', element, `a form field of ${label(element)} has ${found}`, field)
    return null
  }
  const expression = (name: string) => {
    const text = attribute(field, name)
    return text === null ? null : context.expression(element, text, `${name} of the form field "${id}" of`, { at: field })
  }
  return {
    id,
    label: expression('label'),
    type,
    defaultValue: expression('defaultValue'),
    values: childrenOf(field, 'camunda:value').map((value) => ({ id: attribute(value, 'id') ?? '', name: attribute(value, 'name') })),
    constraints: childrenOf(field, 'camunda:validation')
      .flatMap((validation) => childrenOf(validation, 'camunda:constraint'))
      .map((constraint) => ({ name: attribute(constraint, 'name') ?? '', config: attribute(constraint, 'config') })),
    properties: propertyRecord(childrenOf(field, 'camunda:properties')),
    isBusinessKey: id === businessKey,
  }
}
