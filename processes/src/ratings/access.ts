import type { Knex } from 'knex'
import { ratingFollowUps, ratings, type RatingFollowUpRow, type RatingRow } from '@lianban/storage'
import type { Caller, Resource } from '../cases/ports.ts'
import type { RatingContext } from './context.ts'
import { ratingNotFound } from './errors.ts'

export const ratingResource = ({ id, organ_id }: Pick<RatingRow, 'id' | 'organ_id'>): Resource => ({
  type: 'rating',
  id,
  organId: organ_id,
})

/** Whether the caller may know which case was rated, and so by whom: nobody of the rated organ. */
export const mayIdentify = (
  { tenants }: Pick<RatingContext, 'tenants'>,
  caller: Caller,
  row: Pick<RatingRow, 'id' | 'organ_id'>,
): boolean => tenants.authorization.decide(caller, 'identify', ratingResource(row)).allowed

/** Narrows a list to the ratings that the caller may list; `table` has the rated organ. */
export const listable = (
  { tenants }: Pick<RatingContext, 'tenants'>,
  caller: Caller,
  table: 'rating' | 'rating_follow_up',
): Promise<(query: Knex.QueryBuilder) => void> => tenants.authorization.restrict(caller, 'list', 'rating', { organId: `${table}.organ_id` })

/** The caller may list ratings somewhere. @throws NOT_AUTHORIZED */
export async function assertSomewhere(
  { tenants }: Pick<RatingContext, 'tenants'>,
  caller: Caller,
  action: 'list' | 'figures',
): Promise<void> {
  const everywhere = tenants.authorization.decide(caller, action, { type: 'rating' }).allowed
  const own = caller.posts.find(({ organId }) => tenants.authorization.decide(caller, action, { type: 'rating', organId }).allowed)
  await tenants.authorization.assert(caller, action, everywhere ? { type: 'rating' } : { type: 'rating', organId: own?.organId ?? null })
}

/** A follow-up that the caller may read. @throws RATING_NOT_FOUND, NOT_FOUND */
export async function readableFollowUp(
  { database, tenants }: Pick<RatingContext, 'database' | 'tenants'>,
  caller: Caller,
  id: string,
): Promise<{ row: RatingFollowUpRow; rating: RatingRow; resource: Resource }> {
  const [row, rating] = await Promise.all([ratingFollowUps(database).get(caller.tenantId, id), ratings(database).get(caller.tenantId, id)])
  if (!row || !rating) throw ratingNotFound()
  const resource = ratingResource(rating)
  await tenants.authorization.assert(caller, 'read', resource, { hide: true })
  return { row, rating, resource }
}
