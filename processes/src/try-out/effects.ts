import type { CaseCommitmentRow } from '@lianban/storage'
import { commitmentFor, commitmentVariable, promisedRecord } from '../cases/duties/promised.ts'
import { isOwed, newDebts, refuseOwed } from '../cases/duties/new-debts.ts'
import { amendedApplication } from '../cases/effects/outcomes/amend.ts'
import * as clock from '../cases/effects/outcomes/clock.ts'
import type { Deed, Outcome } from '../cases/effects/outcomes/deed.ts'
import * as decision from '../cases/effects/outcomes/decision.ts'
import * as hearing from '../cases/effects/outcomes/hearing.ts'
import {
  inspectionOfAll,
  inspectionRecorded,
  refuseFailedInspection,
  standardsSentence,
  type Finding,
} from '../cases/effects/outcomes/inspection.ts'
import * as intake from '../cases/effects/outcomes/intake.ts'
import { lateFor } from '../cases/extension-late.ts'
import { answersOf } from '../cases/forms.ts'
import { hearingOf } from '../cases/hearing.ts'
import { deliveredPapers, papersToDeliver, refuseUnready } from '../cases/joint/rules.ts'
import { faceOf } from '../cases/licences/face.ts'
import { listOfMaterials } from '../cases/materials-needed.ts'
import { documentNumber, licenceNumber } from '../cases/numbers.ts'
import type { DecisionRecord } from '../cases/views.ts'
import { examinationLimits } from '../cases/limits.ts'
import type { ActionEffect, DocumentKind } from '../manifest.ts'
import { ids } from './keep-case.ts'
import { missingIn } from './missing-in.ts'
import { sampleNumber } from './numbers.ts'
import { actDecided, paperOf } from './sample-licence.ts'
import type { Work } from './work.ts'

/** A verb of the law in the try-out: the outcomes are those of the case service, what it would look up is in the state. */
interface SimulatedEffect {
  /** Whether it is a choice in this case at all. */
  isOffered?(work: Work): boolean
  /** Whether the action's own fields are to be filled in here. @default they are */
  asksFields?(work: Work): boolean
  /** @throws CaseError */
  check?(work: Work, deed: Deed, elementId: string): void
  movesClock?: true
  apply(work: Work, deed: Deed, elementId: string): Outcome
}

const numberOf = (work: Work, { matter, row, at }: Deed, kind: DocumentKind): string =>
  sampleNumber(work, documentNumber({ loaded: { matter, row }, at }, kind))

/** The decided matters of a joint case with the papers that are handed over. */
const toDeliver = ({ state }: Work): { name: string; papers: { name: string; number: string }[]; missing: boolean }[] =>
  state.parts.flatMap(({ state: at, matter_key }) => {
    const child = state.children[matter_key]
    return at === 'decided' && child?.file ? [{ name: child.file.matter_name, ...papersToDeliver(child.file, child.documents) }] : []
  })

const accepted = (work: Work, deed: Deed): Outcome => intake.accepted(deed, numberOf(work, deed, 'acceptance'))
const materialsOf = ({ state }: Work, { matter: { matter } }: Deed): string[] => listOfMaterials(matter, (key) => state.materials[key] ?? 0)
const inspectionIn = ({ state: { findings } }: Work) => (findings.length === 0 ? null : inspectionOfAll(findings))
const commitmentIn = ({ setup: { matter }, file, state }: Work) => commitmentFor(matter.matter, answersOf(matter, file.form), state.now)

const amendment = (kind: 'correction' | 'advice'): SimulatedEffect => ({
  isOffered: ({ file }) => intake.isStillOpen(file.supplement),
  check: (_work, deed) => intake.refuseAmendment(kind, deed),
  apply: (_work, deed) => intake.amended(kind, deed),
})

