import { inTransaction, supervisionCards, type SupervisionCardRow, type Tx } from '@lianban/storage'
import type { JsonValue } from '@lianban/engine'
import type { Caller, Resource } from '../../cases/ports.ts'
import { addWorkdays } from '../../clock/index.ts'
import { appealTooLate, cardStateChanged, secondPersonNeeded } from '../errors.ts'
import { readableCard } from './card-access.ts'
import { writeDeed, type CardContext } from './card-context.ts'
import type { LineData } from './card-views.ts'
import { refreshCaseLamp } from './case-lamp.ts'
import { checkEvidence } from './evidence.ts'
import { startSupervisionCases } from './start-cases.ts'
import { WITHDRAWN_MESSAGE } from './supervision-case.ts'

export interface Answer {
  text: string
  /** Uploaded by the caller. */
  fileIds: string[]
}

export interface Review {
  result: 'uphold' | 'cancel' | 'return' | 'escalate'
  /** Of CANCEL_REASONS; needed to cancel. */
  reasonCode?: string
  text: string
}

export interface Liability {
  /** Who answers for it, and with which share; the shares make 100. */
  shares: { userId?: string; name: string; role: 'approver' | 'reviewer' | 'handler'; percent: number }[]
  measure: 'none' | 'advice' | 'talk' | 'transfer'
  text: string
}

type Action = 'sign' | 'reply' | 'appeal' | 'review' | 'withdraw'

/** @throws CARD_NOT_FOUND, NOT_FOUND, NOT_AUTHORIZED */
async function cardFor(
  context: CardContext,
  caller: Caller,
  id: string,
  action: Action,
): Promise<{ row: SupervisionCardRow; resource: Resource }> {
  const found = await readableCard(context, caller, id)
  await context.tenants.authorization.assert(caller, action, found.resource)
  return found
}

/** 签收 @throws CARD_STATE_CHANGED and as `cardFor` */
export async function sign(context: CardContext, caller: Caller, id: string): Promise<void> {
  const { row } = await cardFor(context, caller, id, 'sign')
  await completeCardTask(context, caller, row, { tasks: ['Task_Sign'], variables: {}, deed: { verb: 'signed', text: null } })
}

/** 说明 or 整改, with evidence. @throws FILE_INVALID, CARD_STATE_CHANGED and as `cardFor` */
export async function reply(
  context: CardContext,
  caller: Caller,
  id: string,
  { kind, text, fileIds }: Answer & { kind: 'explain' | 'rectify' },
): Promise<void> {
  const { row } = await cardFor(context, caller, id, 'reply')
  await checkEvidence(context, caller, fileIds)
  const deed = { verb: kind === 'explain' ? 'explained' : 'rectified', text, data: { fileIds } }
  await completeCardTask(context, caller, row, { tasks: ['Task_Reply', 'Task_UrgedReply'], variables: { replyKind: kind }, deed })
}

/** 申诉, within three workdays of the card. @throws APPEAL_TOO_LATE, FILE_INVALID, CARD_STATE_CHANGED and as `cardFor` */
export async function appeal(context: CardContext, caller: Caller, id: string, { text, fileIds }: Answer): Promise<void> {
  const { row } = await cardFor(context, caller, id, 'appeal')
  if (row.appeal_until === null || context.clock() > row.appeal_until) throw appealTooLate()
  await checkEvidence(context, caller, fileIds)
  await completeCardTask(context, caller, row, {
    tasks: ['Task_Reply'],
    variables: { replyKind: 'appeal' },
    deed: { verb: 'appealed', text, data: { fileIds } },
    patch: { state: 'appealed' },
  })
}

const REVIEW_VERBS = { uphold: 'upheld', cancel: 'cancelled', return: 'returned', escalate: 'escalated' } as const

/**
 * 审核: 维持, 撤销, 打回补充, 上报. Only who may withdraw a card may cancel it; what was passed up is decided by another person.
 * @throws SECOND_PERSON_NEEDED, CARD_STATE_CHANGED and as `cardFor`
 */
export async function review(context: CardContext, caller: Caller, id: string, { result, reasonCode, text }: Review): Promise<void> {
  const { row, resource } = await cardFor(context, caller, id, 'review')
  const { tenants, clock, calendarOf } = context
  if (result === 'cancel') await tenants.authorization.assert(caller, 'withdraw', resource)
  if (row.state === 'escalated') await assertAnotherReviewer(context, caller, row)
  if (row.state === 'escalated' && (result === 'return' || result === 'escalate')) throw cardStateChanged()
  const again = result === 'return' && row.reply_workdays !== null
  await completeCardTask(context, caller, row, {
    tasks: ['Task_Review', 'Task_Escalated'],
    variables: { reviewResult: result, liable: row.colour === 'red' || row.urged, ...(again && { replyFrom: clock() }) },
    deed: { verb: REVIEW_VERBS[result], text, data: { reasonCode } },
    patch: {
      ...(result === 'cancel' && { reason_code: reasonCode ?? 'other' }),
      ...(again && { reply_due_at: addWorkdays(clock(), row.reply_workdays!, calendarOf(row.tenant_id)), urged: false }),
    },
  })
}

