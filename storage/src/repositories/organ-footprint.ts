import type { Knex } from 'knex'

/** What hangs on organs, for whoever is about to change them. Counts only: no case is named. */
export const organFootprint = (db: Knex) => ({
  openCases: (tenantId: string, organIds: readonly string[]): Promise<number> =>
    count(db('case_file').where({ tenant_id: tenantId, closed_at: null }).whereIn('organ_id', organIds)),

  /** Open tasks that a post of one of these organs may take. */
  openTasks: (tenantId: string, organIds: readonly string[]): Promise<number> => {
    const tasks = db('user_task_candidate').where({ tenant_id: tenantId, kind: 'group' })
    void tasks.andWhere((any) => {
      // a range of the index: every `<organ>:<post>`; `;` is the character after `:`
      for (const id of organIds) void any.orWhere((one) => void one.where('candidate', '>=', `${id}:`).where('candidate', '<', `${id};`))
      if (organIds.length === 0) void any.whereRaw('1 = 0')
    })
    return count(tasks, 'task_id')
  },

  /** Open tasks that this person holds. */
  heldTasks: (tenantId: string, userId: string): Promise<number> => count(db('user_task').where({ tenant_id: tenantId, assignee: userId })),

  /** Matters whose newest version names one of these organs as in charge. */
  matters: async (tenantId: string, organIds: readonly string[]): Promise<{ key: string; name: string }[]> => {
    const newest = db('matter').where({ tenant_id: tenantId }).groupBy('key').select('key').max({ version: 'version' })
    return db('matter as m')
      .join(newest.as('n'), (on) => on.on('n.key', 'm.key').andOn('n.version', 'm.version'))
      .where('m.tenant_id', tenantId)
      .whereIn('m.organ_id', organIds)
      .orderBy('m.key')
      .select({ key: 'm.key', name: 'm.name' })
  },
})

async function count(query: Knex.QueryBuilder, distinct?: string): Promise<number> {
  const row = (await (distinct ? query.countDistinct({ count: distinct }) : query.count({ count: '*' })).first()) as {
    count: number | string
  }
  return Number(row.count)
}
