import { inTransaction, newId, ratingFollowUps, ratings, type RatingFollowUpRow, type RatingRow, type Tx } from '@lianban/storage'
import type { JsonValue } from '@lianban/engine'
import { actorOf } from '@lianban/tenants'
import type { Caller } from '../../cases/ports.ts'
import { checkEvidence } from '../../supervision/cards/evidence.ts'
import { readableFollowUp } from '../access.ts'
import { ratingSubject, type RatingContext } from '../context.ts'
import { followUpStateChanged, ratingAppealed, rectifiedTwice, reviewerNotOther, reviewNotFitting } from '../errors.ts'
import { COMPLEX_WORKDAYS, MAX_ROUNDS, RECTIFY_WORKDAYS, TASK_OF_STATE } from './follow-up-case.ts'
import { startFollowUps } from './start-follow-ups.ts'

/** What is said of a deed: `text` to everyone who may read the follow-up, `note` not to the rated organ. */
export interface Said {
  text: string
  note?: string | null
}

/** The longer limit to put right needs a reason, which everyone may read. */
export interface Complexity {
  complexReason?: string | null
}

export type ContactReport = Said &
  Complexity & { result: 'founded' | 'unfounded' | 'mistaken'; /** What the rater meant, if he says that he erred. */ grade?: number }
export type Rectification = { text: string; fileIds: string[] }
export type RatingAppeal = { ground: 'malicious' | 'erroneous'; text: string; /** At least one. */ fileIds: string[] }
export type RatingReview = Complexity & { result: 'uphold' | 'dismiss' | 'regrade'; text: string }
export type Revisit = Said & Complexity & { result: 'resolved' | 'again' | 'unresolved' }

type Action = 'follow-up' | 'rectify' | 'appeal' | 'review'

/** @throws RATING_NOT_FOUND, NOT_FOUND, NOT_AUTHORIZED */
async function followUpFor(
  context: RatingContext,
  caller: Caller,
  id: string,
  action: Action,
): Promise<{ row: RatingFollowUpRow; rating: RatingRow }> {
  const { row, rating, resource } = await readableFollowUp(context, caller, id)
  await context.tenants.authorization.assert(caller, action, resource)
  return { row, rating }
}

/** 联系核实: the rater is asked first; what is found goes to the organ, or to another person for review. @throws as `followUpFor`, FOLLOW_UP_STATE_CHANGED */
export async function contact(context: RatingContext, caller: Caller, id: string, report: ContactReport): Promise<void> {
  const { row, rating } = await followUpFor(context, caller, id, 'follow-up')
  const { result, grade } = report
  if (result === 'mistaken' && (grade === undefined || grade === rating.grade)) throw reviewNotFitting()
  await complete(context, caller, row, {
    state: 'contact',
    variables: { contactResult: result, ...limitVariables(report) },
    deed: { verb: result, said: report, data: { complexReason: report.complexReason, grade: result === 'mistaken' ? grade : undefined } },
    patch: {
      verified_by: caller.userId,
      review_of: result === 'founded' ? null : result,
      proposed_grade: result === 'mistaken' ? grade! : null,
      ...(result === 'founded' && { complex: isComplex(report) }),
    },
  })
}

/** 整改 by the rated organ. @throws FILE_INVALID and as `contact` */
export async function rectify(context: RatingContext, caller: Caller, id: string, { text, fileIds }: Rectification): Promise<void> {
  const { row } = await followUpFor(context, caller, id, 'rectify')
  await checkEvidence(context, caller, fileIds)
  await complete(context, caller, row, {
    state: 'rectify',
    variables: { rectifyResult: 'rectified' },
    deed: { verb: 'rectified', said: { text }, data: { fileIds } },
  })
}

/** 申诉 by the rated organ, once and with evidence. @throws RATING_APPEALED, FILE_INVALID and as `contact` */
export async function appeal(context: RatingContext, caller: Caller, id: string, { ground, text, fileIds }: RatingAppeal): Promise<void> {
  const { row } = await followUpFor(context, caller, id, 'appeal')
  if (row.appealed) throw ratingAppealed()
  await checkEvidence(context, caller, fileIds)
  await complete(context, caller, row, {
    state: 'rectify',
    variables: { rectifyResult: 'appeal' },
    deed: { verb: 'appealed', said: { text }, data: { fileIds, ground } },
    patch: { appealed: true, review_of: 'appeal' },
  })
}

const REVIEW_VERBS = { uphold: 'upheld', dismiss: 'dismissed', regrade: 'regraded' } as const

/**
 * 复核 by another person than the one who contacted the rater: the rating stands, does not count, or counts as the rater
 * meant it. The grade that was given is kept.
 * @throws REVIEWER_NOT_OTHER, REVIEW_NOT_FITTING and as `contact`
 */
