import { expect, test } from 'vitest'
import { valueAt, withValue } from './place.ts'

const matter = { name: '甲', limits: { intake: { days: 5 } }, basis: [{ law: '法', article: '一' }] }

test('a place of a matter is read, whether it is there or not', () => {
  expect(valueAt(matter, ['limits', 'intake', 'days'])).toBe(5)
  expect(valueAt(matter, ['basis', 0, 'article'])).toBe('一')
  expect(valueAt(matter, ['fees', 'text'])).toBeUndefined()
  expect(valueAt(null, ['fees'])).toBeUndefined()
})

test('a place is changed, and everything beside it stays the very same', () => {
  const next = withValue(matter, ['basis', 0, 'article'], '二')
  expect(next).toEqual({ ...matter, basis: [{ law: '法', article: '二' }] })
  expect(next.limits).toBe(matter.limits)
  expect(withValue(matter, ['fees', 'text'], '不收费')).toMatchObject({ fees: { text: '不收费' } })
  expect(withValue(matter, ['limits'], undefined)).toEqual({ name: '甲', basis: matter.basis })
  expect(matter.basis[0]!.article).toBe('一')
})
