import { inTransaction, type Database, type Tx } from '@lianban/storage'
import type { Knex } from 'knex'
import { actorOf, type Caller } from '../caller.ts'
import { notAuthorized, notFound } from '../errors.ts'
import type { EntryInput } from '../supervision/entry.ts'
import { CONDITIONS, type Condition } from './conditions.ts'
import { decideFor, listPortions } from './decide.ts'
import { CASE_COLUMNS, narrowToPortions, TASK_COLUMNS } from './list-filter.ts'
import { loadedPolicies } from './loaded-policies.ts'
import { PERMISSION_NAMES, type Action, type ResourceType } from './permissions.ts'
import type { Grant } from './policy-index.ts'
import { refusalMessage } from './refusal.ts'
import { DEFAULT_DENY, type Decision, type Resource } from './resource.ts'
import type { ListColumns } from './scopes.ts'

export interface AuthorizationOptions {
  database: Database
  record(tx: Tx, tenantId: string, entries: EntryInput[]): Promise<void>
  /** More conditions by name, beside the built-in ones. */
  conditions?: Record<string, Condition>
}

const MAX_SUBJECT_CHARS = 191

export type Authorization = ReturnType<typeof createAuthorization>

/** Who may do what. One index per tenant, built from Casbin's policies; refusals are in the supervision log. */
export function createAuthorization(options: AuthorizationOptions) {
  const { database } = options
  const conditions = { ...CONDITIONS, ...options.conditions }
  const { reload, ensure, loadedFor } = loadedPolicies(database, conditions)

  const decide = (caller: Caller, action: Action, resource: Resource): Decision => {
    const { index, postNames, version } = loadedFor(caller.tenantId)
    const { allowed, rule, onBehalfOf } = decideFor(index, caller, action, resource)
    if (allowed) return { allowed, rule: rule!.id, reason: '', version, ...(onBehalfOf && { onBehalfOf }) }
    const reason = refusalMessage({ index, conditions, postNames, caller, action, type: resource.type, rule })
    return { allowed: false, rule: rule?.id ?? DEFAULT_DENY, reason, version }
  }

  return {
    reload,
    ensure,
    /** Asks the rules. The tenant's rules must be loaded, which resolving any session of it does. */
    decide,

    /**
     * Refuses what is not allowed, and records the refusal in a transaction of its own: call it outside of one.
     * @param how.again the rules were looked at for this call already, by the assertion before; a verb that asks twice or
     *   three times is one call
     * @returns the decision that allowed it. @throws NOT_AUTHORIZED; with `hide` NOT_FOUND, for one who may not know that it exists
     */
    assert: async (
      caller: Caller,
      action: Action,
      resource: Resource,
      how: { hide?: boolean; again?: boolean } = {},
    ): Promise<Decision> => {
      if (!how.again) await ensure(caller.tenantId)
      const decision = decide(caller, action, resource)
      if (decision.allowed) return decision
      await inTransaction(database, (tx) => options.record(tx, caller.tenantId, [refusalEntry(caller, action, resource, decision)]))
      if (how.hide) throw notFound()
      throw notAuthorized(decision.reason, { action, type: resource.type, rule: decision.rule })
    },

    /** What a person's own posts let him do with resources that are not known yet: scopes and organs. */
    grants: (caller: Caller, action: Action, type: ResourceType): Grant[] => loadedFor(caller.tenantId).index.grants(caller, action, type),

    /**
     * Narrows a query of this tenant to what the caller may list, by his own posts or as somebody's delegate; the query
     * itself must be held to the tenant. Without `columns` the query is on `case_file`, for tasks on `user_task` joined with it.
     */
    restrict: async (
      caller: Caller,
      action: Action,
      type: ResourceType,
      columns?: ListColumns,
    ): Promise<(query: Knex.QueryBuilder) => void> => {
      await ensure(caller.tenantId)
      const { index, tree } = loadedFor(caller.tenantId)
      const portions = listPortions(index, caller, action, type)
      return (query) => narrowToPortions(query, portions, tree, columns ?? (type === 'task' ? TASK_COLUMNS : CASE_COLUMNS))
    },

    /** For those who explain or change the rules; see explain.ts and policy-store.ts. */
    loadedFor,
    conditions,
  }
}

/** `type:action` for everything that the caller may do somewhere. The tenant's rules must be loaded. */
export const rightsOf = (authorization: Pick<Authorization, 'grants'>, caller: Caller): string[] =>
  PERMISSION_NAMES.filter(({ type, action }) => authorization.grants(caller, action, type).length > 0).map(
    ({ type, action }) => `${type}:${action}`,
  )

function refusalEntry(caller: Caller, action: string, resource: Resource, decision: Decision): EntryInput {
  return {
    action: 'access.refused',
    subject: `${resource.type}:${resource.id ?? '-'}`.slice(0, MAX_SUBJECT_CHARS),
    organId: resource.organId,
    actor: actorOf(caller),
    ip: caller.ip,
    payload: {
      type: resource.type,
      action,
      node: resource.node ?? null,
      rule: decision.rule,
      policyVersion: decision.version,
    },
  }
}