export async function review(context: RatingContext, caller: Caller, id: string, given: RatingReview): Promise<void> {
  const { row } = await followUpFor(context, caller, id, 'review')
  if (row.verified_by === caller.userId) throw reviewerNotOther()
  const { result, text } = given
  const mistaken = row.review_of === 'mistaken'
  if (result === (mistaken ? 'dismiss' : 'regrade')) throw reviewNotFitting()
  await complete(context, caller, row, {
    state: 'review',
    variables: { reviewResult: result, ...limitVariables(given) },
    deed: {
      verb: REVIEW_VERBS[result],
      said: { text },
      data: { complexReason: given.complexReason, grade: result === 'regrade' ? row.proposed_grade : undefined },
    },
    patch: result === 'uphold' ? { complex: isComplex(given) } : {},
    within: async (tx) => {
      if (result === 'dismiss') await ratings(tx).judge(row.tenant_id, row.rating_id, { counted: false })
      if (result === 'regrade') await ratings(tx).judge(row.tenant_id, row.rating_id, { counted_grade: row.proposed_grade! })
    },
  })
}

/** 回访: whether the rater is content now. @throws RECTIFIED_TWICE and as `contact` */
export async function revisit(context: RatingContext, caller: Caller, id: string, report: Revisit): Promise<void> {
  const { row } = await followUpFor(context, caller, id, 'follow-up')
  const { result } = report
  if (result === 'again' && row.rounds >= MAX_ROUNDS) throw rectifiedTwice()
  await complete(context, caller, row, {
    state: 'revisit',
    variables: { revisitResult: result, ...limitVariables(report) },
    deed: { verb: result, said: report, data: { complexReason: report.complexReason } },
    patch: result === 'again' ? { complex: isComplex(report) } : {},
  })
}

const isComplex = ({ complexReason }: Complexity): boolean => Boolean(complexReason?.trim())

const limitVariables = (given: Complexity): Record<string, JsonValue> => ({
  rectifyWorkdays: isComplex(given) ? COMPLEX_WORKDAYS : RECTIFY_WORKDAYS,
})

/** What a line keeps beside its words. */
export interface FollowUpData {
  fileIds?: string[]
  ground?: string
  complexReason?: string | null
  grade?: number | null
}

interface Step {
  /** Where the follow-up must wait for this. */
  state: 'contact' | 'rectify' | 'review' | 'revisit'
  variables: Record<string, JsonValue>
  deed: { verb: string; said: Said; data?: FollowUpData }
  patch?: Partial<RatingFollowUpRow>
  within?: (tx: Tx) => Promise<void>
}

/** Completes the task of the process that a verb stands for; deed and row are written in its transaction. @throws FOLLOW_UP_STATE_CHANGED */
async function complete(context: RatingContext, caller: Caller, found: RatingFollowUpRow, step: Step): Promise<void> {
  const row = await withInstance(context, found)
  const { items } = await context.engine.tasks.list({ tenantId: row.tenant_id, instanceId: row.instance_id!, limit: 10 })
  const task = items.find(({ element_id }) => element_id === TASK_OF_STATE[step.state])
  if (!task) throw followUpStateChanged()
  try {
    await context.engine.completeTask({
      tenantId: row.tenant_id,
      taskId: task.id,
      actor: { userId: caller.userId },
      variables: step.variables,
      within: async (tx) => {
        await ratingFollowUps(tx).update(row.tenant_id, row.rating_id, step.patch ?? {})
        await step.within?.(tx)
        await writeDeed(context, tx, { caller, row, ...step.deed })
      },
    })
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'TASK_NOT_FOUND' || code === 'INSTANCE_NOT_FOUND' || code === 'INSTANCE_NOT_ACTIVE') throw followUpStateChanged()
    throw error
  }
}

/** The follow-up with its process, which a crash may have kept from being started. @throws FOLLOW_UP_STATE_CHANGED if it has ended */
async function withInstance(context: RatingContext, row: RatingFollowUpRow): Promise<RatingFollowUpRow> {
  if (row.instance_id !== null) return row
  await startFollowUps(context, row.tenant_id)
  const started = await inTransaction(context.database, (tx) => ratingFollowUps(tx).get(row.tenant_id, row.rating_id))
  if (started?.instance_id == null) throw followUpStateChanged()
  return started
}

/** What someone did: a line of the time line and an entry of the log. The note stays out of the log: it may tell who rated. */
async function writeDeed(
  { record, clock }: RatingContext,
  tx: Tx,
  { caller, row, verb, said, data = {} }: { caller: Caller; row: RatingFollowUpRow } & Step['deed'],
): Promise<void> {
  const kept = Object.fromEntries(Object.entries(data).filter(([, value]) => value != null)) as Record<string, JsonValue>
  await ratingFollowUps(tx).addLines([
    {
      tenant_id: row.tenant_id,
      rating_id: row.rating_id,
      id: newId(),
      at: clock(),
      verb,
      actor_id: caller.userId,
      actor_name: caller.name,
      text: said.text,
      note: said.note?.trim() || null,
      data: kept,
    },
  ])
  await record(tx, row.tenant_id, [
    {
      action: `rating.${verb}`,
      subject: ratingSubject(row.rating_id),
      organId: row.organ_id,
      actor: actorOf(caller),
      ip: caller.ip,
      payload: { text: said.text, ...kept },
    },
  ])
}
