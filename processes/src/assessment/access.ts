import type { Knex } from 'knex'
import type { Caller, TenantsPort } from '../cases/ports.ts'

type Authorization = Pick<TenantsPort['authorization'], 'decide' | 'assert' | 'restrict'>

/** The caller may see targets of all units, or of one of his organs. @throws NOT_AUTHORIZED */
export async function assertListed(authorization: Authorization, caller: Caller): Promise<void> {
  const everywhere = seesAll(authorization, caller, 'list')
  const own = caller.posts.find(({ organId }) => authorization.decide(caller, 'list', { type: 'assessment', organId }).allowed)
  await authorization.assert(caller, 'list', { type: 'assessment', ...(!everywhere && { organId: own?.organId ?? null }) })
}

export const seesAll = (authorization: Authorization, caller: Caller, action: 'list' | 'read'): boolean =>
  authorization.decide(caller, action, { type: 'assessment' }).allowed

/** Whether the caller sees how a unit's score came about. */
export const mayReadUnit = (authorization: Authorization, caller: Caller, organId: string): boolean =>
  authorization.decide(caller, 'read', { type: 'assessment', organId }).allowed

/** Narrows a list of targets to those that the caller may list. */
export const listedTargets = (authorization: Authorization, caller: Caller): Promise<(query: Knex.QueryBuilder) => void> =>
  authorization.restrict(caller, 'list', 'assessment', { organId: 'assessment_target.organ_id' })
