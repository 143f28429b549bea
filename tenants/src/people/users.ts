import {
  inTransaction,
  isUniqueViolation,
  newId,
  organFootprint,
  organs,
  sessions,
  userPosts,
  users,
  type Database,
  type Tx,
  type UserRow,
} from '@lianban/storage'
import type { Caller } from '../caller.ts'
import { fieldInvalid, userNotFound, usernameTaken } from '../errors.ts'
import type { EntryInput } from '../supervision/entry.ts'
import type { ByWhom } from '../supervision/supervision.ts'
import { callerOfUser, callersOf } from './caller-of-user.ts'
import { dayOf } from './days.ts'
import { checkedReason } from '../checked-reason.ts'
import { inChargeOn } from './organ-timeline.ts'
import { oneTimePassword } from './one-time-password.ts'
import { endAllPosts, grantPost, isHeldAt, type PostGrant } from './posts.ts'
import { APPLICANT_PASSWORD_POLICY, checkPassword, oneTimeEnd, STAFF_PASSWORD_POLICY, type PasswordPolicies } from './password-policy.ts'
import { hashPassword, type ScryptCost } from './passwords.ts'

export interface UsersOptions {
  database: Database
  clock: () => number
  record(tx: Tx, tenantId: string, entries: EntryInput[]): Promise<void>
  scrypt: ScryptCost
  /** Posts of this person have ended: the tasks that he held by them go back. */
  onPostsEnded(tenantId: string, userId: string): Promise<void>
  /** @default those of level 3 */
  policies?: PasswordPolicies
}

const DEFAULT_POLICIES: PasswordPolicies = { staff: STAFF_PASSWORD_POLICY, applicant: APPLICANT_PASSWORD_POLICY }

/** A user as others may see it: no password. */
export interface User {
  id: string
  username: string
  name: string
  kind: 'staff' | 'applicant'
  /** Applicants: citizen id number, GB 11643. */
  citizenId: string | null
  phone: string | null
  disabled: boolean
}

/** A user in a list, with what he holds now. */
export interface ListedUser extends User {
  posts: { organName: string; postName: string; holding: string }[]
  lockedUntil: number | null
  createdAt: number
}

export interface NewUser {
  tenantId: string
  /** @default a new id */
  id?: string
  username: string
  password: string
  /** The password is for the first login only. @default false */
  oneTime?: boolean
  /** An account of the sample county: its password is published and does not expire. @default false */
  demo?: boolean
  name: string
  kind: 'staff' | 'applicant'
  citizenId?: string
  phone?: string
  posts?: readonly Omit<PostGrant, 'tenantId' | 'userId' | 'by'>[]
  by: ByWhom
}

export interface UserListFilter {
  q?: string
  /** With everything under it. */
  organIds?: readonly string[]
  post?: string
  state?: 'active' | 'disabled' | 'without-post' | 'all'
  /** 1 to 200. */
  limit: number
  after?: string
}

/** People of one post in a list, unless more are asked for. */
const MAX_HOLDERS = 200
export const MAX_PERSON_NAME_CHARS = 50
const USERNAME = /^[\p{L}\p{N}][\p{L}\p{N}._@-]{0,63}$/u
const PHONE = /^\+?[\d-]{3,20}$/

/** Accounts. Every change is in the supervision log. */
export const createUsers = (options: UsersOptions) => ({
  ...lookUps(options),
  ...changes(options),
  ...comingAndGoing(options),
})

const lookUps = ({ database, clock }: UsersOptions) => ({
  get: async (tenantId: string, userId: string): Promise<User | undefined> => {
    const row = await users(database).get(tenantId, userId)
    return row && presentUser(row)
  },

  /** The person's name; the id itself where the user is not known (any more). */
  name: async (tenantId: string, userId: string): Promise<string> => (await users(database).get(tenantId, userId))?.name ?? userId,

  /** Staff by username, with the posts held now. */
  list: async (tenantId: string, filter: UserListFilter): Promise<{ items: ListedUser[]; next: string | null; total: number }> => {
    const query = { tenantId, ...filter, now: clock() }
    const rows = await users(database).list(query)
    const items = await Promise.all(rows.map((row) => listed(database, row, clock())))
    const next = rows.length === filter.limit ? rows.at(-1)!.username : null
    return { items, next, total: await users(database).count(query) }
  },

  /**
   * Who holds the post now, by name; where the organ's duties have passed to another, who holds it there.
   * @param db inside a transaction it must be the transaction
   * @param limit who needs to know that there are more asks for one more. @default 200
   */
  holders: async (
    tenantId: string,
    organId: string,
    post: string,
    db: Database | Tx = database,
    limit = MAX_HOLDERS,
  ): Promise<{ userId: string; name: string }[]> => {
    const organ = inChargeOn(await organs(db).successions(tenantId), organId, dayOf(clock()))
    const rows = await users(db).holders(tenantId, organ, post, clock(), limit)
    return rows.map(({ id, name }) => ({ userId: id, name }))
  },

  /** The user as a caller, without a session: for programs of the installation. @throws USER_NOT_FOUND */
  caller: async (tenantId: string, userId: string): Promise<Caller> =>
    callerOfUser(database, await knownUser(database, tenantId, userId), clock()),

  /** Of these persons the staff who have not left, as callers with their own posts and nothing that is lent to them. */
  callers: (tenantId: string, userIds: readonly string[]): Promise<Caller[]> => callersOf(database, tenantId, userIds, clock()),

  /** How many open tasks the person holds. */
  heldTasks: (tenantId: string, userId: string): Promise<number> => organFootprint(database).heldTasks(tenantId, userId),
})

