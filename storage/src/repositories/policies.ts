import type { Tx } from '../database.ts'
import { readRow } from '../read-rows.ts'

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

/** Rows per INSERT; SQLite joins at most 500 in one statement. */
const CHUNK = 200

export const policies = (db: Tx) => ({
  list: (tenantId: string): Promise<PolicyRow[]> => db<PolicyRow>('policy').where({ tenant_id: tenantId }).orderBy('id'),

  /** Puts `rows` in the place of everything that `source` held. */
  replaceSource: async (tenantId: string, source: string, rows: PolicyRow[]): Promise<void> => {
    await db<PolicyRow>('policy').where({ tenant_id: tenantId, source }).delete()
    for (let i = 0; i < rows.length; i += CHUNK) await db<PolicyRow>('policy').insert(rows.slice(i, i + CHUNK))
  },

  ofSource: (tenantId: string, source: string): Promise<PolicyRow[]> =>
    db<PolicyRow>('policy').where({ tenant_id: tenantId, source }).orderBy('id'),

  some: (tenantId: string, ids: readonly string[]): Promise<PolicyRow[]> =>
    db<PolicyRow>('policy')
      .where({ tenant_id: tenantId })
      .whereIn('id', [...ids])
      .orderBy('id'),

  /** Adds rules or changes them. */
  put: async (rows: PolicyRow[]): Promise<void> => {
    for (let i = 0; i < rows.length; i += CHUNK) {
      const some = rows.slice(i, i + CHUNK)
      await db<PolicyRow>('policy').insert(some).onConflict(['tenant_id', 'id']).merge()
    }
  },

  remove: (tenantId: string, ids: readonly string[]): Promise<number> =>
    db<PolicyRow>('policy')
      .where({ tenant_id: tenantId })
      .whereIn('id', [...ids])
      .delete(),

  /** 0 before the first change. */
  version: async (tenantId: string): Promise<number> => {
    const row = await readRow<PolicyVersionRow>(db, 'select version from policy_version where tenant_id = ?', [tenantId])
    return row ? Number(row.version) : 0
  },

  /** The next version. Its row stays locked to the end of the transaction, so that versions are made one after the other. */
  bumpVersion: async (tenantId: string, at: number): Promise<number> => {
    const changed = await db<PolicyVersionRow>('policy_version')
      .where({ tenant_id: tenantId })
      .update({ version: db.raw('version + 1'), changed_at: at })
    if (changed === 0) await db<PolicyVersionRow>('policy_version').insert({ tenant_id: tenantId, version: 1, changed_at: at })
    return policies(db).version(tenantId)
  },
})
