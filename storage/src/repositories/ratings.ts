import type { Knex } from 'knex'
import type { Tx } from '../database.ts'
import type { FollowUpState } from './rating-follow-ups.ts'

/** What a person was served with, and may rate: the end of his case, or the notice to hand in what is missing 补正. */
export type RatingContact = 'closing' | 'supplement'
export type RatingChannel = 'web' | 'code' | 'window' | 'phone'

/** A rating 好差评 of a contact of a case. Instants are UTC epoch milliseconds. */
export interface RatingRow {
  tenant_id: string
  id: string
  case_id: string
  contact: RatingContact
  organ_id: string
  matter_key: string
  matter_name: string
  /** 5 非常满意 to 1 非常不满意, as it was given. */
  grade: number
  /** As it counts: another one only after a review. */
  counted_grade: number
  counted: boolean
  tags: string[]
  text: string | null
  channel: RatingChannel
  recorded_by: string | null
  given_at: number
  given_on: string
  comment: string | null
  comment_at: number | null
}

/** A rating in a list: with the state of its follow-up, if it has one. */
export type RatingListed = RatingRow & { follow_up: FollowUpState | null }

/** Place of a rating in a list: by day and, within it, in no order that tells anything. */
export type RatingPlace = Pick<RatingRow, 'given_on' | 'id'>

export interface RatingQuery {
  tenantId: string
  /** Narrows to what the caller may list. */
  restrict?: (query: Knex.QueryBuilder) => void
  organId?: string
  grades?: readonly number[]
  after?: RatingPlace
  /** 1 to 200. */
  limit: number
}

export interface RatingFigureQuery {
  tenantId: string
  by: 'organ' | 'matter'
  /** Instants, the last excluded. */
  from: number
  to: number
  restrict?: (query: Knex.QueryBuilder) => void
}

/** How many ratings of a group have a grade; what does not count apart. */
export interface RatingCount {
  organ_id: string
  matter_key: string | null
  matter_name: string | null
  grade: number
  counted: boolean
  count: number
}

/** How many cases of a group were closed. */
export interface ClosedCount {
  organ_id: string
  matter_key: string | null
  matter_name: string | null
  count: number
}

const MAX_PAGE = 200
const MAX_GROUPS = 10_000

export const ratings = (db: Tx) => ({
  /** @throws a unique violation if this contact has its rating already */
  insert: async (row: RatingRow): Promise<void> => {
    await db('rating').insert({ ...row, tags: JSON.stringify(row.tags) })
  },

  get: async (tenantId: string, id: string): Promise<RatingRow | undefined> => {
    const row: unknown = await db('rating').where({ tenant_id: tenantId, id }).first()
    return row === undefined ? undefined : read(row)
  },

  ofCase: async (tenantId: string, caseId: string): Promise<RatingRow[]> =>
    ((await db('rating').where({ tenant_id: tenantId, case_id: caseId })) as unknown[]).map(read),

  /** Adds the one comment 追评. @returns false if there is one already */
  comment: async (tenantId: string, id: string, text: string, at: number): Promise<boolean> =>
    (await db('rating').where({ tenant_id: tenantId, id, comment: null }).update({ comment: text, comment_at: at })) === 1,

  /** What a review decided: how it counts from now on. The grade that was given stays. */
  judge: async (tenantId: string, id: string, patch: Partial<Pick<RatingRow, 'counted' | 'counted_grade'>>): Promise<void> =>
    void (await db('rating').where({ tenant_id: tenantId, id }).update(patch)),

  /** Newest day first. */
  list: async ({ tenantId, restrict, organId, grades, after, limit }: RatingQuery): Promise<RatingListed[]> => {
    const query = db('rating')
      .leftJoin('rating_follow_up', (on) =>
        on.on('rating_follow_up.tenant_id', 'rating.tenant_id').andOn('rating_follow_up.rating_id', 'rating.id'),
      )
      .where('rating.tenant_id', tenantId)
    if (restrict) void query.where((inner) => restrict(inner))
    if (organId !== undefined) void query.where('rating.organ_id', organId)
    if (grades) void query.whereIn('rating.grade', [...grades])
    if (after)
      void query.where((later) => {
        void later.where('rating.given_on', '<', after.given_on)
        void later.orWhere((same) => void same.where('rating.given_on', after.given_on).andWhere('rating.id', '<', after.id))
      })
    const rows: unknown[] = await query
      .orderBy([
        { column: 'rating.given_on', order: 'desc' },
        { column: 'rating.id', order: 'desc' },
      ])
      .limit(Math.min(limit, MAX_PAGE))
      .select('rating.*', { follow_up: 'rating_follow_up.state' })
    return rows.map((row) => read(row) as RatingListed)
  },

  /** Ratings given in a period, by organ or by matter. */
  counts: async ({ tenantId, by, from, to, restrict }: RatingFigureQuery): Promise<RatingCount[]> => {
    const groups = ['organ_id', ...(by === 'matter' ? ['matter_key', 'matter_name'] : []), 'counted_grade', 'counted'].map(
      (column) => `rating.${column}`,
    )
    const query = db('rating').where('rating.tenant_id', tenantId).andWhere('given_at', '>=', from).andWhere('given_at', '<', to)
    if (restrict) void query.where((inner) => restrict(inner))
    const rows = (await query.groupBy(groups).select(groups).count({ count: '*' }).limit(MAX_GROUPS)) as (Record<
      'organ_id' | 'matter_key' | 'matter_name',
      string
    > & {
      counted_grade: number
      counted: number
      count: number | string
    })[]
    return rows.map((row) => ({
      organ_id: row.organ_id,
      matter_key: row.matter_key ?? null,
      matter_name: row.matter_name ?? null,
      grade: Number(row.counted_grade),
      counted: Boolean(row.counted),
      count: Number(row.count),
    }))
  },

  /** Cases closed in a period, by organ or by matter: what could have been rated. `restrict` speaks of `case_file`. */
  closedCases: async ({ tenantId, by, from, to, restrict }: RatingFigureQuery): Promise<ClosedCount[]> => {
    const groups = ['case_file.organ_id', ...(by === 'matter' ? ['case_file.matter_key'] : [])]
    const query = db('case_file').where('case_file.tenant_id', tenantId).andWhere('closed_at', '>=', from).andWhere('closed_at', '<', to)
    if (restrict) void query.where((inner) => restrict(inner))
    // A matter may have been renamed between two of its versions: one of its names is enough.
    const rows = (await query
      .groupBy(groups)
      .select(groups)
      .max({ matter_name: 'case_file.matter_name' })
      .count({ count: '*' })
      .limit(MAX_GROUPS)) as { organ_id: string; matter_key?: string; matter_name: string; count: number | string }[]
    return rows.map((row) => ({
      organ_id: row.organ_id,
      matter_key: row.matter_key ?? null,
      matter_name: row.matter_key === undefined ? null : row.matter_name,
      count: Number(row.count),
    }))
  },
})

function read(raw: unknown): RatingRow {
  const row = raw as Record<string, unknown>
  return {
    ...(row as unknown as RatingRow),
    grade: Number(row.grade),
    counted_grade: Number(row.counted_grade),
    counted: Boolean(row.counted),
    tags: JSON.parse(row.tags as string) as string[],
    given_at: Number(row.given_at),
    comment_at: row.comment_at == null ? null : Number(row.comment_at),
  }
}
