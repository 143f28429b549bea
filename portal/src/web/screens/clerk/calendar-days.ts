import type { CalendarDay, DueCalendar } from '../../api/worklist.ts'

/* Days of the calendar of due dates as ISO texts; weeks begin on Monday. */

export type CalendarView = 'month' | 'week' | 'table'

const DAY_MS = 86_400_000
/** Days off in a row from which one is gone for a while. */
const LONG_ABSENCE_DAYS = 3

export const plusDays = (day: string, n: number): string => new Date(Date.parse(day) + n * DAY_MS).toISOString().slice(0, 10)
const mondayOf = (day: string): string => plusDays(day, -((new Date(day).getUTCDay() + 6) % 7))
const monthBegin = (day: string): string => `${day.slice(0, 7)}-01`
const monthEnd = (day: string): string => plusDays(plusMonths(monthBegin(day), 1), -1)

/** The first of the month `n` months on. */
function plusMonths(first: string, n: number): string {
  const [year, month] = first.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, month - 1 + n, 1)).toISOString().slice(0, 10)
}

/** The whole weeks that a view shows around a day. */
export function spanOf(view: CalendarView, day: string): { from: string; until: string } {
  if (view === 'week') return { from: mondayOf(day), until: plusDays(mondayOf(day), 6) }
  return { from: mondayOf(monthBegin(day)), until: plusDays(mondayOf(monthEnd(day)), 6) }
}

/** The day that stands for the period before or after. */
export const moved = (view: CalendarView, day: string, by: 1 | -1): string =>
  view === 'week' ? plusDays(day, 7 * by) : plusMonths(monthBegin(day), by)

/** `2026年10月`, or for a week its days. */
export function periodText(view: CalendarView, day: string): string {
  if (view !== 'week') return `${day.slice(0, 4)}年${Number(day.slice(5, 7))}月`
  const { from, until } = spanOf('week', day)
  const short = (one: string) => `${Number(one.slice(5, 7))}月${Number(one.slice(8))}日`
  return `${from.slice(0, 4)}年${short(from)}至${short(until)}`
}

export const weeksOf = (days: readonly CalendarDay[]): CalendarDay[][] =>
  Array.from({ length: Math.ceil(days.length / 7) }, (_, week) => days.slice(week * 7, week * 7 + 7))

export type CalendarItem = (DueCalendar['tasks'][number] | DueCalendar['waiting'][number]) & { to: string; isWaiting: boolean }

/** To-dos and waiting cases in one list, earliest first; to-dos before what waits for others. */
export function itemsOf({ tasks, waiting }: DueCalendar): CalendarItem[] {
  const items: CalendarItem[] = [
    ...tasks.map((item) => ({ ...item, to: `/tasks/${item.taskId}`, isWaiting: false })),
    ...waiting.map((item) => ({ ...item, to: `/cases/${item.caseId}`, isWaiting: true })),
  ]
  return items.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : Number(a.isWaiting) - Number(b.isWaiting) || a.dueAt - b.dueAt))
}

const isOff = ({ kind }: CalendarDay): boolean => kind === 'holiday' || kind === 'weekend' || kind === 'closure'

/** The next holidays that last for days, with the working day before them; null: none among these days. */
export function nextAbsence(
  days: readonly CalendarDay[],
  today: string,
): { name: string; from: string; until: string; lastWorkday: string } | null {
  for (let at = 0; at < days.length; at++) {
    if (!isOff(days[at]!) || (at > 0 && isOff(days[at - 1]!))) continue
    let end = at
    while (end + 1 < days.length && isOff(days[end + 1]!)) end++
    const run = days.slice(at, end + 1)
    const named = run.find(({ kind }) => kind === 'holiday')
    if (run.length < LONG_ABSENCE_DAYS || !named || run[0]!.day <= today) continue
    return { name: named.name ?? '节假日', from: run[0]!.day, until: run.at(-1)!.day, lastWorkday: plusDays(run[0]!.day, -1) }
  }
  return null
}
