import { organs, userPosts, users } from '@lianban/storage'
import type { Caller } from '@lianban/tenants'
import { endOfDay, type Day } from '../clock/index.ts'
import { assertStudio, type StudioContext } from './context.ts'

const MAX_PEOPLE = 200

export interface PersonOnPost {
  userId: string
  name: string
  /** leaver: the post ends; coming: it begins later; agent: acts for one of them. */
  note?: 'leaver' | 'coming' | 'agent'
  /** Of a leaver: first instant without the post; of somebody coming: first with it. UTC epoch milliseconds. */
  at?: number
  /** Of an agent: whom for. */
  actsFor?: string
}

export interface ApproverTest {
  /** In charge on that day: another where the duties have passed on. */
  organ: { id: string; name: string }
  people: PersonOnPost[]
  vacant: boolean
}

/** Who would get a step that is given to a post, on a day. Agents are those who act now. */
export async function approverTest(
  context: StudioContext,
  caller: Caller,
  { post, organ, on }: { post: string; organ: string; on?: Day },
): Promise<ApproverTest> {
  await assertStudio(context, caller, 'read')
  const { database, tenants, clock } = context
  const { tenantId } = caller
  // Who holds the post when the day ends; whose post ends in its course does not.
  const at = on === undefined ? clock() : endOfDay(on) - 1
  const inCharge = await tenants.organs.inCharge(tenantId, organ)
  const [holding, lasting, agentsOf, row] = await Promise.all([
    users(database).holders(tenantId, inCharge, post, at, MAX_PEOPLE),
    userPosts(database).ofOrgans(tenantId, [inCharge], at),
    tenants.delegations.agents(tenantId),
    organs(database).get(tenantId, inCharge),
  ])
  const held = lasting.filter((one) => one.post === post)
  const people: PersonOnPost[] = holding.map(({ id, name }) => {
    const ends = held.filter(({ user_id, held_from }) => user_id === id && held_from <= at).map(({ held_until }) => held_until)
    const last = ends.includes(null) ? null : Math.max(...ends.flatMap((end) => end ?? []))
    return { userId: id, name, ...(last !== null && Number.isFinite(last) && { note: 'leaver' as const, at: last }) }
  })
  const coming = held.filter(({ user_id, held_from }) => held_from > at && !holding.some(({ id }) => id === user_id))
  const named = new Map(
    (
      await users(database).activeStaff(
        tenantId,
        coming.map(({ user_id }) => user_id),
      )
    ).map(({ id, name }) => [id, name]),
  )
  for (const { user_id, held_from } of coming)
    if (named.has(user_id)) people.push({ userId: user_id, name: named.get(user_id)!, note: 'coming', at: held_from })
  for (const { id, name } of holding)
    for (const agent of agentsOf(id, 'claim', { type: 'task', organId: inCharge }))
      people.push({ userId: agent.userId, name: agent.name, note: 'agent', actsFor: name })
  return { organ: { id: inCharge, name: row?.name ?? inCharge }, people, vacant: holding.length === 0 }
}
