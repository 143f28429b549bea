import { inTransaction, policies, policyChanges, type Database, type PolicyRow, type Tx } from '@lianban/storage'
import type { EntryInput } from '../supervision/entry.ts'
import type { Condition } from './conditions.ts'
import { checkPolicies, policyRows, typeLinkRows, type Policy, type RoleLink } from './policy.ts'

/** Source of the links between resource types, which are the same everywhere. */
const TYPES_SOURCE = 'resource-types'

export interface PolicyStoreOptions {
  database: Database
  clock: () => number
  record(tx: Tx, tenantId: string, entries: EntryInput[]): Promise<void>
  conditions: Record<string, Condition>
  /** The rules have changed: decisions follow the new ones here at once. */
  reload(tenantId: string): Promise<void>
}

export interface PutPolicies {
  tenantId: string
  /** Set of rules: `county`, `process:<key>`. */
  source: string
  policies: readonly Policy[]
  links?: readonly RoleLink[]
  by: { actor: EntryInput['actor']; ip?: string }
}

export type PolicyStore = ReturnType<typeof createPolicyStore>

/** The rules that the system itself brings: with a tenant, with a process package, with a new release. */
export const createPolicyStore = ({ database, clock, record, conditions, reload }: PolicyStoreOptions) => ({
  /**
   * Puts rules in the place of all rules of the same source, and records it. Takes effect here at once.
   * @throws POLICY_INVALID; nothing is changed then
   */
  putPolicies: async (put: PutPolicies): Promise<void> => {
    const { tenantId, source, links = [] } = put
    checkPolicies(put.policies, conditions)
    await inTransaction(database, async (tx) => {
      const version = await policies(tx).bumpVersion(tenantId, clock())
      const wanted = policyRows(tenantId, source, put.policies, links)
      const before = await policies(tx).ofSource(tenantId, source)
      await policies(tx).replaceSource(tenantId, TYPES_SOURCE, typeLinkRows(tenantId, TYPES_SOURCE))
      await policies(tx).replaceSource(tenantId, source, wanted)
      await addHistory(tx, { tenantId, version, at: clock(), changeId: null }, before, wanted)
      await record(tx, tenantId, [replacedEntry(put)])
    })
    await reload(tenantId)
  },

  /**
   * Adds what a release brings and the tenant never had. What the tenant changed or removed stays as it is.
   * @returns how many rules were added
   */
  shipPolicies: async (put: PutPolicies): Promise<number> => {
    const { tenantId, source, links = [] } = put
    checkPolicies(put.policies, conditions)
    const wanted = policyRows(tenantId, source, put.policies, links)
    const added = await inTransaction(database, async (tx) => {
      const present = new Set((await policies(tx).list(tenantId)).map(({ id }) => id))
      const seen = await policyChanges(tx).everSeen(tenantId)
      const types = typeLinkRows(tenantId, TYPES_SOURCE)
      const isTypesNew = types.some(({ id }) => !present.has(id))
      const missing = wanted.filter(({ id }) => !present.has(id) && !seen.has(id))
      if (missing.length === 0 && !isTypesNew) return []
      const version = await policies(tx).bumpVersion(tenantId, clock())
      if (isTypesNew) await policies(tx).replaceSource(tenantId, TYPES_SOURCE, types)
      await policies(tx).put(missing)
      await addHistory(tx, { tenantId, version, at: clock(), changeId: null }, [], missing)
      await record(tx, tenantId, [
        {
          action: 'policy.shipped',
          subject: `policy:${source}`,
          ...put.by,
          payload: { version, added: missing.map(({ id }) => id) },
        },
      ])
      return missing
    })
    await reload(tenantId)
    return added.length
  },
})

const replacedEntry = ({ source, policies: rules, links = [], by }: PutPolicies): EntryInput => ({
  action: 'policy.replaced',
  subject: `policy:${source}`,
  ...by,
  payload: { policies: rules.map((policy) => ({ ...policy })), links: links.map((link) => ({ ...link })) },
})

/** Writes down what a version changed; rules that stay the same leave nothing. */
export async function addHistory(
  tx: Tx,
  of: { tenantId: string; version: number; at: number; changeId: string | null },
  before: readonly PolicyRow[],
  after: readonly PolicyRow[],
): Promise<void> {
  const was = new Map(before.map((row) => [row.id, rowText(row)]))
  const is = new Map(after.map((row) => [row.id, rowText(row)]))
  const ids = [...new Set([...was.keys(), ...is.keys()])].filter((id) => was.get(id) !== is.get(id))
  await policyChanges(tx).addHistory(
    ids.map((id) => ({
      tenant_id: of.tenantId,
      version: of.version,
      rule_id: id,
      before: was.get(id) ?? null,
      after: is.get(id) ?? null,
      change_id: of.changeId,
      at: of.at,
    })),
  )
}

/** A rule's row without its tenant, always in the same order of keys. */
export const rowText = ({ id, source, ptype, role, type, actions, scope, condition_name, effect }: PolicyRow): string =>
  JSON.stringify({ id, source, ptype, role, type, actions, scope, condition_name, effect })
