import { describe, expect, it } from 'vitest'
import { nationalCalendar } from '../clock/index.ts'
import { countsOf, filterAt } from './inbox-filter.ts'

const at = (text: string) => Date.parse(`${text}+08:00`)
/** A Wednesday; the National Day holidays are 1 to 7 October, 10 October is worked. */
const NOW = at('2026-09-30T10:00:00')

describe('what an inbox is narrowed to', () => {
  it.each([
    ['overdue', '2026-09-30T10:00:00'],
    ['today', '2026-10-01T00:00:00'],
    ['3', '2026-10-11T00:00:00'],
  ] as const)('due %s means before %s, counted in working days', (due, until) => {
    expect(filterAt({ due }, NOW, nationalCalendar).dueBefore).toBe(at(until))
  })

  it.each([
    ['today', '2026-09-30T00:00:00'],
    ['7', '2026-09-24T00:00:00'],
  ] as const)('arrived %s means since %s', (arrived, since) => {
    expect(filterAt({ arrived }, NOW, nationalCalendar).arrivedSince).toBe(at(since))
  })

  it('nothing chosen narrows nothing', () => {
    const { dueBefore, arrivedSince, lamps, q } = filterAt({ q: '  ', lamps: [] }, NOW, nationalCalendar)
    expect([dueBefore, arrivedSince, lamps, q]).toEqual([undefined, undefined, undefined, undefined])
  })
})

describe('counts above an inbox', () => {
  const row = (lamp: 'red' | 'normal', step: string, matter: string, count: number) => ({
    ...{ lamp, step, count, matter_key: matter, matter_name: `${matter}许可` },
    ...{ organ_id: 'scjg', organ_name: '市场监督管理局' },
  })
  const rows = [row('red', '受理', 'food', 2), row('normal', '受理', 'road', 3), row('red', '决定', 'road', 4)]

  it('show beside each choice what it would give, the others kept', () => {
    expect(countsOf(rows, { lamps: ['red'], step: '受理' })).toEqual({
      total: 2,
      lamps: { normal: 3, red: 2 },
      steps: [
        { key: '决定', name: '决定', count: 4 },
        { key: '受理', name: '受理', count: 2 },
      ],
      matters: [{ key: 'food', name: 'food许可', count: 2 }],
      organs: [{ key: 'scjg', name: '市场监督管理局', count: 2 }],
    })
  })

  it('add up to everything when nothing is chosen', () => {
    const counts = countsOf(rows, {})
    expect(counts.total).toBe(9)
    expect(counts.lamps).toEqual({ red: 6, normal: 3 })
    expect(counts.matters.map(({ key, count }) => [key, count])).toEqual([
      ['road', 7],
      ['food', 2],
    ])
  })
})
