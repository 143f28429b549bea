import { expect, it } from 'vitest'
import { marksOf, weeksOf } from './days.ts'

const content = {
  years: [
    {
      year: 2026,
      status: 'official' as const,
      version: 1,
      source: '通知',
      holidays: [{ name: '国庆节', from: '2026-10-01', to: '2026-10-07' }],
      makeUpWorkdays: ['2026-10-10'],
    },
  ],
  closures: [{ name: '暴雪', from: '2026-10-07', to: '2026-10-11', source: '通告' }],
  officeHours: [],
}

it('marks days off, make-up workdays and closed workdays; a closure takes workdays only', () => {
  const marks = marksOf(content, 2026)
  expect([marks.get('2026-10-07')?.text, marks.get('2026-10-08')?.text, marks.get('2026-10-10')?.text]).toEqual(['休', '停', '停'])
  expect(marks.has('2026-10-11')).toBe(false)
  expect(marksOf(content, 2027).size).toBe(0)
})

it('lays a month out in weeks from Monday', () => {
  const weeks = weeksOf(2026, 11)
  expect(weeks[0]).toEqual([null, null, null, null, null, null, '2026-11-01'])
  expect(weeks.at(-1)![0]).toBe('2026-11-30')
})
