import { inTransaction, organs, userPosts, type Holding, type PersonPostRow, type Tx, type UserPostRow } from '@lianban/storage'
import {
  externalNeedsCaseBound,
  fieldInvalid,
  noMainPost,
  organNotFound,
  organNotValidOn,
  postKindNotFound,
  postNotHeld,
  postsIncompatible,
  postTwice,
  twoMainPosts,
  userDisabled,
} from '../errors.ts'
import type { ByWhom } from '../supervision/supervision.ts'
import { assertDay, dayOf, plusDays, startOfDay, type Day } from './days.ts'
import { checkedReason } from '../checked-reason.ts'
import { organOfRow, type Organ } from './organ-timeline.ts'
import { CASE_BOUND_POSTS, postProblem, type PostProblem, type Stretch } from './post-rules.ts'
import { lockedUser, type UsersOptions } from './users.ts'

export interface PostGrant {
  tenantId: string
  userId: string
  organId: string
  post: string
  /** @default 'main' for the first post, else 'part-time' */
  holding?: Holding
  /** First day; not before today. @default from now on */
  from?: Day
  /** Last day. @default open */
  until?: Day | null
  /** The main post held until then ends: a transfer 调动. @default false */
  transfer?: boolean
  reason?: string
  by: ByWhom
}

export interface PostEnding {
  tenantId: string
  userId: string
  organId: string
  post: string
  /** Last day on which it is held; today at the earliest. @default it ends now */
  until?: Day
  reason?: string
  by: ByWhom
}

/** A post in a person's history. */
export interface PersonPost {
  organId: string
  organName: string
  post: string
  postName: string
  holding: Holding
  /** UTC epoch milliseconds; `until` is the first instant at which it is no longer held. */
  from: number
  until: number | null
  /** `cancelled`: it was taken back before it began. */
  state: 'held' | 'future' | 'ended' | 'cancelled'
  endReason: string | null
  endedByName: string | null
}

/** Who holds which post: granted and ended by the security administrator, told by day. */
export function createPosts(options: UsersOptions) {
  const { database, clock, record } = options
  return {
    /** Every post that the person held, holds or will hold, newest first. */
    postsOf: async (tenantId: string, userId: string): Promise<PersonPost[]> =>
      (await userPosts(database).ofUser(tenantId, userId)).map((row) => presentPost(row, clock())),

    /**
     * Gives a post, now or from a day on. Held already, nothing happens. @throws USER_NOT_FOUND, ORGAN_NOT_FOUND, ORGAN_NOT_VALID,
     * POST_KIND_NOT_FOUND, POSTS_INCOMPATIBLE, TWO_MAIN_POSTS, NO_MAIN_POST, POST_TWICE, EXTERNAL_NEEDS_CASE_BOUND, DAY_INVALID
     */
    grantPost: async (grant: PostGrant): Promise<void> => {
      await inTransaction(database, async (tx) => {
        assertEnabled(await lockedUser(tx, grant.tenantId, grant.userId))
        await grantPost(tx, options, grant)
      })
      if (grant.transfer) await options.onPostsEnded(grant.tenantId, grant.userId)
    },

    /** Ends a post now or after a day; nothing happens if it is not held. @throws NO_MAIN_POST, DAY_INVALID */
    endPost: async (ending: PostEnding): Promise<void> => {
      await inTransaction(database, async (tx) => {
        await lockedUser(tx, ending.tenantId, ending.userId)
        await endPost(tx, options, ending)
      })
      await options.onPostsEnded(ending.tenantId, ending.userId)
    },

    /** Makes another of the posts held the main one. @throws POST_NOT_HELD */
    makeMain: ({ tenantId, userId, organId, post, reason = '', by }: Omit<PostEnding, 'until'>): Promise<void> =>
      inTransaction(database, async (tx) => {
        checkedReason(reason)
        await lockedUser(tx, tenantId, userId)
        const held = (await userPosts(tx).ofUser(tenantId, userId)).filter((row) => isHeldAt(row, clock()))
        const chosen = held.find((row) => row.organ_id === organId && row.post === post)
        if (!chosen) throw postNotHeld()
        const how = { at: clock(), reason, by }
        for (const row of held.filter((one) => one !== chosen && one.holding === 'main')) await holdOtherwise(tx, row, 'part-time', how)
        if (chosen.holding !== 'main') await holdOtherwise(tx, chosen, 'main', how)
        await assertFits(tx, tenantId, userId, clock())
        await record(tx, tenantId, [
          { action: 'post.made-main', subject: `user:${userId}`, organId, ...by, payload: { organId, post, reason } },
        ])
      }),
  }
}

