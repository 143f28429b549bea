import type { Tx } from '../database.ts'

export interface UserRow {
  tenant_id: string
  id: string
  username: string
  name: string
  kind: 'staff' | 'applicant'
  citizen_id: string | null
  phone: string | null
  password_hash: string
  failed_count: number
  locked_until: number | null
  disabled_at: number | null
  created_at: number
  password_set_at: number
}

export interface UserPostRow {
  tenant_id: string
  user_id: string
  organ_id: string
  post: string
  held_from: number
  held_until: number | null
}

/** A post with the labels that people read. */
export interface HeldPostRow {
  organ_id: string
  organ_name: string
  post: string
  post_name: string | null
}

export interface HolderRow {
  id: string
  name: string
}

export const users = (db: Tx) => ({
  get: (tenantId: string, id: string): Promise<UserRow | undefined> =>
    db<UserRow>('user').where({ tenant_id: tenantId, id }).first(),

  byUsername: (tenantId: string, username: string): Promise<UserRow | undefined> =>
    db<UserRow>('user').where({ tenant_id: tenantId, username }).first(),

  /** @throws a unique violation if id or username is taken */
  insert: async (row: UserRow): Promise<void> => {
    await db<UserRow>('user').insert(row)
  },

  setPassword: async (tenantId: string, id: string, passwordHash: string, at: number): Promise<void> => {
    await db<UserRow>('user')
      .where({ tenant_id: tenantId, id })
      .update({ password_hash: passwordHash, password_set_at: at, failed_count: 0, locked_until: null })
  },

  /**
   * Counts one more wrong password in a single statement, so that guesses sent at the same time all count.
   * When `maxFailures` is reached the account is locked until `lockedUntil` and the count starts anew.
   */
  countFailure: async (
    tenantId: string,
    id: string,
    maxFailures: number,
    lockedUntil: number,
  ): Promise<UserRow | undefined> => {
    await db<UserRow>('user').where({ tenant_id: tenantId, id }).increment('failed_count', 1)
    await db<UserRow>('user')
      .where({ tenant_id: tenantId, id })
      .andWhere('failed_count', '>=', maxFailures)
      .update({ failed_count: 0, locked_until: lockedUntil })
    return db<UserRow>('user').where({ tenant_id: tenantId, id }).first()
  },

  clearFailures: async (tenantId: string, id: string): Promise<void> => {
    await db<UserRow>('user').where({ tenant_id: tenantId, id }).update({ failed_count: 0, locked_until: null })
  },

  disable: async (tenantId: string, id: string, at: number): Promise<void> => {
    await db<UserRow>('user').where({ tenant_id: tenantId, id }).update({ disabled_at: at })
  },

  addPost: async (row: UserPostRow): Promise<void> => {
    await db<UserPostRow>('user_post').insert(row)
  },

  /** Posts held at `at`, in organs of any validity, with labels. */
  postsAt: (tenantId: string, userId: string, at: number): Promise<HeldPostRow[]> =>
    heldAt(db, tenantId, at)
      .where('user_post.user_id', userId)
      .join('organ', (on) => on.on('organ.tenant_id', 'user_post.tenant_id').andOn('organ.id', 'user_post.organ_id'))
      .leftJoin('post_kind', (on) =>
        on.on('post_kind.tenant_id', 'user_post.tenant_id').andOn('post_kind.id', 'user_post.post'),
      )
      .distinct({
        organ_id: 'user_post.organ_id',
        organ_name: 'organ.name',
        post: 'user_post.post',
        post_name: 'post_kind.name',
      })
      .orderBy(['user_post.organ_id', 'user_post.post']),

  /** Every post that staff who have not left hold at `at`, with labels, by name. A county has some five thousand. */
  everyPostAt: (tenantId: string, at: number): Promise<(HeldPostRow & { user_id: string; user_name: string })[]> =>
    heldAt(db, tenantId, at)
      .where({ 'user.kind': 'staff', 'user.disabled_at': null })
      .join('user', (on) => on.on('user.tenant_id', 'user_post.tenant_id').andOn('user.id', 'user_post.user_id'))
      .join('organ', (on) => on.on('organ.tenant_id', 'user_post.tenant_id').andOn('organ.id', 'user_post.organ_id'))
      .leftJoin('post_kind', (on) =>
        on.on('post_kind.tenant_id', 'user_post.tenant_id').andOn('post_kind.id', 'user_post.post'),
      )
      .distinct({
        user_id: 'user.id',
        user_name: 'user.name',
        organ_id: 'user_post.organ_id',
        organ_name: 'organ.name',
        post: 'user_post.post',
        post_name: 'post_kind.name',
      })
      .orderBy(['user.name', 'user.id', 'user_post.organ_id', 'user_post.post']),

  /** Staff who hold the post at `at` and have not left, by name; `limit` is at most 200. */
  holders: (tenantId: string, organId: string, post: string, at: number, limit: number): Promise<HolderRow[]> =>
    heldAt(db, tenantId, at)
      .where({ 'user_post.organ_id': organId, 'user_post.post': post, 'user.disabled_at': null })
      .join('user', (on) => on.on('user.tenant_id', 'user_post.tenant_id').andOn('user.id', 'user_post.user_id'))
      .distinct({ id: 'user.id', name: 'user.name' })
      .orderBy(['user.name', 'user.id'])
      .limit(limit),

  /** Ends the open posts of a user, or one of them. @returns how many ended */
  endPosts: (tenantId: string, userId: string, at: number, only?: { organId: string; post: string }): Promise<number> =>
    db<UserPostRow>('user_post')
      .where({ tenant_id: tenantId, user_id: userId, ...(only ? { organ_id: only.organId, post: only.post } : {}) })
      .andWhere((open) => open.whereNull('held_until').orWhere('held_until', '>', at))
      .update({ held_until: at }),
})

const heldAt = (db: Tx, tenantId: string, at: number) =>
  db('user_post')
    .where('user_post.tenant_id', tenantId)
    .andWhere('user_post.held_from', '<=', at)
    .andWhere((open) => open.whereNull('user_post.held_until').orWhere('user_post.held_until', '>', at))
