import type { Tx } from '../database.ts'

/** Wrong query codes in a row for a number that was asked for; the number itself is not stored. */
export interface LookupFailureRow {
  tenant_id: string
  /** SHA-256, hex. */
  number_hash: string
  failures: number
  locked_until: number | null
  last_at: number
}

export const lookupFailures = (db: Tx) => ({
  lockedUntil: async (tenantId: string, numberHash: string): Promise<number | null> => {
    const row = await db<LookupFailureRow>('lookup_failure').where({ tenant_id: tenantId, number_hash: numberHash }).first('locked_until')
    return row?.locked_until == null ? null : Number(row.locked_until)
  },

  /**
   * Counts one more; the `maxFailures`th locks the number until `until` and the count begins anew.
   * @returns whether this one locked it
   */
  count: async (
    { tenantId, numberHash, at }: { tenantId: string; numberHash: string; at: number },
    { maxFailures, until }: { maxFailures: number; until: number },
  ): Promise<boolean> => {
    const place = { tenant_id: tenantId, number_hash: numberHash }
    // One upsert first, so that guesses at the same instant are all counted.
    await db('lookup_failure')
      .insert({ ...place, failures: 1, locked_until: null, last_at: at })
      .onConflict(['tenant_id', 'number_hash'])
      .merge({ failures: db.raw('?? + 1', ['lookup_failure.failures']), last_at: at })
    const locked = await db('lookup_failure')
      .where(place)
      .andWhere('failures', '>=', maxFailures)
      .update({ failures: 0, locked_until: until })
    return locked > 0
  },

  /** The right code was given. */
  clear: async (tenantId: string, numberHash: string): Promise<void> => {
    await db('lookup_failure').where({ tenant_id: tenantId, number_hash: numberHash }).delete()
  },

  /** @returns how many */
  deleteBefore: (tenantId: string, before: number): Promise<number> =>
    db('lookup_failure').where({ tenant_id: tenantId }).where('last_at', '<', before).delete(),
})
