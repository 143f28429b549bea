import type { Tx } from '../database.ts'

/** Who may read a case because it was brought to him: by a circulation 传阅 that holds, or by an open question 沟通. */
export const caseReaders = (db: Tx) => ({
  /** Of these persons those to whom one of these cases was. */
  among: async (
    tenantId: string,
    caseIds: readonly string[],
    userIds: readonly string[],
  ): Promise<{ case_id: string; user_id: string }[]> => {
    if (caseIds.length === 0 || userIds.length === 0) return []
    const asked = db('case_question')
      .where({ tenant_id: tenantId, state: 'open' })
      .whereIn('case_id', [...caseIds])
      .whereIn('asked_id', [...userIds])
      .select('case_id', 'asked_id as user_id')
    return (await db('case_reader')
      .where({ tenant_id: tenantId, canceled_at: null })
      .whereIn('case_id', [...caseIds])
      .whereIn('user_id', [...userIds])
      .select('case_id', 'user_id')
      .union(asked)) as { case_id: string; user_id: string }[]
  },
})
