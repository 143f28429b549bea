import type { Tx } from '../database.ts'

/** An address of another house that is told of events. Instants are UTC epoch milliseconds. */
export interface WebHookRow {
  tenant_id: string
  id: string
  name: string
  url: string
  events: string[]
  /** Sealed. */
  secret: string
  old_secret: string | null
  old_until: number | null
  created_at: number
  created_by: string
  disabled_at: number | null
}

type Stored = Omit<WebHookRow, 'events'> & { events: string }

/** More than a county has. */
export const MAX_WEB_HOOKS = 50

export const webHooks = (db: Tx) => ({
  insert: async (row: WebHookRow): Promise<void> => {
    await db('web_hook').insert(stored(row))
  },

  get: async (tenantId: string, id: string): Promise<WebHookRow | undefined> => {
    const row = (await db('web_hook').where({ tenant_id: tenantId, id }).first()) as Stored | undefined
    return row && plain(row)
  },

  /** Of the tenant, oldest first. */
  list: async (tenantId: string): Promise<WebHookRow[]> =>
    ((await db('web_hook').where({ tenant_id: tenantId }).orderBy('id').limit(MAX_WEB_HOOKS)) as Stored[]).map(plain),

  /** Those that are told. */
  active: async (tenantId: string): Promise<WebHookRow[]> =>
    ((await db('web_hook').where({ tenant_id: tenantId, disabled_at: null })) as Stored[]).map(plain),

  change: async (tenantId: string, id: string, change: Partial<Omit<WebHookRow, 'tenant_id' | 'id'>>): Promise<void> => {
    const { events, ...rest } = change
    await db('web_hook')
      .where({ tenant_id: tenantId, id })
      .update({ ...rest, ...(events && { events: JSON.stringify(events) }) })
  },
})

const stored = (row: WebHookRow): Stored => ({ ...row, events: JSON.stringify(row.events) })

const plain = (row: Stored): WebHookRow => ({
  ...row,
  events: JSON.parse(row.events) as string[],
  old_until: row.old_until === null ? null : Number(row.old_until),
  created_at: Number(row.created_at),
  disabled_at: row.disabled_at === null ? null : Number(row.disabled_at),
})
