import { civilFields, civilInstant, daysOfMonth } from './iso-time.ts'

/** Years that are searched for the next day. 29 February on a given weekday comes back after 40 years at the latest. */
const MAX_SEARCH_YEARS = 80
/** Longest text of a cron expression, in characters. */
const MAX_CRON_CHARACTERS = 500

/** A cron expression; every list sorted. Plain JSON. */
export interface Cron {
  seconds: number[]
  minutes: number[]
  hours: number[]
  /** A day must satisfy both of these. null: every day. */
  daysOfMonth: DayOfMonth[] | null
  daysOfWeek: DayOfWeek[] | null
  months: number[]
}

/** A day of the month, so many days before the last, the workday nearest to a day, the last workday. */
export type DayOfMonth = number | { beforeLast: number } | { nearestWorkday: number } | 'lastWorkday'
/** 0 Sunday to 6 Saturday; `nth` of the month, -1 the last. */
export type DayOfWeek = number | { weekday: number; nth: number }

const MACROS: Record<string, string> = {
  '@YEARLY': '0 0 0 1 1 *',
  '@ANNUALLY': '0 0 0 1 1 *',
  '@MONTHLY': '0 0 0 1 * *',
  '@WEEKLY': '0 0 0 * * 0',
  '@DAILY': '0 0 0 * * *',
  '@MIDNIGHT': '0 0 0 * * *',
  '@HOURLY': '0 0 * * * *',
}
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']

/**
 * Cron of six fields: second, minute, hour, day of month, month, day of week (0 and 7 are Sunday). A field is a comma
 * list of `*`, `?`, numbers, ranges and steps (`0/15`, `9-17/2`); months and weekdays may be names; days of the month
 * may be `L`, `L-3`, `LW`, `15W`, days of the week `5L`, `FRIL`, `MON#2`; or one of the macros such as `@daily`.
 * null if the text is none.
 * Source: Spring Framework 5.3, CronExpression (which camunda uses). Unlike there, `31W` never leaves its month.
 */
export function parseCron(text: string): Cron | null {
  const upper = text.trim().toUpperCase()
  if (upper.length > MAX_CRON_CHARACTERS) return null
  const fields = (Object.hasOwn(MACROS, upper) ? MACROS[upper]! : upper).split(/\s+/)
  if (fields.length !== 6) return null
  const [second, minute, hour, day, month, weekday] = fields as [string, string, string, string, string, string]
  const seconds = parseNumbers(second, 0, 59)
  const minutes = parseNumbers(minute, 0, 59)
  const hours = parseNumbers(hour, 0, 23)
  const months = parseNumbers(withNumbers(month, MONTHS, 1), 1, 12)
  const daysOfMonth = isAny(day) ? null : parseDaysOfMonth(day)
  const daysOfWeek = isAny(weekday) ? null : parseDaysOfWeek(withNumbers(weekday, WEEKDAYS, 0))
  if (!seconds || !minutes || !hours || !months || daysOfMonth?.length === 0 || daysOfWeek?.length === 0) return null
  return { seconds, minutes, hours, daysOfMonth, months, daysOfWeek }
}

/** The first instant strictly after `after` that fits, in Beijing time; null if none comes within the search limit. */
export function nextCron(cron: Cron, after: number): number | null {
  const start = civilFields(after)
  for (let year = start.year; year <= start.year + MAX_SEARCH_YEARS; year++) {
    for (const month of cron.months) {
      if (year === start.year && month < start.month) continue
      const firstDay = year === start.year && month === start.month ? start.day : 1
      for (let day = firstDay; day <= daysOfMonth(year, month); day++) {
        if (!fitsDay(cron, year, month, day)) continue
        const midnight = civilInstant(year, month, day)
        const time = midnight > after ? firstTime(cron) : timeAfter(cron, Math.floor((after - midnight) / 1000))
        if (time !== null) return midnight + time * 1000
      }
    }
  }
  return null
}

function firstTime(cron: Cron): number {
  return (cron.hours[0]! * 60 + cron.minutes[0]!) * 60 + cron.seconds[0]!
}

/** The first fitting second of the day after `second`; null if the day has none left. */
function timeAfter(cron: Cron, second: number): number | null {
  for (const hour of cron.hours) {
    if ((hour + 1) * 3600 <= second) continue
    for (const minute of cron.minutes) {
      if ((hour * 60 + minute + 1) * 60 <= second) continue
      const found = cron.seconds.find((candidate) => (hour * 60 + minute) * 60 + candidate > second)
      if (found !== undefined) return (hour * 60 + minute) * 60 + found
    }
  }
  return null
}

