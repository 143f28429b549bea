import type { Tx } from '../database.ts'
import { insertRows } from '../write-rows.ts'

/** A notice as one person has it. Instants are UTC epoch milliseconds. */
export interface NoticeRow {
  tenant_id: string
  id: string
  user_id: string
  kind: string
  title: string
  text: string
  link: string | null
  at: number
  read_at: number | null
}

/** Rows of a page at most. */
const MAX_PAGE = 200

export const notices = (db: Tx) => ({
  insert: (rows: readonly NoticeRow[]): Promise<void> => insertRows(db, 'notice', rows),

  /** Newest first; `after` is the id of the last one seen. */
  list: async (tenantId: string, userId: string, page: { unread?: boolean; after?: string; limit: number }): Promise<NoticeRow[]> => {
    const query = db<NoticeRow>('notice').where({ tenant_id: tenantId, user_id: userId })
    if (page.unread) void query.whereNull('read_at')
    if (page.after !== undefined) void query.andWhere('id', '<', page.after)
    const rows = await query.orderBy('id', 'desc').limit(Math.min(page.limit, MAX_PAGE))
    return rows.map((row) => ({ ...row, at: Number(row.at), read_at: row.read_at === null ? null : Number(row.read_at) }))
  },

  countUnread: async (tenantId: string, userId: string): Promise<number> => {
    const row = await db('notice').where({ tenant_id: tenantId, user_id: userId, read_at: null }).count({ n: '*' }).first()
    return Number(row?.n ?? 0)
  },

  /** Marks notices of this person read, one or all; those read before keep their time. @returns how many were unread */
  markRead: (tenantId: string, userId: string, at: number, id?: string): Promise<number> =>
    db('notice')
      .where({ tenant_id: tenantId, user_id: userId, read_at: null, ...(id !== undefined && { id }) })
      .update({ read_at: at }),

  exists: async (tenantId: string, userId: string, id: string): Promise<boolean> =>
    (await db('notice').where({ tenant_id: tenantId, user_id: userId, id }).first('id')) !== undefined,

  /** Ids of those who hold the post in any organ at `at` and have not left. */
  holderIds: async (tenantId: string, post: string, at: number): Promise<string[]> => {
    const query = db('user_post')
      .where({ 'user_post.tenant_id': tenantId, 'user_post.post': post, 'user.disabled_at': null })
      .andWhere('user_post.held_from', '<=', at)
      .andWhere((open) => open.whereNull('user_post.held_until').orWhere('user_post.held_until', '>', at))
      .join('user', (on) => on.on('user.tenant_id', 'user_post.tenant_id').andOn('user.id', 'user_post.user_id'))
    const rows = (await query.distinct({ id: 'user.id' }).orderBy('user.id')) as { id: string }[]
    return rows.map(({ id }) => id)
  },
})
