import { cases, userTasks, type CaseWithLamp, type UserTaskRow } from '@lianban/storage'
import type { Matter } from '../matters/matter-definition.ts'
import type { CaseContext } from './context.ts'
import { notFound, taskNotFound } from './errors.ts'
import type { Caller, Resource } from './ports.ts'

/** A case with the matter version it runs on and who did what in it. */
export interface LoadedCase {
  row: CaseWithLamp
  matter: Matter
  participants: Record<string, string[]>
}

export interface LoadedTask extends LoadedCase {
  task: UserTaskRow
}

/** @throws CaseError NOT_FOUND */
export async function loadCase(context: CaseContext, tenantId: string, id: string): Promise<LoadedCase> {
  const row = await cases(context.database).get(tenantId, id, context.clock())
  if (!row) throw notFound()
  const [matter, participants] = await Promise.all([matterOf(context, row), cases(context.database).participants(tenantId, id)])
  return { row, matter, participants }
}

/** @throws CaseError TASK_NOT_FOUND if it is done, or is no task of a case */
export async function loadTask(context: CaseContext, tenantId: string, taskId: string): Promise<LoadedTask> {
  const task = await userTasks(context.database).get(tenantId, taskId)
  if (!task?.business_key) throw taskNotFound()
  const row = await cases(context.database).get(tenantId, task.business_key, context.clock())
  if (!row) throw taskNotFound()
  const [matter, participants] = await Promise.all([matterOf(context, row), cases(context.database).participants(tenantId, row.id)])
  return { task, row, matter, participants }
}

/** The matter version that the case runs on. */
export async function matterOf(context: CaseContext, row: Pick<CaseWithLamp, 'tenant_id' | 'matter_key' | 'matter_version'>): Promise<Matter> {
  const matter = await context.matters.version(context.database, row.tenant_id, row.matter_key, row.matter_version)
  if (!matter) throw new Error(`matter ${row.matter_key} version ${row.matter_version} is gone`)
  return matter
}

export const caseResource = ({ row, participants }: Pick<LoadedCase, 'row' | 'participants'>): Resource => ({
  type: 'case',
  id: row.id,
  organId: row.organ_id,
  applicantId: row.applicant_id,
  participants,
})

export const taskResource = ({ task, row, participants }: LoadedTask): Resource => ({
  type: 'task',
  id: task.id,
  node: task.element_id,
  organId: row.organ_id,
  applicantId: row.applicant_id,
  assignee: task.assignee,
  candidateGroups: task.candidate_groups,
  candidateUsers: task.candidate_users,
  participants,
})

const AUDITOR_POST = 'disciplinary-auditor'

/**
 * A case that the caller may read; what he may not is not there for him, and the refusal is in the log. So is every look
 * of an auditor, for another auditor to see.
 * @param type what of the case is read
 * @throws NOT_FOUND
 */
export async function readableCase(context: CaseContext, caller: Caller, id: string, type: 'case' | 'attachment' | 'document' = 'case'): Promise<LoadedCase> {
  const loaded = await loadCase(context, caller.tenantId, id)
  await context.tenants.authorization.assert(caller, 'read', { ...caseResource(loaded), type }, { hide: true })
  if (caller.posts.some(({ post }) => post === AUDITOR_POST)) await context.tenants.supervision.lookUp(caller, { subject: `case:${id}` })
  return loaded
}

/** A task whose case the caller may read. @throws NOT_FOUND, CaseError TASK_NOT_FOUND */
export async function readableTask(context: CaseContext, caller: Caller, taskId: string): Promise<LoadedTask> {
  const loaded = await loadTask(context, caller.tenantId, taskId)
  await context.tenants.authorization.assert(caller, 'read', taskResource(loaded), { hide: true })
  return loaded
}
