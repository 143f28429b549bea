import type { Knex } from 'knex'
import { insertRows } from '../write-rows.ts'
import { pageSize } from './page.ts'

/** A start event of the newest version of a process: what it waits for. */
export interface EventStartRow {
  tenant_id: string
  definition_key: string
  element_id: string
  definition_id: string
  /** message, signal or conditional. */
  kind: string
  event_name: string | null
  created_at: number
}

export const eventStarts = (db: Knex) => ({
  /** What starts by this event, by definition key. */
  waiting: (tenantId: string, event: { kind: string; eventName?: string }, limit: number): Promise<EventStartRow[]> => {
    const query = db<EventStartRow>('event_start')
      .where({ tenant_id: tenantId, kind: event.kind })
      .orderBy(['definition_key', 'element_id'])
      .limit(pageSize(limit))
    if (event.eventName !== undefined) void query.where({ event_name: event.eventName })
    return query.then((rows) => rows.map((row) => ({ ...row, created_at: Number(row.created_at) })))
  },

  /** Puts these in the place of all that the keys had. */
  async replace(tenantId: string, keys: string[], rows: EventStartRow[]): Promise<void> {
    await db('event_start').where({ tenant_id: tenantId }).whereIn('definition_key', keys).delete()
    await insertRows(db, 'event_start', rows)
  },
})
