import { tenants, users } from '@lianban/storage'
import { dayOf } from '../clock/index.ts'
import type { MatterManifest } from '../manifest.ts'
import type { Matter } from '../matters/matter-definition.ts'
import type { CaseContext } from './context.ts'
import { actionInvalid } from './errors.ts'
import { lowerOrganNamed, type LowerOrgan } from './first-review.ts'
import type { Caller } from './ports.ts'
import { readableTask, type LoadedTask } from './resources.ts'

/** Candidates shown before a case is handed on; more are counted. */
const MAX_NAMES_SHOWN = 5

/** GB/T 2260 code of the county. */
export async function regionOf(context: Pick<CaseContext, 'database'>, tenantId: string): Promise<string> {
  const tenant = await tenants(context.database).get(tenantId)
  if (!tenant) throw new Error(`there is no tenant ${tenantId}`)
  return tenant.region_code
}

/** Who is in charge of what a matter gives to an organ: the organ itself or whoever took over its duties, named as today. */
export async function organOf(context: CaseContext, tenantId: string, organId: string): Promise<{ id: string; name: string }> {
  const id = await context.tenants.organs.inCharge(tenantId, organId)
  return { id, name: await context.tenants.organs.nameOn(tenantId, id, dayOf(context.clock())) }
}

/** Which organ the application names; null where the matter has no first review. */
export async function lowerOrganOf(
  context: CaseContext,
  tenantId: string,
  matter: MatterManifest,
  form: Record<string, unknown>,
): Promise<LowerOrgan | null> {
  const named = lowerOrganNamed(matter, form)
  return named && { ...(await organOf(context, tenantId, named.id)), organCode: named.organCode }
}

/** A person's name, or the id of one who is gone. */
export async function personName(context: CaseContext, tenantId: string, userId: string): Promise<string> {
  return (await users(context.database).get(tenantId, userId))?.name ?? userId
}

/**
 * Who may be named in a form of this task: the holders of a post that its manifest asks for.
 * @throws CaseError TASK_NOT_FOUND, ACTION_INVALID if the task names nobody of this post
 */
export async function people(context: CaseContext, caller: Caller, taskId: string, post: string): Promise<{ id: string; name: string }[]> {
  const { task, row, matter } = await readableTask(context, caller, taskId)
  const asked = Object.values(matter.matter.tasks[task.element_id]?.people ?? {})
  if (!asked.includes(post)) throw actionInvalid(task.name)
  return holders(context, caller.tenantId, organOfTask({ task, row }), post)
}

/** The organ that has the task: the one whose post is its candidate, else the one in charge of the case. */
export function organOfTask({ task, row }: Pick<LoadedTask, 'task' | 'row'>): string {
  const organs = new Set(task.candidate_groups.map((group) => group.slice(0, group.lastIndexOf(':'))))
  return organs.size === 1 ? [...organs][0]! : row.organ_id
}

export async function holders(
  context: CaseContext,
  tenantId: string,
  organId: string,
  post: string,
): Promise<{ id: string; name: string }[]> {
  return (await context.tenants.users.holders(tenantId, organId, post)).map(({ userId, name }) => ({ id: userId, name }))
}

/** Who gets a task next, in words: the names, or the first of them and how many there are. */
export async function nextPeople(
  context: CaseContext,
  tenantId: string,
  organId: string,
  matter: Matter,
  elementId: string,
): Promise<string> {
  const task = matter.matter.tasks[elementId]
  const names = task ? (await holders(context, tenantId, task.organ ?? organId, task.post)).map(({ name }) => name) : []
  if (names.length === 0) return '暂无任职人员,请联系系统管理员'
  const shown = names.slice(0, MAX_NAMES_SHOWN).join('、')
  return names.length > MAX_NAMES_SHOWN ? `${shown}等${names.length}人` : shown
}
