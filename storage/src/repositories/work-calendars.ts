import { isUniqueViolation, type Tx } from '../database.ts'

/** One version of a tenant's working calendar. */
export interface WorkCalendarRow {
  tenant_id: string
  version: number
  content: unknown
  source: string
  reason: string
  /** YYYY-MM-DD */
  official_until: string
  /** null: it came with the software. */
  published_by: string | null
  published_by_name: string
  published_at: number
}

export const workCalendars = (db: Tx) => ({
  /** @throws a unique violation if the version is there already */
  insert: async (row: WorkCalendarRow): Promise<void> => {
    await db('work_calendar').insert({ ...row, content: JSON.stringify(row.content) })
  },

  /** The version that counts, or undefined. */
  latest: async (tenantId: string): Promise<WorkCalendarRow | undefined> => {
    const row: unknown = await db('work_calendar').where({ tenant_id: tenantId }).orderBy('version', 'desc').first()
    return row === undefined ? undefined : read(row)
  },

  get: async (tenantId: string, version: number): Promise<WorkCalendarRow | undefined> => {
    const row: unknown = await db('work_calendar').where({ tenant_id: tenantId, version }).first()
    return row === undefined ? undefined : read(row)
  },

  /** Tenant → number of its newest version. */
  versions: async (): Promise<Map<string, number>> => {
    const rows: { tenant_id: string; version: number | string }[] = await db('work_calendar')
      .groupBy('tenant_id')
      .select('tenant_id')
      .max({ version: 'version' })
    return new Map(rows.map(({ tenant_id, version }) => [tenant_id, Number(version)]))
  },

  /** The county was told that this year is not official. @returns false if it had been told before */
  noteAlarm: async (tenantId: string, year: number, at: number): Promise<boolean> => {
    const known: unknown = await db('work_calendar_alarm').where({ tenant_id: tenantId, year }).first()
    if (known !== undefined) return false
    try {
      await db('work_calendar_alarm').insert({ tenant_id: tenantId, year, at })
      return true
    } catch (error) {
      // Another server was quicker.
      if (isUniqueViolation(error)) return false
      throw error
    }
  },

  /** Newest first, without the content. */
  list: async (tenantId: string, limit: number): Promise<Omit<WorkCalendarRow, 'content'>[]> => {
    const rows: Omit<WorkCalendarRow, 'content'>[] = await db('work_calendar')
      .where({ tenant_id: tenantId })
      .orderBy('version', 'desc')
      .limit(limit)
      .select('tenant_id', 'version', 'source', 'reason', 'official_until', 'published_by', 'published_by_name', 'published_at')
    return rows.map((row) => ({ ...row, published_at: Number(row.published_at) }))
  },
})

function read(raw: unknown): WorkCalendarRow {
  const row = raw as WorkCalendarRow & { content: string }
  return { ...row, content: JSON.parse(row.content) as unknown, published_at: Number(row.published_at) }
}