function changes(options: UsersOptions) {
  const { database, scrypt } = options
  return {
    /** @returns the id. @throws FIELD_INVALID, PASSWORD_TOO_WEAK, USERNAME_TAKEN, and what granting a post throws */
    create: async (user: NewUser): Promise<string> => {
      if (!user.demo && !user.oneTime) checkPassword(policiesOf(options)[user.kind], user.password, ownerOf(user))
      const hash = await hashPassword(user.password, scrypt)
      return inTransaction(database, (tx) => addUser(tx, options, user, hash))
    },

    /** Accounts of a sample county, all with the one published password: hashed once. @throws as `create` */
    createDemo: async (password: string, accounts: readonly Omit<NewUser, 'password' | 'oneTime' | 'demo'>[]): Promise<void> => {
      const hash = await hashPassword(password, scrypt)
      await inTransaction(database, async (tx) => {
        for (const account of accounts) await addUser(tx, options, { ...account, demo: true }, hash)
      })
    },

    /** An account with a password that is shown once. @param within written with it. @throws as `create` */
    createWithOneTimePassword: async (
      user: Omit<NewUser, 'password' | 'oneTime'>,
      within?: (tx: Tx, id: string) => Promise<void>,
    ): Promise<{ id: string; password: string }> => {
      const password = oneTimePassword()
      const hash = await hashPassword(password, scrypt)
      const id = await inTransaction(database, async (tx) => {
        const added = await addUser(tx, options, { ...user, oneTime: true }, hash)
        await within?.(tx, added)
        return added
      })
      return { id, password }
    },

    /** Name, telephone, username; what is absent stays. @throws USER_NOT_FOUND, USERNAME_TAKEN, FIELD_INVALID */
    update: ({ tenantId, userId, by, ...change }: UserChange): Promise<void> =>
      inTransaction(database, async (tx) => {
        await updateUser(tx, options, { tenantId, userId, by, ...change })
      }),
  }
}

const comingAndGoing = (options: UsersOptions) => {
  const { database, clock, record, onPostsEnded } = options
  return {
    /** The person leaves: posts and sessions end, tasks go back, the account is kept for the record. @throws USER_NOT_FOUND */
    disable: async ({
      tenantId,
      userId,
      reason = '离职',
      by,
    }: {
      tenantId: string
      userId: string
      reason?: string
      by: ByWhom
    }): Promise<void> => {
      checkedReason(reason)
      await inTransaction(database, async (tx) => {
        await lockedUser(tx, tenantId, userId)
        const endedPosts = await endAllPosts(tx, options, { tenantId, userId, reason, by })
        await users(tx).disable(tenantId, userId, clock())
        await sessions(tx).endOfUser(tenantId, userId, { at: clock(), reason: 'disabled' })
        const payload = { endedPosts, reason }
        await record(tx, tenantId, [{ action: 'user.disabled', subject: `user:${userId}`, ...by, payload }])
      })
      await onPostsEnded(tenantId, userId)
    },

    /** The account is used again; posts are granted anew. @throws USER_NOT_FOUND, REASON_MISSING */
    enable: ({ tenantId, userId, reason, by }: { tenantId: string; userId: string; reason: string; by: ByWhom }): Promise<void> =>
      inTransaction(database, async (tx) => {
        checkedReason(reason)
        await knownUser(tx, tenantId, userId)
        await users(tx).enable(tenantId, userId)
        await record(tx, tenantId, [{ action: 'user.enabled', subject: `user:${userId}`, ...by, payload: { reason } }])
      }),
  }
}

export interface UserChange {
  tenantId: string
  userId: string
  username?: string
  name?: string
  phone?: string | null
  by: ByWhom
}

