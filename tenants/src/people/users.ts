import {
  inTransaction,
  isUniqueViolation,
  newId,
  organs,
  sessions,
  users,
  type Database,
  type Tx,
  type UserRow,
} from '@lianban/storage'
import { INCOMPATIBLE_POSTS } from '../authorization/county-policies.ts'
import type { Caller } from '../caller.ts'
import { organNotFound, postsIncompatible, userNotFound, usernameTaken } from '../errors.ts'
import type { EntryInput } from '../supervision/entry.ts'
import type { ByWhom } from '../supervision/supervision.ts'
import { callerOfUser } from './caller-of-user.ts'
import { checkPasswordStrength, hashPassword, type ScryptCost } from './passwords.ts'

export interface UsersOptions {
  database: Database
  clock: () => number
  record(tx: Tx, tenantId: string, entries: EntryInput[]): Promise<void>
  scrypt: ScryptCost
}

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

export interface NewUser {
  tenantId: string
  /** @default a new id */
  id?: string
  username: string
  password: string
  /** The password is for the first login only. @default false */
  oneTime?: boolean
  name: string
  kind: 'staff' | 'applicant'
  citizenId?: string
  phone?: string
  posts?: readonly { organId: string; post: string }[]
  by: ByWhom
}

export interface PostChange {
  tenantId: string
  userId: string
  organId: string
  post: string
  by: ByWhom
}

/** People of one post at most in a list. */
const MAX_HOLDERS = 200

/** Accounts and the posts that people hold. Every change is in the supervision log. */
export const createUsers = (options: UsersOptions) => ({ ...lookUps(options), ...changes(options) })

const lookUps = ({ database, clock }: UsersOptions) => ({
  get: async (tenantId: string, userId: string): Promise<User | undefined> => {
    const row = await users(database).get(tenantId, userId)
    return row && presentUser(row)
  },

  /** The person's name; the id itself where the user is not known (any more). */
  name: async (tenantId: string, userId: string): Promise<string> =>
    (await users(database).get(tenantId, userId))?.name ?? userId,

  /** Who holds the post now, by name. */
  holders: async (tenantId: string, organId: string, post: string): Promise<{ userId: string; name: string }[]> => {
    const rows = await users(database).holders(tenantId, organId, post, clock(), MAX_HOLDERS)
    return rows.map(({ id, name }) => ({ userId: id, name }))
  },

  /** The user as a caller, without a session: for programs of the installation. @throws USER_NOT_FOUND */
  caller: async (tenantId: string, userId: string): Promise<Caller> =>
    callerOfUser(database, await knownUser(database, tenantId, userId), clock()),
})

function changes(options: UsersOptions) {
  const { database, clock, record, scrypt } = options
  return {
    /** @returns the id. @throws PASSWORD_TOO_WEAK, USERNAME_TAKEN, ORGAN_NOT_FOUND, POSTS_INCOMPATIBLE */
    create: async (user: NewUser): Promise<string> => {
      checkPasswordStrength(user.password)
      const hash = await hashPassword(user.password, scrypt)
      return inTransaction(database, (tx) => addUser(tx, options, user, hash))
    },

    /** Gives a post from now on. @throws USER_NOT_FOUND, ORGAN_NOT_FOUND, POSTS_INCOMPATIBLE */
    grantPost: (change: PostChange): Promise<void> =>
      inTransaction(database, async (tx) => {
        await knownUser(tx, change.tenantId, change.userId)
        await grantPost(tx, options, change)
      }),

    /** Ends a post now; nothing happens if it is not held. */
    endPost: ({ tenantId, userId, organId, post, by }: PostChange): Promise<void> =>
      inTransaction(database, async (tx) => {
        if ((await users(tx).endPosts(tenantId, userId, clock(), { organId, post })) === 0) return
        await record(tx, tenantId, [
          { action: 'post.ended', subject: `user:${userId}`, organId, ...by, payload: { organId, post } },
        ])
      }),

    /** A new password, which ends every session of the user. @throws PASSWORD_TOO_WEAK, USER_NOT_FOUND */
    setPassword: async (change: { tenantId: string; userId: string; password: string; by: ByWhom }): Promise<void> => {
      const { tenantId, userId, by } = change
      checkPasswordStrength(change.password)
      const hash = await hashPassword(change.password, scrypt)
      await inTransaction(database, async (tx) => {
        await knownUser(tx, tenantId, userId)
        await users(tx).setPassword(tenantId, userId, hash, clock())
        await sessions(tx).deleteOfUser(tenantId, userId)
        await record(tx, tenantId, [{ action: 'user.password-set', subject: `user:${userId}`, ...by, payload: {} }])
      })
    },

    /** The person leaves: posts and sessions end, the account is kept for the record. @throws USER_NOT_FOUND */
    disable: ({ tenantId, userId, by }: { tenantId: string; userId: string; by: ByWhom }): Promise<void> =>
      inTransaction(database, async (tx) => {
        await knownUser(tx, tenantId, userId)
        const endedPosts = await users(tx).endPosts(tenantId, userId, clock())
        await users(tx).disable(tenantId, userId, clock())
        await sessions(tx).deleteOfUser(tenantId, userId)
        await record(tx, tenantId, [
          { action: 'user.disabled', subject: `user:${userId}`, ...by, payload: { endedPosts } },
        ])
      }),
  }
}

/** Adds the account with its posts in the caller's transaction. @returns the id. @throws as `create`, but for the password */
export async function addUser(
  tx: Tx,
  options: UsersOptions,
  user: Omit<NewUser, 'password'>,
  passwordHash: string,
): Promise<string> {
  const { tenantId, posts = [], by } = user
  const row = newUserRow(user, passwordHash, options.clock())
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

async function knownUser(db: Tx, tenantId: string, userId: string): Promise<UserRow> {
  const row = await users(db).get(tenantId, userId)
  if (!row) throw userNotFound(userId)
  return row
}

async function grantPost(tx: Tx, { clock, record }: UsersOptions, change: PostChange): Promise<void> {
  const { tenantId, userId, organId, post, by } = change
  if (!(await organs(tx).get(tenantId, organId))) throw organNotFound(organId)
  const held = await users(tx).postsAt(tenantId, userId, clock())
  if (held.some((row) => row.organ_id === organId && row.post === post)) return
  const clash = held.find((row) =>
    INCOMPATIBLE_POSTS.some((pair) => pair.includes(row.post) && pair.includes(post) && row.post !== post),
  )
  if (clash) {
    const kinds = await organs(tx).postKinds(tenantId)
    throw postsIncompatible(clash.post_name ?? clash.post, kinds.find(({ id }) => id === post)?.name ?? post)
  }
  await users(tx).addPost({
    tenant_id: tenantId,
    user_id: userId,
    organ_id: organId,
    post,
    held_from: clock(),
    held_until: null,
  })
  await record(tx, tenantId, [
    { action: 'post.granted', subject: `user:${userId}`, organId, ...by, payload: { organId, post } },
  ])
}

const newUserRow = (user: Omit<NewUser, 'password'>, passwordHash: string, now: number): UserRow => ({
  tenant_id: user.tenantId,
  id: user.id ?? newId(),
  username: user.username,
  name: user.name,
  kind: user.kind,
  citizen_id: user.citizenId ?? null,
  phone: user.phone ?? null,
  password_hash: passwordHash,
  failed_count: 0,
  locked_until: null,
  disabled_at: null,
  created_at: now,
  // as old as can be: whoever checks its age asks for another one at the first login
  password_set_at: user.oneTime ? 0 : now,
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
