import {
  checkSchema,
  evaluateRules,
  type FieldAccess,
  fieldsOf,
  type FormSchema,
  type FormValues,
  mergeSubmission,
  project,
  resolveAccess,
  validateForm,
} from '@lianban/forms'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NOW } from './fixtures/food-licence.ts'
import { randomAccess, randomForm, randomValues } from './random-form.ts'

interface Case {
  schema: FormSchema
  stored: FormValues
  submitted: FormValues
  access: FieldAccess
}

const cases: fc.Arbitrary<Case> = randomForm.chain((schema) =>
  fc.record({
    schema: fc.constant(schema),
    stored: randomValues(schema),
    submitted: randomValues(schema),
    access: randomAccess(fieldsOf(schema).map((it) => it.path)),
  }),
)

/** Every leaf as `[schema path, concrete path, value]`. */
function leaves(values: unknown, schemaPath = '', path = ''): [string, string, unknown][] {
  if (Array.isArray(values)) return values.flatMap((row, at) => leaves(row, schemaPath, `${path}.${at}`))
  if (typeof values !== 'object' || values === null) return [[schemaPath, path, values]]
  const join = (prefix: string, key: string) => (prefix === '' ? key : `${prefix}.${key}`)
  return Object.entries(values).flatMap(([key, value]) => leaves(value, join(schemaPath, key), join(path, key)))
}

const run = (property: (it: Case) => void) => fc.assert(fc.property(cases, property), { numRuns: 300 })

describe('properties of any form', () => {
  it('evaluateRules gives the same again on its own result', () => {
    run(({ schema, stored }) => {
      expect(checkSchema(schema)).toEqual([])
      const first = evaluateRules(schema, stored, { now: NOW })
      expect(evaluateRules(schema, first.values, { now: NOW })).toEqual(first)
    })
  })

  it('evaluateRules leaves no value at a place that is not visible', () => {
    run(({ schema, stored }) => {
      const { values, visible } = evaluateRules(schema, stored, { now: NOW })
      for (const [, path] of leaves(values)) expect([path, visible[path]]).toEqual([path, true])
    })
  })

  it('project never lets a hidden value through, and drops nothing else', () => {
    run(({ schema, stored, access }) => {
      const rights = resolveAccess(schema, access)
      const clean = project(schema, stored, { '*': 'read' })
      const sent = leaves(project(schema, stored, access))
      for (const [path] of sent) expect(rights[path]).not.toBe('hidden')
      expect(sent).toEqual(leaves(clean).filter(([path]) => rights[path] !== 'hidden'))
    })
  })

  it('mergeSubmission never changes a value that may not be written', () => {
    run(({ schema, stored, submitted, access }) => {
      const rights = resolveAccess(schema, access)
      const computed = new Set(
        fieldsOf(schema)
          .filter((it) => it.schema['x-computed'] !== undefined)
          .map((it) => it.path),
      )
      const fixed = (values: FormValues) =>
        leaves(project(schema, values, { '*': 'read' })).filter(
          ([path]) => !computed.has(path) && rights[path] !== 'write' && rights[path] !== 'required',
        )
      const result = mergeSubmission(schema, stored, submitted, access)
      if (result.ok) {
        // Rows a person may add hold nothing in columns that the person may not write.
        expect(fixed(result.values)).toEqual(fixed(stored))
      } else expect(result.problems.every((it) => ['FIELD_NOT_WRITABLE', 'WRONG_TYPE'].includes(it.code))).toBe(true)
    })
  })

  it('what was projected can be handed in again and changes nothing', () => {
    run(({ schema, stored, access }) => {
      const clean = project(schema, stored, { '*': 'read' })
      const result = mergeSubmission(schema, clean, project(schema, clean, access), access)
      expect(result.ok).toBe(true)
    })
  })

  it('validateForm accepts what it returned', () => {
    run(({ schema, stored }) => {
      const first = validateForm(schema, stored, { now: NOW })
      if (first.ok) expect(validateForm(schema, first.values, { now: NOW })).toEqual(first)
      else expect(first.problems.length).toBeGreaterThan(0)
    })
  })
})
