import type { JsonValue } from '@lianban/engine'
import type { Deed } from '../cases/effects/outcomes/deed.ts'
import { actionOf, judged } from '../cases/judged.ts'
import { lineActor, newLine } from '../cases/line.ts'
import type { ActionManifest } from '../manifest.ts'
import type { CommandOf } from './commands.ts'
import { SIMULATED } from './effects.ts'
import { callerOf, TENANT } from './people.ts'
import { CASE_ID } from './submit.ts'
import { checkNamed, schemaOf, taken, type Taken } from './tasks.ts'
import { wrap, type Plain, type Work } from './work.ts'

/** Does an open task by one of its actions, as the case service would. @throws CaseError, TryOutError */
export function act(work: Work, command: CommandOf<'act'>): void {
  const task = taken(work, command.elementId, command.as)
  const { matter, calendar } = work.setup
  const { manifest, person } = task
  const at = work.state.now
  const action = actionOf(manifest, command.action, task.open.task.name)
  const isFormAsked = manifest.form !== undefined && !action.withoutForm
  if (isFormAsked) checkNamed(work, manifest, command.form ?? {})
  const schema = isFormAsked ? schemaOf(work, manifest) : null
  const { opinion, fields, form, record, variables } = judged({ matter, manifest, action, schema }, command, at)
  const deed: Deed = { caller: callerOf(person), row: work.file, matter, calendar, opinion, fields, form, at }
  const effect = action.effect && SIMULATED[action.effect]
  effect?.check?.(work, deed, command.elementId)
  const outcome = effect ? effect.apply(work, deed, command.elementId) : { variables: {}, patch: {} }
  if (record.form) work.change({ forms: { ...work.state.forms, [command.elementId]: record.form.values } })
  const vote = manifest.approval ? voteOf(work, task, action) : null
  work.change({
    lines: [...work.state.lines, lineOf(task, { action, opinion, data: { ...record, ...(vote && { vote: vote.vote }) } }, at)],
  })
  work.send(
    task.open.instanceId,
    {
      type: 'completeUserTask',
      tokenId: task.tokenId,
      variables: wrap({ ...variables, ...(action.set as Plain), ...outcome.variables }),
      ...(effect?.movesClock && { recalculateTimers: true }),
      ...(vote && { localVariables: wrap({ vote }) }),
    },
    { by: person.id, patch: outcome.patch },
  )
}

/** The vote that an action is, with the weight that the person was asked with. */
function voteOf(work: Work, { open, tokenId, person }: Taken, { vote }: ActionManifest): Record<string, JsonValue> {
  const { approver } = work.instance(open.instanceId).tokens[tokenId]?.variables ?? {}
  const { weight = 1 } = (approver?.value ?? {}) as { weight?: number }
  return { userId: person.id, weight, vote: vote ?? 'pass' }
}

const lineOf = (
  { open, tokenId, person }: Taken,
  { action, opinion, data }: { action: ActionManifest; opinion: string | null; data: object },
  at: number,
) =>
  newLine({
    ...{ tenant_id: TENANT, case_id: CASE_ID, at, type: 'task-completed', element_id: open.elementId, task_id: tokenId },
    ...{ step_name: open.task.name, action: action.key, action_text: action.label, started_at: open.openedAt, data },
    opinion: action.opinion === 'none' ? null : opinion,
    ...lineActor(callerOf(person)),
  })
