import type { Knex } from 'knex'

export interface CaseEscalationRow {
  tenant_id: string
  task_id: string
  percent: number
  case_id: string
  element_id: string
  step_name: string
  /** That has the task. */
  organ_id: string | null
  /** The entry of the manifest. */
  rule: unknown
  due_at: number
}

/** Escalations 升级督办 of open steps, each until it is told or its step is done. */
export const caseEscalations = (db: Knex) => ({
  insert: async (rows: readonly CaseEscalationRow[]): Promise<void> => {
    if (rows.length > 0) await db('case_escalation').insert(rows.map((row) => ({ ...row, rule: JSON.stringify(row.rule) })))
  },

  /** Their steps are done or gone. */
  dropTasks: async (tenantId: string, taskIds: readonly string[]): Promise<void> => {
    if (taskIds.length > 0)
      await db('case_escalation')
        .where({ tenant_id: tenantId })
        .whereIn('task_id', [...taskIds])
        .delete()
  },

  /** Earliest first. @param limit at most 500 */
  due: async (tenantId: string, now: number, limit: number): Promise<CaseEscalationRow[]> => {
    const rows = (await db('case_escalation')
      .where({ tenant_id: tenantId })
      .where('due_at', '<=', now)
      .orderBy(['due_at', 'task_id', 'percent'])
      .limit(limit)) as (Omit<CaseEscalationRow, 'rule'> & { rule: string })[]
    return rows.map((row) => ({ ...row, due_at: Number(row.due_at), rule: JSON.parse(row.rule) as unknown }))
  },

  /** @returns false if another server has told it meanwhile, or the step is done */
  take: async ({ tenant_id, task_id, percent }: Pick<CaseEscalationRow, 'tenant_id' | 'task_id' | 'percent'>): Promise<boolean> =>
    (await db('case_escalation').where({ tenant_id, task_id, percent }).delete()) === 1,

  /** Epoch milliseconds, or null. */
  nextDue: async (tenantId: string): Promise<number | null> => {
    const row: { due?: number | string | null } | undefined = await db('case_escalation')
      .where({ tenant_id: tenantId })
      .min({ due: 'due_at' })
      .first()
    return row?.due == null ? null : Number(row.due)
  },
})
