import { isDeepStrictEqual } from 'node:util'
import { inTransaction, isUniqueViolation, supervisionRules, type Database, type SupervisionRuleRow, type Tx } from '@lianban/storage'
import type { EntryInput } from '@lianban/tenants'
import { SYSTEM_ACTOR } from '../../cases/log-entries.ts'
import type { Notices } from '../../notices/index.ts'
import { compileRules, type RuleBook } from './compiled-rules.ts'
import { Rule, type VersionedRule } from './rule.ts'

type Record_ = (tx: Tx, tenantId: string, entries: EntryInput[]) => Promise<void>

export interface InstallRules {
  database: Database
  record: Record_
  notices: Pick<Notices, 'send'>
  tenantId: string
  rules: readonly Rule[]
  clock: () => number
}

/** What a start found of the rules that came with the release, by id. */
export interface InstalledRules {
  installed: string[]
  /** Changed by the release: to be adopted by two persons, or left. */
  offered: string[]
}

/**
 * Compares the rules of a package with the tenant's. One that it has not is put in force; one that the release changed is
 * offered, once: what is in force stays as the tenant's two persons have decided until they adopt it. A definition that the
 * tenant ever had, refused or replaced is not offered again.
 */
export async function installRules(given: InstallRules): Promise<InstalledRules> {
  // Several servers start at once after an upgrade: who comes second finds what the first has written.
  return install(given).catch((error: unknown) => {
    if (isUniqueViolation(error)) return install(given)
    throw error
  })
}

function install({ database, record, notices, tenantId, rules, clock }: InstallRules): Promise<InstalledRules> {
  return inTransaction(database, async (tx) => {
    const versions = new Map<string, SupervisionRuleRow[]>()
    for (const row of await supervisionRules(tx).list(tenantId)) versions.set(row.rule_id, [...(versions.get(row.rule_id) ?? []), row])
    const missing = rules.filter(({ id }) => !versions.has(id))
    const changed = rules.filter((rule) => versions.get(rule.id)?.every((row) => !isSameRule(row, rule)))
    const at = clock()
    for (const rule of missing)
      await supervisionRules(tx).insert(bySystem(tenantId, rule, { version: 1, state: 'active', reason: '随规则库安装', at }))
    for (const rule of changed) {
      await supervisionRules(tx).withdrawOffers(tenantId, rule.id)
      await supervisionRules(tx).insert(
        bySystem(tenantId, rule, { version: versions.get(rule.id)!.at(-1)!.version + 1, state: 'offered', reason: '随系统升级提供', at }),
      )
    }
    const tell = async (action: string, ids: string[]): Promise<void> => {
      if (ids.length > 0)
        await record(tx, tenantId, [{ action, subject: `tenant:${tenantId}`, actor: SYSTEM_ACTOR, payload: { rules: ids } }])
    }
    const found = { installed: missing.map(({ id }) => id), offered: changed.map(({ id }) => id) }
    await tell('rule.installed', found.installed)
    await tell('rule.offered', found.offered)
    if (found.offered.length > 0)
      await notices.send(tx, tenantId, {
        kind: 'rule',
        to: { posts: [{ post: 'supervisor' }] },
        title: `监察规则有新版本可采用(${found.offered.length} 条)`,
        text: `系统升级提供了规则 ${found.offered.join('、')} 的新版本。现行规则未改动,请比对后决定是否采用。`,
        link: '/supervision/rules',
      })
    return found
  })
}

const bySystem = (
  tenantId: string,
  rule: Rule,
  { version, state, reason, at }: { version: number; state: 'active' | 'offered'; reason: string; at: number },
): SupervisionRuleRow => {
  const { userId, name } = SYSTEM_ACTOR
  const decided =
    state === 'active'
      ? { decided_by: userId, decided_by_name: name, decided_at: at }
      : { decided_by: null, decided_by_name: null, decided_at: null }
  return {
    tenant_id: tenantId,
    rule_id: rule.id,
    version,
    state,
    definition: rule,
    reason,
    proposed_by: userId,
    proposed_by_name: name,
    proposed_at: at,
    ...decided,
  }
}

/** Defaults that came later make no difference, nor does the order of keys. */
export const isSameRule = ({ definition }: SupervisionRuleRow, rule: Rule): boolean =>
  isDeepStrictEqual(Rule.parse(definition), Rule.parse(rule))

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
