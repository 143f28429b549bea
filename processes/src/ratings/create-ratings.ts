import type { CommitHook } from '@lianban/engine/runtime'
import { cases, ratings, type CaseRow, type RatingContact, type RatingListed, type RatingPlace } from '@lianban/storage'
import type { Tenants } from '@lianban/tenants'
import type { Caller } from '../cases/ports.ts'
import { notFound } from '../cases/errors.ts'
import { organNamesOf } from '../supervision/cards/card-views.ts'
import { assertSomewhere, listable, mayIdentify, ratingResource } from './access.ts'
import { ratableContacts, type RatableContact } from './contacts.ts'
import type { RatingContext } from './context.ts'
import { ratingCodeUnknown } from './errors.ts'
import { ratingFigures, type FiguresQuery, type RatingFigures } from './figures.ts'
import { followUpDesk, type FollowUpDesk } from './follow-up/follow-up-desk.ts'
import { followUpProjection } from './follow-up/projection.ts'
import { startFollowUps } from './follow-up/start-follow-ups.ts'
import { commentRating, giveRating, type Given } from './give-rating.ts'
import { publicRatings } from './public-ratings.ts'

export interface RatingsOptions extends Omit<RatingContext, 'tenants' | 'record'> {
  tenants: Pick<Tenants, 'authorization' | 'supervision'>
}

/** A rating as staff see it: nothing of who rated, the case only for those outside the rated organ who may know it. */
export interface RatingSummary {
  id: string
  organName: string
  matterName: string
  grade: number
  countedGrade: number
  counted: boolean
  tags: string[]
  text: string | null
  comment: string | null
  /** YYYY-MM-DD: the instant would tell which case it is. */
  givenOn: string
  followUp: RatingListed['follow_up']
  case: { id: string; no: string; contact: RatingContact; channel: RatingListed['channel'] } | null
}

/** Ratings of the service 好差评, and what follows on a poor one. */
export interface Ratings {
  /** To be given to the engine as a commit hook. */
  projection: CommitHook
  /** Starts follow-ups that have no process yet. @returns how many */
  startFollowUps(tenantId: string): Promise<number>
  /** The contacts of the caller's own case, with his ratings. @throws NOT_FOUND */
  ofCase(caller: Caller, caseId: string): Promise<RatableContact[]>
  /** @throws NOT_FOUND, CONTACT_NOT_RATABLE, RATING_TAGS_INVALID, RATING_GIVEN */
  rate(caller: Caller, caseId: string, given: Given): Promise<void>
  /** @throws NOT_FOUND, RATING_NOT_FOUND, COMMENT_GIVEN */
  comment(caller: Caller, caseId: string, contact: RatingContact, text: string): Promise<void>
  /** What a rater said on the telephone, written down by someone outside the rated organ. @throws NOT_AUTHORIZED, RATING_CODE_UNKNOWN and as `rate` */
  rateByPhone(caller: Caller, caseNo: string, given: Given): Promise<void>
  /** Newest day first. @throws NOT_AUTHORIZED */
  list(
    caller: Caller,
    query: { grade?: 'poor' | number; organId?: string; after?: string; limit: number },
  ): Promise<{ items: RatingSummary[]; next: string | null }>
  /** @throws NOT_AUTHORIZED */
  figures(caller: Caller, query: FiguresQuery): Promise<{ at: number; rows: RatingFigures[] }>
  followUps: FollowUpDesk
  byCode: ReturnType<typeof publicRatings>
}

export function createRatings({ tenants, ...rest }: RatingsOptions): Ratings {
  const context: RatingContext = { ...rest, tenants, record: (...given) => tenants.supervision.record(...given) }
  const { database, clock } = context

  /** The caller's own case. @throws NOT_FOUND */
  const ownCase = async (caller: Caller, caseId: string): Promise<CaseRow> => {
    const file = await cases(database).get(caller.tenantId, caseId, clock())
    if (!file) throw notFound()
    const resource = { type: 'rating', organId: file.organ_id, applicantId: file.applicant_id } as const
    await tenants.authorization.assert(caller, 'create', resource, { hide: true })
    if (file.applicant_id !== caller.userId) throw notFound()
    return file
  }

  return {
    projection: followUpProjection(context),
    startFollowUps: (tenantId) => startFollowUps(context, tenantId),
    ofCase: async (caller, caseId) =>
      ratableContacts(await ownCase(caller, caseId), await ratings(database).ofCase(caller.tenantId, caseId)),
    rate: async (caller, caseId, given) => giveRating(context, await ownCase(caller, caseId), given, { channel: 'web' }),
    comment: async (caller, caseId, contact, text) => commentRating(context, await ownCase(caller, caseId), contact, text),

    async rateByPhone(caller, caseNo, given) {
      await tenants.authorization.assert(caller, 'follow-up', { type: 'rating' })
      const file = await cases(database).byNumber(caller.tenantId, caseNo.trim(), clock())
      if (!file) throw ratingCodeUnknown()
      // Who is rated does not write down what he is rated with.
      await tenants.authorization.assert(caller, 'follow-up', ratingResource({ id: '-', organ_id: file.organ_id }))
      const recordedBy = { userId: caller.userId, name: caller.name, ...(caller.ip !== undefined && { ip: caller.ip }) }
      await giveRating(context, file, given, { channel: 'phone', recordedBy })
    },

    async list(caller, { grade, organId, after, limit }) {
      await assertSomewhere(context, caller, 'list')
      const place = placeOf(after)
      const rows = await ratings(database).list({
        ...{ tenantId: caller.tenantId, restrict: await listable(context, caller, 'rating'), limit },
        ...(organId !== undefined && { organId }),
        ...(grade !== undefined && { grades: grade === 'poor' ? [1, 2] : [grade] }),
        ...(place && { after: place }),
      })
      const names = await organNamesOf(database, caller.tenantId)
      const files = await knownCases(context, caller, rows)
      const last = rows.at(-1)
      return {
        items: rows.map((row) => present(row, names, files.get(row.id) ?? null)),
        next: last && rows.length === limit ? `${last.given_on}_${last.id}` : null,
      }
    },

    figures: (caller, query) => ratingFigures(context, caller, query),
    followUps: followUpDesk(context),
    byCode: publicRatings(context),
  }
}

async function knownCases(
  context: RatingContext,
  caller: Caller,
  rows: readonly RatingListed[],
): Promise<Map<string, NonNullable<RatingSummary['case']>>> {
  const known = rows.filter((row) => mayIdentify(context, caller, row))
  if (known.length === 0) return new Map()
  const ids = [...new Set(known.map(({ case_id }) => case_id))]
  const files = new Map(
    (await cases(context.database).getMany(caller.tenantId, ids, context.clock())).map((file) => [file.id, file.case_no]),
  )
  return new Map(
    known.flatMap(({ id, case_id, contact, channel }) =>
      files.has(case_id) ? [[id, { id: case_id, no: files.get(case_id)!, contact, channel }]] : [],
    ),
  )
}

const present = (row: RatingListed, names: ReadonlyMap<string, string>, file: RatingSummary['case']): RatingSummary => ({
  id: row.id,
  organName: names.get(row.organ_id) ?? row.organ_id,
  matterName: row.matter_name,
  grade: row.grade,
  countedGrade: row.counted_grade,
  counted: row.counted,
  tags: row.tags,
  text: row.text,
  comment: row.comment,
  givenOn: row.given_on,
  followUp: row.follow_up,
  case: file,
})

function placeOf(after: string | undefined): RatingPlace | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})_([\w-]{1,64})$/.exec(after ?? '')
  return match ? { given_on: match[1]!, id: match[2]! } : undefined
}
