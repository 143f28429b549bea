import { ClockError } from './clock-error.ts'
import { plusDays, startOfDay, timeOfDay, weekdayOf, yearOf, type Day } from './day.ts'

/**
 * `make-up-workday` 调休上班: a Saturday or Sunday on which offices work for a holiday moved elsewhere.
 * `closure` 临时停办: a workday on which the county's offices are closed, by a typhoon or by order.
 */
export type DayKind = 'workday' | 'weekend' | 'holiday' | 'make-up-workday' | 'closure'
export type SpecialDay = { kind: 'holiday' | 'make-up-workday' | 'closure'; name: string }

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

/** Office hours that hold for some time or on some weekdays; of those that fit a day the last one counts. */
export interface OfficeHours {
  from: Day
  /** Belongs to it; null: until further notice. */
  to: Day | null
  /** 0 = Sunday … 6 = Saturday; all if absent. */
  weekdays?: number[]
  /** In order; none: the office is open for nobody that day, which alone makes it no day off. */
  intervals: OfficeInterval[]
}

/** What a county, or one of its organs, lays over the national calendar. */
export interface CalendarLayers {
  /** Counts up with every change; 0: none. */
  version: number
  /** Both days belong to it; `source` is the order that closed the offices. */
  closures: { name: string; from: Day; to: Day; source: string }[]
  officeHours: OfficeHours[]
}

export interface Calendar {
  /** Number of the tenant's version of it; 1: as the software brings it. */
  edition: number
  /** The years and their versions and that of the layers, e.g. `2025.1 2026.1 2027.0 local.3`: recorded with a case, so that a count can be repeated. */
  version: string
  zone: 'Asia/Shanghai'
  /** Beside those of the layers: what holds where none of them does. The end of a day's last one is its close of business 停止业务活动的时间. */
  officeHours: readonly OfficeHours[]
  /** First and last day the calendar can answer for. */
  firstDay: Day
  lastDay: Day
  /** Last day of the official range; days after it are provisional 暂定. */
  officialUntil: Day
  /** The days that are not what their weekday says. */
  specialDays: ReadonlyMap<Day, SpecialDay>
}

/** The calendar by which a tenant counts now. */
export type CalendarOf = (tenantId: string) => Calendar

/** Window hours of a county's service hall that says nothing else. */
export const DEFAULT_OFFICE_HOURS: OfficeInterval[] = [
  { from: '09:00', to: '12:00' },
  { from: '14:00', to: '17:30' },
]

const NO_LAYERS: CalendarLayers = { version: 0, closures: [], officeHours: [] }

/**
 * Builds a calendar of consecutive years, official ones before provisional ones, and of what a county lays over them.
 * @throws ClockError CALENDAR_INVALID if years are missing, days are outside their year or the calendar, a make-up day is
 * no weekend day, or office hours are not in order
 */
export function createCalendar(years: CalendarYear[], layers: CalendarLayers = NO_LAYERS, edition = 1): Calendar {
  const sorted = [...years].sort((a, b) => a.year - b.year)
  const first = sorted[0]
  const last = sorted.at(-1)
  if (!first || !last) throw invalid('至少要有一个年度')
  sorted.forEach((year, index) => checkYear(year, sorted[index - 1]))
  const [firstDay, lastDay] = [`${first.year}-01-01`, `${last.year}-12-31`]
  checkLayers(layers, firstDay, lastDay)
  const official = sorted.filter((year) => year.status === 'official').at(-1)
  return {
    edition,
    version: [...sorted.map((year) => `${year.year}.${year.version}`), ...(layers.version > 0 ? [`local.${layers.version}`] : [])].join(
      ' ',
    ),
    zone: 'Asia/Shanghai',
    officeHours: [{ from: firstDay, to: null, intervals: DEFAULT_OFFICE_HOURS }, ...layers.officeHours],
    firstDay,
    lastDay,
    officialUntil: official ? `${official.year}-12-31` : `${first.year - 1}-12-31`,
    specialDays: withClosures(new Map(sorted.flatMap(specialDaysOf)), layers),
  }
}

