import {
  caseReaders,
  cases,
  separationWaivers,
  userTasks,
  type CasePartyRole,
  type CaseWithLamp,
  type SeparationWaiverRow,
  type UserTaskRow,
} from '@lianban/storage'
import type { Matter } from '../matters/matter-definition.ts'
import type { CaseContext } from './context.ts'
import { notFound, taskNotFound } from './errors.ts'
import { openTasks } from './open-tasks.ts'
import type { Caller, Resource } from './ports.ts'

/** A case with the matter version it runs on and who did what in it. */
export interface LoadedCase {
  row: CaseWithLamp
  matter: Matter
  participants: Record<string, string[]>
  /** Organs of the case by what they are to it. */
  parties: Partial<Record<CasePartyRole, string[]>>
  waivers: SeparationWaiverRow[]
  /** To whom it is circulated 传阅, and who is asked about it 沟通. */
  readers: string[]
}

export interface LoadedTask extends LoadedCase {
  task: UserTaskRow
}

/** @throws CaseError NOT_FOUND */
export async function loadCase(context: CaseContext, tenantId: string, id: string): Promise<LoadedCase> {
  const row = await cases(context.database).get(tenantId, id, context.clock())
  if (!row) throw notFound()
  return { row, ...(await rightsFacts(context, row)) }
}

/** What rights and separation of duties are judged from. */
async function rightsFacts(context: CaseContext, row: CaseWithLamp): Promise<Omit<LoadedCase, 'row'>> {
  const { tenant_id: tenantId, id } = row
  const [matter, participants, parties, waivers, readers] = await Promise.all([
    matterOf(context, row),
    cases(context.database).participants(tenantId, id),
    cases(context.database).parties(tenantId, id),
    separationWaivers(context.database).ofCase(tenantId, id),
    caseReaders(context.database).of(tenantId, id),
  ])
  return { matter, participants, parties, waivers, readers }
}

/** @throws CaseError TASK_NOT_FOUND if it is done, or is no task of a case */
export async function loadTask(context: CaseContext, tenantId: string, taskId: string): Promise<LoadedTask> {
  const task = await userTasks(context.database).get(tenantId, taskId)
  if (!task?.business_key) throw taskNotFound()
  const row = await cases(context.database).get(tenantId, task.business_key, context.clock())
  if (!row) throw taskNotFound()
  return { task, row, ...(await rightsFacts(context, row)) }
}

/** The matter version that the case runs on. */
export async function matterOf(
  context: CaseContext,
  row: Pick<CaseWithLamp, 'tenant_id' | 'matter_key' | 'matter_version'>,
): Promise<Matter> {
  const matter = await context.matters.version(context.database, row.tenant_id, row.matter_key, row.matter_version)
  if (!matter) throw new Error(`matter ${row.matter_key} version ${row.matter_version} is gone`)
  return matter
}

export const caseResource = ({ row, matter, participants, parties, waivers, readers }: LoadedCase): Resource => ({
  type: 'case',
  id: row.id,
  organId: row.organ_id,
  applicantId: row.applicant_id,
  participants,
  parties,
  readers,
  matterKey: row.matter_key,
  amountFen: amountOf(row, matter),
  separation: Object.fromEntries(matter.matter.separation.map(({ rule, elements }) => [rule, elements])),
  together: Object.fromEntries(matter.matter.separation.map(({ rule, together = [] }) => [rule, together])),
  waivers: waivers
    .filter(({ used_at }) => used_at === null)
    .map(({ rule, element_id, user_id }) => ({ rule, node: element_id, userId: user_id })),
})

export const taskResource = ({ task, ...loaded }: LoadedTask): Resource => ({
  ...caseResource(loaded),
  type: 'task',
  id: task.id,
  node: task.element_id,
  assignee: task.assignee,
  candidateGroups: task.candidate_groups,
  candidateUsers: task.candidate_users,
})

/** Yuan in a form, fen in a decision; null where the matter is not about money. */
function amountOf(row: CaseWithLamp, { matter }: Matter): number | null {
  const value = matter.amountField === undefined ? null : row.form[matter.amountField]
  return typeof value === 'number' ? Math.round(value * FEN_PER_YUAN) : null
}

const FEN_PER_YUAN = 100

const AUDITOR_POST = 'disciplinary-auditor'

/**
 * A case that the caller may read, by his rights or by emergency access; what he may not is not there for him, and the
 * refusal is in the log. So is every look of an auditor, for another auditor to see.
 * @param type what of the case is read
 * @throws NOT_FOUND
 */
export async function readableCase(
  context: CaseContext,
  caller: Caller,
  id: string,
  type: 'case' | 'attachment' | 'document' = 'case',
): Promise<LoadedCase> {
  const loaded = await loadCase(context, caller.tenantId, id)
  const { authorization, emergencyAccess } = context.tenants
  const resource: Resource = { ...caseResource(loaded), type }
  if (type !== 'case' && !authorization.decide(caller, 'read', resource).allowed)
    resource.assignee = await holderAmong(context, caller, loaded)
  const isEmergency = !authorization.decide(caller, 'read', resource).allowed && (await emergencyAccess.useFor(caller, id))
  if (!isEmergency) await authorization.assert(caller, 'read', resource, { hide: true })
  if (caller.posts.some(({ post }) => post === AUDITOR_POST)) await context.tenants.supervision.lookUp(caller, { subject: `case:${id}` })
  return loaded
}

/** Whoever has a step of the case before him reads its papers, also where he is asked from another organ. */
async function holderAmong(context: CaseContext, caller: Caller, loaded: LoadedCase): Promise<string | null> {
  const persons = [caller.userId, ...(caller.actsFor ?? []).map(({ principal }) => principal.userId)]
  return (await openTasks(context, loaded)).find(({ assignee }) => assignee !== null && persons.includes(assignee))?.assignee ?? null
}

/** A task whose case the caller may read. @throws NOT_FOUND, CaseError TASK_NOT_FOUND */
export async function readableTask(context: CaseContext, caller: Caller, taskId: string): Promise<LoadedTask> {
  const loaded = await loadTask(context, caller.tenantId, taskId)
  await context.tenants.authorization.assert(caller, 'read', taskResource(loaded), { hide: true })
  return loaded
}
