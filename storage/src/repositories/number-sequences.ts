import type { Knex } from 'knex'
import { readRow } from '../read-rows.ts'

export interface NumberSequenceRow {
  tenant_id: string
  /** Empty for a run of the whole tenant. */
  organ_id: string
  type: string
  /** The year, the day as yyyymmdd, or 0 for a run that never begins anew. */
  period: number
  last: number
}

/** Names one run of numbers. */
export interface NumberSequenceKey {
  tenantId: string
  organId: string
  type: string
  period: number
}

export const numberSequences = (db: Knex) => ({
  /**
   * Gives out the next number of a run, from 1, or the next `count` of them. Call it in the transaction that uses the number: the run stays locked
   * until that transaction ends, so numbers follow commits without a gap, and a rollback gives the number back.
   *
   * One upsert, not SELECT … FOR UPDATE before an INSERT: on MariaDB two first callers of a run would both hold a shared
   * lock on the row and dead-lock when they want to change it.
   * @returns the last of the numbers given out
   */
  async allocate({ tenantId, organId, type, period }: NumberSequenceKey, count = 1): Promise<number> {
    const where = { tenant_id: tenantId, organ_id: organId, type, period }
    await db('number_sequence')
      .insert({ ...where, last: count })
      .onConflict(['tenant_id', 'organ_id', 'type', 'period'])
      .merge({ last: db.raw('?? + ?', ['number_sequence.last', count]) })
    const sql = 'select last from number_sequence where tenant_id = ? and organ_id = ? and type = ? and period = ?'
    return Number((await readRow<NumberSequenceRow>(db, sql, [tenantId, organId, type, period]))!.last)
  },

  /** The number given out last, 0 if none was. Takes no lock. */
  async last({ tenantId, organId, type, period }: NumberSequenceKey): Promise<number> {
    const row = await db<NumberSequenceRow>('number_sequence').where({ tenant_id: tenantId, organ_id: organId, type, period }).first('last')
    return Number(row?.last ?? 0)
  },
})
