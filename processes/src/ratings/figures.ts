import { ratingFollowUps, ratings, type RatingCount } from '@lianban/storage'
import type { Caller } from '../cases/ports.ts'
import { organNamesOf } from '../supervision/cards/card-views.ts'
import { assertSomewhere } from './access.ts'
import type { RatingContext } from './context.ts'
import { FEW, POOR_GRADE } from './words.ts'

export interface FiguresQuery {
  by: 'organ' | 'matter'
  /** UTC epoch milliseconds, the last excluded. */
  from: number
  to: number
  /** For readers who may be of the rated: few ratings are hidden whoever asks. */
  hideFew?: boolean
}

/** The figures of an organ or a matter. What is hidden from the rated is null: fewer than five ratings would tell of single raters. */
export interface RatingFigures {
  organId: string
  organName: string
  matterKey: string | null
  matterName: string | null
  /** Cases closed in the period. */
  closed: number
  /** Ratings that count; null: fewer than five, and the caller is of the rated organ. */
  rated: number | null
  /** Ratings by the grade that counts, 5 to 1; null as `rated`. */
  grades: Record<string, number> | null
  /** Share of 基本满意 and better, 0 to 1; null if nothing counts or it is hidden. */
  satisfaction: number | null
  poor: number | null
  /** Poor ratings put right, of those whose follow-up ended as founded. */
  rectified: number | null
  unresolved: number | null
  /** Ratings that a review found not to count. */
  dismissed: number | null
}

/** Figures of a period, computed from the ratings themselves. @throws NOT_AUTHORIZED */
export async function ratingFigures(
  context: RatingContext,
  caller: Caller,
  query: FiguresQuery,
): Promise<{ at: number; rows: RatingFigures[] }> {
  const { database, tenants, clock } = context
  await assertSomewhere(context, caller, 'figures')
  const { tenantId } = caller
  const narrowed = (table: string) => tenants.authorization.restrict(caller, 'figures', 'rating', { organId: `${table}.organ_id` })
  const ofRatings = { ...query, tenantId, restrict: await narrowed('rating') }
  const [counts, closed, outcomes, names] = await Promise.all([
    ratings(database).counts(ofRatings),
    ratings(database).closedCases({ ...query, tenantId, restrict: await narrowed('case_file') }),
    ratingFollowUps(database).outcomes(ofRatings),
    organNamesOf(database, tenantId),
  ])
  const keyOf = (row: { organ_id: string; matter_key: string | null }) =>
    query.by === 'organ' ? row.organ_id : `${row.organ_id} ${row.matter_key}`
  const matterNames = new Map([...counts, ...closed].map((row) => [row.matter_key, row.matter_name]))
  const groups = new Map([...counts, ...closed].map((row) => [keyOf(row), { organ_id: row.organ_id, matter_key: row.matter_key }]))
  const rows = [...groups].map(([key, { organ_id, matter_key }]) => {
    const mine = counts.filter((row) => keyOf(row) === key)
    const ended = (outcome: string) => sum(outcomes.filter((row) => keyOf(row) === key && row.outcome === outcome))
    const isRated = query.hideFew === true || caller.posts.some(({ organId }) => organId === organ_id)
    return {
      organId: organ_id,
      organName: names.get(organ_id) ?? organ_id,
      matterKey: matter_key,
      matterName: matter_key === null ? null : (matterNames.get(matter_key) ?? matter_key),
      closed: sum(closed.filter((row) => keyOf(row) === key)),
      ...numbers(mine, { rectified: ended('rectified'), unresolved: ended('unresolved') }, isRated),
    }
  })
  return { at: clock(), rows: rows.sort((a, b) => b.closed - a.closed || (a.organId < b.organId ? -1 : 1)) }
}

type Numbers = Omit<RatingFigures, 'organId' | 'organName' | 'matterKey' | 'matterName' | 'closed'>

const HIDDEN: Numbers = { rated: null, grades: null, satisfaction: null, poor: null, rectified: null, unresolved: null, dismissed: null }

function numbers(all: readonly RatingCount[], followed: { rectified: number; unresolved: number }, isRated: boolean): Numbers {
  const counted = all.filter((row) => row.counted)
  const rated = sum(counted)
  if (isRated && sum(all) > 0 && rated < FEW) return HIDDEN
  const satisfied = sum(counted.filter(({ grade }) => grade > POOR_GRADE))
  return {
    rated,
    grades: Object.fromEntries([5, 4, 3, 2, 1].map((grade) => [grade, sum(counted.filter((row) => row.grade === grade))])),
    satisfaction: rated === 0 ? null : satisfied / rated,
    poor: rated - satisfied,
    ...followed,
    dismissed: sum(all) - rated,
  }
}

const sum = (rows: readonly { count: number }[]): number => rows.reduce((total, { count }) => total + count, 0)
