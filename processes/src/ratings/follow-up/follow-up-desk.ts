import {
  attachments,
  cases,
  ratingFollowUps,
  type FollowUpListed,
  type FollowUpPlace,
  type FollowUpState,
  type RatingFollowUpRow,
} from '@lianban/storage'
import type { Caller, Resource } from '../../cases/ports.ts'
import { organNamesOf } from '../../supervision/cards/card-views.ts'
import type { Evidence } from '../../supervision/cards/evidence.ts'
import { workdaysLeft, workdaysLeftWords } from '../../clock/index.ts'
import { assertSomewhere, listable, mayIdentify, readableFollowUp } from '../access.ts'
import type { RatingContext } from '../context.ts'
import { ratingNotFound } from '../errors.ts'
import { MAX_ROUNDS } from './follow-up-case.ts'
import {
  appeal,
  contact,
  rectify,
  review,
  revisit,
  type ContactReport,
  type FollowUpData,
  type RatingAppeal,
  type RatingReview,
  type Rectification,
  type Revisit,
} from './verbs.ts'

export type FollowUpVerb = 'contact' | 'rectify' | 'appeal' | 'review' | 'revisit'

/** A follow-up in a list. Instants are UTC epoch milliseconds. */
export interface FollowUpSummary {
  id: string
  organName: string
  matterName: string
  grade: number
  givenOn: string
  state: FollowUpState
  dueAt: number | null
  /** Of the step's limit: `还剩 3 个工作日`, `今日到期`, `已超 2 个工作日`. */
  left: string | null
  overdue: boolean
  outcome: RatingFollowUpRow['outcome']
  /** null for whoever may not know which case was rated. */
  caseNo: string | null
}

export interface FollowUpLine {
  /** null where the rated organ would learn the instant of the rating, and so whose it is. */
  at: number | null
  verb: string
  actorName: string | null
  text: string | null
  /** null for the rated organ. */
  note: string | null
  files: { id: string; name: string; size: number }[]
  ground: string | null
  complexReason: string | null
  grade: number | null
}

export interface FollowUpDetail extends FollowUpSummary {
  /** As it counts now. */
  countedGrade: number
  counted: boolean
  tags: string[]
  text: string | null
  comment: string | null
  deskName: string | null
  rounds: number
  complex: boolean
  appealed: boolean
  reviewOf: RatingFollowUpRow['review_of']
  proposedGrade: number | null
  /** Whom to ask; null for whoever may not know who rated. */
  rater: { caseId: string; caseNo: string; name: string; phone: string | null } | null
  lines: FollowUpLine[]
  verbs: FollowUpVerb[]
  /** Another round is possible. */
  mayAgain: boolean
}

const VERBS: Record<FollowUpVerb, { action: 'follow-up' | 'rectify' | 'appeal' | 'review'; state: FollowUpState }> = {
  contact: { action: 'follow-up', state: 'contact' },
  rectify: { action: 'rectify', state: 'rectify' },
  appeal: { action: 'appeal', state: 'rectify' },
  review: { action: 'review', state: 'review' },
  revisit: { action: 'follow-up', state: 'revisit' },
}

const OPEN: FollowUpState[] = ['contact', 'rectify', 'review', 'revisit']

