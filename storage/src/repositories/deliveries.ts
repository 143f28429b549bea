import type { Tx } from '../database.ts'
import { insertRows } from '../write-rows.ts'

export type DeliveryChannel = 'mail' | 'web-hook'
/** `dead`: given up until somebody sends it again; `dropped`: nobody is there any more to get it. */
export type DeliveryState = 'waiting' | 'sent' | 'dead' | 'dropped'

/** Something on its way out of the house to one receiver. Instants are UTC epoch milliseconds. */
export interface DeliveryRow {
  tenant_id: string
  id: string
  channel: DeliveryChannel
  target: string
  topic: string
  title: string
  /** JSON. */
  content: string
  state: DeliveryState
  attempts: number
  created_at: number
  next_at: number | null
  sent_at: number | null
  status: number | null
  error: string | null
}

export interface DeliveryQuery {
  channel?: DeliveryChannel
  target?: string
  state?: DeliveryState
  limit: number
  /** Id of the last one seen. */
  after?: string
}

/** What an attempt came to. */
export type DeliveryChange = Partial<Pick<DeliveryRow, 'state' | 'attempts' | 'next_at' | 'sent_at' | 'status' | 'error'>>

/** More than a tenant has. */
const MAX_HOOKS = 100

export const deliveries = (db: Tx) => {
  const table = () => db<DeliveryRow>('delivery')
  return {
    insert: (rows: readonly DeliveryRow[]): Promise<void> => insertRows(db, 'delivery', rows),

    get: async (tenantId: string, id: string): Promise<DeliveryRow | undefined> => {
      const row = await table().where({ tenant_id: tenantId, id }).first()
      return row && plain(row)
    },

    /** Hooks to which something is due. */
    dueHooks: async (tenantId: string, now: number): Promise<string[]> => {
      const rows = (await table()
        .where({ tenant_id: tenantId, state: 'waiting', channel: 'web-hook' })
        .andWhere('next_at', '<=', now)
        .distinct('target')
        .limit(MAX_HOOKS)) as { target: string }[]
      return rows.map(({ target }) => target)
    },

    /** What is due to one hook, or by mail to anybody, oldest first. */
    due: async (
      tenantId: string,
      now: number,
      to: { channel: DeliveryChannel; target?: string },
      limit: number,
    ): Promise<DeliveryRow[]> => {
      const rows = await table()
        .where({ tenant_id: tenantId, state: 'waiting', ...to })
        .andWhere('next_at', '<=', now)
        .orderBy(['next_at', 'id'])
        .limit(limit)
      return rows.map(plain)
    },

    /** Takes a due one for an attempt. @param until what it is kept for, in case this server dies @returns false if another server was faster */
    claim: async ({ tenant_id, id, attempts }: DeliveryRow, until: number): Promise<boolean> =>
      (await table()
        .where({ tenant_id, id, attempts, state: 'waiting' })
        .update({ attempts: attempts + 1, next_at: until })) === 1,

    /** Ends the attempt with this number. @returns false if it is no longer the latest */
    settle: async ({ tenant_id, id }: DeliveryRow, attempts: number, change: DeliveryChange): Promise<boolean> =>
      (await table().where({ tenant_id, id, attempts, state: 'waiting' }).update(change)) === 1,

    /** Makes due what waits for a hook until after `later`: nobody is at it, for an attempt is no longer. */
    hasten: async (tenantId: string, target: string, later: number, now: number): Promise<void> => {
      await table().where({ tenant_id: tenantId, target, state: 'waiting' }).andWhere('next_at', '>', later).update({ next_at: now })
    },

    /** Puts what has come to its end on its way once more. @returns how many */
    again: (
      tenantId: string,
      which: { id?: string; states: readonly DeliveryState[]; channel?: DeliveryChannel },
      now: number,
    ): Promise<number> => {
      const query = table()
        .where({ tenant_id: tenantId })
        .whereIn('state', [...which.states])
      if (which.id !== undefined) void query.andWhere({ id: which.id })
      if (which.channel !== undefined) void query.andWhere({ channel: which.channel })
      return query.update({ state: 'waiting', attempts: 0, next_at: now })
    },

    /** Newest first. */
    list: async (tenantId: string, { channel, target, state, limit, after }: DeliveryQuery): Promise<DeliveryRow[]> => {
      const query = table().where({ tenant_id: tenantId })
      if (channel !== undefined) void query.andWhere({ channel })
      if (target !== undefined) void query.andWhere({ target })
      if (state !== undefined) void query.andWhere({ state })
      if (after !== undefined) void query.andWhere('id', '<', after)
      return (await query.orderBy('id', 'desc').limit(limit)).map(plain)
    },

    /** How many there are by channel and state. */
    counts: async (tenantId: string): Promise<{ channel: DeliveryChannel; state: DeliveryState; count: number }[]> => {
      const rows = (await table()
        .where({ tenant_id: tenantId })
        .groupBy('channel', 'state')
        .select('channel', 'state')
        .count({ count: '*' })) as {
        channel: DeliveryChannel
        state: DeliveryState
        count: number | string
      }[]
      return rows.map((row) => ({ ...row, count: Number(row.count) }))
    },

    /** Forgets what arrived, or has nobody to go to, and was written before. */
    clear: (tenantId: string, before: number): Promise<number> =>
      table().where({ tenant_id: tenantId }).whereIn('state', ['sent', 'dropped']).andWhere('created_at', '<', before).delete(),
  }
}

const numberOrNull = (value: number | null): number | null => (value === null ? null : Number(value))

const plain = (row: DeliveryRow): DeliveryRow => ({
  ...row,
  created_at: Number(row.created_at),
  next_at: numberOrNull(row.next_at),
  sent_at: numberOrNull(row.sent_at),
})
