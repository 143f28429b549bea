import type { Tx } from '../database.ts'

/** `offered`: came with a release, and nobody has proposed it yet. */
export type SupervisionRuleState = 'offered' | 'proposed' | 'active' | 'rejected' | 'replaced'

/** One version of a supervision rule. Instants are UTC epoch milliseconds. */
export interface SupervisionRuleRow {
  tenant_id: string
  rule_id: string
  version: number
  state: SupervisionRuleState
  definition: unknown
  reason: string
  proposed_by: string
  proposed_by_name: string
  proposed_at: number
  decided_by: string | null
  decided_by_name: string | null
  decided_at: number | null
}

/** Versions of all rules that one read takes: some forty rules, changed a hundred times each. */
const MAX_RULES = 5_000

export const supervisionRules = (db: Tx) => ({
  insert: async (row: SupervisionRuleRow): Promise<void> => {
    await db('supervision_rule').insert({ ...row, definition: JSON.stringify(row.definition) })
  },

  /** All versions in these states, by rule and version. */
  list: async (tenantId: string, where: { ruleId?: string; states?: SupervisionRuleState[] } = {}): Promise<SupervisionRuleRow[]> => {
    const query = db('supervision_rule').where({ tenant_id: tenantId, ...(where.ruleId !== undefined && { rule_id: where.ruleId }) })
    if (where.states) void query.whereIn('state', where.states)
    return ((await query.orderBy(['rule_id', 'version']).limit(MAX_RULES)) as unknown[]).map(read)
  },

  get: async (tenantId: string, ruleId: string, version: number): Promise<SupervisionRuleRow | undefined> => {
    const row: unknown = await db('supervision_rule').where({ tenant_id: tenantId, rule_id: ruleId, version }).first()
    return row === undefined ? undefined : read(row)
  },

  lastVersion: async (tenantId: string, ruleId: string): Promise<number> => {
    const row = await db('supervision_rule').where({ tenant_id: tenantId, rule_id: ruleId }).max({ last: 'version' }).first()
    return Number((row as { last: number | null } | undefined)?.last ?? 0)
  },

  /** A person proposes what a release offered. @returns false if it is no longer on offer */
  adopt: async (
    tenantId: string,
    ruleId: string,
    version: number,
    by: { userId: string; name: string; at: number; reason: string },
  ): Promise<boolean> => {
    const proposed = { state: 'proposed', proposed_by: by.userId, proposed_by_name: by.name, proposed_at: by.at, reason: by.reason }
    return (await db('supervision_rule').where({ tenant_id: tenantId, rule_id: ruleId, version, state: 'offered' }).update(proposed)) === 1
  },

  /** An offer that a newer one takes the place of. */
  withdrawOffers: async (tenantId: string, ruleId: string): Promise<void> => {
    await db('supervision_rule').where({ tenant_id: tenantId, rule_id: ruleId, state: 'offered' }).update({ state: 'replaced' })
  },

  /** Decides a proposed version. @returns false if it was decided already */
  decide: async (
    tenantId: string,
    ruleId: string,
    version: number,
    to: { state: 'active' | 'rejected'; by: string; byName: string; at: number },
  ): Promise<boolean> => {
    const decided = { state: to.state, decided_by: to.by, decided_by_name: to.byName, decided_at: to.at }
    return (await db('supervision_rule').where({ tenant_id: tenantId, rule_id: ruleId, version, state: 'proposed' }).update(decided)) === 1
  },

  /** The versions that were in force give way. */
  replaceOthers: async (tenantId: string, ruleId: string, version: number): Promise<void> => {
    await db('supervision_rule')
      .where({ tenant_id: tenantId, rule_id: ruleId, state: 'active' })
      .whereNot({ version })
      .update({ state: 'replaced' })
  },
})

function read(raw: unknown): SupervisionRuleRow {
  const row = raw as SupervisionRuleRow & { definition: string }
  return {
    ...row,
    definition: JSON.parse(row.definition) as unknown,
    proposed_at: Number(row.proposed_at),
    decided_at: row.decided_at === null ? null : Number(row.decided_at),
  }
}
