import { caseFacts, cases, inTransaction, userTasks, type CaseFacts, type CaseWithLamp, type UserTaskRow } from '@lianban/storage'
import type { Matter } from '../matters/matter-definition.ts'
import type { CaseContext } from './context.ts'
import { notFound, taskNotFound } from './errors.ts'
import { logEntry } from './log-entries.ts'
import { openTasks } from './open-tasks.ts'
import type { Caller, Resource } from './ports.ts'

/** A case with the matter version it runs on and who did what in it. Its readers are those among whom it was loaded for. */
export interface LoadedCase extends CaseFacts {
  row: CaseWithLamp
  matter: Matter
}

export interface LoadedTask extends LoadedCase {
  task: UserTaskRow
}

/** @param reader whose right to read it will be asked; null: nobody's. @throws CaseError NOT_FOUND */
export async function loadCase(context: CaseContext, tenantId: string, id: string, reader: Caller | null): Promise<LoadedCase> {
  const [loaded] = await loadCases(context, tenantId, [id], reader)
  if (!loaded) throw notFound()
  return loaded
}

/** Several cases of a list in a few queries, however many they are; those that are not there are left out. */
export async function loadCases(
  context: CaseContext,
  tenantId: string,
  ids: readonly string[],
  reader: Caller | null,
): Promise<LoadedCase[]> {
  const [rows, facts] = await Promise.all([
    cases(context.database).getMany(tenantId, [...ids], context.clock()),
    caseFacts(context.database).ofCases(tenantId, ids, reader ? personsRead(reader) : []),
  ])
  const matters = await Promise.all(rows.map((row) => matterOf(context, row)))
  return rows.map((row, at) => ({ row, matter: matters[at]!, ...facts.get(row.id)! }))
}

/** The caller and whom he acts for. */
const personsRead = ({ userId, actsFor = [] }: Caller): string[] => [userId, ...actsFor.map(({ principal }) => principal.userId)]

/** @param reader as for `loadCase`. @throws CaseError TASK_NOT_FOUND if it is done, or is no task of a case */
export async function loadTask(context: CaseContext, tenantId: string, taskId: string, reader: Caller | null): Promise<LoadedTask> {
  const task = await userTasks(context.database).get(tenantId, taskId)
  if (!task?.business_key) throw taskNotFound()
  const [loaded] = await loadCases(context, tenantId, [task.business_key], reader)
  if (!loaded) throw taskNotFound()
  return { task, ...loaded }
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
  amountFen: amountOf(row.form, matter),
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
export function amountOf(form: Record<string, unknown>, { matter }: Matter): number | null {
  const value = matter.amountField === undefined ? null : form[matter.amountField]
  return typeof value === 'number' ? Math.round(value * FEN_PER_YUAN) : null
}

const FEN_PER_YUAN = 100

const AUDITOR_POST = 'disciplinary-auditor'

/**
 * A case that the caller may read, by his rights or by emergency access; what he may not is not there for him, and the
 * refusal is in the log. So is every look of an auditor, for another auditor to see.
 * @param type what of the case is read
 * @param paperId the paper that is opened, for the log
 * @throws NOT_FOUND
 */
export async function readableCase(
  context: CaseContext,
  caller: Caller,
  id: string,
  type: 'case' | 'attachment' | 'document' = 'case',
  paperId: string | null = null,
): Promise<LoadedCase> {
  const loaded = await loadCase(context, caller.tenantId, id, caller)
  const { authorization, emergencyAccess } = context.tenants
  const resource: Resource = { ...caseResource(loaded), type }
  const step = type !== 'case' && !authorization.decide(caller, 'read', resource).allowed ? await stepBefore(context, caller, loaded) : null
  if (step)
    Object.assign(resource, { assignee: step.assignee, candidateGroups: step.candidate_groups, candidateUsers: step.candidate_users })
  const isEmergency = !authorization.decide(caller, 'read', resource).allowed && (await emergencyAccess.useFor(caller, id))
  if (!isEmergency) await authorization.assert(caller, 'read', resource, { hide: true })
  if (step && step.assignee === null && !isEmergency) await recordLook(context, caller, loaded, { step, paperId })
  if (caller.posts.some(({ post }) => post === AUDITOR_POST)) await context.tenants.supervision.lookUp(caller, { subject: `case:${id}` })
  return loaded
}

/**
 * Whoever has a step of the case before him reads its papers, also where he is asked from another organ; so does whoever may take
 * the step up, which separation of duties may forbid him: nobody claims what he cannot look at.
 */
async function stepBefore(context: CaseContext, caller: Caller, loaded: LoadedCase): Promise<UserTaskRow | null> {
  const persons = personsRead(caller)
  const open = await openTasks(context, loaded)
  const mayClaim = (task: UserTaskRow) => context.tenants.authorization.decide(caller, 'claim', taskResource({ ...loaded, task })).allowed
  return (
    open.find(({ assignee }) => assignee !== null && persons.includes(assignee)) ??
    open.find((task) => task.assignee === null && mayClaim(task)) ??
    null
  )
}

/** Who looks without having taken the step up has not bound himself to it: that he looked is on record. */
async function recordLook(
  { database, tenants }: CaseContext,
  caller: Caller,
  { row }: LoadedCase,
  { step, paperId }: { step: UserTaskRow; paperId: string | null },
): Promise<void> {
  const payload = { file: paperId, task: step.id, element: step.element_id, step: step.name }
  const entry = logEntry(caller, 'paper.opened-before-claim', { caseId: row.id, organId: row.organ_id, payload })
  await inTransaction(database, (tx) => tenants.supervision.record(tx, row.tenant_id, [entry]))
}

/** A task whose case the caller may read. @throws NOT_FOUND, CaseError TASK_NOT_FOUND */
export async function readableTask(context: CaseContext, caller: Caller, taskId: string): Promise<LoadedTask> {
  const loaded = await loadTask(context, caller.tenantId, taskId, caller)
  await context.tenants.authorization.assert(caller, 'read', taskResource(loaded), { hide: true })
  return loaded
}
