import type { CaseRow } from '@lianban/storage'
import { checkedReason } from '../cases/checked-reason.ts'
import { UNDECIDED } from '../cases/effects/outcomes/clock.ts'
import type { Deed } from '../cases/effects/outcomes/deed.ts'
import * as outcomes from '../cases/effects/outcomes/requests.ts'
import { debtNotOwed, statementNotExpected, supplementNotExpected } from '../cases/errors.ts'
import { answersOf, checkChangedForm, refuseProblems } from '../cases/forms.ts'
import { allDecided } from '../cases/joint/decided.ts'
import { isOwed } from '../cases/duties/new-debts.ts'
import { lineActor, newLine } from '../cases/line.ts'
import { SYSTEM_ACTOR } from '../cases/log-entries.ts'
import { neededParts } from '../joint/needs.ts'
import { SUSPENSION_KINDS, type SuspensionKind } from '../clock/index.ts'
import { formOf } from '../matters/matter-definition.ts'
import type { CommandOf } from './commands.ts'
import { resumed } from './effects.ts'
import { TryOutError } from './error.ts'
import { ids } from './keep-case.ts'
import { APPLICANT, callerOf, TENANT } from './people.ts'
import { wrap, type Plain, type Work } from './work.ts'

/* What comes to the case from outside of its tasks. */

interface Told {
  message: string
  variables: Plain
  patch?: Partial<CaseRow>
  by: string
  recalculateTimers?: boolean
  /** If nothing waits for it any more. */
  otherwise: Error
}

/** To whatever waits for the message. */
function tell(work: Work, { message, variables, by, patch, recalculateTimers, otherwise }: Told): void {
  for (const [instanceId, { subscriptions }] of Object.entries(work.state.instances)) {
    const waiting = Object.values(subscriptions).find(({ kind, eventName }) => kind === 'message' && eventName === message)
    if (!waiting) continue
    const command = { type: 'correlateMessage' as const, subscriptionId: waiting.id, variables: wrap(variables) }
    return work.send(instanceId, { ...command, ...(recalculateTimers && { recalculateTimers }) }, { by, patch })
  }
  throw otherwise
}

const toldIn = ({ file, setup: { matter, calendar }, state }: Work): Pick<Deed, 'row' | 'matter' | 'calendar' | 'at'> => ({
  row: file,
  matter,
  calendar,
  at: state.now,
})

type LineGiven = Pick<Parameters<typeof newLine>[0], 'type' | 'step_name' | 'action_text'> & Partial<Parameters<typeof newLine>[0]>

function addLine(work: Work, as: string, line: LineGiven): void {
  const person = work.setup.people.find(as)
  const who = as === APPLICANT.id ? { ...callerOf(APPLICANT), name: work.file.applicant_name } : person && callerOf(person)
  if (!who) throw new TryOutError('PERSON_UNKNOWN', `没有人员“${as}”,请重新选择办理人`)
  work.change({
    lines: [...work.state.lines, newLine({ tenant_id: TENANT, case_id: work.file.id, at: work.state.now, ...line, ...lineActor(who) })],
  })
}

export function supplement(work: Work, { form: given, materials }: CommandOf<'supplement'>): void {
  const { file, setup, state } = work
  const { matter } = setup
  if (!outcomes.isSupplementExpected(file)) throw supplementNotExpected()
  const schema = formOf(matter, matter.matter.applicationForm)
  const { values, problems } = checkChangedForm(schema, file.form, given ?? file.form, matter.matter.supplementAccess, state.now, 'unsure')
  refuseProblems(problems)
  const { variables, patch, line } = outcomes.supplemented(toldIn(work), values)
  const added = Object.entries(materials).map(([key, count]) => [key, (state.materials[key] ?? 0) + count] as const)
  work.change({ materials: { ...state.materials, ...Object.fromEntries(added) } })
  addLine(work, APPLICANT.id, { type: 'supplemented', ...line })
  tell(work, {
    ...{ message: matter.matter.messages.supplement!, variables, patch, by: APPLICANT.id },
    otherwise: supplementNotExpected(),
  })
}

/** 容缺补交. */
export function settle(work: Work, { material }: CommandOf<'settle'>): void {
  const { debts, materials, now } = work.state
  const debt = debts.find((one) => one.material_key === material && isOwed(one))
  if (!debt) throw debtNotOwed()
  const closed = { ...debt, status: 'settled' as const, closed_at: now }
  work.change({
    debts: debts.map((one) => (one === debt ? closed : one)),
    materials: { ...materials, [material]: (materials[material] ?? 0) + 1 },
  })
  addLine(work, APPLICANT.id, { type: 'debt-settled', step_name: '容缺补交', action_text: `补交${debt.material_name}` })
}