const acceptDeferred: SimulatedEffect = {
  isOffered: (work) => intake.isDeferrable(missingIn(work)),
  check: (work) => intake.refuseUndeferrable(missingIn(work)),
  apply(work, deed) {
    const outcome = accepted(work, deed)
    const number = numberOf(work, deed, 'deferral')
    const { row, calendar, at } = deed
    const debts = newDebts({ row, materials: missingIn(work).missing, paperNo: number, at, calendar, newId: ids(work, 'debt') })
    work.change({ debts: [...work.state.debts, ...debts] })
    return { ...outcome, variables: { ...outcome.variables, deferral: intake.deferralVariable(number, debts, at) } }
  },
}

const acceptCommitment: SimulatedEffect = {
  isOffered: (work) => commitmentIn(work) !== null,
  asksFields: ({ state }) => state.promise === null,
  check: (work, { fields }) => intake.refuseUnpromised(missingIn(work), commitmentIn(work), fields.agreed === true),
  apply(work, deed) {
    const outcome = accepted(work, deed)
    const { matter, row, at } = deed
    const signed = work.state.promise ?? {
      promised: promisedRecord(
        matter.matter,
        matter.matter.commitment!,
        missingIn(work).missing.map(({ key }) => key),
      ),
      ...{ signed_at: at, signed_name: row.applicant_name },
    }
    const promise: Pick<CaseCommitmentRow, 'promised' | 'paper_no' | 'signed_at' | 'signed_name'> = {
      ...signed,
      paper_no: numberOf(work, deed, 'commitment'),
    }
    work.change({ promise })
    return { ...outcome, variables: { ...outcome.variables, byCommitment: true, commitment: { ...commitmentVariable(promise) } } }
  },
}

const grant: SimulatedEffect = {
  check(work) {
    refuseOwed(work.state.debts, missingIn(work).missing)
    refuseFailedInspection(inspectionIn(work))
  },
  apply(work, deed) {
    const { matter, row, at } = deed
    const { licence: entry, licenceAct } = matter.matter
    if (licenceAct)
      return decision.granted(deed, { ...actDecided(deed, numberOf(work, deed, paperOf(matter)), weighedIn(work)), entries: [] })
    const number = numberOf(work, deed, 'grant')
    const licenceNo = entry ? sampleNumber(work, licenceNumber(row, matter, { region: work.setup.region, at })) : null
    const made = decision.newDecision(deed, { number, licenceNo })
    const licence = entry ? { name: entry.name, face: faceOf(matter.matter, row) } : null
    return decision.granted(deed, { decision: made, licence, variables: {}, entries: [] })
  },
}

/** What a step made of the defence 陈述申辩, where one has weighed it. */
function weighedIn({ state: { forms } }: Work): string | null {
  const found = Object.values(forms).findLast(({ statementResult }) => typeof statementResult === 'string')
  return found ? String(found.statementResult) : null
}

const refuse: SimulatedEffect = {
  apply(work, deed) {
    const number = numberOf(work, deed, 'refusal')
    work.change({ debts: work.state.debts.map((debt) => (isOwed(debt) ? { ...debt, status: 'lapsed' } : debt)) })
    return decision.refused(deed, number, standardsSentence(inspectionIn(work)))
  },
}

const recordInspection: SimulatedEffect = {
  apply(work, deed, elementId) {
    const others = work.state.findings.filter((one) => one.elementId !== elementId)
    const own = { elementId, finding: deed.form as unknown as Finding, inspector: deed.caller.name }
    const outcome = inspectionRecorded(deed, elementId, others)
    work.change({ findings: [...others, own] })
    return outcome
  },
}

const requestSuspension: SimulatedEffect = {
  check: (_work, deed) => clock.refuseSuspensionRequest(deed),
  apply(work, deed) {
    const { request, outcome } = clock.suspensionRequested(deed, ids(work, 'suspension')())
    work.change({ suspensions: [...work.state.suspensions, request] })
    return outcome
  },
}