/** In the caller's transaction. @returns whether anything differs. @throws as `update` */
export async function updateUser(tx: Tx, { record }: UsersOptions, { tenantId, userId, by, ...given }: UserChange): Promise<boolean> {
  const row = await knownUser(tx, tenantId, userId)
  const wanted = {
    username: given.username?.trim(),
    name: given.name?.trim(),
    phone: given.phone === undefined ? undefined : given.phone?.trim() || null,
  }
  const change: Partial<Pick<UserRow, 'username' | 'name' | 'phone'>> = {
    ...(wanted.username !== undefined && wanted.username !== row.username && { username: wanted.username }),
    ...(wanted.name !== undefined && wanted.name !== row.name && { name: wanted.name }),
    ...(wanted.phone !== undefined && wanted.phone !== row.phone && { phone: wanted.phone }),
  }
  if (Object.keys(change).length === 0) return false
  checkAccount({ username: row.username, name: row.name, phone: row.phone, ...change })
  await users(tx)
    .update(tenantId, userId, change)
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? usernameTaken(given.username ?? '') : error
    })
  await record(tx, tenantId, [{ action: 'user.changed', subject: `user:${userId}`, ...by, payload: { ...change } }])
  return true
}

/** Adds the account with its posts in the caller's transaction. @returns the id. @throws as `create`, but for the password */
export async function addUser(tx: Tx, options: UsersOptions, user: Omit<NewUser, 'password'>, passwordHash: string): Promise<string> {
  const { tenantId, posts = [], by } = user
  checkAccount(user)
  const row = newUserRow(user, passwordHash, options)
  await users(tx)
    .insert(row)
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? usernameTaken(user.username) : error
    })
  const payload = { username: row.username, kind: row.kind }
  await options.record(tx, tenantId, [{ action: 'user.created', subject: `user:${row.id}`, ...by, payload }])
  for (const post of posts) await grantPost(tx, options, { tenantId, userId: row.id, ...post, by })
  return row.id
}

/** @throws FIELD_INVALID */
export function checkAccount({ username, name, phone }: { username: string; name: string; phone?: string | null }): void {
  if (!USERNAME.test(username)) throw fieldInvalid('username', '用户名应由文字、数字和 . _ @ - 组成,以文字或数字开头,不超过 64 个字符。')
  if (name.trim() === '' || [...name].length > MAX_PERSON_NAME_CHARS)
    throw fieldInvalid('name', `姓名不能为空,且不超过 ${MAX_PERSON_NAME_CHARS} 个字。`)
  if (phone && !PHONE.test(phone)) throw fieldInvalid('phone', '电话号码应为 3 至 20 位数字,可含 - 和开头的 +。')
}

/** The person, whose posts nobody else changes until the transaction ends: they are judged together. @throws USER_NOT_FOUND */
export async function lockedUser(tx: Tx, tenantId: string, userId: string): Promise<UserRow> {
  const row = await users(tx).lock(tenantId, userId)
  if (!row) throw userNotFound(userId)
  return row
}

export async function knownUser(db: Tx, tenantId: string, userId: string): Promise<UserRow> {
  const row = await users(db).get(tenantId, userId)
  if (!row) throw userNotFound(userId)
  return row
}

async function listed(db: Tx, row: UserRow, now: number): Promise<ListedUser> {
  const posts = (await userPosts(db).ofUser(row.tenant_id, row.id)).filter((post) => isHeldAt(post, now))
  return {
    ...presentUser(row),
    posts: posts.map((post) => ({
      organName: post.organ_name,
      postName: post.post_name ?? post.post,
      holding: post.holding,
    })),
    lockedUntil: row.locked_until === null ? null : Number(row.locked_until),
    createdAt: Number(row.created_at),
  }
}

const newUserRow = (user: Omit<NewUser, 'password'>, passwordHash: string, options: UsersOptions): UserRow => ({
  tenant_id: user.tenantId,
  id: user.id ?? newId(),
  username: user.username,
  name: user.name.trim(),
  kind: user.kind,
  citizen_id: user.citizenId ?? null,
  phone: user.phone ?? null,
  password_hash: passwordHash,
  failed_count: 0,
  locked_until: null,
  disabled_at: null,
  created_at: options.clock(),
  // as old as can be: whoever checks its age asks for another one at the first login
  password_set_at: user.oneTime ? 0 : options.clock(),
  one_time_until: user.oneTime ? oneTimeEnd(policiesOf(options)[user.kind], options.clock()) : null,
  is_demo: user.demo ? 1 : 0,
})

const policiesOf = ({ policies = DEFAULT_POLICIES }: UsersOptions): PasswordPolicies => policies

const ownerOf = ({ username, name, phone, citizenId }: Omit<NewUser, 'password'>) => ({
  username,
  name,
  phone: phone ?? null,
  citizen_id: citizenId ?? null,
})

const presentUser = (row: UserRow): User => ({
  id: row.id,
  username: row.username,
  name: row.name,
  kind: row.kind,
  citizenId: row.citizen_id,
  phone: row.phone,
  disabled: row.disabled_at !== null,
})
