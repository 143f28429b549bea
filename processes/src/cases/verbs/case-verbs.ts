import { cases, inTransaction, type CaseWithLamp, type Tx } from '@lianban/storage'
import { elementName } from '../../matters/matter-definition.ts'
import { engineActor } from '../case-lines.ts'
import { checkedReason } from '../checked-reason.ts'
import type { CaseContext } from '../context.ts'
import { caseEnded } from '../errors.ts'
import { refuseWhileDecided } from '../joint/refuse-while-decided.ts'
import { openTasks } from '../open-tasks.ts'
import type { Action, Caller } from '../ports.ts'
import { caseResource, readableCase, type LoadedCase } from '../resources.ts'
import type { HoldRecord } from '../views.ts'
import { holdShown, lockedOpen, recordDeed, refuseOnHold } from './deed.ts'
import { recallable, type RecallView } from './recall.ts'
import { moved } from './rules/moved.ts'
import {
  ENDINGS,
  heldCaseSaid,
  isExOfficio,
  jumpedSaid,
  refuseDecided,
  isInProcedure,
  refuseJump,
  refuseNowhere,
  refuseSuspended,
  refuseWithdrawal,
  UNHELD,
} from './rules/whole-case.ts'

/** A case that is still open, for a verb that the caller has a right to. */
async function openCase(
  context: CaseContext,
  caller: Caller,
  caseId: string,
  verb: { action: Action; label: string },
): Promise<LoadedCase> {
  const loaded = await readableCase(context, caller, caseId)
  await context.tenants.authorization.assert(caller, verb.action, caseResource(loaded))
  if (loaded.row.closed_at !== null) throw caseEnded(verb.label)
  return loaded
}

/**
 * The applicant takes his application back 撤回申请, at any time before the decision; running sub-processes and timers end with it.
 * @throws CaseError REASON_REQUIRED, CASE_ENDED; NOT_FOUND, NOT_AUTHORIZED
 */
export async function withdraw(context: CaseContext, caller: Caller, caseId: string, request: { reason: string }): Promise<void> {
  const reason = checkedReason(request.reason)
  const loaded = await openCase(context, caller, caseId, { action: 'withdraw', label: '撤回申请' })
  refuseWithdrawal(loaded.matter.matter, loaded.row)
  await refuseWhileDecided(context, loaded, '撤回申请')
  await end(context, caller, loaded, { ...ENDINGS.withdrawn, action: 'case.withdrawn', reason, check: refuseDecided })
}

/**
 * Ends a case that should not have been 作废, e.g. entered twice; it stays on record and supervision is told.
 * @throws CaseError REASON_REQUIRED, CASE_ENDED; NOT_FOUND, NOT_AUTHORIZED
 */
export async function voidCase(context: CaseContext, caller: Caller, caseId: string, request: { reason: string }): Promise<void> {
  const reason = checkedReason(request.reason)
  const loaded = await openCase(context, caller, caseId, { action: 'void', label: '作废' })
  await refuseWhileDecided(context, loaded, '作废')
  await end(context, caller, loaded, { ...ENDINGS.voided, action: 'case.voided', reason })
}

interface Ending {
  status: 'withdrawn' | 'voided'
  type: string
  action: string
  text: string
  reason: string
  /** Asked again of the case as it is in the transaction. @throws CaseError */
  check?: (row: CaseWithLamp) => void
}

async function end(context: CaseContext, caller: Caller, { row }: LoadedCase, { status, reason, check, ...deed }: Ending): Promise<void> {
  await context.engine
    .terminate({
      tenantId: row.tenant_id,
      instanceId: row.instance_id,
      reason: `${deed.text}:${reason}`,
      actor: engineActor(caller),
      within: async (tx) => {
        check?.(await lockedOpen(context, tx, row, deed.text))
        await cases(tx).update(row.tenant_id, row.id, { status, hold: null })
        await recordDeed(context, tx, caller, { row, at: context.clock(), ...deed, reason })
      },
    })
    .catch((error: unknown) => {
      throw (error as { code?: string }).code === 'INSTANCE_NOT_FOUND' ? caseEnded(deed.text) : error
    })
}

/**
 * Puts a case on hold 普通挂起: nothing can be done with its tasks. No clock stops for it, in law or otherwise.
 * @throws CaseError REASON_REQUIRED, CASE_ENDED, CASE_ON_HOLD; NOT_FOUND, NOT_AUTHORIZED
 */
