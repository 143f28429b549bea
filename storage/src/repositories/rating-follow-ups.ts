import type { Knex } from 'knex'
import type { Tx } from '../database.ts'
import { insertRows } from '../write-rows.ts'

export type FollowUpState = 'contact' | 'rectify' | 'review' | 'revisit' | 'closed'
export type FollowUpOutcome = 'rectified' | 'unresolved' | 'dismissed' | 'regraded' | 'ended'

/** The follow-up 差评整改 of a poor rating. Instants are UTC epoch milliseconds. */
export interface RatingFollowUpRow {
  tenant_id: string
  rating_id: string
  /** The rated organ. */
  organ_id: string
  /** The organ that contacts and revisits, never the rated one; null: nobody holds the post. */
  desk_organ_id: string | null
  instance_id: string | null
  state: FollowUpState
  due_at: number | null
  overdue: boolean
  rounds: number
  complex: boolean
  appealed: boolean
  review_of: 'unfounded' | 'mistaken' | 'appeal' | null
  proposed_grade: number | null
  verified_by: string | null
  outcome: FollowUpOutcome | null
  opened_at: number
  closed_at: number | null
}

export interface RatingLineRow {
  tenant_id: string
  rating_id: string
  id: string
  at: number
  verb: string
  actor_id: string | null
  actor_name: string | null
  text: string | null
  /** Not for the rated organ. */
  note: string | null
  data: unknown
}

/** A follow-up in a list, with what is rated. */
export type FollowUpListed = RatingFollowUpRow & { matter_name: string; grade: number; given_on: string; case_id: string }

/** Place of a follow-up in a list: what is due first stands first, what is closed last. */
export type FollowUpPlace = { due: number; id: string }

export interface FollowUpQuery {
  tenantId: string
  /** Narrows to what the caller may list; columns are those of `rating_follow_up`. */
  restrict?: (query: Knex.QueryBuilder) => void
  states?: readonly FollowUpState[]
  after?: FollowUpPlace
  /** 1 to 200. */
  limit: number
}

const MAX_PAGE = 200
const MAX_LINES = 500
/** A step without a limit stands behind all that have one. */
const NO_DUE = 9_000_000_000_000_000
const INSTANTS = ['due_at', 'opened_at', 'closed_at', 'proposed_grade'] as const

