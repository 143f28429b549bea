import type { Knex } from 'knex'
import { insertRows } from '../write-rows.ts'
import { pageSize } from './page.ts'

export interface EngineEventRow {
  tenant_id: string
  instance_id: string
  /** From 0 within the instance, without gaps. */
  seq: number
  type: string
  at: number
  /** The whole event as JSON text. */
  payload: string
}

export const engineEvents = (db: Knex) => ({
  append: (rows: EngineEventRow[]): Promise<void> => insertRows(db, 'engine_event', rows),

  /** The events of one instance in order. `after` is the last sequence number of the page before. */
  list: (tenantId: string, instanceId: string, page: { limit: number; after?: number }): Promise<EngineEventRow[]> =>
    db<EngineEventRow>('engine_event')
      .where({ tenant_id: tenantId, instance_id: instanceId })
      .where('seq', '>', page.after ?? -1)
      .orderBy('seq')
      .limit(pageSize(page.limit))
      .then((rows) => rows.map((row) => ({ ...row, seq: Number(row.seq), at: Number(row.at) }))),
})
