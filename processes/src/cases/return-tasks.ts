import { caseEvents, cases, userTasks, type UserTaskRow } from '@lianban/storage'
import type { Leaver } from '@lianban/tenants'
import { caseLine } from './case-lines.ts'
import type { CaseContext } from './context.ts'
import { SYSTEM_ACTOR } from './log-entries.ts'
import { matterOf } from './resources.ts'

/** Tasks of one person that one look takes; there are as many looks as it needs. */
const PAGE = 200

/**
 * What a person holds goes back to the queue of the post that it is for, as far as the posts left to him do not cover it.
 * A task given to him by name gets the group of the post that its step needs. Time line and log say why.
 * Called again after a failure it goes on with what is left. @returns how many tasks went back
 */
export async function returnTasks(context: CaseContext, leaver: Leaver): Promise<number> {
  const { tenantId, userId } = leaver.person
  const covered = new Set(
    [leaver.person, ...(leaver.person.actsFor ?? []).map(({ principal }) => principal)].flatMap(({ groups }) => groups),
  )
  let returned = 0
  let kept = 0
  for (;;) {
    const held = await userTasks(context.database).list(
      { tenantId, where: [{ column: 'assignee', op: '=', value: userId }] },
      { limit: PAGE, offset: kept },
    )
    for (const task of held) {
      if (await giveBack(context, leaver, task, covered)) returned++
      else kept++
    }
    if (held.length < PAGE) return returned
  }
}

/** @returns false if the person may go on with it, or nobody could be told whose it would be */
async function giveBack(context: CaseContext, leaver: Leaver, task: UserTaskRow, covered: ReadonlySet<string>): Promise<boolean> {
  const { tenantId, userId, name } = leaver.person
  const row = task.business_key ? await cases(context.database).get(tenantId, task.business_key, context.clock()) : undefined
  const groups = task.candidate_groups.length > 0 || !row ? task.candidate_groups : await groupsOfStep(context, row, task)
  if (groups.length === 0 || groups.some((group) => covered.has(group))) return false
  const [end] = leaver.ended
  const actor = end?.by ?? SYSTEM_ACTOR
  const at = context.clock()
  await context.engine
    .updateTask({
      tenantId,
      taskId: task.id,
      expectedAssignee: userId,
      actor: { userId: actor.userId },
      changes: { assignee: null, candidateGroups: groups },
      within: async (tx) => {
        const payload = { task: task.id, element: task.element_id, step: task.name, from: { userId, name }, to: groups, reason: leaver.why }
        const subject = row ? `case:${row.id}` : `task:${task.id}`
        await context.tenants.supervision.record(tx, tenantId, [
          { action: 'task.returned', subject, organId: row?.organ_id, actor, payload },
        ])
        if (!row) return
        // the applicant reads that it happened; who and why is for staff, as opinions are
        const line = {
          tenant_id: tenantId,
          case_id: row.id,
          at,
          type: 'task-returned',
          element_id: task.element_id,
          step_name: task.name,
          data: { task: task.id },
        }
        await caseEvents(tx).insert([
          caseLine({
            ...line,
            action: 'return',
            action_text: '经办人变动,任务退回岗位待办',
            opinion: leaver.why,
            actor_id: actor.userId,
            actor_name: actor.name,
            lamp: row.lamp,
          }),
        ])
      },
    })
    .catch((error: unknown) => {
      // done or handed on meanwhile: then it is his no more
      if (!['TASK_NOT_FOUND', 'TASK_ALREADY_CLAIMED'].includes((error as { code?: string }).code ?? '')) throw error
    })
  return true
}

/** The post that the matter's manifest gives the step, in the organ in charge of the case. */
async function groupsOfStep(
  context: CaseContext,
  row: NonNullable<Awaited<ReturnType<ReturnType<typeof cases>['get']>>>,
  task: UserTaskRow,
): Promise<string[]> {
  const { matter } = await matterOf(context, row)
  const step = matter.tasks[task.element_id]
  return step ? [`${step.organ ?? row.organ_id}:${step.post}`] : []
}
