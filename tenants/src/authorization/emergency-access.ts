import { cases, emergencyAccesses, inTransaction, newId, type Database, type EmergencyAccessRow, type Tx } from '@lianban/storage'
import { actorOf, type Caller } from '../caller.ts'
import { alreadyDecided, notFound, secondFactorRefused, secondPersonNeeded } from '../errors.ts'
import { personView, type PersonView } from '../people/person-view.ts'
import type { EntryInput } from '../supervision/entry.ts'
import type { Authorization } from './authorization.ts'
import { checkedReason } from '../checked-reason.ts'

export interface EmergencyAccessOptions {
  database: Database
  clock: () => number
  record(tx: Tx, tenantId: string, entries: EntryInput[]): Promise<void>
  authorization: Pick<Authorization, 'assert'>
  /** Checks a code of the caller's second factor, once. */
  verifySecondFactor(who: { tenantId: string; userId: string; code: string }): Promise<boolean>
  /** How long it lasts. Milliseconds, default two hours. */
  lifeMs?: number
}

export interface EmergencyAccess {
  id: string
  caseId: string
  /** Number of the case for people; null where the case is not there. */
  caseNo: string | null
  organId: string
  user: PersonView
  reason: string
  openedAt: number
  expiresAt: number
  review: { by: PersonView; at: number; outcome: 'justified' | 'unjustified'; note: string } | null
}

const DEFAULT_LIFE_MS = 2 * 3_600_000
const MAX_PAGE = 200

export type EmergencyAccesses = ReturnType<typeof createEmergencyAccess>

/**
 * Emergency access 应急访问: who must see a case that is not his gets two hours of reading it, by a second factor and for
 * a reason; others are alerted at once, every look is recorded, and somebody else judges it afterwards.
 * Source: domain paper 6.3.
 */
export const createEmergencyAccess = (options: EmergencyAccessOptions) => ({
  ...opening(options),
  ...reviewing(options),
})

const resource = { type: 'emergency-access' } as const

const opening = ({ database, clock, record, authorization, ...options }: EmergencyAccessOptions) => ({
  /**
   * @param alert writes notices in the transaction that opens it
   * @throws SECOND_FACTOR_REFUSED, REASON_MISSING, NOT_AUTHORIZED
   */
  open: async (
    caller: Caller,
    asked: { caseId: string; organId: string; reason: string; code: string },
    alert: (tx: Tx, opened: EmergencyAccess) => Promise<void>,
  ): Promise<EmergencyAccess> => {
    const { tenantId, userId } = caller
    await authorization.assert(caller, 'open', resource)
    const reason = checkedReason(asked.reason)
    const write = (tx: Tx, action: string, payload: EntryInput['payload']): Promise<void> =>
      record(tx, tenantId, [entryOf(caller, action, { case_id: asked.caseId, organ_id: asked.organId }, payload)])
    if (!(await options.verifySecondFactor({ tenantId, userId, code: asked.code }))) {
      await inTransaction(database, (tx) => write(tx, 'emergency-access.refused', { reason }))
      throw secondFactorRefused()
    }
    const now = clock()
    const row = newRow(caller, { ...asked, reason }, now, now + (options.lifeMs ?? DEFAULT_LIFE_MS))
    return inTransaction(database, async (tx) => {
      await emergencyAccesses(tx).insert(row)
      await write(tx, 'emergency-access.opened', { accessId: row.id, reason, expiresAt: row.expires_at })
      const opened = await present(tx, row)
      await alert(tx, opened)
      return opened
    })
  },

  /** Whether the caller may read the case by it now; the look is recorded. */
  useFor: async (caller: Caller, caseId: string): Promise<boolean> => {
    const row = await emergencyAccesses(database).active(caller.tenantId, caller.userId, caseId, clock())
    if (!row) return false
    await inTransaction(database, (tx) =>
      record(tx, caller.tenantId, [entryOf(caller, 'emergency-access.used', row, { accessId: row.id })]),
    )
    return true
  },

  /** The caller's own, newest first. */
  own: async (caller: Caller): Promise<EmergencyAccess[]> => {
    await authorization.assert(caller, 'open', resource)
    const rows = await emergencyAccesses(database).list(caller.tenantId, { userId: caller.userId, limit: MAX_PAGE })
    return Promise.all(rows.map((row) => present(database, row)))
  },
})

const reviewing = ({ database, clock, record, authorization }: EmergencyAccessOptions) => ({
  /** For those who review them. `after` is the id of the last one seen. */
  list: async (
    caller: Caller,
    page: { open?: boolean; limit: number; after?: string },
  ): Promise<{ items: EmergencyAccess[]; next: string | null }> => {
    await authorization.assert(caller, 'list', resource)
    const limit = Math.min(page.limit, MAX_PAGE)
    const rows = await emergencyAccesses(database).list(caller.tenantId, { ...page, limit })
    const items = await Promise.all(rows.map((row) => present(database, row)))
    return { items, next: rows.length < limit ? null : rows.at(-1)!.id }
  },

  /** Another person judges it. @throws SECOND_PERSON_NEEDED, ALREADY_DECIDED, REASON_MISSING, NOT_FOUND */
  review: async (caller: Caller, id: string, { outcome, note }: { outcome: 'justified' | 'unjustified'; note: string }): Promise<void> => {
    await authorization.assert(caller, 'review', resource)
    const row = await emergencyAccesses(database).get(caller.tenantId, id)
    if (!row) throw notFound()
    if (row.user_id === caller.userId) throw secondPersonNeeded()
    const text = checkedReason(note)
    await inTransaction(database, async (tx) => {
      const review = { reviewed_by: caller.userId, reviewed_at: clock(), outcome, review_note: text }
      if (!(await emergencyAccesses(tx).review(caller.tenantId, id, review))) throw alreadyDecided()
      const payload = { accessId: id, outcome, note: text }
      await record(tx, caller.tenantId, [entryOf(caller, 'emergency-access.reviewed', row, payload)])
    })
  },
})

const entryOf = (
  caller: Caller,
  action: string,
  on: { case_id: string; organ_id: string },
  payload: EntryInput['payload'],
): EntryInput => ({
  action,
  subject: `case:${on.case_id}`,
  organId: on.organ_id,
  actor: actorOf(caller),
  ip: caller.ip,
  payload,
})

const newRow = (
  caller: Caller,
  { caseId, organId, reason }: { caseId: string; organId: string; reason: string },
  now: number,
  expiresAt: number,
): EmergencyAccessRow => ({
  tenant_id: caller.tenantId,
  id: newId(now),
  user_id: caller.userId,
  case_id: caseId,
  organ_id: organId,
  reason,
  opened_at: now,
  expires_at: expiresAt,
  reviewed_by: null,
  reviewed_at: null,
  outcome: null,
  review_note: null,
})

async function present(db: Tx, row: EmergencyAccessRow): Promise<EmergencyAccess> {
  const person = (userId: string) => personView(db, row.tenant_id, userId)
  return {
    id: row.id,
    caseId: row.case_id,
    caseNo: await cases(db).numberOf(row.tenant_id, row.case_id),
    organId: row.organ_id,
    user: await person(row.user_id),
    reason: row.reason,
    openedAt: row.opened_at,
    expiresAt: row.expires_at,
    review:
      row.reviewed_by === null
        ? null
        : {
            by: await person(row.reviewed_by),
            at: row.reviewed_at!,
            outcome: row.outcome!,
            note: row.review_note ?? '',
          },
  }
}
