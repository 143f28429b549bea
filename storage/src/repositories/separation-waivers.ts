import type { Tx } from '../database.ts'

export interface SeparationWaiverRow {
  tenant_id: string
  id: string
  case_id: string
  element_id: string
  rule: string
  user_id: string
  reason: string
  granted_by: string
  granted_at: number
  used_at: number | null
}

export const separationWaivers = (db: Tx) => ({
  insert: async (row: SeparationWaiverRow): Promise<void> => {
    await db<SeparationWaiverRow>('separation_waiver').insert(row)
  },

  /** All of these cases, used up ones too, oldest first. */
  ofCases: async (tenantId: string, caseIds: readonly string[]): Promise<SeparationWaiverRow[]> => {
    const rows = await db<SeparationWaiverRow>('separation_waiver')
      .where({ tenant_id: tenantId })
      .whereIn('case_id', [...caseIds])
      .orderBy('id')
    return rows.map((row) => ({
      ...row,
      granted_at: Number(row.granted_at),
      used_at: row.used_at === null ? null : Number(row.used_at),
    }))
  },

  /** The step was taken: what was lifted for this person at it is used up. @returns how many */
  use: (tenantId: string, step: { caseId: string; elementId: string; userId: string }, at: number): Promise<number> =>
    db<SeparationWaiverRow>('separation_waiver')
      .where({
        tenant_id: tenantId,
        case_id: step.caseId,
        element_id: step.elementId,
        user_id: step.userId,
        used_at: null,
      })
      .update({ used_at: at }),
})
