import type { Calendar } from './calendar.ts'
import { addDays, addWorkdays } from './workdays.ts'

/** What the FEEL functions count from: the tenant and the instant of the engine's command. */
export interface CountedFrom {
  tenantId: string
  /** Epoch milliseconds. */
  now: number
}

/**
 * The FEEL functions of the legal clock, for the engine's option `functions`:
 * `workdays(n)` and `days(n)` give the due time, an ISO instant, counted from the command's now, or from their second
 * argument in epoch milliseconds: who is deemed accepted was accepted on receipt, not when the silence ended.
 * They throw ClockError, which the engine turns into an incident.
 * @param calendar one for all tenants, or chosen by tenant
 */
export function clockFunctions(calendar: Calendar | ((tenantId: string) => Calendar)) {
  return ({ tenantId, now }: CountedFrom): Record<string, (n: number, from?: number) => string> => {
    const own = typeof calendar === 'function' ? calendar(tenantId) : calendar
    return {
      workdays: (n, from = now) => new Date(addWorkdays(from, n, own)).toISOString(),
      days: (n, from = now) => new Date(addDays(from, n, own)).toISOString(),
    }
  }
}
