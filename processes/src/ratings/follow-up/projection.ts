import type { CommitHook, CommittedStep } from '@lianban/engine/runtime'
import { newId, ratingFollowUps, ratings, type FollowUpState, type RatingFollowUpRow, type RatingRow, type Tx } from '@lianban/storage'
import type { EntryInput } from '@lianban/tenants'
import { SYSTEM_ACTOR } from '../../cases/log-entries.ts'
import { chineseDay, dayOf } from '../../clock/index.ts'
import type { Recipients } from '../../notices/index.ts'
import { ratingSubject, type RatingContext } from '../context.ts'
import { FOLLOW_UP_POST } from '../give-rating.ts'
import { FOLLOW_UP_OUTCOME_TEXTS, FOLLOW_UP_STATE_TEXTS, ratingGradeText } from '../words.ts'
import { FOLLOW_UP_KEY, OUTCOME_OF_END, ratingIdOf, STATE_OF_TASK, TIMERS } from './follow-up-case.ts'

/** A follow-up with its rating, as a step changes it. */
interface Followed {
  row: RatingFollowUpRow
  rating: RatingRow
}

/**
 * Keeps a follow-up in step with its process, in the transaction of the engine's own step: its state is the task in which
 * the process waits, its outcome the end that it reached. There is no other way to change them. The rating's case is told
 * to nobody here: the rated organ reads these notices and entries too.
 */
export function followUpProjection(context: Omit<RatingContext, 'engine'>): CommitHook {
  return async (tx, steps) => {
    for (const step of steps) {
      const id = step.definitionKey === FOLLOW_UP_KEY ? ratingIdOf(step.businessKey) : null
      const row = id === null ? undefined : await ratingFollowUps(tx).get(step.tenantId, id)
      const rating = row && (await ratings(tx).get(step.tenantId, row.rating_id))
      if (row && rating) await project(context, tx, { row, rating }, step)
    }
  }
}

type Context = Omit<RatingContext, 'engine'>

async function project(context: Context, tx: Tx, { row, rating }: Followed, step: CommittedStep): Promise<void> {
  const entries: EntryInput[] = []
  let now = { ...row }
  for (const event of step.events) {
    if (event.type === 'timerFired' && TIMERS.includes(event.elementId)) {
      now.overdue = true
      await tellOverdue(context, tx, { row: now, rating }, event.at)
      entries.push(limitPassed(now))
    }
    const state = event.type === 'userTaskCreated' ? STATE_OF_TASK[event.elementId] : undefined
    if (event.type !== 'userTaskCreated' || state === undefined) continue
    if (row.due_at !== null) entries.push(stepEntry('rating.step-ended', now))
    now = { ...now, state, due_at: event.task.dueAt, overdue: false, rounds: now.rounds + (state === 'rectify' ? 1 : 0) }
    entries.push(stepEntry('rating.step-opened', now))
    await tellNext(context, tx, { row: now, rating })
  }
  if (step.state.status !== 'active' && now.closed_at === null) {
    if (now.due_at !== null) entries.push(stepEntry('rating.step-ended', now))
    now = { ...now, ...ending(step) }
    entries.push(...(await close(context, tx, { row: now, rating })))
  }
  await ratingFollowUps(tx).update(row.tenant_id, row.rating_id, differences(row, now))
  if (entries.length > 0) await context.record(tx, row.tenant_id, entries)
}

function ending({ events, command }: CommittedStep): Partial<RatingFollowUpRow> {
  const outcome = events
    .map((event) => (event.type === 'elementCompleted' ? OUTCOME_OF_END[event.elementId] : undefined))
    .find((known) => known !== undefined)
  // An administrator ended the process: nobody can go on with it, and it must not stand open for ever.
  return { state: 'closed', due_at: null, overdue: false, closed_at: command.now, outcome: outcome ?? 'ended' }
}

/** The organ whose turn it is: the rated one puts right, the other one contacts and revisits. */
const organOf = (row: RatingFollowUpRow): string | null => (row.state === 'rectify' ? row.organ_id : row.desk_organ_id)

/** What the supervision rules wait for. */
const stepEntry = (action: 'rating.step-opened' | 'rating.step-ended', row: RatingFollowUpRow): EntryInput => ({
  action,
  subject: ratingSubject(row.rating_id),
  organId: organOf(row),
  actor: SYSTEM_ACTOR,
  payload: { step: row.state, dueAt: row.due_at, round: row.rounds },
})