/** The request that waits for a decision. It is there as long as the task is: an absence is our mistake. */
function pendingIn<Row extends { state: string }>(rows: readonly Row[]): Row {
  const found = rows.findLast(({ state }) => state === 'requested')
  if (!found) throw new Error('nothing is asked for')
  return found
}

function decidedSuspension(work: Work, { caller, opinion, at }: Deed, state: 'open' | 'refused', number: string | null): void {
  const request = pendingIn(work.state.suspensions)
  const by = { decided_by: caller.userId, decided_by_name: caller.name, decided_at: at, decision_opinion: opinion }
  const decided = { ...request, ...by, state, notice_number: number }
  work.change({ suspensions: work.state.suspensions.map((one) => (one === request ? decided : one)) })
}

function decidedExtension(work: Work, { caller, opinion, at }: Deed, state: 'granted' | 'refused', number: string | null): void {
  const request = pendingIn(work.state.extensions)
  const by = { decided_by: caller.userId, decided_by_name: caller.name, decided_at: at, decision_opinion: opinion }
  const decided = { ...request, ...by, state, notice_number: number }
  work.change({ extensions: work.state.extensions.map((one) => (one === request ? decided : one)) })
}

const openSuspension: SimulatedEffect = {
  movesClock: true,
  check: (work, { caller, at }) => clock.refuseSuspensionApproval(pendingIn(work.state.suspensions), [caller.userId], at),
  apply(work, deed) {
    const number = numberOf(work, deed, 'special')
    const outcome = clock.suspensionApproved(deed, pendingIn(work.state.suspensions), number)
    decidedSuspension(work, deed, 'open', number)
    return outcome
  },
}

const extend: SimulatedEffect = {
  movesClock: true,
  check(work, { caller, row, matter, calendar, at }) {
    clock.refuseExtensionApproval(pendingIn(work.state.extensions), [caller.userId])
    const late = lateFor({ row, matter }, at, calendar)
    if (late) throw late
  },
  apply(work, deed) {
    const number = numberOf(work, deed, 'extension')
    const outcome = clock.extended(deed, pendingIn(work.state.extensions), number)
    decidedExtension(work, deed, 'granted', number)
    return outcome
  },
}

const arrangeHearing: SimulatedEffect = {
  movesClock: true,
  check: (_work, deed) => hearing.refuseArrangement(deed),
  apply(work, deed) {
    const { caller, form, row, at, opinion } = deed
    const number = numberOf(work, deed, 'hearing-notice')
    const suspensionId = ids(work, 'suspension')()
    const presiderName = work.setup.people.find(String(form.presider))?.name ?? String(form.presider)
    const { request } = clock.suspensionRequested(
      { ...deed, fields: { kind: 'hearing', plannedEnd: form.day, reason: '听证' } },
      suspensionId,
    )
    const asked = hearingOf(row.hearing)?.asked
    const decided = { decided_by: caller.userId, decided_by_name: caller.name, decided_at: at, decision_opinion: opinion }
    const opened = { ...request, ...decided, state: 'open' as const, notice_number: number, ...(asked && { requested_by: asked.by }) }
    work.change({ suspensions: [...work.state.suspensions, opened] })
    return hearing.hearingArranged(deed, { number, suspensionId, presiderName })
  },
}

/** The clock of the case goes on: the open suspension is closed with what came out of it. */
export function resumed(work: Work, { row, matter, calendar, at, caller }: Omit<Deed, 'fields' | 'form' | 'opinion'>, result: string) {
  const open = work.state.suspensions.find(({ state }) => state === 'open')
  if (!open) throw new Error('no suspension is open')
  const move = clock.clockResumed({ row, matter, calendar, at }, open, result)
  const ended = { ...open, state: 'closed' as const, ended_by: caller.userId, ended_by_name: caller.name, ended_at: at, result }
  work.change({ suspensions: work.state.suspensions.map((one) => (one === open ? ended : one)) })
  return move
}

