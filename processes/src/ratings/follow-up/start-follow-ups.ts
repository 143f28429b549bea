import { ratingFollowUps, type RatingFollowUpRow } from '@lianban/storage'
import { SYSTEM_ACTOR } from '../../cases/log-entries.ts'
import type { RatingContext } from '../context.ts'
import { businessKeyOf, CONTACT_WORKDAYS, FOLLOW_UP_KEY, RECTIFY_WORKDAYS, REVIEW_WORKDAYS, REVISIT_WORKDAYS } from './follow-up-case.ts'

/** Follow-ups started in one go. */
const MAX_STARTED = 200

/** Another process started it first: this instance is undone. */
class AlreadyStarted extends Error {}

/**
 * Starts the process of every follow-up that has none: a poor rating that was given before a crash, or before the package
 * was deployed, is found here again; the follow-up's own row makes sure that there is one process only.
 * @returns how many were started
 */
export async function startFollowUps(context: Pick<RatingContext, 'database' | 'engine'>, tenantId: string): Promise<number> {
  let started = 0
  for (const row of await ratingFollowUps(context.database).withoutInstance(tenantId, MAX_STARTED)) {
    try {
      await start(context, row)
      started++
    } catch (error) {
      // Without its package the tenant's follow-ups wait; the rating itself is given.
      if ((error as { code?: string }).code === 'DEFINITION_NOT_FOUND') return started
      if (!(error instanceof AlreadyStarted)) throw error
    }
  }
  return started
}

const start = ({ engine }: Pick<RatingContext, 'engine'>, row: RatingFollowUpRow): Promise<unknown> =>
  engine.start({
    tenantId: row.tenant_id,
    definitionKey: FOLLOW_UP_KEY,
    businessKey: businessKeyOf(row.rating_id),
    actor: { userId: SYSTEM_ACTOR.userId },
    variables: {
      organ: row.organ_id,
      desk: row.desk_organ_id ?? '',
      contactWorkdays: CONTACT_WORKDAYS,
      rectifyWorkdays: RECTIFY_WORKDAYS,
      reviewWorkdays: REVIEW_WORKDAYS,
      revisitWorkdays: REVISIT_WORKDAYS,
    },
    within: async (tx, step) => {
      if (!(await ratingFollowUps(tx).linkInstance(row.tenant_id, row.rating_id, step.instanceId))) throw new AlreadyStarted()
    },
  })
