import { inTransaction, supervisionRules, type Database, type SupervisionRuleRow, type Tx } from '@lianban/storage'
import type { EntryInput } from '@lianban/tenants'
import { SYSTEM_ACTOR } from '../../cases/log-entries.ts'
import { compileRules, type RuleBook } from './compiled-rules.ts'
import { Rule, type VersionedRule } from './rule.ts'

type Record_ = (tx: Tx, tenantId: string, entries: EntryInput[]) => Promise<void>

export interface InstallRules {
  database: Database
  record: Record_
  tenantId: string
  rules: readonly Rule[]
  clock: () => number
}

/**
 * Puts the rules of a package in force where the tenant has none of that id. Rules that are there, whatever their
 * version, stay as the tenant's two persons have decided.
 * @returns the ids of the new ones
 */
export function installRules({ database, record, tenantId, rules, clock }: InstallRules): Promise<string[]> {
  return inTransaction(database, async (tx) => {
    const known = new Set((await supervisionRules(tx).list(tenantId)).map(({ rule_id }) => rule_id))
    const missing = rules.filter(({ id }) => !known.has(id))
    const at = clock()
    for (const rule of missing) {
      await supervisionRules(tx).insert({
        tenant_id: tenantId, rule_id: rule.id, version: 1, state: 'active', definition: rule, reason: '随规则库安装', proposed_by: SYSTEM_ACTOR.userId,
        proposed_by_name: SYSTEM_ACTOR.name, proposed_at: at, decided_by: SYSTEM_ACTOR.userId, decided_by_name: SYSTEM_ACTOR.name, decided_at: at,
      })
    }
    if (missing.length > 0) await record(tx, tenantId, [{ action: 'rule.installed', subject: `tenant:${tenantId}`, actor: SYSTEM_ACTOR, payload: { rules: missing.map(({ id }) => id) } }])
    return missing.map(({ id }) => id)
  })
}

/** A stored version as a rule. Rows are checked before they are written; defaults that came later are filled in. */
export const ruleOf = (row: SupervisionRuleRow): VersionedRule => ({ ...Rule.parse(row.definition), version: row.version })

/** Reads the rules in force; compiled once for each set of versions. */
export function createRuleBook(): (tx: Tx, tenantId: string) => Promise<RuleBook> {
  const compiled = new Map<string, { signature: string; book: RuleBook }>()
  return async (tx, tenantId) => {
    const rows = await supervisionRules(tx).list(tenantId, { states: ['active'] })
    const signature = rows.map(({ rule_id, version }) => `${rule_id}@${version}`).join(' ')
    const known = compiled.get(tenantId)
    if (known?.signature === signature) return known.book
    const book = compileRules(rows.map(ruleOf))
    compiled.set(tenantId, { signature, book })
    return book
  }
}
