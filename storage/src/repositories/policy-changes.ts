import type { Tx } from '../database.ts'

export type PolicyChangeStatus = 'proposed' | 'confirmed' | 'rejected' | 'withdrawn'

export interface PolicyChangeRow {
  tenant_id: string
  id: string
  status: PolicyChangeStatus
  /** JSON. */
  change: string
  /** JSON. */
  before: string
  reason: string
  proposed_by: string
  proposed_at: number
  decided_by: string | null
  decided_at: number | null
  decision_note: string | null
  version: number | null
}

export interface PolicyHistoryRow {
  tenant_id: string
  version: number
  rule_id: string
  /** JSON of the rule's row; null = it was not there. */
  before: string | null
  /** JSON of the rule's row; null = removed. */
  after: string | null
  change_id: string | null
  at: number
}

/** Rows per INSERT; SQLite joins at most 500 in one statement. */
const CHUNK = 200

const readChange = (row: PolicyChangeRow): PolicyChangeRow => ({
  ...row,
  proposed_at: Number(row.proposed_at),
  decided_at: row.decided_at === null ? null : Number(row.decided_at),
})

export const policyChanges = (db: Tx) => ({
  insert: async (row: PolicyChangeRow): Promise<void> => {
    await db<PolicyChangeRow>('policy_change').insert(row)
  },

  get: async (tenantId: string, id: string): Promise<PolicyChangeRow | undefined> => {
    const row = await db<PolicyChangeRow>('policy_change').where({ tenant_id: tenantId, id }).first()
    return row && readChange(row)
  },

  /** Newest first. `after` is the id of the last one seen. */
  list: async (tenantId: string, page: { status?: PolicyChangeStatus; limit: number; after?: string }): Promise<PolicyChangeRow[]> => {
    const query = db<PolicyChangeRow>('policy_change').where({ tenant_id: tenantId })
    if (page.status !== undefined) void query.andWhere({ status: page.status })
    if (page.after !== undefined) void query.andWhere('id', '<', page.after)
    return (await query.orderBy('id', 'desc').limit(page.limit)).map(readChange)
  },

  /** @returns false if it was decided meanwhile */
  decide: async (
    tenantId: string,
    id: string,
    decision: Pick<PolicyChangeRow, 'status' | 'decided_by' | 'decided_at' | 'decision_note' | 'version'>,
  ): Promise<boolean> =>
    (await db<PolicyChangeRow>('policy_change').where({ tenant_id: tenantId, id, status: 'proposed' }).update(decision)) === 1,

  addHistory: async (rows: PolicyHistoryRow[]): Promise<void> => {
    for (let i = 0; i < rows.length; i += CHUNK) await db<PolicyHistoryRow>('policy_history').insert(rows.slice(i, i + CHUNK))
  },

  /** Newest first; `before` is the version of the last one seen. */
  history: (tenantId: string, page: { ruleId?: string; limit: number; before?: number }): Promise<PolicyHistoryRow[]> => {
    const query = db<PolicyHistoryRow>('policy_history').where({ tenant_id: tenantId })
    if (page.ruleId !== undefined) void query.andWhere({ rule_id: page.ruleId })
    if (page.before !== undefined) void query.andWhere('version', '<', page.before)
    return query.orderBy([{ column: 'version', order: 'desc' }, { column: 'rule_id' }]).limit(page.limit)
  },

  /** Everything that changed after `version`, newest first: undone in this order it gives the rules of that version. */
  since: (tenantId: string, version: number): Promise<PolicyHistoryRow[]> =>
    db<PolicyHistoryRow>('policy_history')
      .where({ tenant_id: tenantId })
      .andWhere('version', '>', version)
      .orderBy([{ column: 'version', order: 'desc' }, { column: 'rule_id' }]),

  /** Ids of every rule that ever stood in the policies. */
  everSeen: async (tenantId: string): Promise<Set<string>> => {
    const rows = await db<PolicyHistoryRow>('policy_history').where({ tenant_id: tenantId }).distinct('rule_id')
    return new Set(rows.map(({ rule_id }) => rule_id))
  },
})
