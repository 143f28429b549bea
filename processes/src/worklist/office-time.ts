import { DAY_MS, dayOf, isWorkday, officeHoursOn, startOfDay, timeOfDay, type Calendar, type Day } from '../clock/index.ts'

/**
 * How much office time lies between two instants, for many of them: each day is counted once. What lies before the calendar begins
 * is not counted.
 * @param first the earliest instant that will be asked for   @param last the latest; epoch milliseconds
 * @returns milliseconds of office hours on working days in `[from, to)`; equal to `runningTime` of a clock in working hours
 * @throws ClockError CALENDAR_NOT_COVERED
 */
export function officeTimeBetween(calendar: Calendar, first: number, last: number): (from: number, to: number) => number {
  const begin = Math.max(startOfDay(dayOf(first)), startOfDay(calendar.firstDay))
  /** Office time before each day, since the first. */
  const before: number[] = []
  const stretches: { from: number; to: number }[][] = []
  let sum = 0
  for (let start = begin; start <= last; start += DAY_MS) {
    const open = officeHours(dayOf(start), calendar)
    before.push(sum)
    stretches.push(open)
    sum += open.reduce((all, { from, to }) => all + to - from, 0)
  }
  const until = (at: number): number => {
    const index = Math.floor((at - begin) / DAY_MS)
    if (index < 0) return 0
    return stretches[index]!.reduce((all, { from, to }) => all + Math.max(0, Math.min(to, at) - from), before[index]!)
  }
  return (from, to) => Math.max(0, until(to) - until(from))
}

const officeHours = (day: Day, calendar: Calendar): { from: number; to: number }[] =>
  isWorkday(day, calendar)
    ? officeHoursOn(day, calendar).map(({ from, to }) => ({ from: timeOfDay(day, from), to: timeOfDay(day, to) }))
    : []