/** The desk of follow-ups 差评整改: what each person sees of them and does with them. Every verb is authorized, checked and recorded. */
export function followUpDesk(context: RatingContext) {
  const { database, tenants } = context

  const verbsOf = (caller: Caller, row: RatingFollowUpRow, resource: Resource): FollowUpVerb[] =>
    (Object.keys(VERBS) as FollowUpVerb[]).filter((verb) => {
      const { action, state } = VERBS[verb]
      if (row.state !== state || !tenants.authorization.decide(caller, action, resource).allowed) return false
      if (verb === 'appeal') return !row.appealed
      return !(verb === 'review' && row.verified_by === caller.userId)
    })

  return {
    /** What is due first, first. @throws NOT_AUTHORIZED */
    list: async (
      caller: Caller,
      { view, after, limit }: { view: 'open' | 'all' | FollowUpState; after?: string; limit: number },
    ): Promise<{ items: FollowUpSummary[]; next: string | null }> => {
      await assertSomewhere(context, caller, 'list')
      const restrict = await listable(context, caller, 'rating_follow_up')
      const states = view === 'open' ? OPEN : view === 'all' ? undefined : [view]
      const place = placeOf(after)
      const rows = await ratingFollowUps(database).list({
        ...{ tenantId: caller.tenantId, restrict, limit },
        ...(states && { states }),
        ...(place && { after: place }),
      })
      const names = await organNamesOf(database, caller.tenantId)
      const numbers = await caseNumbers(context, caller, rows)
      const last = rows.at(-1)
      return {
        items: rows.map((row) => ({ ...summary(context, row, row, names), caseNo: numbers.get(row.rating_id) ?? null })),
        next: last && rows.length === limit ? keyOf(ratingFollowUps(database).placeOf(last)) : null,
      }
    },

    /** How many stand in each state, and how many of those are overdue. @throws NOT_AUTHORIZED */
    counts: async (caller: Caller): Promise<{ states: Partial<Record<FollowUpState, number>>; overdue: number }> => {
      await assertSomewhere(context, caller, 'list')
      const restrict = await listable(context, caller, 'rating_follow_up')
      const rows = await ratingFollowUps(database).counts({ tenantId: caller.tenantId, restrict })
      const states: Partial<Record<FollowUpState, number>> = {}
      for (const { state, count } of rows) states[state] = (states[state] ?? 0) + count
      return { states, overdue: rows.filter(({ overdue }) => overdue).reduce((sum, { count }) => sum + count, 0) }
    },

    /** One follow-up with its time line and what the caller may do. @throws RATING_NOT_FOUND, NOT_FOUND */
    get: async (caller: Caller, id: string): Promise<FollowUpDetail> => {
      const { row, rating, resource } = await readableFollowUp(context, caller, id)
      const names = await organNamesOf(database, caller.tenantId)
      const known = mayIdentify(context, caller, rating)
      const file = known ? await cases(database).get(caller.tenantId, rating.case_id, context.clock()) : undefined
      return {
        ...summary(context, row, rating, names),
        caseNo: file?.case_no ?? null,
        countedGrade: rating.counted_grade,
        counted: rating.counted,
        tags: rating.tags,
        text: rating.text,
        comment: rating.comment,
        deskName: row.desk_organ_id === null ? null : (names.get(row.desk_organ_id) ?? row.desk_organ_id),
        rounds: row.rounds,
        complex: row.complex,
        appealed: row.appealed,
        reviewOf: row.review_of,
        proposedGrade: row.proposed_grade,
        rater: file ? { caseId: file.id, caseNo: file.case_no, name: file.applicant_name, phone: phoneOf(file.form) } : null,
        lines: await linesOf(context, row, known),
        verbs: verbsOf(caller, row, resource),
        mayAgain: row.rounds < MAX_ROUNDS,
      }
    },

    contact: (caller: Caller, id: string, report: ContactReport): Promise<void> => contact(context, caller, id, report),
    rectify: (caller: Caller, id: string, given: Rectification): Promise<void> => rectify(context, caller, id, given),
    appeal: (caller: Caller, id: string, given: RatingAppeal): Promise<void> => appeal(context, caller, id, given),
    review: (caller: Caller, id: string, given: RatingReview): Promise<void> => review(context, caller, id, given),
    revisit: (caller: Caller, id: string, report: Revisit): Promise<void> => revisit(context, caller, id, report),

    /** A file given with a follow-up, for whoever may read it. @throws RATING_NOT_FOUND, NOT_FOUND */
    openFile: async (caller: Caller, id: string, fileId: string): Promise<Evidence> => {
      const { row } = await readableFollowUp(context, caller, id)
      const lines = await ratingFollowUps(database).lines(caller.tenantId, row.rating_id)
      const given = lines.some(({ data }) => (data as FollowUpData | null)?.fileIds?.includes(fileId))
      const file = given ? await attachments(database).get(caller.tenantId, fileId) : undefined
      if (!file) throw ratingNotFound()
      return { sha256: file.sha256, size: file.size, mediaType: file.media_type, name: file.name }
    },
  }
}

export type FollowUpDesk = ReturnType<typeof followUpDesk>

function summary(
  { clock, calendarOf }: RatingContext,
  row: RatingFollowUpRow,
  rating: { matter_name: string; grade: number; given_on: string },
  names: ReadonlyMap<string, string>,
): FollowUpSummary {
  return {
    id: row.rating_id,
    organName: names.get(row.organ_id) ?? row.organ_id,
    matterName: rating.matter_name,
    grade: rating.grade,
    givenOn: rating.given_on,
    state: row.state,
    dueAt: row.due_at,
    left: row.due_at === null ? null : workdaysLeftWords(workdaysLeft(clock(), row.due_at, calendarOf(row.tenant_id))),
    overdue: row.overdue,
    outcome: row.outcome,
    caseNo: null,
  }
}

/** The numbers of the cases that the caller may know, by rating. */
async function caseNumbers(context: RatingContext, caller: Caller, rows: readonly FollowUpListed[]): Promise<Map<string, string>> {
  const known = rows.filter((row) => mayIdentify(context, caller, { id: row.rating_id, organ_id: row.organ_id }))
  if (known.length === 0) return new Map()
  const files = await cases(context.database).getMany(
    caller.tenantId,
    known.map(({ case_id }) => case_id),
    context.clock(),
  )
  const numbers = new Map(files.map(({ id, case_no }) => [id, case_no]))
  return new Map(known.flatMap(({ rating_id, case_id }) => (numbers.has(case_id) ? [[rating_id, numbers.get(case_id)!]] : [])))
}

async function linesOf({ database }: RatingContext, row: RatingFollowUpRow, known: boolean): Promise<FollowUpLine[]> {
  const lines = await ratingFollowUps(database).lines(row.tenant_id, row.rating_id)
  return Promise.all(
    lines.map(async (line) => {
      const { fileIds = [], ground = null, complexReason = null, grade = null } = (line.data ?? {}) as FollowUpData
      const files = await Promise.all(fileIds.map((id) => attachments(database).get(row.tenant_id, id)))
      return {
        at: !known && line.verb === 'opened' ? null : line.at,
        verb: line.verb,
        actorName: line.actor_name,
        text: line.text,
        note: known ? line.note : null,
        files: files.flatMap((file) => (file ? [{ id: file.id, name: file.name, size: file.size }] : [])),
        ground,
        complexReason,
        grade,
      }
    }),
  )
}

/** The telephone that stands in the application, if one does. */
function phoneOf(form: Record<string, unknown>): string | null {
  const phone = form.phone
  return typeof phone === 'string' && phone !== '' ? phone : null
}

const keyOf = ({ due, id }: FollowUpPlace): string => `${due}_${id}`

function placeOf(after: string | undefined): FollowUpPlace | undefined {
  const match = /^(\d{1,16})_([\w-]{1,64})$/.exec(after ?? '')
  return match ? { due: Number(match[1]), id: match[2]! } : undefined
}
