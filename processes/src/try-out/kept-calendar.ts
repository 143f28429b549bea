import { z } from 'zod'
import type { Calendar } from '../clock/index.ts'

/*
 * A saved case runs by the county's calendar, with one exception: days that were only provisional 暂定 when it was saved keep the
 * kind that they had then. So a correction or a closure within what was official counts, as it does for every case in earnest; but
 * that the State Council's notice for a later year has come since, or a year was added, moves no day of the case and turns none red.
 */

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

export const KeptCalendar = z.strictObject({
  /** Last day that was official. */
  officialUntil: day,
  /** Last day that the calendar knew. */
  lastDay: day,
  /** Of the days between: those that are not what their weekday says. */
  days: z.record(day, z.strictObject({ kind: z.enum(['holiday', 'make-up-workday', 'closure']), name: z.string().max(100) })),
})
export type KeptCalendar = z.infer<typeof KeptCalendar>

/** What a case keeps of the calendar that it was saved with. */
export const keptOf = ({ officialUntil, lastDay, specialDays }: Calendar): KeptCalendar => ({
  ...{ officialUntil, lastDay },
  days: Object.fromEntries([...specialDays].filter(([one]) => one > officialUntil)),
})

/** The county's calendar with the days that a case has kept. */
export function calendarWith(calendar: Calendar, kept: KeptCalendar | undefined): Calendar {
  if (!kept) return calendar
  const isKept = (one: string) => one > kept.officialUntil && one <= kept.lastDay
  const days = [...calendar.specialDays].filter(([one]) => !isKept(one))
  return {
    ...calendar,
    lastDay: calendar.lastDay > kept.lastDay ? calendar.lastDay : kept.lastDay,
    specialDays: new Map([...days, ...Object.entries(kept.days)]),
  }
}
