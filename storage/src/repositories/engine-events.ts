import type { Knex } from 'knex'
import { insertRows } from '../write-rows.ts'
import { pageSize } from './page.ts'

export interface EngineEventRow {
  tenant_id: string
  instance_id: string
  /** Number of the row's first event, from 0 within the instance. */
  seq: number
  /** What was asked, e.g. `completeUserTask`. */
  type: string
  at: number
  /** The events of one step as a JSON list; in rows written by hand also a single one. */
  payload: string
}

export const engineEvents = (db: Knex) => ({
  append: (rows: EngineEventRow[]): Promise<void> => insertRows(db, 'engine_event', rows),

  /** The steps of one instance in order. `after` is the last row's sequence number of the page before. */
  list: (tenantId: string, instanceId: string, page: { limit: number; after?: number }): Promise<EngineEventRow[]> =>
    db<EngineEventRow>('engine_event')
      .where({ tenant_id: tenantId, instance_id: instanceId })
      .where('seq', '>', page.after ?? -1)
      .orderBy('seq')
      .limit(pageSize(page.limit))
      .then((rows) => rows.map((row) => ({ ...row, seq: Number(row.seq), at: Number(row.at) }))),
})