async function assertAnotherReviewer({ database }: CardContext, caller: Caller, row: SupervisionCardRow): Promise<void> {
  const lines = await supervisionCards(database).lines(row.tenant_id, row.id)
  if (lines.findLast(({ verb }) => verb === 'escalated')?.actor_id === caller.userId) throw secondPersonNeeded('上报事项的审定')
}

/** 责任认定: who answers for it with which share, and what follows. @throws CARD_STATE_CHANGED and as `cardFor` */
export async function liability(context: CardContext, caller: Caller, id: string, given: Liability): Promise<void> {
  const { row, resource } = await cardFor(context, caller, id, 'review')
  await context.tenants.authorization.assert(caller, 'withdraw', resource)
  const shares = given.shares.map(({ name, role, percent }) => ({ name, role, percent }))
  await completeCardTask(context, caller, row, {
    tasks: ['Task_Liability'],
    variables: { measure: given.measure },
    deed: { verb: 'liable', text: given.text, data: { measure: given.measure, shares } },
    patch: { liability: { shares: given.shares, measure: given.measure, text: given.text } },
  })
}

/**
 * 撤销 by the auditor, at any time and with a reason: the card stays, counted and not scored. While its supervision case
 * runs, the case ends with it.
 * @throws CARD_STATE_CHANGED and as `cardFor`
 */
export async function withdraw(
  context: CardContext,
  caller: Caller,
  id: string,
  { reasonCode, text }: { reasonCode: string; text: string },
): Promise<void> {
  const { row: found } = await cardFor(context, caller, id, 'withdraw')
  if (found.outcome === 'withdrawn' || found.outcome === 'cancelled' || found.state === 'verifying') throw cardStateChanged()
  const deed = { caller, verb: 'withdrawn', text, data: { reasonCode } }
  if (found.closed_at !== null) {
    await inTransaction(context.database, async (tx) => {
      await supervisionCards(tx).update(found.tenant_id, id, { outcome: 'withdrawn', reason_code: reasonCode })
      await writeDeed(context, tx, { ...deed, card: found })
      await refreshCaseLamp(tx, found.tenant_id, found.case_id)
    })
    return
  }
  const row = await withInstance(context, found)
  await changed(
    context.engine.correlate({
      tenantId: row.tenant_id,
      messageName: WITHDRAWN_MESSAGE,
      instanceId: row.instance_id!,
      actor: { userId: caller.userId },
      within: async (tx) => {
        await supervisionCards(tx).update(row.tenant_id, id, { reason_code: reasonCode })
        await writeDeed(context, tx, { ...deed, card: row })
      },
    }),
  )
}

export interface CardTask {
  /** Where the supervision case may wait for this. */
  tasks: readonly string[]
  variables: Record<string, JsonValue>
  deed: { verb: string; text: string | null; data?: LineData & Record<string, JsonValue | undefined> }
  patch?: Partial<SupervisionCardRow>
}

/** Completes the task of the supervision case that a verb stands for; deed and card are written in its transaction. @throws CARD_STATE_CHANGED */
export async function completeCardTask(
  context: CardContext,
  caller: Caller,
  found: SupervisionCardRow,
  { tasks, variables, deed, patch = {} }: CardTask,
): Promise<void> {
  const row = await withInstance(context, found)
  const { items } = await context.engine.tasks.list({ tenantId: row.tenant_id, instanceId: row.instance_id!, limit: 10 })
  const task = items.find(({ element_id }) => tasks.includes(element_id))
  if (!task) throw cardStateChanged()
  const within = async (tx: Tx) => {
    await supervisionCards(tx).update(row.tenant_id, row.id, patch)
    await writeDeed(context, tx, { caller, card: row, ...deed })
  }
  await changed(
    context.engine.completeTask({ tenantId: row.tenant_id, taskId: task.id, actor: { userId: caller.userId }, variables, within }),
  )
}

/** The card with its supervision case, which a crash may have kept from being started. @throws CARD_STATE_CHANGED if it needs none */
async function withInstance(context: CardContext, card: SupervisionCardRow): Promise<SupervisionCardRow> {
  if (card.instance_id !== null) return card
  if (card.closed_at === null) await startSupervisionCases(context, card.tenant_id)
  const row = await supervisionCards(context.database).get(card.tenant_id, card.id)
  if (row?.instance_id == null) throw cardStateChanged()
  return row
}

/** What the engine refuses because someone was faster. */
async function changed(work: Promise<unknown>): Promise<void> {
  try {
    await work
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'TASK_NOT_FOUND' || code === 'MESSAGE_NOT_CORRELATED' || code === 'INSTANCE_NOT_FOUND' || code === 'INSTANCE_NOT_ACTIVE')
      throw cardStateChanged()
    throw error
  }
}
