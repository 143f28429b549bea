import { caseInbox, type CaseLamp, type Database } from '@lianban/storage'
import type { Caller } from '@lianban/tenants'
import { inboxOf } from '../cases/inbox.ts'
import { dayKindOf, dayOf, plusDays, startOfDay, type Calendar, type CalendarOf, type Day, type DayKind } from '../clock/index.ts'
import { spanInvalid } from './worklist-error.ts'

/** Six weeks, as a month is shown, and some. */
export const MAX_CALENDAR_DAYS = 62

export interface CalendarDay {
  day: Day
  kind: DayKind
  /** Of the holiday or closure, or what is made up for; null: an ordinary day. */
  name: string | null
}

/** Something due on a day; instants are epoch milliseconds. */
export interface DueItem {
  day: Day
  dueAt: number
  /** Name of the step; of a waiting case where it stands. */
  step: string | null
  caseNo: string
  applicantName: string
  matterName: string
  lamp: CaseLamp
}

export interface DueCalendar {
  days: CalendarDay[]
  /** The caller's to-dos by their own limits. */
  tasks: (DueItem & { taskId: string })[]
  /** Cases that he had in hand and that others work on now, by the promised limit. */
  waiting: (DueItem & { caseId: string })[]
  /** When it was asked. */
  at: number
}

/**
 * What is due when, with the days of the tenant's working calendar.
 * @param from first day   @param until last day, at most MAX_CALENDAR_DAYS
 * @throws WorklistError SPAN_INVALID
 */
export async function dueCalendar(
  { database, calendarOf, clock }: { database: Database; calendarOf: CalendarOf; clock: () => number },
  caller: Caller,
  { from, until }: { from: Day; until: Day },
): Promise<DueCalendar> {
  const days = daysOf(from, until, calendarOf(caller.tenantId))
  const span = { from: startOfDay(from), to: startOfDay(plusDays(until, 1)) }
  const query = { ...inboxOf(caller), now: clock() }
  const [tasks, waiting] = await Promise.all([
    caseInbox(database).due({ ...query, filter: { dueFrom: span.from, dueBefore: span.to } }),
    caseInbox(database).elsewhere(query, span),
  ])
  return {
    days,
    tasks: tasks.map((row) => ({ ...dueItem(row), step: row.task_name, taskId: row.task_id })),
    waiting: waiting.map((row) => ({ ...dueItem(row), step: row.step_name, caseId: row.case_id })),
    at: query.now,
  }
}

function daysOf(from: Day, until: Day, calendar: Calendar): CalendarDay[] {
  if (from > until) throw spanInvalid('开始日期不能晚于结束日期')
  if (from < calendar.firstDay || until > calendar.lastDay)
    throw spanInvalid(`工作日历有 ${calendar.firstDay} 至 ${calendar.lastDay} 的安排,请选择其中的日期`)
  const days: CalendarDay[] = []
  for (let day = from; day <= until; day = plusDays(day, 1)) {
    if (days.length === MAX_CALENDAR_DAYS) throw spanInvalid(`一次最多查看 ${MAX_CALENDAR_DAYS} 天`)
    days.push({ day, kind: dayKindOf(day, calendar), name: calendar.specialDays.get(day)?.name ?? null })
  }
  return days
}

const dueItem = (row: { due_at: number; case_no: string; applicant_name: string; matter_name: string; lamp: CaseLamp }) => ({
  day: dayOf(row.due_at),
  dueAt: row.due_at,
  caseNo: row.case_no,
  applicantName: row.applicant_name,
  matterName: row.matter_name,
  lamp: row.lamp,
})
