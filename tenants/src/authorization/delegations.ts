import { delegations, inTransaction, newId, users, type Database, type DelegationRow, type Tx } from '@lianban/storage'
import { actorOf, type Caller } from '../caller.ts'
import { delegationNotOpen, invalidDelegation, notFound } from '../errors.ts'
import { DAY_MS } from '../people/days.ts'
import { personView, type PersonView } from '../people/person-view.ts'
import type { EntryInput } from '../supervision/entry.ts'
import { agentsAt, type AgentsOf } from './agents.ts'
import type { Authorization } from './authorization.ts'
import { checkedReason } from '../checked-reason.ts'
import { UNDELEGABLE_POSTS } from './mandates.ts'

export interface DelegationsOptions {
  database: Database
  clock: () => number
  record(tx: Tx, tenantId: string, entries: EntryInput[]): Promise<void>
  authorization: Pick<Authorization, 'assert'>
  /** A delegation has ended: what the delegate took under it goes back. */
  onEnded(row: DelegationRow): Promise<void>
  /** Longest period. Days. @default 30 */
  maxDays?: number
}

export interface NewDelegation {
  delegateId: string
  /** Keys of matters; null = all. */
  matters: readonly string[] | null
  /** Actions as in a policy, `complete:Task_Audit|complete:Task_Decide`; null = all. */
  actions: string | null
  /** Decisions about more are not lent. Fen; null = no line. */
  amountLimitFen: number | null
  /** UTC epoch milliseconds. */
  startsAt: number
  endsAt: number
  reason: string
}

export interface Delegation extends NewDelegation {
  id: string
  principal: PersonView
  delegate: PersonView
  /** `declined` and `revoked` were ended by hand, `expired` by the clock. */
  status: 'proposed' | 'scheduled' | 'active' | 'expired' | 'declined' | 'revoked'
  proposedAt: number
  acceptedAt: number | null
  endedAt: number | null
}

const DEFAULT_MAX_DAYS = 30
const MAX_LISTED = 200

export type Delegations = ReturnType<typeof createDelegations>

/**
 * Delegation 委托代理: proposed by the principal, counted from the delegate's acceptance, ended by either or by the clock.
 * What it lends is decided in `authorization.decide`; see mandates.ts for what it can lend at all.
 */
export function createDelegations(options: DelegationsOptions) {
  let tell: TellOfDelegation = () => Promise.resolve()
  return {
    ...lookUps(options),
    ...changes(options, (...told) => tell(...told)),
    /** Says how the other side is told; notices are on another floor. */
    onProposed: (work: TellOfDelegation): void => void (tell = work),
  }
}

/** Tells the delegate, in the transaction that proposes. */
export type TellOfDelegation = (tx: Tx, tenantId: string, row: DelegationRow & { principal_name: string }) => Promise<void>

const resource = { type: 'delegation' } as const

const lookUps = ({ database, clock, authorization }: DelegationsOptions) => ({
  /** Given and received by the caller, newest first. */
  list: async (caller: Caller): Promise<Delegation[]> => {
    await authorization.assert(caller, 'list', resource)
    const rows = await delegations(database).listOf(caller.tenantId, caller.userId, MAX_LISTED)
    return Promise.all(rows.map((row) => present(database, row, clock())))
  },

  /** Who acts for whom now; for several questions about one moment. */
  agents: (tenantId: string): Promise<AgentsOf> => agentsAt(database, tenantId, clock()),

  /** Colleagues of the caller's organs who can act for him, by name. */
  candidates: async (caller: Caller): Promise<(PersonView & { posts: string[] })[]> => {
    await authorization.assert(caller, 'create', resource)
    const organIds = caller.posts.map(({ organId }) => organId)
    const posts = await users(database).everyPostAt(caller.tenantId, clock())
    const byUser = new Map<string, typeof posts>()
    for (const post of posts) byUser.set(post.user_id, [...(byUser.get(post.user_id) ?? []), post])
    return [...byUser].flatMap(([userId, held]) => {
      const isColleague = held.some(({ organ_id }) => organIds.includes(organ_id))
      if (userId === caller.userId || !isColleague || !isLendable(held)) return []
      return [
        {
          userId,
          name: held[0]!.user_name,
          posts: held.map((post) => `${post.organ_name} ${post.post_name ?? post.post}`),
        },
      ]
    })
  },
})

