import { inTransaction, policies, type Database, type Tx } from '@lianban/storage'
import type { Knex } from 'knex'
import { actorOf, type Caller } from '../caller.ts'
import { notAuthorized, notFound } from '../errors.ts'
import type { EntryInput } from '../supervision/entry.ts'
import { CONDITIONS, type Condition } from './conditions.ts'
import { CASE_COLUMNS, narrowToGrants, TASK_COLUMNS } from './list-filter.ts'
import { loadedPolicies } from './loaded-policies.ts'
import { PERMISSION_NAMES, type Action, type ResourceType } from './permissions.ts'
import { checkPolicies, policyRows, typeLinkRows, type Policy, type RoleLink } from './policy.ts'
import type { Grant } from './policy-index.ts'
import { refusalMessage } from './refusal.ts'
import { DEFAULT_DENY, type Decision, type Resource } from './resource.ts'
import type { ListColumns, Scope } from './scopes.ts'

export interface AuthorizationOptions {
  database: Database
  clock: () => number
  record(tx: Tx, tenantId: string, entries: EntryInput[]): Promise<void>
  /** More conditions by name, beside the built-in ones. */
  conditions?: Record<string, Condition>
  /** How long another process may work with rules changed here. Milliseconds, default 2,000. */
  checkEveryMs?: number
}

export const DEFAULT_CHECK_EVERY_MS = 2_000
/** Source of the links between resource types, which are the same everywhere. */
const TYPES_SOURCE = 'resource-types'
const MAX_SUBJECT_CHARS = 191

export type Authorization = ReturnType<typeof createAuthorization>

/** Who may do what. One index per tenant, built from Casbin's policies; refusals are in the supervision log. */
export function createAuthorization(options: AuthorizationOptions) {
  const { database, clock, checkEveryMs = DEFAULT_CHECK_EVERY_MS } = options
  const conditions = { ...CONDITIONS, ...options.conditions }
  const { reload, ensure, loadedFor } = loadedPolicies(database, conditions, clock, checkEveryMs)

  const decide = (caller: Caller, action: Action, resource: Resource): Decision => {
    const { index, postNames } = loadedFor(caller.tenantId)
    const { allowed, rule } = index.decide(caller, action, resource)
    if (allowed) return { allowed, rule: rule!.id, reason: '' }
    const reason = refusalMessage({ index, conditions, postNames, caller, action, type: resource.type, rule })
    return { allowed, rule: rule?.id ?? DEFAULT_DENY, reason }
  }

  return {
    reload,
    ensure,
    /** Asks the rules. The tenant's rules must be loaded, which resolving any session of it does. */
    decide,

    /**
     * Refuses what is not allowed, and records the refusal in a transaction of its own: call it outside of one.
     * @throws NOT_AUTHORIZED; with `hide` NOT_FOUND, for one who may not know that it exists
     */
    assert: async (caller: Caller, action: Action, resource: Resource, how: { hide?: boolean } = {}): Promise<void> => {
      await ensure(caller.tenantId)
      const decision = decide(caller, action, resource)
      if (decision.allowed) return
      await inTransaction(database, (tx) =>
        options.record(tx, caller.tenantId, [refusalEntry(caller, action, resource, decision)]),
      )
      if (how.hide) throw notFound()
      throw notAuthorized(decision.reason, { action, type: resource.type, rule: decision.rule })
    },

    /** The data scopes in which the caller may do something; empty if nowhere. */
    scopes: (caller: Caller, action: Action, type: ResourceType): Scope[] => [
      ...new Set(
        loadedFor(caller.tenantId)
          .index.grants(caller, action, type)
          .map(({ scope }) => scope),
      ),
    ],

    /** The same with the organs that each scope reaches from. */
    grants: (caller: Caller, action: Action, type: ResourceType): Grant[] =>
      loadedFor(caller.tenantId).index.grants(caller, action, type),

    /**
     * Narrows a query of this tenant to what the caller may list; the query itself must be held to the tenant.
     * Without `columns` the query is on `case_file`, for tasks on `user_task` joined with it.
     */
    restrict: async (
      caller: Caller,
      action: Action,
      type: ResourceType,
      columns?: ListColumns,
    ): Promise<(query: Knex.QueryBuilder) => void> => {
      await ensure(caller.tenantId)
      const { index, tree } = loadedFor(caller.tenantId)
      const grants = index.grants(caller, action, type)
      return (query) =>
        narrowToGrants(query, caller, grants, tree, columns ?? (type === 'task' ? TASK_COLUMNS : CASE_COLUMNS))
    },

    /**
     * Puts rules in the place of all rules of the same source, and records it. Takes effect here at once.
     * @throws POLICY_INVALID; nothing is changed then
     */
    putPolicies: async (put: PutPolicies): Promise<void> => {
      checkPolicies(put.policies, conditions)
      await inTransaction(database, (tx) => writePolicies(tx, put, clock(), options.record))
      await reload(put.tenantId)
    },
  }
}

/** `type:action` for everything that the caller may do somewhere. The tenant's rules must be loaded. */
export const rightsOf = (authorization: Pick<Authorization, 'grants'>, caller: Caller): string[] =>
  PERMISSION_NAMES.filter(({ type, action }) => authorization.grants(caller, action, type).length > 0).map(
    ({ type, action }) => `${type}:${action}`,
  )

export interface PutPolicies {
  tenantId: string
  /** Set of rules: `county`, `process:<key>`. */
  source: string
  policies: readonly Policy[]
  links?: readonly RoleLink[]
  by: { actor: EntryInput['actor']; ip?: string }
}

async function writePolicies(
  tx: Tx,
  put: PutPolicies,
  now: number,
  record: AuthorizationOptions['record'],
): Promise<void> {
  const { tenantId, source, links = [], by } = put
  await policies(tx).replaceSource(tenantId, TYPES_SOURCE, typeLinkRows(tenantId, TYPES_SOURCE))
  await policies(tx).replaceSource(tenantId, source, policyRows(tenantId, source, put.policies, links))
  await policies(tx).bumpVersion(tenantId, now)
  const payload = { policies: put.policies.map((policy) => ({ ...policy })), links: links.map((link) => ({ ...link })) }
  await record(tx, tenantId, [{ action: 'policy.replaced', subject: `policy:${source}`, ...by, payload }])
}

function refusalEntry(caller: Caller, action: string, resource: Resource, decision: Decision): EntryInput {
  return {
    action: 'access.refused',
    subject: `${resource.type}:${resource.id ?? '-'}`.slice(0, MAX_SUBJECT_CHARS),
    organId: resource.organId,
    actor: actorOf(caller),
    ip: caller.ip,
    payload: { type: resource.type, action, node: resource.node ?? null, rule: decision.rule },
  }
}
