import { delegations, organs, users, type DelegationRow, type HeldPostRow, type Tx, type UserRow } from '@lianban/storage'
import { UNDELEGABLE_POSTS } from '../authorization/mandates.ts'
import type { Caller, HeldPost, Mandate } from '../caller.ts'
import { dayOf } from './days.ts'
import { predecessorsOn } from './organ-timeline.ts'

/** The user as a caller, with the posts held and the delegations valid at `now`. */
export async function callerOfUser(db: Tx, user: UserRow, now: number): Promise<Caller> {
  const caller = await ownCaller(db, user, now)
  if (user.kind !== 'staff') return caller
  const rows = await delegations(db).activeOf(user.tenant_id, user.id, now)
  if (rows.length === 0) return caller
  const mandates: Mandate[] = []
  for (const row of rows) {
    const principal = await users(db).get(row.tenant_id, row.principal_id)
    if (!principal || principal.disabled_at !== null) continue
    mandates.push(...mandateOf(caller, await ownCaller(db, principal, now), row))
  }
  return { ...caller, actsFor: mandates }
}

async function ownCaller(db: Tx, user: UserRow, now: number): Promise<Caller> {
  const posts = await heldPosts(db, user, now)
  return {
    tenantId: user.tenant_id,
    userId: user.id,
    name: user.name,
    kind: user.kind,
    posts,
    groups: groupsOf(posts),
  }
}

async function heldPosts(db: Tx, user: UserRow, now: number): Promise<HeldPost[]> {
  const held = (await users(db).postsAt(user.tenant_id, user.id, now)).map(heldPostOf)
  return held.length === 0 ? held : (await successionAt(db, user.tenant_id, now))(held)
}

/** Of these persons the staff who have not left, with their own posts at `now`: a few queries, however many they are. */
export async function callersOf(db: Tx, tenantId: string, userIds: readonly string[], now: number): Promise<Caller[]> {
  const ids = [...new Set(userIds)]
  const people = await users(db).activeStaff(tenantId, ids)
  if (people.length === 0) return []
  const held = await users(db).everyPostAt(tenantId, now, ids)
  const withSuccession = await successionAt(db, tenantId, now)
  return people.map(({ id, name }): Caller => {
    const posts = withSuccession(held.filter(({ user_id }) => user_id === id).map(heldPostOf))
    return { tenantId, userId: id, name, kind: 'staff', posts, groups: groupsOf(posts) }
  })
}

/**
 * Whoever holds a post of an organ holds it for the organs whose duties it took over: their cases, and the tasks that are
 * addressed to their posts, go on without being rewritten. Read once, it serves as many persons as there are.
 * @returns the posts held, with those of the organs that theirs took over
 */
export async function successionAt(db: Tx, tenantId: string, now: number): Promise<(held: readonly HeldPost[]) => HeldPost[]> {
  const successions = await organs(db).successions(tenantId)
  if (successions.length === 0) return (held) => [...held]
  const day = dayOf(now)
  const names = new Map((await organs(db).list(tenantId)).map(({ id, name }) => [id, name]))
  const inherited = (post: HeldPost): HeldPost[] =>
    predecessorsOn(successions, post.organId, day).map((organId) => ({
      ...post,
      organId,
      organName: names.get(organId) ?? organId,
      heldIn: post.organId,
    }))
  return (held) => [...held, ...held.flatMap(inherited)]
}

/** Candidate groups of posts, `${organId}:${post}`. */
export const groupsOf = (posts: readonly HeldPost[]): string[] => posts.map(({ organId, post }) => `${organId}:${post}`)

export const heldPostOf = (row: HeldPostRow): HeldPost => ({
  organId: row.organ_id,
  organName: row.organ_name,
  post: row.post,
  postName: row.post_name ?? row.post,
})

/** What a delegation lends; nothing if one of the two holds a post that is not lent. */
export function mandateOf(delegate: Caller, principal: Caller, row: DelegationRow): Mandate[] {
  const isLent = ({ posts }: Caller): boolean => posts.every(({ post }) => !UNDELEGABLE_POSTS.includes(post))
  if (!isLent(principal) || !isLent(delegate)) return []
  const { userId, name, posts } = delegate
  return [
    {
      delegationId: row.id,
      principal: { ...principal, delegate: { userId, name, posts } },
      matters: row.matters === null ? null : (JSON.parse(row.matters) as string[]),
      actions: row.actions,
      amountLimitFen: row.amount_limit_fen,
    },
  ]
}
