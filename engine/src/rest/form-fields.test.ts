import { describe, expect, test } from 'vitest'
import { compileExpression } from '../index.ts'
import type { FormField } from '../model/executable.ts'
import { businessKeyOf, fieldDefaults, readSubmitted } from './form-fields.ts'

const aField = (id: string, type: string, more: Partial<FormField> = {}): FormField => ({
  id,
  label: null,
  type,
  defaultValue: null,
  values: [],
  constraints: [],
  properties: {},
  isBusinessKey: false,
  ...more,
})
const constraint = (name: string, config: string | null = null) => ({ constraints: [{ name, config }] })
const context = {
  variables: {},
  functions: {},
  now: 0,
}
const submit = (field: FormField, value?: unknown) =>
  readSubmitted([field], value === undefined ? {} : { [field.id]: { value: value as string } }, context)

describe('form fields', () => {
  test('values get the types of their fields, defaults fill in, other variables pass', () => {
    const fields = [
      aField('days', 'long'),
      aField('day', 'date'),
      aField('ok', 'boolean', { defaultValue: compileExpression('true') }),
      aField('name', 'string', { isBusinessKey: true }),
    ]
    const variables = readSubmitted(
      fields,
      { days: { value: '3' }, day: { value: '31/12/2025' }, name: { value: 'li' }, more: { value: 1 } },
      context,
    )
    expect(variables).toEqual({
      days: { value: 3, type: 'Long' },
      day: { value: '2025-12-31T00:00:00.000Z', type: 'Date' },
      ok: { value: true, type: 'Boolean' },
      name: { value: 'li', type: 'String' },
      more: { value: 1 },
    })
    expect(businessKeyOf(fields, variables)).toBe('li')
    expect(fieldDefaults(fields, context)).toMatchObject({ ok: { value: true, type: 'Boolean' }, days: { value: null, type: 'Long' } })
  })

  test.each([
    [aField('a', 'string', constraint('required')), undefined, 'is required'],
    [aField('a', 'string', constraint('readonly')), 'x', 'is read only'],
    [aField('a', 'long', constraint('min', '3')), 2, 'less than 3'],
    [aField('a', 'long', constraint('max', '3')), '4', 'more than 3'],
    [aField('a', 'string', constraint('minlength', '2')), 'x', 'less than 2 characters'],
    [aField('a', 'string', constraint('maxlength', '2')), 'xyz', 'more than 2 characters'],
    [aField('a', 'enum', { values: [{ id: 'red', name: null }] }), 'blue', "no value 'blue'"],
    [aField('a', 'long'), 'x', 'cannot convert'],
  ])('%j refuses %j', (field, value, message) => {
    expect(() => submit(field, value)).toThrow(message)
  })

  test('an empty field without `required` is not checked', () => {
    expect(submit(aField('a', 'long', constraint('min', '3')))).toEqual({})
  })
})
