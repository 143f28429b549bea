import type { CalendarContent } from '../../api/calendar.ts'

export type DayMark = { kind: 'off' | 'work' | 'closed'; text: string; name: string }

const DAY_MS = 86_400_000
const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10)

/** Every day from the first to the last one, both included; none if they are no days. */
export function daysBetween(from: string, to: string): string[] {
  const [first, last] = [Date.parse(from), Date.parse(to)]
  const days: string[] = []
  for (let at = first; at <= last && days.length < 400; at += DAY_MS) days.push(isoDay(at))
  return days
}

export const weekdayOf = (day: string): number => new Date(day).getUTCDay()

/** The days of a year that are not what their weekday says. */
export function marksOf(content: CalendarContent, year: number): Map<string, DayMark> {
  const marks = new Map<string, DayMark>()
  const data = content.years.find((one) => one.year === year)
  for (const { name, from, to } of data?.holidays ?? [])
    for (const day of daysBetween(from, to)) marks.set(day, { kind: 'off', text: '休', name })
  for (const day of data?.makeUpWorkdays ?? []) marks.set(day, { kind: 'work', text: '班', name: '调休上班' })
  for (const { name, from, to } of content.closures) {
    for (const day of daysBetween(from, to)) {
      const mark = marks.get(day)
      const isOff = mark ? mark.kind === 'off' : [0, 6].includes(weekdayOf(day))
      if (day.startsWith(`${year}-`) && !isOff) marks.set(day, { kind: 'closed', text: '停', name })
    }
  }
  return marks
}

/** The days of a month in weeks that begin on Monday; null: belongs to the neighbour. */
export function weeksOf(year: number, month: number): (string | null)[][] {
  const first = Date.UTC(year, month - 1, 1)
  const count = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const before = (new Date(first).getUTCDay() + 6) % 7
  const cells = [...Array.from({ length: before }, () => null), ...Array.from({ length: count }, (_, i) => isoDay(first + i * DAY_MS))]
  while (cells.length % 7 > 0) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7))
}
