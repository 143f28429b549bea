import { isHolder } from '../as-holder.ts'
import type { CaseContext } from '../context.ts'
import { openTasks } from '../open-tasks.ts'
import type { Caller } from '../ports.ts'
import { readableCase } from '../resources.ts'
import { mayCirculate } from './may-circulate.ts'
import { urgeView, type UrgeView } from './urge.ts'

/** What the caller can do about a case besides the steps of its process. */
export interface DeskView {
  urge: UrgeView
  canCirculate: boolean
  /** Open tasks that the caller holds and may ask about. */
  askable: { taskId: string; name: string }[]
}

/** @throws NOT_FOUND */
export async function deskOf(context: CaseContext, caller: Caller, caseId: string): Promise<DeskView> {
  const loaded = await readableCase(context, caller, caseId)
  const { row } = loaded
  const isApplicant = row.applicant_id === caller.userId
  const [urge, canCirculate, tasks] = await Promise.all([
    urgeView(context, caller, loaded),
    isApplicant ? false : mayCirculate(context, caller, loaded),
    openTasks(context, loaded),
  ])
  const askable = tasks.filter((task) => isHolder(context, caller, { ...loaded, task }, 'ask'))
  return { urge, canCirculate, askable: askable.map(({ id, name }) => ({ taskId: id, name })) }
}
