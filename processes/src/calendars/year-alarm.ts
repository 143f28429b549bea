import { inTransaction, workCalendars } from '@lianban/storage'
import { systemEntry, SYSTEM_ACTOR } from '../cases/log-entries.ts'
import { chineseDay, dayOf, yearOf } from '../clock/index.ts'
import type { CalendarDeskOptions } from './calendar-desk.ts'

/** From this day on the coming year has to be official: the yearly notice comes in October or November. */
const ALARM_FROM = '-11-01'
/** Post whose holders publish calendars. */
const PUBLISHERS = 'supervisor'

export interface YearAlarm {
  /** The year that is not official yet. */
  year: number
  text: string
}

/** What is to be shown while the coming year, or the present one, is not official; null: nothing. @param officialUntil YYYY-MM-DD */
export function alarmOf(officialUntil: string, now: number): YearAlarm | null {
  const today = dayOf(now)
  const year = yearOf(today)
  const wanted = today >= `${year}${ALARM_FROM}` ? year + 1 : year
  if (officialUntil >= `${wanted}-12-31`) return null
  const missing = Math.min(wanted, yearOf(officialUntil) + 1)
  return {
    year: missing,
    text: `${missing}年放假安排尚未录入为正式（现行正式数据至${chineseDay(officialUntil)}），届满日在${missing}年的期限均为暂定。请在国务院办公厅通知公布后立即导入并发布`,
  }
}

/** @returns whether anybody was told: once for each year */
export async function raiseAlarm(
  { database, notices, tenants, clock }: Pick<CalendarDeskOptions, 'database' | 'notices' | 'tenants' | 'clock'>,
  tenantId: string,
): Promise<boolean> {
  const [latest] = await workCalendars(database).list(tenantId, 1)
  const alarm = latest ? alarmOf(latest.official_until, clock()) : null
  if (!alarm) return false
  return inTransaction(database, async (tx) => {
    if (!(await workCalendars(tx).noteAlarm(tenantId, alarm.year, clock()))) return false
    await notices.send(tx, tenantId, {
      kind: 'calendar',
      to: { posts: [{ post: PUBLISHERS }] },
      title: `${alarm.year}年工作日历尚未确认`,
      text: `${alarm.text}。`,
      link: '/calendar',
    })
    const { subject: _, organId: __, ...entry } = systemEntry('calendar.alarm', { caseId: '', organId: '', payload: { year: alarm.year } })
    await tenants.supervision.record(tx, tenantId, [{ ...entry, subject: `calendar:${tenantId}`, actor: SYSTEM_ACTOR }])
    return true
  })
}
