import { expect, it } from 'vitest'
import { columnLabel, typeRef, variablesFor } from './fields.ts'

const area = { path: 'application.area', title: '经营面积', type: 'number' as const }
const kind = { path: 'application.shop.kind', title: '业态', options: [{ value: 'a', label: '餐饮' }] }

it('a column is called by its field, and says what its codes mean', () => {
  expect([columnLabel(area), columnLabel(kind)]).toEqual(['经营面积', '业态(a 餐饮)'])
  expect(columnLabel({ ...kind, options: [{ value: '餐饮', label: '餐饮' }] })).toBe('业态')
  expect([typeRef(area), typeRef(kind), typeRef({ ...area, type: 'list' })]).toEqual(['number', 'string', undefined])
})

it('names are completed step by step, with their titles', () => {
  expect(variablesFor([area, kind])).toEqual([
    {
      name: 'application',
      entries: [
        { name: 'area', detail: '经营面积' },
        { name: 'shop', entries: [{ name: 'kind', detail: '业态' }] },
      ],
    },
  ])
})
