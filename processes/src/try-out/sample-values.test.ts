import {
  fieldProblems,
  evaluateRules,
  newField,
  type ComponentName,
  type FormSchema,
  COMPONENTS,
  FORMATS,
  submittable,
  type FormatName,
} from '@lianban/forms'
import { beforeAll, expect, it } from 'vitest'
import { readFolder } from '../packages/load-package.ts'
import type { PackageFiles } from '../packages/package-files.ts'
import { PACKAGES_FOLDER } from '../packages/templates.ts'
import { sampleValues } from './sample-values.ts'
import { createTryOut, type TryOut } from './session.ts'
import { applicationOf } from './view.ts'

const NOW = Date.parse('2026-09-18T09:00:00+08:00')
const MATTERS = [
  'food-business-licence',
  'road-occupation-permit',
  'private-school-permit',
  'labour-dispatch-permit',
  'rural-planning-permit',
]

let files: PackageFiles
beforeAll(async () => {
  files = await readFolder(`${PACKAGES_FOLDER}/c3-licensing`)
})

const tryOut = (matter: string): TryOut => createTryOut({ files, matter, now: NOW })

it.each(MATTERS)('fills in the application of %s so that the counter takes it', (matter) => {
  const session = tryOut(matter)
  const shown = applicationOf(session.setup)
  const all = Object.fromEntries(session.setup.matter.matter.materials.map(({ key }) => [key, 1]))
  session.submit(sampleValues(session.setup, shown, NOW), all)
  expect(session.view().status).toBe('submitted')
})

it('fills in what a step and its actions ask for: two officers who differ, what is missing, a day for it', () => {
  const session = tryOut('food-business-licence')
  const all = Object.fromEntries(session.setup.matter.matter.materials.map(({ key }) => [key, 1]))
  session.submit(sampleValues(session.setup, applicationOf(session.setup), NOW), all)
  session.act('Task_Intake', 'scjg:window-clerk:1', 'accept')
  const [review] = session.view().tasks
  const form = sampleValues(session.setup, review!.form!, NOW)
  expect(form.officerA).not.toBe(form.officerB)
  session.act('Task_Review', 'scjg:handler:1', 'submit', { form })
  expect(session.view().tasks.map(({ elementId }) => elementId)).toContain('Task_SiteCheckA')
})

it('gives other values for another seed, and the same for the same', () => {
  const { setup } = tryOut('food-business-licence')
  const shown = applicationOf(setup)
  expect(sampleValues(setup, shown, NOW, { seed: 1 })).toEqual(sampleValues(setup, shown, NOW, { seed: 1 }))
  expect(sampleValues(setup, shown, NOW, { seed: 1 })).not.toEqual(sampleValues(setup, shown, NOW, { seed: 2 }))
})

it('knows every component that has a value, and every format', () => {
  const { setup } = tryOut('food-business-licence')
  const filled = (Object.keys(COMPONENTS) as ComponentName[]).filter((name) => {
    const field = newField(name)
    return field.type !== 'void' && name !== 'Computed' && name !== 'Hidden'
  })
  const fields = [
    ...filled.map((name) => [name, newField(name)] as const),
    ...(Object.keys(FORMATS) as FormatName[]).map((format) => [format, { ...newField('Input'), format }] as const),
  ]
  for (const [name, field] of fields) {
    const schema = { type: 'object', 'x-lianban': { version: 1 }, properties: { it: { ...field, required: true } } } as FormSchema
    const values = sampleValues(setup, { schema, access: { '*': 'write' }, values: {} }, NOW)
    const problems = fieldProblems(schema, evaluateRules(schema, submittable(schema, values, undefined), { now: NOW }), {
      now: NOW,
      unsure: true,
    })
    expect(problems, name).toEqual([])
  }
})

it('takes what only the county knows from whoever asks the county', () => {
  const { setup } = tryOut('food-business-licence')
  const industry = { ...newField('Select'), enum: undefined, 'x-options': { dictionary: 'industries' }, required: true }
  const schema = JSON.parse(JSON.stringify({ type: 'object', 'x-lianban': { version: 1 }, properties: { industry } })) as FormSchema
  const shown = { schema, access: { '*': 'write' as const }, values: {} }
  const offered = (query: object) => ('dictionary' in query && query.dictionary === 'industries' ? ['H', 'F'] : [])
  expect(sampleValues(setup, shown, NOW, { offered })).toEqual({ industry: 'H' })
  expect(sampleValues(setup, shown, NOW)).toEqual({})
})