export function requestExtension(work: Work, { as, reasons: given }: CommandOf<'request-extension'>): void {
  const told = toldIn(work)
  const reasons = checkedReason(given)
  const refusal = outcomes.extensionRefusal(told, work.state.extensions)
  if (refusal) throw refusal
  const name = work.setup.people.find(as)?.name ?? as
  const { amount, unit, words, variables } = outcomes.extensionRequested(told, reasons, name)
  addLine(work, as, { type: 'extension-requested', step_name: '延期', action_text: `申请延长${words}`, opinion: reasons })
  const request = {
    ...{ tenant_id: TENANT, id: ids(work, 'extension')(), case_id: told.row.id, state: 'requested' as const, reasons, amount, unit },
    ...{ requested_by: as, requested_by_name: name, requested_at: told.at },
    ...UNDECIDED,
  }
  work.change({ extensions: [...work.state.extensions, request] })
  tell(work, {
    ...{ message: told.matter.matter.messages.extension!, variables, by: as },
    otherwise: outcomes.extensionNotPossible(),
  })
}

export function requestHearing(work: Work, { reason: given }: CommandOf<'request-hearing'>): void {
  const told = toldIn(work)
  outcomes.refuseHearingRequest(told)
  const reason = checkedReason(given, '听证的事由')
  const askedFor = told.row.applicant_name
  const { variables, patch } = outcomes.hearingRequested(told, { by: { userId: APPLICANT.id, name: askedFor }, askedFor, reason })
  addLine(work, APPLICANT.id, { type: 'hearing-requested', step_name: '听证', action_text: `${askedFor}要求听证`, opinion: reason })
  tell(work, {
    ...{ message: told.matter.matter.messages.hearing!, variables: variables as Plain, patch, by: APPLICANT.id },
    otherwise: outcomes.hearingNotExpected(),
  })
}

export function endSuspension(work: Work, { as, result: given }: CommandOf<'end-suspension'>): void {
  const told = toldIn(work)
  const result = checkedReason(given, '特别程序的结果')
  const open = work.state.suspensions.find(({ state }) => state === 'open')
  outcomes.refuseSuspensionEnd(told, open !== undefined)
  const person = work.setup.people.find(as)
  if (!person) throw new TryOutError('PERSON_UNKNOWN', `没有人员“${as}”,请重新选择办理人`)
  const { variables, patch } = resumed(work, { ...told, caller: callerOf(person) }, result)
  const kindName = SUSPENSION_KINDS[open!.kind as SuspensionKind]
  addLine(work, as, { type: 'suspension-ended', step_name: '特别程序', action_text: `${kindName}结束,恢复计时`, opinion: result })
  tell(work, {
    ...{ message: told.matter.matter.messages.suspensionEnded!, variables, patch, by: as, recalculateTimers: true },
    otherwise: outcomes.suspensionNotOpen(),
  })
}

/** 陈述申辩. */
export function makeStatement(work: Work, { text: given }: CommandOf<'make-statement'>): void {
  const text = checkedReason(given, '陈述、申辩的内容')
  const { statement } = work.setup.matter.matter.messages
  addLine(work, APPLICANT.id, { type: 'statement-made', step_name: '陈述申辩', action_text: '提出陈述、申辩', opinion: text })
  if (statement === undefined) throw statementNotExpected()
  tell(work, {
    ...{ message: statement, variables: outcomes.statementMade(text, work.state.now), by: APPLICANT.id },
    otherwise: statementNotExpected(),
  })
}

/** A message that the case service has no verb for, and of a theme that all its matters are decided. */
export function message(work: Work, { name, variables }: CommandOf<'message'>): void {
  const { joint } = work.setup.matter.matter
  const otherwise = new TryOutError('NOTHING_WAITS', `现在没有环节在等待消息“${name}”`)
  if (joint?.decided === name && work.setup.parts) throw new TryOutError('NOTHING_WAITS', '各事项均已决定后自动继续,请在各事项的办件中办理')
  if (joint?.decided !== name) return tell(work, { message: name, variables: variables as Plain, by: 'system', otherwise })
  const { matter, calendar } = work.setup
  const { file, state } = work
  const children = neededParts(joint, answersOf(matter, file.form), state.now).map((part) => ({
    ...{ matter_key: part.matter, state: 'decided', result: 'granted' },
  }))
  const all = allDecided(children, matter.matter, state.now, calendar)
  const line = { type: 'all-decided', step_name: '并联办理', action_text: all.said, actor_name: SYSTEM_ACTOR.name }
  work.change({ lines: [...state.lines, newLine({ tenant_id: TENANT, case_id: file.id, at: state.now, ...line })] })
  tell(work, { message: name, variables: { ...all.variables, ...(variables as Plain) }, patch: all.patch, by: 'system', otherwise })
}

/** What another system hands back for its external task. */
export function external(work: Work, { elementId, variables }: CommandOf<'external'>): void {
  const found = Object.entries(work.state.externals).find(([, task]) => task.elementId === elementId)
  if (!found) throw new TryOutError('NOTHING_WAITS', `“${work.setup.matter.elements[elementId] ?? elementId}”现在没有等待其他系统`)
  const [tokenId, { instanceId }] = found
  work.send(
    instanceId,
    { type: 'completeExternalTask', tokenId, variables: wrap(variables as Plain), localVariables: {} },
    { by: 'worker' },
  )
}
