export { ClockError } from './clock-error.ts'
export {
  DAY_MS,
  chineseDay,
  chineseMonthDay,
  chineseWeekday,
  dayOf,
  endOfDay,
  plusDays,
  startOfDay,
  timeOfDay,
  weekdayOf,
  yearOf,
  type Day,
} from './day.ts'
export {
  DEFAULT_OFFICE_HOURS,
  createCalendar,
  dayKindOf,
  isProvisional,
  isWorkday,
  officeHoursOn,
  type Calendar,
  type CalendarOf,
  type CalendarLayers,
  type CalendarYear,
  type DayKind,
  type OfficeHours,
  type OfficeInterval,
} from './calendar.ts'
export { nationalCalendar, SHIPPED_YEARS } from './national-calendar.ts'
export { MAX_LIMIT_DAYS, addWorkdays, closeOfBusiness, countWorkdays, sameOrNextWorkday, workdaysBetween } from './workdays.ts'
export { openSuspension, STOP_KINDS, SUSPENSION_KINDS, type StopKind, type Suspension, type SuspensionKind } from './suspensions.ts'
export { dueOf, usedOf, workdaysLeft, type Due, type DayUnit, type TimeLimit } from './time-limit.ts'
export type { TimeUnit } from './running-time.ts'
export { caseClockOf, fixedDueAt, NO_DUE_TIME, runningDue, RUNNING_CLOCK, type CaseClock } from './case-clock.ts'
export { countOf, fitsWithin, lengthFeel, lengthWords, UNITS, type Length, type LimitUnit } from './units.ts'
export { dueView, explainDue, type DueView } from './explain-due.ts'
export { LAMP_TEXTS, lampOf, warnFrom, type Lamp, type LampInput } from './lamp.ts'
export { workdaysLeftWords } from './left-words.ts'
export { clockFunctions, type CountedFrom } from './clock-functions.ts'
export { shareOfLimit } from './share-of-limit.ts'
export { addMonths, lastDayOfMonths, plusMonths } from './months.ts'