/** The office hours of a day, in order; the day itself need not be a workday. */
export function officeHoursOn(day: Day, calendar: Calendar): readonly OfficeInterval[] {
  const weekday = weekdayOf(day)
  const hours = calendar.officeHours.findLast(
    ({ from, to, weekdays }) => from <= day && (to === null || day <= to) && (weekdays?.includes(weekday) ?? true),
  )
  return hours?.intervals ?? []
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

/** Whether offices work on that day: a weekday that is no holiday and no closure, or a make-up workday. */
export function isWorkday(day: Day, calendar: Calendar): boolean {
  const kind = dayKindOf(day, calendar)
  return kind === 'workday' || kind === 'make-up-workday'
}

/** Whether the day lies beyond the official range, so that the yearly notice may still change what is counted. */
export const isProvisional = (day: Day, calendar: Calendar): boolean => day > calendar.officialUntil

export const isWeekend = (day: Day): boolean => [0, 6].includes(weekdayOf(day))

function specialDaysOf(year: CalendarYear): [Day, SpecialDay][] {
  const holidays = year.holidays.flatMap(({ name, from, to }) =>
    daysFrom(from, to).map((day): [Day, SpecialDay] => [day, { kind: 'holiday', name }]),
  )
  return [...holidays, ...year.makeUpWorkdays.map((day): [Day, SpecialDay] => [day, { kind: 'make-up-workday', name: '调休上班' }])]
}

/** A closure takes workdays only: a day off needs no closing. */
function withClosures(days: Map<Day, SpecialDay>, { closures }: CalendarLayers): Map<Day, SpecialDay> {
  for (const { name, from, to } of closures) {
    for (const day of daysFrom(from, to)) {
      const isOff = days.has(day) ? days.get(day)!.kind !== 'make-up-workday' : isWeekend(day)
      if (!isOff) days.set(day, { kind: 'closure', name })
    }
  }
  return days
}

function checkLayers({ closures, officeHours }: CalendarLayers, firstDay: Day, lastDay: Day): void {
  for (const { name, from, to } of closures) {
    if (startOfDay(from) < startOfDay(firstDay) || startOfDay(to) > startOfDay(lastDay))
      throw invalid(`停办“${name}”（${from}至${to}）不在日历的范围（${firstDay}至${lastDay}）内`)
    daysFrom(from, to)
  }
  for (const hours of officeHours) {
    if (hours.to !== null && startOfDay(hours.to) < startOfDay(hours.from))
      throw invalid(`办公时间的终止日${hours.to}早于起始日${hours.from}`)
    const times = hours.intervals.flatMap(({ from, to }) => [timeOfDay(firstDay, from), timeOfDay(firstDay, to)])
    if (times.some((time, i) => i > 0 && time <= times[i - 1]!)) throw invalid(`自${hours.from}起的办公时间前后颠倒或者重叠`)
  }
}

function checkYear(year: CalendarYear, previous: CalendarYear | undefined): void {
  if (previous && previous.year !== year.year - 1) throw invalid(`${previous.year}年之后缺少年度，直接到了${year.year}年`)
  if (year.status !== 'official' && year.status !== 'provisional')
    throw invalid(`${year.year}年的状态“${year.status}”无效，只能是 official（正式）或 provisional（暂定）`)
  if (previous?.status === 'provisional' && year.status === 'official')
    throw invalid(`${year.year}年是正式安排，而${previous.year}年还是暂定`)
  const off = new Set(year.holidays.flatMap(({ from, to }) => daysFrom(from, to)))
  for (const day of [...off, ...year.makeUpWorkdays]) {
    if (yearOf(day) !== year.year) throw invalid(`${day}不属于${year.year}年`)
  }
  for (const day of year.makeUpWorkdays) {
    if (!isWeekend(day) || off.has(day)) throw invalid(`${day}不能是调休上班日：它不是周末，或者已经列为放假`)
  }
}

function daysFrom(from: Day, to: Day): Day[] {
  if (startOfDay(to) < startOfDay(from)) throw invalid(`放假或停办的终止日${to}早于起始日${from}`)
  const days: Day[] = []
  for (let day = from; day <= to; day = plusDays(day, 1)) days.push(day)
  return days
}

const invalid = (message: string): ClockError => new ClockError('CALENDAR_INVALID', `工作日历有误：${message}`)
