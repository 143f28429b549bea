import type { FormSchema } from '@lianban/forms'
import { describe, expect, it } from 'vitest'
import type { MaterialManifest, MatterManifest } from '../manifest.ts'
import type { Matter } from '../matters/matter-definition.ts'
import { commitmentFor } from './duties/promised.ts'
import { answersOf } from './forms.ts'
import { isRequired } from './materials-needed.ts'

const NOW = Date.UTC(2026, 2, 2, 1)

const SCHEMA: FormSchema = {
  type: 'object',
  'x-lianban': { version: 1 },
  properties: {
    shop: {
      ...{ type: 'void', title: '店铺', 'x-component': 'Section' },
      properties: {
        area: { type: 'number', title: '面积', 'x-component': 'NumberInput' },
        chain: { type: 'boolean', title: '连锁', 'x-component': 'Switch' },
      },
    },
    dishes: {
      ...{ type: 'array', title: '品种', 'x-component': 'Select' },
      enum: ['冷食', '糕点'].map((value) => ({ label: value, value })),
    },
    rent: { type: 'string', title: '租金', 'x-component': 'MoneyInput' },
  },
}

const matter = {
  matter: { applicationForm: 'application', commitment: { when: 'area < 100 and not(chain)' } },
  forms: { application: SCHEMA },
} as unknown as Matter

const layout = { required: 'conditional', requiredIf: 'area >= 100 or count(dishes) > 1' } as MaterialManifest

describe('a condition of a matter, where the applicant left fields empty', () => {
  const offered = (form: Record<string, unknown>) => commitmentFor(matter.matter as MatterManifest, answersOf(matter, form), NOW) !== null

  it('means a box that is not ticked, a list without entries, and else nothing', () =>
    expect(answersOf(matter, { area: 60 })).toEqual({ area: 60, chain: false, dishes: [], rent: null }))

  it('compares money as a number', () => expect(answersOf(matter, { rent: '1250.50' })).toMatchObject({ rent: 1250.5 }))

  it('decides whether a promise may stand for papers', () => {
    expect(offered({ area: 60 })).toBe(true)
    expect(offered({ area: 60, chain: true })).toBe(false)
    expect(offered({})).toBe(false)
  })

  it('decides whether a material is needed', () => {
    expect(isRequired(layout, answersOf(matter, {}), NOW)).toBe(false)
    expect(isRequired(layout, answersOf(matter, { dishes: ['冷食', '糕点'] }), NOW)).toBe(true)
  })
})
