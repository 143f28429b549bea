import { z } from 'zod'
import { ClockError, createCalendar, SHIPPED_YEARS, type Calendar } from '../clock/index.ts'
import { calendarInvalid } from './errors.ts'

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, '日期写作 YYYY-MM-DD')
  .refine((text) => Number.isFinite(Date.parse(text)) && new Date(text).toISOString().startsWith(text), '没有这一天')
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时刻写作 HH:MM')
const name = z.string().trim().min(1).max(100)

/** One year as the State Council's notice gives it; the same shape as `clock/calendars/<year>.json`. */
export const CalendarYearContent = z.strictObject({
  year: z.int().min(2000).max(2100),
  status: z.enum(['official', 'provisional']),
  version: z.int().min(0).max(1000),
  source: z.string().trim().min(1).max(500),
  holidays: z.array(z.strictObject({ name, from: day, to: day })).max(50),
  makeUpWorkdays: z.array(day).max(50),
})

/** Everything a version of a tenant's calendar says. */
export const CalendarContent = z.strictObject({
  years: z.array(CalendarYearContent).min(1).max(100),
  /** 临时停办: both days belong to it; `source` is the order. */
  closures: z.array(z.strictObject({ name, from: day, to: day, source: z.string().trim().min(1).max(500) })).max(500),
  officeHours: z
    .array(
      z.strictObject({
        from: day,
        to: day.nullable(),
        weekdays: z.array(z.int().min(0).max(6)).min(1).max(7).optional(),
        intervals: z.array(z.strictObject({ from: time, to: time })).max(8),
      }),
    )
    .max(200),
})

export type CalendarContent = z.infer<typeof CalendarContent>

/** What a tenant's calendar begins with. */
export const SHIPPED_CONTENT: CalendarContent = CalendarContent.parse({ years: SHIPPED_YEARS, closures: [], officeHours: [] })

/** The calendar of a version. @throws ClockError CALENDAR_INVALID */
export function calendarFrom({ years, closures, officeHours }: CalendarContent, edition: number): Calendar {
  const isLayered = closures.length + officeHours.length > 0
  return createCalendar(years, { version: isLayered ? edition : 0, closures, officeHours }, edition)
}

/** The content, checked as a calendar too. @throws CalendarError CALENDAR_INVALID with details.problems */
export function checkedContent(given: unknown, edition: number): { content: CalendarContent; calendar: Calendar } {
  const parsed = CalendarContent.safeParse(given)
  if (!parsed.success)
    throw calendarInvalid(parsed.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message })))
  try {
    return { content: parsed.data, calendar: calendarFrom(parsed.data, edition) }
  } catch (error) {
    if (error instanceof ClockError) throw calendarInvalid([{ path: 'content', message: error.message }])
    throw error
  }
}
