import type { Calendar } from './calendar.ts'
import { caseClockOf, fixedDueAt, NO_DUE_TIME } from './case-clock.ts'
import type { TimeLimit } from './time-limit.ts'

/** What the FEEL functions count from: the tenant and the instant of the engine's command. */
export interface CountedFrom {
  tenantId: string
  /** Epoch milliseconds. */
  now: number
}

type ClockFunction = (n: number, from?: number | null, clock?: unknown) => string

/**
 * The FEEL functions of the legal clock, for the engine's option `functions`: `workdays(n)`, `days(n)`, `workhours(n)`,
 * `urgentHours(n)` and `minutes(n)` give the due time, an ISO instant, counted from the command's now, or from their second
 * argument in epoch milliseconds: who is deemed accepted was accepted on receipt, not when the silence ended. The third
 * argument is a case's clock (`CaseClock`): its stops do not count and its extension is added; while a stop is open there is
 * no due time (`NO_DUE_TIME`) unless the limit had run out before.
 * They throw ClockError, which the engine turns into an incident.
 * @param calendar one for all tenants, or chosen by tenant
 */
export function clockFunctions(calendar: Calendar | ((tenantId: string) => Calendar)) {
  return ({ tenantId, now }: CountedFrom): Record<string, ClockFunction> => {
    const own = typeof calendar === 'function' ? calendar(tenantId) : calendar
    const count =
      (unit: TimeLimit['unit']): ClockFunction =>
      (n, from, clock) => {
        const { stops, extension } = caseClockOf(clock)
        const limit = { startAt: from ?? now, n, unit, extension, suspensions: stops }
        return new Date(fixedDueAt(limit, own) ?? NO_DUE_TIME).toISOString()
      }
    return {
      workdays: count('workday'),
      days: count('day'),
      workhours: count('workhour'),
      urgentHours: count('urgent-hour'),
      minutes: count('minute'),
    }
  }
}
