import { userTasks, type UserTaskRow } from '@lianban/storage'
import type { CaseContext } from './context.ts'
import type { LoadedCase } from './resources.ts'

/** Open tasks of one case that are looked at. */
const MAX_OPEN = 200

/** The tasks of a case that are open now, the oldest first. @param limit of what is shown, where that is less */
export const openTasks = ({ database }: CaseContext, { row }: Pick<LoadedCase, 'row'>, limit = MAX_OPEN): Promise<UserTaskRow[]> =>
  userTasks(database).list({ tenantId: row.tenant_id, instanceId: row.instance_id }, { limit })
