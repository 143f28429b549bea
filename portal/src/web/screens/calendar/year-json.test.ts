import { expect, it } from 'vitest'
import type { CalendarYear } from '../../api/calendar.ts'
import { withYear } from './year-json.ts'

const yearOf = (year: number): CalendarYear => ({ year, status: 'official', version: 1, source: '通知', holidays: [], makeUpWorkdays: [] })

it('puts a year in its place, instead of the one that was there', () => {
  expect(withYear([yearOf(2026), yearOf(2028)], JSON.stringify(yearOf(2027)))).toMatchObject([
    { year: 2026 },
    { year: 2027 },
    { year: 2028 },
  ])
  expect(withYear([yearOf(2027)], JSON.stringify({ ...yearOf(2027), version: 2 }))).toMatchObject([{ version: 2 }])
})

it('says in the reader’s language what is wrong with a text', () => {
  expect(withYear([], '{\n"year": 2027,\n}')).toMatch(/^内容不是有效的 JSON(,请检查第 \d+ 行附近)?的引号、逗号和括号$/)
  for (const text of ['null', '{}', '[]', '{"year":"2027"}']) expect(withYear([], text)).toContain('没有写明年度')
})
