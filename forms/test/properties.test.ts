import {
  checkSchema,
  evaluateRules,
  type FieldAccess,
  fieldsOf,
  type FormSchema,
  type FormValues,
  loadOptions,
  mergeSubmission,
  project,
  resolveAccess,
  sourceOf,
  validateForm,
  valueAt,
} from '@lianban/forms'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NOW } from './fixtures/food-licence.ts'
import { FormSession } from '../src/react/session.ts'
import { randomAccess, randomForm, randomSource, randomValues } from './random-form.ts'

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

/** Every value as `[schema path, concrete path, value]`: a record is one, a cell of a table is one. */
function leaves(schema: FormSchema, values: unknown): [string, string, unknown][] {
  const all = fieldsOf(schema).flatMap((field): [string, string, unknown][] => {
    if (field.kind === 'table') return []
    if (field.table === null) return [[field.path, field.path, valueAt(values, field.path)]]
    const rows = valueAt(values, field.table)
    return Array.isArray(rows)
      ? rows.map((row, at) => [field.path, `${field.table}.${at}.${field.key}`, valueAt(row, field.key)] as [string, string, unknown])
      : []
  })
  return all.filter(([, , value]) => value !== undefined)
}

const run = (property: (it: Case) => void) => fc.assert(fc.property(cases, property), { numRuns: 300 })
const runAsync = (property: (it: Case) => Promise<void>) => fc.assert(fc.asyncProperty(cases, property), { numRuns: 200 })

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
      for (const [, path] of leaves(schema, values)) expect([path, visible[path]]).toEqual([path, true])
    })
  })

  it('project never lets a hidden value through, and drops nothing else', () => {
    run(({ schema, stored, access }) => {
      const rights = resolveAccess(schema, access)
      const clean = project(schema, stored, { '*': 'read' })
      const sent = leaves(schema, project(schema, stored, access))
      for (const [path] of sent) expect(rights[path]).not.toBe('hidden')
      expect(sent).toEqual(leaves(schema, clean).filter(([path]) => rights[path] !== 'hidden'))
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
        leaves(schema, project(schema, values, { '*': 'read' })).filter(
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

  it('validateForm accepts what it returned', async () => {
    await runAsync(async ({ schema, stored }) => {
      const options = await loadOptions(schema, stored, randomSource)
      const first = validateForm(schema, stored, { now: NOW, options })
      if (first.ok) expect(validateForm(schema, first.values, { now: NOW, options })).toEqual(first)
      else expect(first.problems.length).toBeGreaterThan(0)
    })
  })

  it('validateForm lets nothing pass that no source has, nor what nobody looked up', async () => {
    await runAsync(async ({ schema, stored }) => {
      const options = await loadOptions(schema, stored, randomSource)
      const named = fieldsOf(schema).filter((it) => sourceOf(it.schema) !== null)
      const held = (values: unknown) => leaves(schema, values).filter(([path]) => named.some((it) => it.path === path))
      const result = validateForm(schema, stored, { now: NOW, options })
      if (result.ok)
        for (const [, , value] of held(result.values)) expect(['a', 'b', '320800']).toEqual(expect.arrayContaining([value].flat()))
      const blind = validateForm(schema, stored, { now: NOW })
      if (blind.ok) expect(held(blind.values)).toEqual([])
    })
  })

  it('the browser shows, computes and refuses what the server does', async () => {
    await runAsync(async ({ schema, stored, access }) => {
      const session = new FormSession({ schema, initialValues: stored, access, clock: () => NOW, optionsSource: randomSource })
      expect(session.result).toEqual(evaluateRules(schema, stored, { now: NOW }))
      await session.options.learn(schema, stored)
      const shaped = session.result.values
      const options = await loadOptions(schema, shaped, randomSource)
      const server = validateForm(schema, shaped, { now: NOW, access, options })
      session.submit()
      expect(session.problems).toEqual(server.ok ? [] : server.problems)
    })
  })
})
