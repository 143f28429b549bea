import { show, toNumber } from './juel-coerce.ts'
import type { Duration } from './iso-time.ts'
import { addDuration, civilFields, civilInstant, localInstant, parseInstant } from './iso-time.ts'

/**
 * Dates in JUEL are ISO 8601 text; `now()` and `dateTime()` give them. On such text the methods of java.util.Date and
 * of Joda's DateTime work that models use, e.g. `${dateTime().plusDays(3).toDate()}`. All in Beijing time.
 */
type DateMethod = (at: number, values: unknown[], source: string) => unknown

const SECOND = 1_000
const DAY = 86_400_000

const DATE_METHODS: Record<string, DateMethod> = {
  ...plusAndMinus('Years', { months: 12, milliseconds: 0 }),
  ...plusAndMinus('Months', { months: 1, milliseconds: 0 }),
  ...plusAndMinus('Weeks', { months: 0, milliseconds: 7 * DAY }),
  ...plusAndMinus('Days', { months: 0, milliseconds: DAY }),
  ...plusAndMinus('Hours', { months: 0, milliseconds: 3_600 * SECOND }),
  ...plusAndMinus('Minutes', { months: 0, milliseconds: 60 * SECOND }),
  ...plusAndMinus('Seconds', { months: 0, milliseconds: SECOND }),
  toDate: localInstant,
  getTime: (at) => at,
  getMillis: (at) => at,
  withTimeAtStartOfDay: (at) => localInstant(startOfDay(at)),
  getYear: (at) => civilFields(at).year,
  getMonthOfYear: (at) => civilFields(at).month,
  getDayOfMonth: (at) => civilFields(at).day,
  // Joda: 1 Monday to 7 Sunday
  getDayOfWeek: (at) => ((((Math.floor((startOfDay(at) + DAY) / DAY) + 3) % 7) + 7) % 7) + 1,
  getHourOfDay: (at) => Math.floor((at - startOfDay(at)) / 3_600_000),
  getMinuteOfHour: (at) => Math.floor((at - startOfDay(at)) / 60_000) % 60,
  isBefore: (at, [other]) => at < instantOf(other),
  before: (at, [other]) => at < instantOf(other),
  isAfter: (at, [other]) => at > instantOf(other),
  after: (at, [other]) => at > instantOf(other),
}

/** The method of a text that is a date; null if it is no date or has no such method. */
export function dateMethod(text: string, name: string): ((values: unknown[], source: string) => unknown) | null {
  if (!Object.hasOwn(DATE_METHODS, name)) return null
  const at = parseInstant(text)
  return at === null ? null : (values, source) => DATE_METHODS[name]!(at, values, source)
}

function plusAndMinus(unit: string, one: Duration): Record<string, DateMethod> {
  const add =
    (sign: 1 | -1): DateMethod =>
    (at, [count], source) => {
      const times = sign * Math.trunc(toNumber(count ?? null, source))
      const due = addDuration(at, { months: times * one.months, milliseconds: times * one.milliseconds })
      if (due === null) throw new Error(`${show(count)} ${unit.toLowerCase()} are out of the calendar`)
      return localInstant(due)
    }
  return { [`plus${unit}`]: add(1), [`minus${unit}`]: add(-1) }
}

function startOfDay(at: number): number {
  const { year, month, day } = civilFields(at)
  return civilInstant(year, month, day)
}

function instantOf(value: unknown): number {
  const at = typeof value === 'number' ? value : typeof value === 'string' ? parseInstant(value) : null
  if (at === null) throw new Error(`${show(value)} is no date`)
  return at
}
