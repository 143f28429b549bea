import type { CaseContext } from './context.ts'
import { officersInvalid } from './errors.ts'
import { namesIn, refuseSameOfficers } from './named-officers.ts'
import { nameable } from './people.ts'
import { taskResource, type LoadedTask } from './resources.ts'
import { taskManifest } from './task-form.ts'

/**
 * The people named in a step's form hold the post asked for, may take the step that they are named for, and where the
 * manifest says so are different persons. Source: 行政许可法 article 34 (two or more officers check on site).
 * @throws CaseError OFFICERS_INVALID
 */
export async function checkOfficers(context: CaseContext, loaded: LoadedTask, form: Record<string, unknown>): Promise<void> {
  const { people = {}, distinct = [] } = taskManifest(loaded)
  for (const [field, post] of Object.entries(people)) {
    const named = namesIn(form[field])
    if (named.length === 0) continue
    const able = await nameable(context, loaded, post)
    if (!named.every((userId) => able.some(({ id }) => id === userId))) throw officersInvalid('所选人员不在该岗位任职,请重新选择', field)
    for (const userId of named) await checkSeparation(context, loaded, field, userId)
  }
  refuseSameOfficers(distinct, form)
}

/** Naming somebody for a step is an assignment: separation of duties is judged here already. */
async function checkSeparation(context: CaseContext, loaded: LoadedTask, field: string, userId: string): Promise<void> {
  const steps = Object.entries(loaded.matter.matter.tasks).filter(([, { assignedBy }]) => assignedBy === field)
  if (steps.length === 0) return
  const person = await context.tenants.users.caller(loaded.row.tenant_id, userId)
  for (const [node] of steps) {
    const resource = { ...taskResource(loaded), node, assignee: userId, candidateGroups: [], candidateUsers: [] }
    const { allowed, reason } = context.tenants.authorization.decide(person, `complete:${node}`, resource)
    if (!allowed) throw officersInvalid(`${person.name}不能办理该环节,请另选一人。原因:${reason}`, field)
  }
}
