import { organChanges, organs, policies, userPosts, type OrganChangeRow, type Tx, type UserPostRow } from '@lianban/storage'
import type { ByWhom } from '../supervision/supervision.ts'
import { dayOf, startOfDay } from './days.ts'
import type { ReformDetails } from './organ-plan.ts'
import { footprintOf } from './organ-preview.ts'
import { materialise } from './organ-timeline.ts'
import type { OrgansOptions } from './organs.ts'
import { freeStart, holdOtherwise } from './posts.ts'

/** Past tense of each kind, as the log says it. */
const ACTIONS = {
  create: 'organ.created',
  rename: 'organ.renamed',
  move: 'organ.moved',
  merge: 'organ.merged',
  split: 'organ.split',
  close: 'organ.closed',
} as const

/**
 * The day has come: names and places hold, posts go over to the successors, or end. Tasks need not be touched: they are
 * addressed to posts, and whoever holds a post of the successor holds it for the organs it succeeds. Of two processes
 * that carry out the same change one finds it done.
 */
export async function carryOut(tx: Tx, options: OrgansOptions, change: OrganChangeRow, by: ByWhom): Promise<void> {
  const { clock, record } = options
  const { tenant_id: tenantId, id, kind, organ_id: organId, on_day: on, reason } = change
  const now = clock()
  if (!(await organChanges(tx).leavePlanned(tenantId, id, 'done', now))) return
  await materialise(tx, tenantId, dayOf(now))
  // what is changed on its own day holds from this moment: until now the old order was in force
  const at = dayOf(change.created_at) === on ? change.created_at : startOfDay(on)
  const move = { tenantId, at, reason, by }
  const { sources = [], heir, people = {} } = change.details as Partial<ReformDetails>
  const ending = kind === 'close' ? [organId] : sources
  const touched = ending.length > 0 ? await footprintOf(tx, options, tenantId, ending) : null
  const carried = ending.length > 0 ? await movePosts(tx, options, move, ending, (userId) => people[userId] ?? heir ?? null) : 0
  if (heir !== undefined) await adoptLateChildren(tx, tenantId, sources, heir, on)
  await policies(tx).bumpVersion(tenantId, now)
  const counts = touched && {
    posts: carried,
    openCases: touched.openCases,
    openTasks: touched.openTasks,
    matters: touched.matters.length,
  }
  const payload = { kind, on, reason, details: change.details as never, ...(counts && { carried: counts }) }
  await record(tx, tenantId, [{ action: ACTIONS[kind], subject: `organ:${organId}`, organId, ...by, payload }])
}

interface Move {
  tenantId: string
  at: number
  reason: string
  by: ByWhom
}

/** Ends the posts in these organs; those with a new place go on there, held as before. @returns how many */
async function movePosts(
  tx: Tx,
  { record }: OrgansOptions,
  { tenantId, at, reason, by }: Move,
  organIds: string[],
  placeOf: (userId: string) => string | null,
): Promise<number> {
  const rows = await userPosts(tx).ofOrgans(tenantId, organIds, at)
  for (const row of rows) {
    const place = placeOf(row.user_id)
    const end = { at: Math.max(at, row.held_from), reason, by: by.actor.userId, byName: by.actor.name ?? null }
    await userPosts(tx).end(row, end)
    if (place !== null) await goOn(tx, row, place, end.at, { at, reason, by })
    const action = place === null ? 'post.ended' : 'post.carried-over'
    const payload = { organId: row.organ_id, post: row.post, holding: row.holding, to: place, reason }
    await record(tx, tenantId, [{ action, subject: `user:${row.user_id}`, organId: row.organ_id, ...by, payload }])
  }
  for (const userId of new Set(rows.map(({ user_id }) => user_id))) await keepOneMain(tx, tenantId, userId, { at, reason, by })
  return rows.length
}

/** The same post in the new place, until it would have ended; held once where two come together. */
async function goOn(tx: Tx, row: UserPostRow, organId: string, from: number, how: Pick<Move, 'at' | 'reason' | 'by'>): Promise<void> {
  const rows = await userPosts(tx).ofUser(row.tenant_id, row.user_id)
  const there = rows.find((one) => one.organ_id === organId && one.post === row.post && (one.held_until === null || one.held_until > from))
  if (!there) {
    await userPosts(tx).insert({
      ...row,
      organ_id: organId,
      held_from: freeStart(rows, organId, row.post, from),
      end_reason: null,
      ended_by: null,
      ended_by_name: null,
      end_settled: 0,
    })
  } else if (row.holding === 'main') {
    await holdOtherwise(tx, there, 'main', how)
  }
}

/** Whoever lost his main post keeps another one as such; of two that came together one is. */
async function keepOneMain(tx: Tx, tenantId: string, userId: string, how: Pick<Move, 'at' | 'reason' | 'by'>): Promise<void> {
  const held = (await userPosts(tx).ofUser(tenantId, userId)).filter(
    (row) => row.held_from <= how.at + 1 && (row.held_until === null || row.held_until > how.at + 1),
  )
  const [first, ...others] = held.filter(({ holding }) => holding === 'main')
  for (const row of others) await holdOtherwise(tx, row, 'part-time', how)
  const next = held.find(({ holding }) => holding === 'part-time') ?? held[0]
  if (!first && next) await holdOtherwise(tx, next, 'main', how)
}

/** Organs that were put under one of the sources after the change was planned. */
async function adoptLateChildren(tx: Tx, tenantId: string, sources: readonly string[], heir: string, on: string): Promise<void> {
  const late = (await organs(tx).list(tenantId)).filter(
    ({ id, parent_id, valid_until }) => parent_id !== null && sources.includes(parent_id) && id !== heir && valid_until === null,
  )
  for (const { id } of late) await organs(tx).putParent({ tenant_id: tenantId, organ_id: id, from_day: on, parent_id: heir })
  if (late.length > 0) await materialise(tx, tenantId, on)
}
