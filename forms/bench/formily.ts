import { createForm, type Field, type Form, type IFieldFactoryProps } from '@formily/core'
import { type Field as LianbanField, fieldsOf, FORMATS, formatOf, type FormSchema, type FormValues } from '@lianban/forms'

type Properties = IFieldFactoryProps<never, never>

/**
 * The same form for headless Formily: the same checks as validators, the linkages as reactions in plain JavaScript, which
 * is quicker than anything that reads expressions. It is the most that Formily can do for a server.
 */
export function formilyForm(schema: FormSchema, today: string): (values: FormValues) => Form {
  const fields = fieldsOf(schema).map((field) => propertiesOf(field, today))
  return (values) => {
    const form = createForm({ values: { ...values } })
    for (const field of fields) form.createField(field)
    return form
  }
}

/** Whether the values are right. */
export const passes = async (form: Form): Promise<boolean> =>
  form.validate().then(
    () => true,
    () => false,
  )

function propertiesOf({ key, schema, title }: LianbanField, today: string): Properties {
  const format = formatOf(schema)
  const options = schema.enum?.map((it) => it.value)
  const validator = [
    ...(schema.maxLength !== undefined ? [{ max: schema.maxLength }] : []),
    ...(schema.minLength !== undefined ? [{ min: schema.minLength }] : []),
    ...(schema.minimum !== undefined ? [{ minimum: schema.minimum }] : []),
    ...(schema.maximum !== undefined ? [{ maximum: schema.maximum }] : []),
    ...(schema.pattern !== undefined ? [{ pattern: schema.pattern }] : []),
    ...(format ? [(value: unknown) => (value ? FORMATS[format](String(value), today) : '') ?? ''] : []),
    ...(options ? [(value: unknown) => (value === undefined || options.includes(value as string) ? '' : '不在选项中')] : []),
  ]
  return { name: key, title, required: schema.required ?? false, validator, reactions: LINKAGES[key] } as unknown as Properties
}

const showForCompanies = (field: Field): void => {
  field.display = field.form.values['kind'] === 'company' ? 'visible' : 'none'
}

const LINKAGES: Record<string, (field: Field) => void> = {
  company: showForCompanies,
  creditCode: showForCompanies,
  formerYear: (field) => {
    field.required = field.form.values['former'] === true
  },
  amount: (field) => {
    const { rate, months, people } = field.form.values as { rate: string; months: number; people: number }
    field.value = (Number(rate) * months * people).toFixed(2)
  },
}
