import type { Tx } from '../database.ts'
import { isUniqueViolation } from '../database.ts'

export const caseUrges = (db: Tx) => ({
  /** When the person last urged the case, or null. */
  lastAt: async (tenantId: string, caseId: string, userId: string): Promise<number | null> => {
    const row = (await db('case_urge').where({ tenant_id: tenantId, case_id: caseId, user_id: userId }).first('last_at')) as
      { last_at: number | string } | undefined
    return row ? Number(row.last_at) : null
  },

  /**
   * Urges at `at`, unless the person did so after `notAfter`; of two clicks at the same instant one comes through.
   * @returns whether it did
   */
  urge: async (row: { tenantId: string; caseId: string; userId: string; at: number; notAfter: number }): Promise<boolean> => {
    const key = { tenant_id: row.tenantId, case_id: row.caseId, user_id: row.userId }
    const again = await db('case_urge')
      .where(key)
      .andWhere('last_at', '<=', row.notAfter)
      .update({ last_at: row.at, count: db.raw('?? + 1', ['count']) })
    if (again > 0) return true
    if (await db('case_urge').where(key).first('last_at')) return false
    try {
      await db('case_urge').insert({ ...key, last_at: row.at, count: 1 })
      return true
    } catch (error) {
      if (isUniqueViolation(error)) return false
      throw error
    }
  },
})