/** In the caller's transaction. @throws as `grantPost` of the posts */
export async function grantPost(tx: Tx, { clock, record }: UsersOptions, grant: PostGrant): Promise<void> {
  const { tenantId, userId, organId, post, reason = '', by } = grant
  const now = clock()
  const span = spanOf(grant, now)
  await checkPlace(tx, grant, span)
  const rows = await userPosts(tx).ofUser(tenantId, userId)
  if (rows.some((row) => row.organ_id === organId && row.post === post && isHeldAt(row, span.from) && row.held_until === span.until)) return
  const main = rows.find((row) => row.holding === 'main' && isHeldAt(row, span.from))
  const holding = grant.holding ?? (main && !grant.transfer ? 'part-time' : 'main')
  if (grant.transfer && main) {
    if (holding !== 'main') throw fieldInvalid('holding', '调动后的岗位应为主岗。')
    await userPosts(tx).end(main, {
      at: span.from,
      reason: reason || '调动',
      by: by.actor.userId,
      byName: by.actor.name ?? null,
    })
    await record(tx, tenantId, [ended(main, by, { reason: reason || '调动', until: span.from })])
  }
  await userPosts(tx).insert({
    tenant_id: tenantId,
    user_id: userId,
    organ_id: organId,
    post,
    held_from: freeStart(rows, organId, post, span.from),
    held_until: span.until,
    holding,
    end_reason: span.until === null ? null : '任期届满',
    ended_by: null,
    ended_by_name: null,
    end_settled: 0,
  })
  await assertFits(tx, tenantId, userId, now)
  const payload = { organId, post, holding, from: span.from, until: span.until, reason }
  await record(tx, tenantId, [{ action: 'post.granted', subject: `user:${userId}`, organId, ...by, payload }])
}

/** In the caller's transaction. @throws NO_MAIN_POST, DAY_INVALID */
export async function endPost(tx: Tx, { clock, record }: UsersOptions, ending: PostEnding): Promise<void> {
  const { tenantId, userId, organId, post, reason = '', by } = ending
  const now = clock()
  if (ending.until !== undefined) assertNotPast(ending.until, '截止日期', now)
  const at = ending.until === undefined ? now : startOfDay(plusDays(ending.until, 1))
  const rows = await userPosts(tx).ofUser(tenantId, userId)
  const lasting = rows.filter((row) => row.organ_id === organId && row.post === post && (row.held_until === null || row.held_until > at))
  for (const row of lasting) {
    // one that has not begun by then never was
    await userPosts(tx).end(row, {
      at: Math.max(at, row.held_from),
      reason,
      by: by.actor.userId,
      byName: by.actor.name ?? null,
    })
    await record(tx, tenantId, [ended(row, by, { reason, until: at })])
  }
  if (lasting.length > 0) await assertFits(tx, tenantId, userId, now)
}

/** From `at` on the post is held in another way; how it was held until then stays in the history. */
export async function holdOtherwise(
  tx: Tx,
  row: UserPostRow,
  holding: Holding,
  { at, reason, by }: { at: number; reason: string; by: ByWhom },
): Promise<void> {
  if (row.held_from >= at) return userPosts(tx).setHolding(row, holding)
  const { tenant_id, user_id, organ_id, post, held_until, end_reason } = row
  await userPosts(tx).end(row, { at, reason, by: by.actor.userId, byName: by.actor.name ?? null })
  const rest = { held_until, end_reason, ended_by: null, ended_by_name: null, end_settled: 0 }
  const rows = await userPosts(tx).ofUser(tenant_id, user_id)
  const held_from = freeStart(rows, organ_id, post, at)
  await userPosts(tx).insert({ tenant_id, user_id, organ_id, post, held_from, holding, ...rest })
}

/** Every post that lasts ends now, whatever it is: the person leaves. @returns how many */
export async function endAllPosts(
  tx: Tx,
  { clock, record }: UsersOptions,
  { tenantId, userId, reason, by }: { tenantId: string; userId: string; reason: string; by: ByWhom },
): Promise<number> {
  const now = clock()
  const lasting = (await userPosts(tx).ofUser(tenantId, userId)).filter((row) => row.held_until === null || row.held_until > now)
  for (const row of lasting) {
    await userPosts(tx).end(row, {
      at: Math.max(now, row.held_from),
      reason,
      by: by.actor.userId,
      byName: by.actor.name ?? null,
    })
    await record(tx, tenantId, [ended(row, by, { reason, until: now })])
  }
  return lasting.length
}

const ended = (row: UserPostRow, by: ByWhom, { reason, until }: { reason: string; until: number }) => ({
  action: 'post.ended',
  subject: `user:${row.user_id}`,
  organId: row.organ_id,
  ...by,
  payload: { organId: row.organ_id, post: row.post, holding: row.holding, until, reason },
})

