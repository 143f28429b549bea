import type { Knex } from 'knex'
import { deleteRows, insertRows, type RowId } from '../write-rows.ts'
import { pageSize } from './page.ts'
import { whereVariables, type VariableMatch } from './variable-match.ts'

export interface SubscriptionRow {
  tenant_id: string
  id: string
  instance_id: string
  definition_id: string
  definition_key: string
  business_key: string | null
  scope_id: string
  /** null: an event sub-process waits. */
  token_id: string | null
  element_id: string
  /** message, signal or conditional. */
  kind: string
  /** Of the message or signal. */
  event_name: string | null
  created_at: number
}

export interface EventFilter {
  tenantId: string
  kind: string
  eventName: string
  businessKey?: string
  instanceId?: string
  /** The token that waits. */
  tokenId?: string
  /** Not of this instance. */
  instanceIdNot?: string
  /** Opened at this instant at the latest. */
  createdUntil?: number
  /** The last id of the page before. */
  after?: string
  /** Only if the process, or the execution itself, may have these values. */
  processVariables?: VariableMatch[]
  localVariables?: VariableMatch[]
}

export const subscriptions = (db: Knex) => ({
  insert: (rows: SubscriptionRow[]): Promise<void> => insertRows(db, 'subscription', rows),

  remove: (rows: RowId[]): Promise<void> => deleteRows(db, 'subscription', rows),

  get: (tenantId: string, id: string): Promise<SubscriptionRow | undefined> =>
    db<SubscriptionRow>('subscription')
      .where({ tenant_id: tenantId, id })
      .first()
      .then((row) => row && subscription(row)),

  /** Who waits for this message or signal, by id. */
  waiting: (filter: EventFilter, limit: number): Promise<SubscriptionRow[]> => {
    const query = db<SubscriptionRow>('subscription').where({ tenant_id: filter.tenantId, kind: filter.kind, event_name: filter.eventName })
    if (filter.businessKey !== undefined) void query.where('business_key', filter.businessKey)
    if (filter.instanceId !== undefined) void query.where('instance_id', filter.instanceId)
    if (filter.tokenId !== undefined) void query.where('token_id', filter.tokenId)
    if (filter.instanceIdNot !== undefined) void query.whereNot('instance_id', filter.instanceIdNot)
    if (filter.createdUntil !== undefined) void query.where('created_at', '<=', filter.createdUntil)
    if (filter.after !== undefined) void query.where('id', '>', filter.after)
    whereVariables(db, query, 'subscription', 'subscription.instance_id', filter.processVariables ?? [])
    whereVariables(db, query, 'subscription', 'coalesce(subscription.token_id, subscription.scope_id)', filter.localVariables ?? [])
    return query
      .orderBy('id')
      .limit(pageSize(limit))
      .then((rows) => rows.map(subscription))
  },

  /** By the token that waits, or by the scope of an event sub-process. */
  ofExecution: (tenantId: string, executionId: string): Promise<SubscriptionRow[]> =>
    db<SubscriptionRow>('subscription')
      .where({ tenant_id: tenantId, instance_id: instanceIdOf(executionId) })
      .where(
        (or) => void or.where({ token_id: executionId }).orWhere((and) => void and.whereNull('token_id').where({ scope_id: executionId })),
      )
      .orderBy('id')
      .then((rows) => rows.map(subscription)),

  ofInstance: (tenantId: string, instanceId: string): Promise<SubscriptionRow[]> =>
    db<SubscriptionRow>('subscription')
      .where({ tenant_id: tenantId, instance_id: instanceId })
      .orderBy('id')
      .then((rows) => rows.map(subscription)),
})

/** `<instance id>:<number>`, or the instance's own id. */
const instanceIdOf = (executionId: string): string => executionId.replace(/:\d+$/, '')

const subscription = (row: SubscriptionRow): SubscriptionRow => ({ ...row, created_at: Number(row.created_at) })
