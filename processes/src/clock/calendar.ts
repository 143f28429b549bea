import { ClockError } from './clock-error.ts'
import { plusDays, startOfDay, weekdayOf, yearOf, type Day } from './day.ts'

/** `make-up-workday` 调休上班: a Saturday or Sunday on which offices work for a holiday moved elsewhere. */
export type DayKind = 'workday' | 'weekend' | 'holiday' | 'make-up-workday'

/** One year of the national calendar as it stands in `calendars/<year>.json`. */
export interface CalendarYear {
  year: number
  /** `official`: the State Council's yearly notice is in. `provisional`: only the days fixed by the holiday regulation are known. */
  status: string
  /** Counts up with every correction; 0 as long as the year is provisional. */
  version: number
  /** Title of the notice or regulation the days come from. */
  source: string
  /** Days off, weekends inside a holiday included; `from` and `to` both belong to it. */
  holidays: { name: string; from: Day; to: Day }[]
  makeUpWorkdays: Day[]
}

/** One stretch of office hours, `HH:MM`. */
export interface OfficeInterval {
  from: string
  to: string
}

export interface Calendar {
  /** The years and their versions, e.g. `2025.1 2026.1 2027.0`: recorded with a case, so that a count can be repeated. */
  version: string
  zone: 'Asia/Shanghai'
  /** In order; the end of the last one is the close of business 停止业务活动的时间. */
  officeHours: OfficeInterval[]
  /** First and last day the calendar can answer for. */
  firstDay: Day
  lastDay: Day
  /** Last day of the official range; days after it are provisional 暂定. */
  officialUntil: Day
  /** The days that are not what their weekday says. */
  specialDays: ReadonlyMap<Day, { kind: 'holiday' | 'make-up-workday'; name: string }>
}

/** Window hours of the county's service hall. */
export const DEFAULT_OFFICE_HOURS: OfficeInterval[] = [
  { from: '09:00', to: '12:00' },
  { from: '14:00', to: '17:30' },
]

/**
 * Builds a calendar of consecutive years, official ones before provisional ones.
 * @throws ClockError CALENDAR_INVALID if years are missing, days are outside their year or a make-up day is no weekend day
 */
export function createCalendar(years: CalendarYear[], officeHours = DEFAULT_OFFICE_HOURS): Calendar {
  const sorted = [...years].sort((a, b) => a.year - b.year)
  const first = sorted[0]
  const last = sorted.at(-1)
  if (!first || !last) throw invalid('a calendar needs at least one year')
  sorted.forEach((year, index) => checkYear(year, sorted[index - 1]))
  const official = sorted.filter((year) => year.status === 'official').at(-1)
  return {
    version: sorted.map((year) => `${year.year}.${year.version}`).join(' '),
    zone: 'Asia/Shanghai',
    officeHours,
    firstDay: `${first.year}-01-01`,
    lastDay: `${last.year}-12-31`,
    officialUntil: official ? `${official.year}-12-31` : `${first.year - 1}-12-31`,
    specialDays: new Map(sorted.flatMap(specialDaysOf)),
  }
}

/**
 * What kind of day it is.
 * @throws ClockError CALENDAR_NOT_COVERED if the calendar does not reach it: silence must never read as "workday"
 */
export function dayKindOf(day: Day, calendar: Calendar): DayKind {
  if (day < calendar.firstDay || day > calendar.lastDay) {
    throw new ClockError(
      'CALENDAR_NOT_COVERED',
      `工作日历没有${yearOf(day)}年的数据（现有${yearOf(calendar.firstDay)}至${yearOf(calendar.lastDay)}年），无法计算到${day}。请先导入该年放假安排`,
    )
  }
  return calendar.specialDays.get(day)?.kind ?? (isWeekend(day) ? 'weekend' : 'workday')
}

/** Whether offices work on that day: a weekday that is no holiday, or a make-up workday. */
export function isWorkday(day: Day, calendar: Calendar): boolean {
  const kind = dayKindOf(day, calendar)
  return kind === 'workday' || kind === 'make-up-workday'
}

/** Whether the day lies beyond the official range, so that the yearly notice may still change what is counted. */
export const isProvisional = (day: Day, calendar: Calendar): boolean => day > calendar.officialUntil

export const isWeekend = (day: Day): boolean => [0, 6].includes(weekdayOf(day))

function specialDaysOf(year: CalendarYear): [Day, { kind: 'holiday' | 'make-up-workday'; name: string }][] {
  const holidays = year.holidays.flatMap(({ name, from, to }) =>
    daysFrom(from, to).map((day): [Day, { kind: 'holiday'; name: string }] => [day, { kind: 'holiday', name }]),
  )
  return [
    ...holidays,
    ...year.makeUpWorkdays.map((day): [Day, { kind: 'make-up-workday'; name: string }] => [day, { kind: 'make-up-workday', name: '调休上班' }]),
  ]
}

function checkYear(year: CalendarYear, previous: CalendarYear | undefined): void {
  if (previous && previous.year !== year.year - 1) throw invalid(`year ${year.year} does not follow ${previous.year}`)
  if (year.status !== 'official' && year.status !== 'provisional') throw invalid(`${year.year}: unknown status "${year.status}"`)
  if (previous?.status === 'provisional' && year.status === 'official') throw invalid(`${year.year} is official but ${previous.year} is not`)
  const off = new Set(year.holidays.flatMap(({ from, to }) => daysFrom(from, to)))
  for (const day of [...off, ...year.makeUpWorkdays]) {
    if (yearOf(day) !== year.year) throw invalid(`${day} stands in the file of ${year.year}`)
  }
  for (const day of year.makeUpWorkdays) {
    if (!isWeekend(day) || off.has(day)) throw invalid(`${day} cannot be a make-up workday`)
  }
}

function daysFrom(from: Day, to: Day): Day[] {
  if (startOfDay(to) < startOfDay(from)) throw invalid(`a holiday ends ${to}, before it begins ${from}`)
  const days: Day[] = []
  for (let day = from; day <= to; day = plusDays(day, 1)) days.push(day)
  return days
}

const invalid = (message: string): ClockError => new ClockError('CALENDAR_INVALID', `calendar: ${message}`)