function changes(options: DelegationsOptions, tell: TellOfDelegation) {
  const { database, clock, record, authorization } = options

  const write = (tx: Tx, caller: Caller, action: string, row: DelegationRow): Promise<void> =>
    record(tx, caller.tenantId, [
      { action, subject: `user:${row.principal_id}`, actor: actorOf(caller), ip: caller.ip, payload: payloadOf(row) },
    ])

  const ownRow = async (caller: Caller, id: string, side: 'delegate' | 'either'): Promise<DelegationRow> => {
    const row = await delegations(database).get(caller.tenantId, id)
    const isHis = row && (row.delegate_id === caller.userId || (side === 'either' && row.principal_id === caller.userId))
    if (!isHis) throw notFound()
    return row
  }

  return {
    /** @returns the id. @throws DELEGATION_INVALID saying which part and what to do; NOT_AUTHORIZED */
    propose: async (caller: Caller, asked: NewDelegation): Promise<string> => {
      await authorization.assert(caller, 'create', resource)
      const now = clock()
      checkPeriod(asked, now, options.maxDays ?? DEFAULT_MAX_DAYS)
      checkScope(asked)
      if (!isLendable(caller.posts)) throw invalidDelegation('principal', '您的岗位不能委托他人代理。')
      await checkDelegate(database, caller, asked.delegateId, now)
      const row = newRow(caller, asked, now)
      await inTransaction(database, async (tx) => {
        await delegations(tx).insert(row)
        await write(tx, caller, 'delegation.proposed', row)
        await tell(tx, caller.tenantId, { ...row, principal_name: caller.name })
      })
      return row.id
    },

    /** From now on the delegate may act. @throws NOT_FOUND, DELEGATION_NOT_OPEN, DELEGATION_INVALID */
    accept: async (caller: Caller, id: string): Promise<void> => {
      await authorization.assert(caller, 'accept', resource)
      const row = await ownRow(caller, id, 'delegate')
      if (!isLendable(caller.posts)) throw invalidDelegation('delegate', '您的岗位不能代理他人办理。')
      if (row.ends_at <= clock()) throw delegationNotOpen()
      await inTransaction(database, async (tx) => {
        if (!(await delegations(tx).accept(caller.tenantId, id, clock()))) throw delegationNotOpen()
        await write(tx, caller, 'delegation.accepted', row)
      })
    },

    /** Declined by the delegate, or revoked by either. @throws NOT_FOUND, DELEGATION_NOT_OPEN */
    end: async (caller: Caller, id: string): Promise<void> => {
      await authorization.assert(caller, 'revoke', resource)
      const row = await ownRow(caller, id, 'either')
      const action = row.accepted_at === null && row.delegate_id === caller.userId ? 'delegation.declined' : 'delegation.revoked'
      await inTransaction(database, async (tx) => {
        if (row.ends_at <= clock() || !(await delegations(tx).end(caller.tenantId, id, clock(), caller.userId))) throw delegationNotOpen()
        await write(tx, caller, action, row)
      })
      await options.onEnded(row)
    },
  }
}

const isLendable = (posts: readonly { post: string }[]): boolean =>
  posts.length > 0 && posts.every(({ post }) => !UNDELEGABLE_POSTS.includes(post))

function checkPeriod({ startsAt, endsAt }: NewDelegation, now: number, maxDays: number): void {
  if (!(endsAt > startsAt)) throw invalidDelegation('endsAt', '结束时间应晚于开始时间。')
  if (endsAt <= now) throw invalidDelegation('endsAt', '结束时间已过,请重新选择。')
  if (endsAt - startsAt > maxDays * DAY_MS) throw invalidDelegation('endsAt', `一次委托不超过 ${maxDays} 天,请缩短期限,到期后可再次委托。`)
}

function checkScope({ reason, matters, actions, amountLimitFen }: NewDelegation): void {
  checkedReason(reason)
  if (matters !== null && matters.length === 0) throw invalidDelegation('matters', '请至少选择一个事项,或选择全部事项。')
  if (actions !== null && !actions.split('|').every((one) => /^complete:[\w.*-]+$/.test(one)))
    throw invalidDelegation('actions', '只能委托办理环节,请重新选择。')
  if (amountLimitFen !== null && !(Number.isSafeInteger(amountLimitFen) && amountLimitFen >= 0))
    throw invalidDelegation('amountLimitFen', '金额上限应为不小于零的数。')
}

async function checkDelegate(database: Database, caller: Caller, delegateId: string, now: number): Promise<void> {
  if (delegateId === caller.userId) throw invalidDelegation('delegateId', '不能委托本人。')
  const user = await users(database).get(caller.tenantId, delegateId)
  if (!user || user.kind !== 'staff' || user.disabled_at !== null) throw invalidDelegation('delegateId', '没有找到该工作人员,请重新选择。')
  if (!isLendable(await users(database).postsAt(caller.tenantId, delegateId, now)))
    throw invalidDelegation('delegateId', '该人员没有可代理的岗位,请另选一人。')
}

const newRow = (caller: Caller, asked: NewDelegation, now: number): DelegationRow => ({
  tenant_id: caller.tenantId,
  id: newId(now),
  principal_id: caller.userId,
  delegate_id: asked.delegateId,
  matters: asked.matters === null ? null : JSON.stringify(asked.matters),
  actions: asked.actions,
  amount_limit_fen: asked.amountLimitFen,
  starts_at: asked.startsAt,
  ends_at: asked.endsAt,
  reason: asked.reason.trim(),
  proposed_at: now,
  accepted_at: null,
  ended_at: null,
  ended_by: null,
  settled_at: null,
})

const mattersOf = (row: DelegationRow): string[] | null => (row.matters === null ? null : (JSON.parse(row.matters) as string[]))

const payloadOf = (row: DelegationRow) => ({
  delegation: row.id,
  principal: row.principal_id,
  delegate: row.delegate_id,
  matters: mattersOf(row),
  actions: row.actions,
  amountLimitFen: row.amount_limit_fen,
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  reason: row.reason,
})

async function present(db: Tx, row: DelegationRow, now: number): Promise<Delegation> {
  const person = (userId: string) => personView(db, row.tenant_id, userId)
  return {
    id: row.id,
    principal: await person(row.principal_id),
    delegate: await person(row.delegate_id),
    delegateId: row.delegate_id,
    matters: mattersOf(row),
    actions: row.actions,
    amountLimitFen: row.amount_limit_fen,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    reason: row.reason,
    status: statusOf(row, now),
    proposedAt: row.proposed_at,
    acceptedAt: row.accepted_at,
    endedAt: row.ended_at,
  }
}

function statusOf(row: DelegationRow, now: number): Delegation['status'] {
  if (row.ended_at !== null) return row.accepted_at === null && row.ended_by === row.delegate_id ? 'declined' : 'revoked'
  if (row.ends_at <= now) return 'expired'
  if (row.accepted_at === null) return 'proposed'
  return row.starts_at > now ? 'scheduled' : 'active'
}
