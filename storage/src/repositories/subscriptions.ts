import type { Knex } from 'knex'
import { isSqlite } from '../database.ts'
import { deleteRows, insertRows, type RowId } from '../write-rows.ts'
import { pageSize } from './page.ts'

export interface SubscriptionRow {
  tenant_id: string
  id: string
  instance_id: string
  definition_key: string
  business_key: string | null
  token_id: string
  element_id: string
  kind: string
  /** Timers: when to fire. */
  due_at: number | null
  /** Messages: the name. */
  message_name: string | null
  lease_owner: string | null
  /** 0: free. */
  leased_until: number
}

export interface MessageFilter {
  tenantId: string
  messageName: string
  businessKey?: string
  instanceId?: string
}

export const subscriptions = (db: Knex) => ({
  insert: (rows: SubscriptionRow[]): Promise<void> => insertRows(db, 'subscription', rows),

  remove: (rows: RowId[]): Promise<void> => deleteRows(db, 'subscription', rows),

  /** Who waits for this message. */
  waiting: (filter: MessageFilter, limit: number): Promise<SubscriptionRow[]> => {
    const query = db<SubscriptionRow>('subscription').where({ tenant_id: filter.tenantId, kind: 'message', message_name: filter.messageName })
    if (filter.businessKey !== undefined) void query.where('business_key', filter.businessKey)
    if (filter.instanceId !== undefined) void query.where('instance_id', filter.instanceId)
    return query.orderBy('id').limit(pageSize(limit)).then((rows) => rows.map(subscription))
  },

  ofInstance: (tenantId: string, instanceId: string): Promise<SubscriptionRow[]> =>
    db<SubscriptionRow>('subscription').where({ tenant_id: tenantId, instance_id: instanceId }).orderBy('id').then((rows) => rows.map(subscription)),

  /**
   * Takes up to `limit` timers that are due at `now`, of all tenants, earliest first, and keeps other engine processes
   * off them until `until`. Call it in a transaction.
   */
  async lease({ owner, now, until, limit }: { owner: string; now: number; until: number; limit: number }): Promise<SubscriptionRow[]> {
    const free = db<SubscriptionRow>('subscription').where('due_at', '<=', now).where('leased_until', '<=', now).orderBy('due_at').limit(pageSize(limit))
    const rows = await (isSqlite(db) ? free : free.forUpdate().skipLocked())
    if (rows.length > 0) {
      await db('subscription')
        .whereIn('tenant_id', [...new Set(rows.map((row) => row.tenant_id))])
        .whereIn('id', rows.map((row) => row.id))
        .update({ lease_owner: owner, leased_until: until })
    }
    return rows.map(subscription)
  },

  /** When the next timer that nobody holds at `now` is due. null: there is none. */
  nextDueAt: (now: number): Promise<number | null> =>
    db<SubscriptionRow>('subscription').whereNotNull('due_at').where('leased_until', '<=', now).orderBy('due_at').first('due_at')
      .then((row) => (row?.due_at == null ? null : Number(row.due_at))),
})

const subscription = (row: SubscriptionRow): SubscriptionRow => ({
  ...row,
  due_at: row.due_at === null ? null : Number(row.due_at),
  leased_until: Number(row.leased_until),
})
