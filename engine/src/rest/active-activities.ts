import type { Condition } from '@lianban/storage'
import { BODY_SUFFIX } from '../model/activity-types.ts'

const BODY = 'multiInstanceBody'

/** What a row of history_activity has to fulfil to be one of these activities. The body of a loop is one of its own, `id#multiInstanceBody`. */
export const activityConditions = (activityIds: string[]): Condition => ({
  any: activityIds.map((id): Condition[] => {
    const isBody = id.endsWith(BODY_SUFFIX)
    return [
      { column: 'element_id', op: '=', value: isBody ? id.slice(0, -BODY_SUFFIX.length) : id },
      { column: 'type', op: isBody ? '=' : '!=', value: BODY },
    ]
  }),
})

/** The activity's id of such a row. */
export const activityIdOf = ({ element_id: elementId, type }: { element_id: string | null; type: string | null }): string =>
  type === BODY ? `${elementId}${BODY_SUFFIX}` : elementId!
