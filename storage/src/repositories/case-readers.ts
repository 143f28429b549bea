import type { Tx } from '../database.ts'

/** Who may read a case because it was brought to him: by a circulation 传阅 that holds, or by an open question 沟通. */
export const caseReaders = (db: Tx) => ({
  of: async (tenantId: string, caseId: string): Promise<string[]> => {
    const asked = db('case_question').where({ tenant_id: tenantId, case_id: caseId, state: 'open' }).select('asked_id as user_id')
    const rows = (await db('case_reader')
      .where({ tenant_id: tenantId, case_id: caseId, canceled_at: null })
      .select('user_id')
      .union(asked)) as { user_id: string }[]
    return rows.map(({ user_id }) => user_id)
  },
})