function spanOf({ from, until = null }: PostGrant, now: number): { from: number; until: number | null } {
  if (from !== undefined) assertNotPast(from, '起始日期', now)
  if (until !== null) assertNotPast(until, '截止日期', now)
  const begins = from === undefined || from === dayOf(now) ? now : startOfDay(from)
  const ends = until === null ? null : startOfDay(plusDays(until, 1))
  if (ends !== null && ends <= begins) throw fieldInvalid('until', '截止日期不能早于起始日期。')
  return { from: begins, until: ends }
}

function assertNotPast(day: Day, label: string, now: number): void {
  assertDay(day, label)
  if (day < dayOf(now)) throw fieldInvalid('from', `${label}不能早于今天,任职不能补记到过去。`)
}

/** The organ is there all the time, and of the kind that the post is for. */
async function checkPlace(
  tx: Tx,
  { tenantId, organId, post }: PostGrant,
  { from, until }: { from: number; until: number | null },
): Promise<void> {
  const row = await organs(tx).get(tenantId, organId)
  if (!row) throw organNotFound(organId)
  const organ: Organ = organOfRow(row)
  const [first, last] = [dayOf(from), until === null ? null : dayOf(until - 1)]
  const begins = organ.validFrom === null || organ.validFrom <= first
  const lasts = organ.validUntil === null || (last !== null && last <= organ.validUntil)
  if (!begins || !lasts) throw organNotValidOn(organ.shortName, begins ? (last ?? organ.validUntil!) : first)
  const kind = (await organs(tx).postKinds(tenantId)).find(({ id }) => id === post)
  if (!kind) throw postKindNotFound(post)
  if ((organ.kind === 'external') !== CASE_BOUND_POSTS.includes(post))
    throw externalNeedsCaseBound(organ.shortName, kind.name, organ.kind === 'external')
}

/** @throws what the rules say of all posts of the person together */
export async function assertFits(tx: Tx, tenantId: string, userId: string, now: number): Promise<void> {
  const rows = await userPosts(tx).ofUser(tenantId, userId)
  const problem = postProblem(rows.map(stretchOf), now)
  if (!problem) return
  const name = ({ organId, post }: Stretch): string => {
    const row = rows.find((one) => one.organ_id === organId && one.post === post)!
    return `${row.organ_name}${row.post_name ?? post}`
  }
  throw errorOf(problem, name)
}

function errorOf(problem: PostProblem, name: (stretch: Stretch) => string) {
  // the newer of the two is the one that was asked for
  const [held, asked] =
    'b' in problem && problem.a.from > problem.b.from ? [problem.b, problem.a] : [problem.a, 'b' in problem ? problem.b : problem.a]
  if (problem.code === 'incompatible') return postsIncompatible(name(held), name(asked))
  if (problem.code === 'two-main') return twoMainPosts(name(held))
  if (problem.code === 'same-post') return postTwice(name(held))
  return noMainPost(name(held), dayOf(problem.at))
}

const stretchOf = (row: PersonPostRow): Stretch => ({
  organId: row.organ_id,
  post: row.post,
  holding: row.holding,
  from: row.held_from,
  until: row.held_until,
})

export const isHeldAt = (row: Pick<UserPostRow, 'held_from' | 'held_until'>, at: number): boolean =>
  row.held_from <= at && (row.held_until === null || row.held_until > at)

function presentPost(row: PersonPostRow, now: number): PersonPost {
  return {
    organId: row.organ_id,
    organName: row.organ_name,
    post: row.post,
    postName: row.post_name ?? row.post,
    holding: row.holding,
    from: row.held_from,
    until: row.held_until,
    state: stateOf(row, now),
    endReason: row.end_reason,
    endedByName: row.ended_by_name,
  }
}

/**
 * The instant from which it is held. Rows are history and stay: where one stands that began at the same instant, such as
 * one that was taken back, the new one begins a millisecond later.
 */
export function freeStart(rows: readonly UserPostRow[], organId: string, post: string, from: number): number {
  const taken = rows.some((row) => row.organ_id === organId && row.post === post && row.held_from === from)
  return taken ? freeStart(rows, organId, post, from + 1) : from
}

function stateOf(row: UserPostRow, now: number): PersonPost['state'] {
  if (row.held_until !== null && row.held_until <= row.held_from) return 'cancelled'
  if (isHeldAt(row, now)) return 'held'
  return row.held_from > now ? 'future' : 'ended'
}

/** A person who has left gets no post. @throws USER_DISABLED */
export function assertEnabled({ disabled_at, name }: { disabled_at: number | null; name: string }): void {
  if (disabled_at !== null) throw userDisabled(name)
}
