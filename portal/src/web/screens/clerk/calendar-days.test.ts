import { expect, it } from 'vitest'
import type { CalendarDay, DueItem } from '../../api/worklist.ts'
import { itemsOf, moved, nextAbsence, periodText, plusDays, spanOf, weeksOf } from './calendar-days.ts'

const days = (from: string, kinds: string): CalendarDay[] =>
  [...kinds].map((kind, at) => ({
    day: plusDays(from, at),
    kind: kind === 'h' ? 'holiday' : kind === 'w' ? 'weekend' : kind === 'm' ? 'make-up-workday' : 'workday',
    name: kind === 'h' ? '国庆节' : null,
  }))

it('a month is shown in whole weeks from Monday, a week as it is', () => {
  expect(spanOf('month', '2026-10-15')).toEqual({ from: '2026-09-28', until: '2026-11-01' })
  expect(spanOf('table', '2026-02-10')).toEqual({ from: '2026-01-26', until: '2026-03-01' })
  expect(spanOf('week', '2026-10-04')).toEqual({ from: '2026-09-28', until: '2026-10-04' })
  expect(weeksOf(days('2026-09-28', 'd'.repeat(35)))).toHaveLength(5)
})

it('goes on by months or weeks over the end of a year', () => {
  expect([moved('month', '2026-12-31', 1), moved('month', '2026-01-31', -1), moved('week', '2026-12-30', 1)]).toEqual([
    '2027-01-01',
    '2025-12-01',
    '2027-01-06',
  ])
  expect([periodText('month', '2026-10-15'), periodText('week', '2026-10-01')]).toEqual(['2026年10月', '2026年9月28日至10月4日'])
})

it('holidays that last for days are told before they begin, with the last working day', () => {
  const shown = days('2026-09-28', 'dddhhhhhhhddm')
  const told = { name: '国庆节', from: '2026-10-01', until: '2026-10-07', lastWorkday: '2026-09-30' }
  expect(nextAbsence(shown, '2026-09-28')).toEqual(told)
  expect(nextAbsence(shown, '2026-10-01')).toBeNull()
  expect(nextAbsence(days('2026-09-28', 'dddddwwddh'), '2026-09-28')).toBeNull()
})

it('on a day to-dos stand before what waits for others', () => {
  const item = (day: string, dueAt: number): DueItem => ({
    ...{ day, dueAt, step: '审查', caseNo: 'NO', applicantName: '面馆', matterName: '食品经营许可', lamp: 'normal' },
  })
  const items = itemsOf({
    ...{ days: [], at: 0 },
    tasks: [
      { ...item('2026-10-09', 9), taskId: 'b' },
      { ...item('2026-10-08', 8), taskId: 'a' },
    ],
    waiting: [{ ...item('2026-10-09', 5), caseId: 'c' }],
  })
  expect(items.map(({ to }) => to)).toEqual(['/tasks/a', '/tasks/b', '/cases/c'])
})
