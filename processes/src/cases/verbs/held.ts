import {
  caseEvents,
  cases,
  heldCompletions,
  inTransaction,
  taskSigns,
  userTasks,
  type HeldCompletionRow,
  type TaskSignRow,
  type Tx,
} from '@lianban/storage'
import { caseLine } from '../case-lines.ts'
import type { CompletionBody } from '../complete-task.ts'
import type { CaseContext } from '../context.ts'
import { signaturesChanged } from '../errors.ts'
import { SYSTEM_ACTOR, systemEntry } from '../log-entries.ts'
import { personName } from '../people.ts'
import type { Caller } from '../ports.ts'
import type { LoadedTask } from '../resources.ts'
import { openSigns, pendingSigns } from './add-sign.ts'
import { lockedOpen, recordDeed, refuseOnHold } from './deed.ts'
import { blocking, heldSaid, LAPSED, refusePending } from './rules/signs.ts'

/**
 * A decision at a task beside which signatures are still to come waits for them.
 * @param pending those who have not answered. @returns whether it waits
 * @throws CaseError SIGNATURES_PENDING while somebody is asked before it, or it waits already
 */
export async function holdForSigns(
  context: CaseContext,
  caller: Caller,
  loaded: LoadedTask,
  { body, pending, remember }: { body: CompletionBody; pending: TaskSignRow[]; remember: (tx: Tx) => Promise<void> },
): Promise<boolean> {
  const { row, task } = loaded
  if (pending.length === 0) return false
  const held = await heldCompletions(context.database).get(row.tenant_id, task.id)
  const nameOf = ({ user_id }: TaskSignRow) => personName(context, row.tenant_id, user_id)
  refusePending(await Promise.all(blocking(pending, held !== undefined).map(nameOf)))
  const planned = pending.filter(({ state }) => state === 'planned')
  const at = context.clock()
  const names = await Promise.all(pending.map(nameOf))
  await openSigns(context, caller, loaded, planned, async (tx, opened) => {
    refuseOnHold(await lockedOpen(context, tx, row, '办理'), caller)
    // With the last one gone meanwhile the decision would wait for ever.
    const now = await pendingSigns(tx, task)
    if (now.map(({ id }) => id).join() !== pending.map(({ id }) => id).join()) throw signaturesChanged()
    if (await heldCompletions(tx).get(row.tenant_id, task.id)) refusePending(names)
    for (const [i, sign] of planned.entries())
      await taskSigns(tx).change(row.tenant_id, sign.id, ['planned'], { state: 'open', task_id: opened[i]! })
    const who = { user_id: caller.userId, on_behalf_of: caller.onBehalfOf?.userId ?? null }
    await heldCompletions(tx).insert({ tenant_id: row.tenant_id, task_id: task.id, case_id: row.id, completion: body, ...who, held_at: at })
    const payload = { decided: body.action, waitsFor: pending.map(({ user_id }) => user_id) }
    await recordDeed(context, tx, caller, {
      row,
      task,
      at,
      ...heldSaid(names, body.opinion ?? null),
      action: 'task.held',
      payload,
    })
    await remember(tx)
  })
  return true
}

/** A decision that has waited cannot take effect any more: it is dropped, and time line and log say why. */
export async function lapseHeld(context: CaseContext, held: HeldCompletionRow, why: string): Promise<void> {
  const { tenant_id: tenantId, task_id: taskId, case_id: caseId } = held
  const task = await userTasks(context.database).get(tenantId, taskId)
  await inTransaction(context.database, async (tx) => {
    const row = await cases(tx).get(tenantId, caseId, context.clock())
    if (!row || !(await heldCompletions(tx).remove(tenantId, taskId))) return
    await caseEvents(tx).insert([
      caseLine({
        tenant_id: tenantId,
        case_id: caseId,
        at: context.clock(),
        type: LAPSED.type,
        element_id: task?.element_id ?? null,
        step_name: task?.name ?? '办件',
        action_text: LAPSED.text,
        opinion: why,
        actor_name: SYSTEM_ACTOR.name,
      }),
    ])
    const payload = { task: taskId, decidedBy: held.user_id, reason: why }
    await context.tenants.supervision.record(tx, tenantId, [systemEntry('task.held-lapsed', { caseId, organId: row.organ_id, payload })])
  })
}