export const ratingFollowUps = (db: Tx) => ({
  insert: async (row: RatingFollowUpRow): Promise<void> => {
    await db('rating_follow_up').insert(row)
  },

  get: async (tenantId: string, ratingId: string): Promise<RatingFollowUpRow | undefined> => {
    const row: unknown = await db('rating_follow_up').where({ tenant_id: tenantId, rating_id: ratingId }).first()
    return row === undefined ? undefined : read(row)
  },

  update: async (tenantId: string, ratingId: string, patch: Partial<RatingFollowUpRow>): Promise<void> => {
    if (Object.keys(patch).length > 0) await db('rating_follow_up').where({ tenant_id: tenantId, rating_id: ratingId }).update(patch)
  },

  /** Gives a follow-up its process, once. @returns false if it has one */
  linkInstance: async (tenantId: string, ratingId: string, instanceId: string): Promise<boolean> =>
    (await db('rating_follow_up')
      .where({ tenant_id: tenantId, rating_id: ratingId, instance_id: null })
      .update({ instance_id: instanceId })) === 1,

  /** Follow-ups whose process has not been started, oldest first. */
  withoutInstance: async (tenantId: string, limit: number): Promise<RatingFollowUpRow[]> => {
    const rows: unknown[] = await db('rating_follow_up')
      .where({ tenant_id: tenantId, instance_id: null })
      .whereNot('state', 'closed')
      .orderBy('opened_at')
      .limit(limit)
    return rows.map(read)
  },

  /** What is due first, first. */
  list: async ({ tenantId, restrict, states, after, limit }: FollowUpQuery): Promise<FollowUpListed[]> => {
    const due = ['rating_follow_up.due_at', NO_DUE] as const
    const query = db('rating_follow_up')
      .join('rating', (on) => on.on('rating.tenant_id', 'rating_follow_up.tenant_id').andOn('rating.id', 'rating_follow_up.rating_id'))
      .where('rating_follow_up.tenant_id', tenantId)
    if (restrict) void query.where((inner) => restrict(inner))
    if (states) void query.whereIn('rating_follow_up.state', [...states])
    if (after)
      void query.where((later) => {
        void later.whereRaw('coalesce(??, ?) > ?', [...due, after.due])
        void later.orWhere(
          (same) => void same.whereRaw('coalesce(??, ?) = ?', [...due, after.due]).andWhere('rating_follow_up.rating_id', '>', after.id),
        )
      })
    const rows: unknown[] = await query
      .orderByRaw('coalesce(??, ?), ??', [...due, 'rating_follow_up.rating_id'])
      .limit(Math.min(limit, MAX_PAGE))
      .select('rating_follow_up.*', 'rating.matter_name', 'rating.grade', 'rating.given_on', 'rating.case_id')
    return rows.map((row) => read(row) as FollowUpListed)
  },

  /** Where a follow-up stands in that order. */
  placeOf: ({ due_at, rating_id }: RatingFollowUpRow): FollowUpPlace => ({ due: due_at ?? NO_DUE, id: rating_id }),

  /** How many the query finds in each state, and how many of them are overdue. */
  counts: async ({
    tenantId,
    restrict,
  }: Pick<FollowUpQuery, 'tenantId' | 'restrict'>): Promise<{ state: FollowUpState; overdue: boolean; count: number }[]> => {
    const query = db('rating_follow_up').where('rating_follow_up.tenant_id', tenantId)
    if (restrict) void query.where((inner) => restrict(inner))
    const rows = (await query.groupBy('state', 'overdue').select('state', 'overdue').count({ count: '*' })) as {
      state: FollowUpState
      overdue: number
      count: number | string
    }[]
    return rows.map((row) => ({ state: row.state, overdue: Boolean(row.overdue), count: Number(row.count) }))
  },

  /** How the follow-ups of ratings given in a period ended, by rated organ and matter. */
  outcomes: async (query: {
    tenantId: string
    from: number
    to: number
    restrict?: (query: Knex.QueryBuilder) => void
  }): Promise<{ organ_id: string; matter_key: string; outcome: FollowUpOutcome | null; count: number }[]> => {
    const builder = db('rating_follow_up')
      .join('rating', (on) => on.on('rating.tenant_id', 'rating_follow_up.tenant_id').andOn('rating.id', 'rating_follow_up.rating_id'))
      .where('rating.tenant_id', query.tenantId)
      .andWhere('rating.given_at', '>=', query.from)
      .andWhere('rating.given_at', '<', query.to)
    if (query.restrict) void builder.where((inner) => query.restrict!(inner))
    const groups = ['rating.organ_id', 'rating.matter_key', 'rating_follow_up.outcome']
    const rows = (await builder.groupBy(groups).select(groups).count({ count: '*' })) as {
      organ_id: string
      matter_key: string
      outcome: FollowUpOutcome | null
      count: number | string
    }[]
    return rows.map((row) => ({ ...row, count: Number(row.count) }))
  },

  addLines: (rows: readonly RatingLineRow[]): Promise<void> =>
    insertRows(
      db,
      'rating_line',
      rows.map((row) => ({ ...row, data: row.data == null ? null : JSON.stringify(row.data) })),
    ),

  /** Oldest first. */
  lines: async (tenantId: string, ratingId: string): Promise<RatingLineRow[]> => {
    const rows = (await db('rating_line')
      .where({ tenant_id: tenantId, rating_id: ratingId })
      .orderBy('id')
      .limit(MAX_LINES)) as RatingLineRow[]
    return rows.map((row) => ({ ...row, at: Number(row.at), data: row.data == null ? null : (JSON.parse(row.data as string) as unknown) }))
  },
})

function read(raw: unknown): RatingFollowUpRow {
  const row: Record<string, unknown> = { ...(raw as object) }
  for (const column of INSTANTS) row[column] = row[column] == null ? null : Number(row[column])
  for (const column of ['overdue', 'complex', 'appealed']) row[column] = Boolean(row[column])
  return row as unknown as RatingFollowUpRow
}
