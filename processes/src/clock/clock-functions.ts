import type { Calendar } from './calendar.ts'
import { dueOf, type TimeLimit } from './time-limit.ts'

/** What the FEEL functions count from: the tenant and the instant of the engine's command. */
export interface CountedFrom {
  tenantId: string
  /** Epoch milliseconds. */
  now: number
}

/**
 * The FEEL functions of the legal clock, for the engine's option `functions`: `workdays(n)`, `days(n)`, `workhours(n)`,
 * `urgentHours(n)` and `minutes(n)` give the due time, an ISO instant, counted from the command's now, or from their second
 * argument in epoch milliseconds: who is deemed accepted was accepted on receipt, not when the silence ended.
 * They throw ClockError, which the engine turns into an incident.
 * @param calendar one for all tenants, or chosen by tenant
 */
export function clockFunctions(calendar: Calendar | ((tenantId: string) => Calendar)) {
  return ({ tenantId, now }: CountedFrom): Record<string, (n: number, from?: number) => string> => {
    const own = typeof calendar === 'function' ? calendar(tenantId) : calendar
    const count =
      (unit: TimeLimit['unit']) =>
      (n: number, from = now) =>
        new Date(dueOf({ startAt: from, n, unit }, from, own).dueAt).toISOString()
    return {
      workdays: count('workday'),
      days: count('day'),
      workhours: count('workhour'),
      urgentHours: count('urgent-hour'),
      minutes: count('minute'),
    }
  }
}
