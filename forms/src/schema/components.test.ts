import { describe, expect, it } from 'vitest'
import { checkSchema } from './check-schema.ts'
import { COMPONENT_GROUPS, COMPONENTS, newField, settingsOf } from './components.ts'
import type { ComponentName, FieldSchema } from './form-schema.ts'

const names = Object.keys(COMPONENTS) as ComponentName[]
const form = (field: FieldSchema) => ({ type: 'object', 'x-lianban': { version: 1 }, properties: { a: field } })

describe('the catalogue of components', () => {
  it.each(names)('has a Chinese name, a shelf and named settings for %s', (name) => {
    const { label, group, props, types } = COMPONENTS[name]
    expect(label).toMatch(/^\p{Script=Han}+$/u)
    expect(COMPONENT_GROUPS).toHaveProperty(group)
    for (const { label: of, kind, choices } of Object.values(props)) {
      expect(of).toMatch(/\p{Script=Han}/u)
      expect(kind === 'choice').toBe(choices !== undefined)
    }
    for (const type of types) expect(settingsOf(name, type).map((it) => it.key)).toContain('title')
  })

  it.each(names)('puts a complete field of %s on the page', (name) => {
    expect(checkSchema(form(newField(name)))).toEqual([])
  })

  it('offers what fits the type: items to count only where there are several', () => {
    const keys = (type: 'string' | 'array') => settingsOf('Select', type).map((it) => it.key)
    expect(keys('array')).toContain('maxItems')
    expect(keys('string')).not.toContain('maxItems')
  })

  it('offers no choice that the check would refuse', () => {
    for (const name of names) {
      const field = newField(name)
      for (const { key, setting } of settingsOf(name, field.type)) {
        for (const { value } of setting.choices ?? []) expect(checkSchema(form({ ...field, [key]: value }))).toEqual([])
      }
      for (const [key, { choices }] of Object.entries(COMPONENTS[name].props)) {
        for (const { value } of choices ?? []) expect(checkSchema(form({ ...field, 'x-component-props': { [key]: value } }))).toEqual([])
      }
    }
    const formats = (name: ComponentName) => settingsOf(name, 'string').find((it) => it.key === 'format')?.setting.choices?.length ?? 0
    expect([formats('CitizenId'), formats('Phone')]).toEqual([0, 2])
    expect(formats('Input')).toBeGreaterThan(2)
  })

  it('offers nothing that the check would refuse', () => {
    for (const name of names) {
      for (const type of COMPONENTS[name].types) {
        for (const { key } of settingsOf(name, type)) {
          const field = { ...newField(name), type, [key]: undefined }
          expect(
            checkSchema(form(field as FieldSchema)).filter((it) => it.code === 'UNKNOWN_KEY' && it.path.endsWith(`/a/${key}`)),
          ).toEqual([])
        }
      }
    }
  })
})