const limitPassed = (row: RatingFollowUpRow): EntryInput => ({
  action: 'limit.passed',
  subject: ratingSubject(row.rating_id),
  organId: organOf(row),
  actor: SYSTEM_ACTOR,
  payload: { limit: `rating-${row.state}`, dueAt: row.due_at },
})

/** The end of the follow-up in the log; the case learns that its poor rating was followed to the end, which its figures count. */
async function close({ notices }: Context, tx: Tx, { row, rating }: Followed): Promise<EntryInput[]> {
  const outcome = FOLLOW_UP_OUTCOME_TEXTS[row.outcome ?? ''] ?? ''
  await ratingFollowUps(tx).addLines([systemLine(row, row.closed_at!, 'closed', outcome)])
  await notices.send(tx, row.tenant_id, {
    kind: 'rating',
    to: {
      posts: [
        { post: 'organ-leader', organId: row.organ_id },
        ...(row.outcome === 'unresolved' ? [{ post: 'supervisor' }, { post: 'disciplinary-auditor' }] : []),
      ],
    },
    title: `差评整改办结:${outcome}`,
    text: describe(rating),
    link: linkOf(row),
  })
  const followed = row.outcome === 'rectified' || row.outcome === 'unresolved'
  return [
    {
      action: 'rating.follow-up-closed',
      subject: ratingSubject(row.rating_id),
      organId: row.organ_id,
      actor: SYSTEM_ACTOR,
      payload: { outcome: row.outcome, grade: rating.grade },
    },
    ...(followed
      ? [
          {
            action: 'case.rating-followed',
            subject: `case:${rating.case_id}`,
            organId: row.organ_id,
            actor: SYSTEM_ACTOR,
            payload: { rating: row.rating_id },
          },
        ]
      : []),
  ]
}

const NEXT: Record<Exclude<FollowUpState, 'closed'>, string> = {
  contact: '请先联系评价人核实',
  rectify: '请整改后报告,或者举证申诉',
  review: '请复核',
  revisit: '请回访评价人',
}

function whoIsNext(row: RatingFollowUpRow): Recipients {
  if (row.state === 'rectify') return { posts: [{ post: 'organ-leader', organId: row.organ_id }] }
  if (row.state === 'review' || row.desk_organ_id === null) return { posts: [{ post: 'supervisor' }] }
  return { posts: [{ post: FOLLOW_UP_POST, organId: row.desk_organ_id }] }
}

async function tellNext({ notices }: Context, tx: Tx, { row, rating }: Followed): Promise<void> {
  if (row.state === 'closed') return
  const nobody = row.desk_organ_id === null ? '被评价单位以外没有回访专员,请安排人员。' : ''
  const due = row.due_at === null ? '' : `请于${chineseDay(dayOf(row.due_at - 1))}前办理。`
  await notices.send(tx, row.tenant_id, {
    kind: 'rating',
    to: whoIsNext(row),
    title: `差评整改:${NEXT[row.state]}`,
    text: `${describe(rating)}${due}${nobody}`,
    link: linkOf(row),
  })
}

async function tellOverdue({ notices }: Context, tx: Tx, { row, rating }: Followed, at: number): Promise<void> {
  const text = `${FOLLOW_UP_STATE_TEXTS[row.state] ?? ''}逾期`
  await ratingFollowUps(tx).addLines([systemLine(row, at, 'overdue', text)])
  const posts = [{ post: 'supervisor' }, { post: 'disciplinary-auditor' }, ...(whoIsNext(row).posts ?? [])]
  await notices.send(tx, row.tenant_id, {
    kind: 'rating',
    to: { posts },
    title: `差评整改逾期:${text}`,
    text: describe(rating),
    link: linkOf(row),
  })
}

const describe = (rating: RatingRow): string => `${rating.matter_name},${ratingGradeText(rating.grade)}。`

const linkOf = (row: RatingFollowUpRow): string => `/ratings/follow-ups/${row.rating_id}`

const systemLine = (row: RatingFollowUpRow, at: number, verb: string, text: string) => ({
  tenant_id: row.tenant_id,
  rating_id: row.rating_id,
  id: newId(),
  at,
  verb,
  actor_id: SYSTEM_ACTOR.userId,
  actor_name: SYSTEM_ACTOR.name,
  text,
  note: null,
  data: null,
})

function differences(before: RatingFollowUpRow, after: RatingFollowUpRow): Partial<RatingFollowUpRow> {
  const changed = (Object.keys(after) as (keyof RatingFollowUpRow)[]).filter((key) => before[key] !== after[key])
  return Object.fromEntries(changed.map((key) => [key, after[key]]))
}
