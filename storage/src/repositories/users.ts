import { isSqlite, type Tx } from '../database.ts'

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
  /** 0 for a password that was handed out: its owner chooses another at the first login. */
  password_set_at: number
  /** How long a password that was handed out serves. */
  one_time_until?: number | null
  /** 1: account of the sample county, whose password does not expire. */
  is_demo?: number
}

/** A post with the labels that people read. */
export interface HeldPostRow {
  organ_id: string
  organ_name: string
  post: string
  post_name: string | null
}

export interface UserListQuery {
  tenantId: string
  /** Part of username, name or phone. */
  q?: string
  /** Holds a post in one of these organs now. */
  organIds?: readonly string[]
  post?: string
  /** @default 'all' */
  state?: 'active' | 'disabled' | 'without-post' | 'all'
  /** UTC epoch milliseconds: which posts are held. */
  now: number
  limit: number
  /** Username of the last row of the page before. */
  after?: string
}

const MAX_NAMES_AT_ONCE = 500

export interface HolderRow {
  id: string
  name: string
}

const accounts = (db: Tx) => ({
  get: (tenantId: string, id: string): Promise<UserRow | undefined> => db<UserRow>('user').where({ tenant_id: tenantId, id }).first(),

  /** The same, and nobody else changes the person or his posts until the transaction ends. */
  lock: (tenantId: string, id: string): Promise<UserRow | undefined> => {
    const query = db<UserRow>('user').where({ tenant_id: tenantId, id }).first()
    return isSqlite(db) ? query : query.forUpdate()
  },

  byUsername: (tenantId: string, username: string): Promise<UserRow | undefined> =>
    db<UserRow>('user').where({ tenant_id: tenantId, username }).first(),

  /** Applicants who can log in, by their citizen id number or their telephone. */
  applicantsBy: (tenantId: string, by: { citizen_id: string } | { phone: string }): Promise<UserRow[]> =>
    db<UserRow>('user')
      .where({ tenant_id: tenantId, kind: 'applicant', disabled_at: null, ...by })
      .orderBy('created_at'),

  /** @throws a unique violation if id or username is taken */
  insert: async (row: UserRow): Promise<void> => {
    await db<UserRow>('user').insert(row)
  },

  /**
   * Counts one more wrong password in a single statement, so that guesses sent at the same time all count.
   * When `maxFailures` is reached the account is locked until `lockedUntil` and the count starts anew.
   */
  countFailure: async (tenantId: string, id: string, maxFailures: number, lockedUntil: number): Promise<UserRow | undefined> => {
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

  enable: async (tenantId: string, id: string): Promise<void> => {
    await db<UserRow>('user').where({ tenant_id: tenantId, id }).update({ disabled_at: null })
  },

  /** @throws a unique violation if the username is taken */
  update: async (tenantId: string, id: string, change: Partial<Pick<UserRow, 'username' | 'name' | 'phone'>>): Promise<void> => {
    await db<UserRow>('user').where({ tenant_id: tenantId, id }).update(change)
  },

  /** Staff in the order of their usernames. */
  list: (query: UserListQuery): Promise<UserRow[]> =>
    narrowed(db, query)
      .modify((page) => {
        if (query.after !== undefined) void page.where('user.username', '>', query.after)
      })
      .orderBy('user.username')
      .limit(query.limit)
      .select('user.*'),

  /** How many `list` has in all. */
  count: async (query: Omit<UserListQuery, 'limit' | 'after'>): Promise<number> => {
    const row = (await narrowed(db, query).count({ count: '*' }).first()) as { count: number | string } | undefined
    return Number(row?.count ?? 0)
  },

  /** By username, those of `usernames` that there are. */
  byUsernames: async (tenantId: string, usernames: readonly string[]): Promise<UserRow[]> => {
    const found: UserRow[] = []
    for (let at = 0; at < usernames.length; at += MAX_NAMES_AT_ONCE)
      found.push(
        ...(await db<UserRow>('user')
          .where({ tenant_id: tenantId })
          .whereIn('username', usernames.slice(at, at + MAX_NAMES_AT_ONCE))),
      )
    return found
  },
})

/** Who they are, for those who are named by somebody. */
const named = (db: Tx) => ({
  /** Of these, the staff who have not left, by name. */
  activeStaff: async (tenantId: string, ids: readonly string[]): Promise<HolderRow[]> => {
    const found: HolderRow[] = []
    for (let at = 0; at < ids.length; at += MAX_NAMES_AT_ONCE)
      found.push(
        ...(await db<UserRow>('user')
          .where({ tenant_id: tenantId, kind: 'staff', disabled_at: null })
          .whereIn('id', ids.slice(at, at + MAX_NAMES_AT_ONCE))
          .select('id', 'name')
          .orderBy(['name', 'id'])),
      )
    return found
  },
})

/** Who holds which post. */
const postHolders = (db: Tx) => ({
  /** Posts held at `at`, in organs of any validity, with labels. */
  postsAt: (tenantId: string, userId: string, at: number): Promise<HeldPostRow[]> =>
    heldAt(db, tenantId, at)
      .where('user_post.user_id', userId)
      .join('organ', (on) => on.on('organ.tenant_id', 'user_post.tenant_id').andOn('organ.id', 'user_post.organ_id'))
      .leftJoin('post_kind', (on) => on.on('post_kind.tenant_id', 'user_post.tenant_id').andOn('post_kind.id', 'user_post.post'))
      .distinct({
        organ_id: 'user_post.organ_id',
        organ_name: 'organ.name',
        post: 'user_post.post',
        post_name: 'post_kind.name',
      })
      .orderBy(['user_post.organ_id', 'user_post.post']),

  /**
   * Every post that staff who have not left hold at `at`, with labels, by name. A county has some five thousand.
   * @param userIds of these alone
   */
  everyPostAt: (
    tenantId: string,
    at: number,
    userIds?: readonly string[],
  ): Promise<(HeldPostRow & { user_id: string; user_name: string })[]> =>
    heldAt(db, tenantId, at)
      .where({ 'user.kind': 'staff', 'user.disabled_at': null })
      .modify((query) => userIds && query.whereIn('user_post.user_id', [...userIds]))
      .join('user', (on) => on.on('user.tenant_id', 'user_post.tenant_id').andOn('user.id', 'user_post.user_id'))
      .join('organ', (on) => on.on('organ.tenant_id', 'user_post.tenant_id').andOn('organ.id', 'user_post.organ_id'))
      .leftJoin('post_kind', (on) => on.on('post_kind.tenant_id', 'user_post.tenant_id').andOn('post_kind.id', 'user_post.post'))
      .distinct({
        user_id: 'user.id',
        user_name: 'user.name',
        organ_id: 'user_post.organ_id',
        organ_name: 'organ.name',
        post: 'user_post.post',
        post_name: 'post_kind.name',
      })
      .orderBy(['user.name', 'user.id', 'user_post.organ_id', 'user_post.post']),

  /** Staff who hold the post at `at` and have not left, by name. */
  holders: (tenantId: string, organId: string, post: string, at: number, limit: number): Promise<HolderRow[]> =>
    heldAt(db, tenantId, at)
      .where({ 'user_post.organ_id': organId, 'user_post.post': post, 'user.disabled_at': null })
      .join('user', (on) => on.on('user.tenant_id', 'user_post.tenant_id').andOn('user.id', 'user_post.user_id'))
      .distinct({ id: 'user.id', name: 'user.name' })
      .orderBy(['user.name', 'user.id'])
      .limit(limit),
})

/** Accounts, and who holds which post. */
export const users = (db: Tx) => ({ ...accounts(db), ...named(db), ...postHolders(db) })

const heldAt = (db: Tx, tenantId: string, at: number) =>
  db('user_post')
    .where('user_post.tenant_id', tenantId)
    .andWhere('user_post.held_from', '<=', at)
    .andWhere((open) => open.whereNull('user_post.held_until').orWhere('user_post.held_until', '>', at))

function narrowed(db: Tx, { tenantId, q, organIds, post, state = 'all', now }: Omit<UserListQuery, 'limit' | 'after'>) {
  const query = db('user').where({ 'user.tenant_id': tenantId, 'user.kind': 'staff' })
  const holds = (only: { organIds?: readonly string[]; post?: string }) =>
    heldAt(db, tenantId, now)
      .whereRaw('?? = ??', ['user_post.user_id', 'user.id'])
      .modify((held) => {
        if (only.organIds) void held.whereIn('user_post.organ_id', only.organIds)
        if (only.post !== undefined) void held.where('user_post.post', only.post)
      })
  if (state === 'active') void query.whereNull('user.disabled_at')
  if (state === 'disabled') void query.whereNotNull('user.disabled_at')
  if (state === 'without-post') void query.whereNull('user.disabled_at').whereNotExists(holds({}))
  if (organIds || post !== undefined) void query.whereExists(holds({ organIds, post }))
  if (q !== undefined && q !== '') {
    const like = `%${q.replace(/[\\%_]/g, '\\$&')}%`
    void query.andWhere((any) => {
      for (const column of ['user.username', 'user.name', 'user.phone']) void any.orWhereRaw('?? like ? escape ?', [column, like, '\\'])
    })
  }
  return query
}