/** Every verb that a manifest may name. */
export const SIMULATED: Record<ActionEffect, SimulatedEffect> = {
  amend: { apply: (_work, deed) => amendedApplication(deed) },
  accept: {
    isOffered: (work) => intake.isComplete(missingIn(work)),
    check: (work) => intake.refuseIncomplete(missingIn(work)),
    apply: accepted,
  },
  'accept-deferred': acceptDeferred,
  'accept-commitment': acceptCommitment,
  'request-supplement': {
    isOffered: ({ file }) => intake.isStillOpen(file.supplement),
    check: (_work, deed) => intake.refuseSecondSupplement(deed),
    apply: (work, deed) => intake.supplementAsked(deed, numberOf(work, deed, 'supplement')),
  },
  'not-accept': { apply: (work, deed) => intake.notAccepted(deed, numberOf(work, deed, 'non-acceptance')) },
  'not-required': { apply: (work, deed) => intake.notRequiredTold(deed, numberOf(work, deed, 'not-required')) },
  'request-correction': amendment('correction'),
  advise: amendment('advice'),
  grant,
  refuse,
  transfer: { apply: (work, deed) => decision.transferred(deed, numberOf(work, deed, 'transfer'), materialsOf(work, deed)) },
  'report-up': { apply: (work, deed) => decision.reportedUp(deed, numberOf(work, deed, 'first-review'), materialsOf(work, deed)) },
  'record-inspection': recordInspection,
  deliver: {
    apply: ({ state }, deed) => {
      const papers = decision.decidedPapers(deed.row.decision as DecisionRecord | null, state.documents)
      return { variables: { delivery: decision.deliveryVariable(deed, papers) }, patch: {} }
    },
  },
  'request-suspension': requestSuspension,
  'open-suspension': openSuspension,
  'refuse-suspension': {
    apply(work, deed) {
      decidedSuspension(work, deed, 'refused', null)
      return { variables: {}, patch: {} }
    },
  },
  'tell-hearing-rights': {
    isOffered: ({ file }) => hearingOf(file.hearing) === null,
    check: (_work, deed) => hearing.refuseHearingRights(deed),
    apply: (work, deed) => hearing.hearingRightsTold(deed, numberOf(work, deed, 'hearing-rights')),
  },
  'arrange-hearing': arrangeHearing,
  'drop-hearing': { apply: (_work, deed) => hearing.hearingDropped(deed) },
  'hold-hearing': {
    movesClock: true,
    check: (_work, deed) => hearing.refuseEarlyMinutes(deed),
    apply: (work, deed) => hearing.hearingHeld(deed, resumed(work, deed, String(deed.form.summary))),
  },
  extend,
  'refuse-extension': {
    apply(work, deed) {
      decidedExtension(work, deed, 'refused', null)
      return { variables: {}, patch: {} }
    },
  },
  distribute: {
    apply(work, { row, matter, calendar }) {
      if (!work.setup.parts) work.unknown('分发以后,各事项的子办件另行办理,试办中不展开')
      work.change({ parts: work.state.parts.map((part) => (part.state === 'planned' ? { ...part, state: 'waiting' } : part)) })
      return { variables: {}, patch: { status: 'accepted', ...examinationLimits(matter.matter, row.received_at, calendar) } }
    },
  },
  'deliver-all': {
    check: (work) => refuseUnready(toDeliver(work).flatMap(({ name, missing }) => (missing ? [name] : []))),
    apply(work, deed) {
      if (!work.setup.parts) work.unknown('统一出件:各事项的文书在子办件中,试办中没有')
      const papers = deliveredPapers(toDeliver(work))
      work.change({ parts: work.state.parts.map((part) => (part.state === 'decided' ? { ...part, state: 'delivered' } : part)) })
      return { variables: { delivery: decision.deliveryVariable(deed, papers) }, patch: {} }
    },
  },
}