export async function hold(context: CaseContext, caller: Caller, caseId: string, request: { reason: string }): Promise<void> {
  const reason = checkedReason(request.reason)
  const loaded = await openCase(context, caller, caseId, { action: 'hold', label: '挂起' })
  refuseOnHold(loaded.row, caller)
  const record: HoldRecord = { by: caller.userId, name: caller.name, reason, at: context.clock() }
  await changeHold(context, caller, loaded, record, { ...heldCaseSaid(reason), action: 'case.held' })
}

/** @throws CaseError CASE_ENDED; NOT_FOUND, NOT_AUTHORIZED */
export async function unhold(context: CaseContext, caller: Caller, caseId: string): Promise<void> {
  const loaded = await openCase(context, caller, caseId, { action: 'hold', label: '解除挂起' })
  if (!loaded.row.hold) return
  await changeHold(context, caller, loaded, null, { ...UNHELD, action: 'case.unheld' })
}

const changeHold = (
  context: CaseContext,
  caller: Caller,
  { row }: LoadedCase,
  record: HoldRecord | null,
  deed: { type: string; action: string; text: string; reason: string | null },
): Promise<void> =>
  inTransaction(context.database, async (tx: Tx) => {
    const now = await lockedOpen(context, tx, row, deed.text)
    if (record) refuseOnHold(now, caller)
    else if (!now.hold) return
    await cases(tx).update(row.tenant_id, row.id, { hold: record })
    await recordDeed(context, tx, caller, { row, at: context.clock(), ...deed })
  })

/**
 * Takes a case to a step by order 跳转, away from all its open tasks or from those that are named.
 * @throws CaseError REASON_REQUIRED, ACTION_INVALID, SEND_BACK_NOT_POSSIBLE, CASE_ENDED; NOT_FOUND, NOT_AUTHORIZED
 */
export async function jump(
  context: CaseContext,
  caller: Caller,
  caseId: string,
  request: { to: string; taskIds?: string[]; reason: string },
): Promise<void> {
  const reason = checkedReason(request.reason)
  const loaded = await openCase(context, caller, caseId, { action: 'jump', label: '跳转' })
  const { row, matter } = loaded
  refuseJump(matter.matter, row, request.to)
  const all = await openTasks(context, loaded)
  const from = all.filter(({ id }) => request.taskIds?.includes(id) ?? true)
  refuseNowhere(from)
  const name = elementName(matter, request.to)
  await context.engine
    .modify({
      tenantId: row.tenant_id,
      instanceId: row.instance_id,
      actor: engineActor(caller),
      instructions: [{ type: 'move', tokenIds: from.map(({ id }) => id), elementId: request.to, back: false }],
      reason: `跳转:${reason}`,
      within: async (tx) => {
        refuseSuspended(await lockedOpen(context, tx, row, '跳转'))
        await recordDeed(context, tx, caller, {
          row,
          at: context.clock(),
          ...jumpedSaid(name, reason),
          action: 'case.jumped',
          payload: { to: request.to, from: from.map(({ element_id }) => element_id) },
        })
      },
    })
    .catch((error: unknown) => {
      throw moved(error)
    })
}

/** What may be done with a case as a whole, and by whom it is on hold. */
export interface CaseVerbs {
  verbs: ('withdraw' | 'void' | 'hold' | 'unhold' | 'jump')[]
  /** null for the applicant too. */
  hold: HoldRecord | null
  /** The caller's own step that he may take back. */
  recall: RecallView[]
  /** Steps to which it may be taken by order. */
  jumpTo: { elementId: string; name: string }[]
}

/** @throws NOT_FOUND */
export async function caseVerbs(context: CaseContext, caller: Caller, caseId: string): Promise<CaseVerbs> {
  const loaded = await readableCase(context, caller, caseId)
  const { row, matter } = loaded
  const isOpen = row.closed_at === null
  const may = (action: Action) => isOpen && context.tenants.authorization.decide(caller, action, caseResource(loaded)).allowed
  const isHeld = row.hold != null
  const offered: [CaseVerbs['verbs'][number], boolean][] = [
    ['withdraw', row.decided_at === null && !isExOfficio(matter.matter) && may('withdraw')],
    ['hold', !isHeld && may('hold')],
    ['unhold', isHeld && may('hold')],
    ['jump', !isInProcedure(row) && may('jump')],
    ['void', may('void')],
  ]
  const verbs = offered.filter(([, isOffered]) => isOffered).map(([verb]) => verb)
  return {
    verbs,
    hold: holdShown(row, caller),
    recall: isHeld ? [] : await recallable(context, caller, loaded),
    jumpTo: verbs.includes('jump')
      ? Object.keys(matter.matter.tasks).map((elementId) => ({ elementId, name: elementName(matter, elementId) }))
      : [],
  }
}
