import { inTransaction, isUniqueViolation, workCalendars, type Database } from '@lianban/storage'
import { nationalCalendar, type Calendar } from '../clock/index.ts'
import { CalendarContent, calendarFrom, SHIPPED_CONTENT } from './content.ts'

/** The calendars by which the tenants count, held in memory: whoever counts does so in the middle of a transaction. */
export interface Calendars {
  /** The calendar that counts now; of a tenant that is not known yet the one that it will begin with. */
  of(tenantId: string): Calendar
  /** A tenant begins with the calendar of the software; one that has a calendar keeps it. */
  ensure(tenantId: string): Promise<void>
  /** Reads the versions that were published since, here or by another server. @returns the tenants whose calendar is new */
  refresh(): Promise<string[]>
}

export function createCalendars({ database, clock }: { database: Database; clock: () => number }): Calendars {
  const known = new Map<string, Calendar>()
  return {
    of: (tenantId) => known.get(tenantId) ?? nationalCalendar,
    async ensure(tenantId) {
      // Asked every few seconds: the content is read when there is a new one, and not to see that there is one.
      if (known.has(tenantId) || (await workCalendars(database).list(tenantId, 1)).length > 0) return
      try {
        await inTransaction(database, (tx) => workCalendars(tx).insert(firstVersion(tenantId, clock())))
      } catch (error) {
        // Another server was quicker.
        if (!isUniqueViolation(error)) throw error
      }
    },
    async refresh() {
      const versions = await workCalendars(database).versions()
      const changed: string[] = []
      for (const [tenantId, version] of versions) {
        if (known.get(tenantId)?.edition === version) continue
        const row = await workCalendars(database).get(tenantId, version)
        if (!row) continue
        known.set(tenantId, calendarFrom(CalendarContent.parse(row.content), version))
        changed.push(tenantId)
      }
      return changed
    },
  }
}

const firstVersion = (tenantId: string, at: number) => ({
  tenant_id: tenantId,
  version: 1,
  content: SHIPPED_CONTENT,
  source: SHIPPED_CONTENT.years.map(({ source }) => source).join('；'),
  reason: '系统自带的全国日历',
  official_until: nationalCalendar.officialUntil,
  published_by: null,
  published_by_name: '系统',
  published_at: at,
})
