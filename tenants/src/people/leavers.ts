import {
  delegations,
  inTransaction,
  sessions,
  userPosts,
  users,
  type DelegationRow,
  type Database,
  type Tx,
  type UserPostRow,
} from '@lianban/storage'
import type { EntryInput } from '../supervision/entry.ts'
import { callerOfUser } from './caller-of-user.ts'
import type { Caller } from '../caller.ts'

export interface LeaversOptions {
  database: Database
  clock: () => number
  record(tx: Tx, tenantId: string, entries: EntryInput[]): Promise<void>
}

/** A person of whom one or several posts have ended. */
export interface Leaver {
  /** With the posts that are left to him. */
  person: Caller
  ended: { organId: string; post: string; reason: string; by: { userId: string; name: string } | null }[]
  /** The same in words, for the time line: `冯丽任职终止:离职`. */
  why: string
}

/** Gives back what the person holds that the posts left to him do not cover; called again after a failure, so twice is once. */
export type ReturnTasks = (leaver: Leaver) => Promise<void>

/** Ended posts that one round of the sweep looks at; the next round takes the others. */
const MAX_PER_SWEEP = 500
const SYSTEM = { userId: 'system', name: '系统' }

/**
 * What the end of a post brings about: tasks go back to the post's queue, and whoever holds no post any more is logged
 * out. The end itself is written first, marked as unsettled; settling follows at once, and where it failed or the server
 * was killed, at the next sweep. So nothing is lost, and a dated end is found within the minute.
 */
export function createLeavers({ database, clock, record }: LeaversOptions) {
  let returnTasks: ReturnTasks = () => Promise.resolve()

  const settle = async (tenantId: string, userId: string): Promise<void> => {
    const now = clock()
    const rows = await userPosts(database).unsettledOf(tenantId, userId, now)
    if (rows.length === 0) return
    const user = await users(database).get(tenantId, userId)
    if (user) {
      const person = await callerOfUser(database, user, now)
      const ended = rows.map(endOf)
      await returnTasks({ person, ended, why: `${user.name}任职终止:${ended[0]!.reason}` })
      if (user.kind === 'staff' && person.posts.length === 0) await logOut(tenantId, userId, user.name)
    }
    await userPosts(database).settle(tenantId, userId, now)
  }

  const logOut = (tenantId: string, userId: string, name: string): Promise<void> =>
    inTransaction(database, async (tx) => {
      const ended = await sessions(tx).endOfUser(tenantId, userId, { at: clock(), reason: 'no-post' })
      if (ended === 0) return
      const payload = { sessions: ended, person: name, reason: '已无任何岗位' }
      await record(tx, tenantId, [{ action: 'session.ended', subject: `user:${userId}`, actor: SYSTEM, payload }])
    })

  const settleDelegation = async (row: DelegationRow): Promise<void> => {
    const { tenant_id: tenantId, delegate_id: userId } = row
    const user = await users(database).get(tenantId, userId)
    const principal = await users(database).get(tenantId, row.principal_id)
    if (user) {
      const person = await callerOfUser(database, user, clock())
      const why = `${principal?.name ?? row.principal_id}对${user.name}的委托代理已终止`
      await returnTasks({ person, ended: [], why })
    }
    await delegations(database).settle(tenantId, row.id, clock())
  }

  return {
    /** Says how tasks are given back; the engine is on another floor. */
    onReturnTasks: (work: ReturnTasks): void => void (returnTasks = work),

    settle,

    /**
     * The same right after the end was written: it must not fail what has been done already. What does not work now is
     * tried again, and reported, by the sweep.
     */
    settleSoon: (tenantId: string, userId: string): Promise<void> => settle(tenantId, userId).catch(() => {}),

    /** The same for what a person took as a delegate, right after the delegation was ended by hand. */
    settleDelegationSoon: (row: DelegationRow): Promise<void> => settleDelegation(row).catch(() => {}),

    /**
     * Settles what has ended and is not settled yet, of one tenant or of all. One person's failure does not hold up the
     * others. @returns how many persons, and what failed
     */
    sweep: async (only?: string): Promise<{ settled: number; failures: unknown[] }> => {
      const rows = await userPosts(database).unsettled(clock(), MAX_PER_SWEEP)
      const people = new Map(
        rows.filter(({ tenant_id }) => only === undefined || tenant_id === only).map((row) => [`${row.tenant_id} ${row.user_id}`, row]),
      )
      const failures: unknown[] = []
      for (const { tenant_id, user_id } of people.values()) await settle(tenant_id, user_id).catch((error: unknown) => failures.push(error))
      const lent = (await delegations(database).unsettled(clock(), MAX_PER_SWEEP)).filter(
        ({ tenant_id }) => only === undefined || tenant_id === only,
      )
      for (const row of lent) await settleDelegation(row).catch((error: unknown) => failures.push(error))
      return { settled: people.size + lent.length - failures.length, failures }
    },
  }
}

const endOf = (row: UserPostRow): Leaver['ended'][number] => ({
  organId: row.organ_id,
  post: row.post,
  reason: row.end_reason || '任期届满',
  by: row.ended_by === null ? null : { userId: row.ended_by, name: row.ended_by_name ?? row.ended_by },
})
