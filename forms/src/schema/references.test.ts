import { describe, expect, it } from 'vitest'
import { flatten } from './fields.ts'
import type { FormSchema } from './form-schema.ts'
import { referencesIn, referencesOf } from './references.ts'

const schema: FormSchema = {
  type: 'object',
  'x-lianban': { version: 1 },
  properties: {
    age: { type: 'integer', title: '年龄' },
    opened: { type: 'string', title: '开业日期', 'x-component': 'DatePicker' },
    applicant: { type: 'object', properties: { name: { type: 'string', title: '姓名', 'x-visible-if': 'age > 1' } } },
    staff: {
      type: 'array',
      title: '人员',
      items: {
        type: 'object',
        properties: {
          age: { type: 'integer', title: '年龄' },
          note: { type: 'string', title: '说明', 'x-checks': [{ when: 'age > root.age', message: '太大' }] },
        },
      },
    },
  },
}

const fields = flatten(schema)
const named = (text: string, owner = 'age') =>
  referencesOf(
    text,
    fields.find((it) => it.path === owner)!,
    fields,
  ).map((it) => `${it.kind} ${it.path} ${text.slice(it.from, it.to)}`)

describe('what an expression names', () => {
  it.each([
    ['age > 3 and opened.year = 2026', ['form age age', 'form opened opened']],
    ['root.applicant.name = "age"', ['form applicant.name applicant.name']],
    ['staff[age < 18].note', ['form staff staff', 'item staff.age age', 'item staff.note note']],
    ['staff[item.age < 18]', ['form staff staff', 'item staff.age age']],
    ['sum(staff.age)', ['form staff.age staff.age']],
    ['some p in staff satisfies p.age > age', ['form staff staff', 'item staff.age age', 'form age age']],
    ['for p in sort(staff, function(a, b) a.age < b.age) return (p).note', ['form staff staff', 'item staff.note note']],
    ['count(for age in staff return age.note)', ['form staff staff', 'item staff.note note']],
  ])('%s', (text, expected) => {
    expect(named(text)).toEqual(expected)
  })

  it('sees its own row first inside a table', () => {
    expect(named('age > root.age', 'staff.note')).toEqual(['row staff.age age', 'form age age'])
  })

  it('finds every expression of a form', () => {
    expect(referencesIn(schema).map((it) => [it.field.path, it.at, it.references.length])).toEqual([
      ['applicant.name', ['x-visible-if'], 1],
      ['staff.note', ['x-checks', 0, 'when'], 2],
    ])
  })
})
