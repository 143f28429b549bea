import type { JsonValue } from '@lianban/engine'
import type { CaseReturnRow } from '@lianban/storage'
import type { Deed } from '../cases/effects/outcomes/deed.ts'
import { resubmitPathChanged } from '../cases/errors.ts'
import { actionOf, judged, type Judged } from '../cases/judged.ts'
import { lineActor, newLine } from '../cases/line.ts'
import { refuseSignature, signatureVariable } from '../cases/signatures/asked.ts'
import { NO_WAY_BACK } from '../cases/verbs/rules/moved.ts'
import { wayOfResubmission, type Instead } from '../cases/verbs/rules/send-back.ts'
import type { ActionManifest } from '../manifest.ts'
import type { CommandOf } from './commands.ts'
import { SIMULATED } from './effects.ts'
import { returnOf, routingOf } from './held-task.ts'
import { callerOf, TENANT } from './people.ts'
import { checkNamed, schemaOf, type Taken } from './tasks.ts'
import { wrap, type Plain, type Work } from './work.ts'

/** In place of the picture's digest: nobody looks the picture up. */
const NO_DIGEST = '0'.repeat(64)

/** A decision at a task, judged and not carried out. */
interface Decision {
  task: Taken
  command: CommandOf<'act'>
  action: ActionManifest
  deed: Deed
  effect: (typeof SIMULATED)[keyof typeof SIMULATED] | undefined
  judged: Judged
  vote: Record<string, JsonValue> | null
  /** Of a task that was sent back. */
  sent: { open: CaseReturnRow; instead: Instead | null } | null
}

/** Everything that can be refused before the step is taken. Changes nothing. @throws CaseError */
export function decisionAt(work: Work, task: Taken, command: CommandOf<'act'>): Decision {
  const { matter, calendar } = work.setup
  const { manifest, person, open, tokenId } = task
  const at = work.state.now
  const action = actionOf(manifest, command.action, open.task.name)
  const isFormAsked = manifest.form !== undefined && !action.withoutForm
  if (isFormAsked) checkNamed(work, manifest, command.form ?? {})
  const schema = isFormAsked ? schemaOf(work, manifest) : null
  const stored = manifest.form === matter.matter.applicationForm ? work.file.form : undefined
  const given = judged({ matter, manifest, action, schema, stored, options: 'unsure' }, command, at)
  refuseSignature(manifest, action, command.signature !== undefined)
  const { opinion, fields, form } = given
  const deed: Deed = { caller: callerOf(person), row: work.file, matter, calendar, opinion, fields, form, at }
  const effect = action.effect && SIMULATED[action.effect]
  effect?.check?.(work, deed, command.elementId)
  const sent = returnOf(work.state, tokenId)
  const routing = () => ({ ...routingOf(work, open.instanceId), ...given.variables, ...action.set })
  return {
    ...{ task, command, action, deed, effect, judged: given },
    vote: manifest.approval ? voteOf(work, task, action) : null,
    sent: sent ? { open: sent, instead: wayOfResubmission(sent, command.resubmit, routing) } : null,
  }
}

/** The decision takes effect. @throws CaseError RESUBMIT_PATH_CHANGED */
export function carryOutDecision(work: Work, { task, command, action, deed, effect, judged: given, vote, sent }: Decision): void {
  const { tokenId, open, person } = task
  const { elementId, signature } = command
  const { opinion, record, variables } = given
  const outcome = effect ? effect.apply(work, deed, elementId) : { variables: {}, patch: {} }
  if (action.ledger !== undefined) work.unknown('办结时写入台账,试办中不写入', elementId)
  const { state } = work
  const instead = sent?.instead ?? null
  work.change({
    lines: [...state.lines, lineOf(work, task, { action, opinion, data: { ...record, ...(vote && { vote: vote.vote }) } })],
    ...(record.form && { forms: { ...state.forms, [elementId]: record.form.values } }),
    ...(signature !== undefined && { signatures: { ...state.signatures, [elementId]: signature } }),
    ...(sent && { returns: state.returns.map((one) => (one === sent.open ? { ...one, settled_at: state.now } : one)) }),
  })
  const signed: Plain = signature === undefined ? {} : { [signatureVariable(elementId)]: { sha256: NO_DIGEST } }
  work.send(
    open.instanceId,
    {
      type: 'completeUserTask',
      tokenId,
      variables: wrap({ ...variables, ...(action.set as Plain), ...outcome.variables, ...signed }),
      ...(effect?.movesClock && { recalculateTimers: true }),
      ...(vote && { localVariables: wrap({ vote }) }),
      ...(instead && { instead }),
    },
    {
      by: person.id,
      patch: outcome.patch,
      ...(instead && { refused: ({ code }) => (NO_WAY_BACK.includes(code) ? resubmitPathChanged([]) : null) }),
    },
  )
}

/** The vote that an action is, with the weight that the person was asked with. */
function voteOf(work: Work, { open, tokenId, person }: Taken, { vote }: ActionManifest): Record<string, JsonValue> {
  const { approver } = work.instance(open.instanceId).tokens[tokenId]?.variables ?? {}
  const { weight = 1 } = (approver?.value ?? {}) as { weight?: number }
  return { userId: person.id, weight, vote: vote ?? 'pass' }
}

const lineOf = (
  { file, state: { now: at } }: Work,
  { open, tokenId, person }: Taken,
  { action, opinion, data }: { action: ActionManifest; opinion: string | null; data: object },
) =>
  newLine({
    ...{ tenant_id: TENANT, case_id: file.id, at, type: 'task-completed', element_id: open.elementId, task_id: tokenId },
    ...{ step_name: open.task.name, action: action.key, action_text: action.label, started_at: open.openedAt, data },
    opinion: action.opinion === 'none' ? null : opinion,
    ...lineActor(callerOf(person)),
  })
