import type { Tx } from '../database.ts'

export interface PolicyRow {
  tenant_id: string
  /** Stable name of the rule. */
  id: string
  source: string
  ptype: 'p' | 'g' | 'g2'
  /** p: the role; g and g2: the narrower name. */
  role: string
  /** p: the resource type; g and g2: the wider name. */
  type: string
  actions: string | null
  scope: string | null
  condition_name: string | null
  effect: 'allow' | 'deny' | null
}

interface PolicyVersionRow {
  tenant_id: string
  version: number
  changed_at: number
}

export const policies = (db: Tx) => ({
  list: (tenantId: string): Promise<PolicyRow[]> =>
    db<PolicyRow>('policy').where({ tenant_id: tenantId }).orderBy('id'),

  /** Puts `rows` in the place of everything that `source` held. */
  replaceSource: async (tenantId: string, source: string, rows: PolicyRow[]): Promise<void> => {
    await db<PolicyRow>('policy').where({ tenant_id: tenantId, source }).delete()
    if (rows.length > 0) await db<PolicyRow>('policy').insert(rows)
  },

  /** 0 before the first change. */
  version: async (tenantId: string): Promise<number> => {
    const row = await db<PolicyVersionRow>('policy_version').where({ tenant_id: tenantId }).first()
    return row ? Number(row.version) : 0
  },

  bumpVersion: async (tenantId: string, at: number): Promise<void> => {
    const changed = await db<PolicyVersionRow>('policy_version')
      .where({ tenant_id: tenantId })
      .update({ version: db.raw('version + 1'), changed_at: at })
    if (changed === 0)
      await db<PolicyVersionRow>('policy_version').insert({ tenant_id: tenantId, version: 1, changed_at: at })
  },
})
