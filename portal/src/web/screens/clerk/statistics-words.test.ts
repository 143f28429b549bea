import { expect, it } from 'vitest'
import { hoursText, onTimeText, periodLabel } from './statistics-words.ts'

it('durations are in hours of office time, short ones in minutes', () => {
  expect([hoursText(0), hoursText(45 * 60_000), hoursText(2 * 3_600_000), hoursText(9_000_000)]).toEqual([
    '0 分钟',
    '45 分钟',
    '2 小时',
    '2.5 小时',
  ])
})

it('nobody is on time by rounding', () => {
  expect([onTimeText({ onTime: 999, late: 1 }), onTimeText({ onTime: 0, late: 0 }), onTimeText({ onTime: 3, late: 0 })]).toEqual([
    '99%',
    '–',
    '100%',
  ])
})

it('periods are named by their first day', () => {
  expect([periodLabel('day', '2026-11-05'), periodLabel('week', '2026-11-02'), periodLabel('month', '2026-01-01')]).toEqual([
    '11/5',
    '11/2 起',
    '2026/1',
  ])
})