function fitsDay({ daysOfMonth: days, daysOfWeek: weekdays }: Cron, year: number, month: number, day: number): boolean {
  const weekday = weekdayOf(year, month, day)
  const last = daysOfMonth(year, month)
  const fitsWeekday = (rule: DayOfWeek) => {
    if (typeof rule === 'number') return rule === weekday
    return rule.weekday === weekday && (rule.nth === -1 ? day + 7 > last : Math.ceil(day / 7) === rule.nth)
  }
  const fitsMonthday = (rule: DayOfMonth) => {
    if (typeof rule === 'number') return rule === day
    if (rule === 'lastWorkday') return day === nearestWorkday(year, month, last)
    return 'beforeLast' in rule ? day === last - rule.beforeLast : day === nearestWorkday(year, month, rule.nearestWorkday)
  }
  return (days === null || days.some(fitsMonthday)) && (weekdays === null || weekdays.some(fitsWeekday))
}

/** Monday to Friday, the nearest to `day` in the same month; null if the month has no such day. */
function nearestWorkday(year: number, month: number, day: number): number | null {
  const last = daysOfMonth(year, month)
  if (day > last) return null
  const weekday = weekdayOf(year, month, day)
  if (weekday === 6) return day === 1 ? 3 : day - 1
  if (weekday === 0) return day === last ? day - 2 : day + 1
  return day
}

function weekdayOf(year: number, month: number, day: number): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay()
}

function isAny(field: string): boolean {
  return field === '*' || field === '?'
}

function parseDaysOfMonth(field: string): DayOfMonth[] {
  return parseList(field, (item): DayOfMonth[] | null => {
    if (item === 'LW') return ['lastWorkday']
    const beforeLast = /^L(?:-(\d{1,2}))?$/.exec(item)
    if (beforeLast) return Number(beforeLast[1] ?? 0) <= 30 ? [{ beforeLast: Number(beforeLast[1] ?? 0) }] : null
    const nearest = /^(\d{1,2})W$/.exec(item)
    if (!nearest) return parseNumbers(item, 1, 31)
    const day = Number(nearest[1])
    return day >= 1 && day <= 31 ? [{ nearestWorkday: day }] : null
  })
}

function parseDaysOfWeek(field: string): DayOfWeek[] {
  return parseList(field, (item): DayOfWeek[] | null => {
    const special = /^([0-7])(?:L|#([1-5]))$/.exec(item)
    if (special) return [{ weekday: Number(special[1]) % 7, nth: special[2] ? Number(special[2]) : -1 }]
    // SUN-TUE and 5-7 are both ranges; every second day counts from Monday
    const numbers = parseNumbers(item.replace(/^7-/, '0-').replace(/^[*?]/, '1-7'), 0, 7)
    return numbers && [...new Set(numbers.map((number) => number % 7))].sort((left, right) => left - right)
  })
}

/** [] if any item is wrong. */
function parseList<T>(field: string, parseItem: (item: string) => T[] | null): T[] {
  const lists = field.split(',').map(parseItem)
  return lists.includes(null) ? [] : lists.flatMap((list) => list!)
}

/** Numbers of a comma list of `*`, `?`, `a`, `a-b`, each with `/step`; sorted. null if it is none. */
function parseNumbers(field: string, minimum: number, maximum: number): number[] | null {
  const numbers = new Set<number>()
  for (const item of field.split(',')) {
    const match = /^(?:[*?]|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,4}))?$/.exec(item)
    if (!match) return null
    const [, from, to, stepText] = match
    const step = Number(stepText ?? 1)
    const first = from === undefined ? minimum : Number(from)
    // `5/10` counts on to the end, `5` is 5 alone
    const last = to !== undefined ? Number(to) : from !== undefined && stepText === undefined ? first : maximum
    if (first < minimum || last > maximum || first > last || step === 0) return null
    for (let number = first; number <= last; number += step) numbers.add(number)
  }
  return [...numbers].sort((left, right) => left - right)
}

/** Names such as `MON` as numbers. */
function withNumbers(field: string, names: string[], first: number): string {
  return field.replace(/[A-Z]{3}/g, (name) => (names.includes(name) ? String(names.indexOf(name) + first) : name))
}
