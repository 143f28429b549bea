import { attachments, caseEvents, licenceEvents, licences, type LicenceRow, type Tx } from '@lianban/storage'
import { dayOf, plusDays } from '../../clock/index.ts'
import type { ActAfterGrant, DocumentKind, LicenceActManifest, MatterManifest } from '../../manifest.ts'
import { licenceNotInForce } from '../errors.ts'
import { deedOf, nextNumber, type EffectEntry, type EffectInput } from '../effects/effect.ts'
import type { StepRecord } from '../get-case.ts'
import type { DecisionRecord } from '../views.ts'
import { ACTS, standingOn } from './acts.ts'
import { changeOf } from './act-change.ts'
import { actPaper, type Change } from './act-papers.ts'
import { licenceEvent } from './grant-licence.ts'

/** What an act writes: the decision, the licence as it is then, and the variables of its paper. */
export interface ActOutcome {
  decision: DecisionRecord
  licence: LicenceRow
  variables: ReturnType<typeof actPaper>
  entries: EffectEntry[]
}

const ENTRY: Record<ActAfterGrant, string> = {
  alter: 'licence.altered',
  renew: 'licence.renewed',
  reissue: 'licence.reissued',
  withdraw: 'licence.withdrawn',
  revoke: 'licence.revoked',
  cancel: 'licence.cancelled',
}

/**
 * Refuses a decision that the licence does not bear any more. What silence has renewed may be confirmed, and nothing else.
 * @throws CaseError LICENCE_NOT_IN_FORCE
 */
export async function checkAct({ context, loaded, at }: EffectInput): Promise<void> {
  const { licenceAct } = loaded.matter.matter
  if (licenceAct) refuseUnfit(await stateOf(context.database, loaded.row), licenceAct, at)
}

/** Does to the licence what the matter is for, in the transaction of the decision. @throws CaseError LICENCE_NOT_IN_FORCE */
export async function applyAct(tx: Tx, input: EffectInput, entry: LicenceActManifest): Promise<ActOutcome> {
  const { at, caller, loaded, opinion } = input
  const { row } = loaded
  const { act } = entry
  const state = await stateOf(tx, row, true)
  refuseUnfit(state, entry, at)
  const { licence: before, silence } = state
  const decidedOn = dayOf(at)
  const { patch, change } = changeOf(deedOf(input), before, act, silence)
  const licence = { ...before, ...patch }
  const decision: DecisionRecord = {
    result: 'grant',
    number: await nextNumber(tx, input, paperKind(loaded.matter.matter, act)),
    licenceNo: before.licence_no,
    reasons: opinion,
    decidedOn,
    validFrom: change.from,
    validUntil: change.until,
  }
  await licences(tx).update(before, patch)
  // The old paper serves no other matter any more; the new one is entered when it is made.
  const paper = { caseId: before.paper_case_id, ownerId: before.holder_id, kind: before.kind }
  await attachments(tx).endLicencePaper(row.tenant_id, paper, plusDays(decidedOn, -1))
  await licenceEvents(tx).insert(
    licenceEvent(before, { act, stage: 'done', case_id: row.id, at, by: caller, reason: opinion, data: change }),
  )
  const action = silence ? 'licence.renewal-confirmed' : ENTRY[act]
  const payload = { licence: before.id, licenceNo: before.licence_no, act, number: decision.number, ...change }
  const statement = act === 'revoke' ? await statementOf(tx, input) : null
  return {
    decision,
    licence,
    variables: actPaper(deedOf(input), { act, decision, licence, change, statement }),
    entries: [{ action, payload }],
  }
}

/** A version from before 延续 and 补发 had papers of their own grants them as it grants a licence. */
function paperKind({ documentNumbers }: MatterManifest, act: ActAfterGrant): DocumentKind {
  const { paper } = ACTS[act]
  return documentNumbers.types[paper] === undefined ? 'grant' : paper
}

interface ActState {
  licence: LicenceRow
  /** What silence has renewed by this case, or null. */
  silence: Change | null
}

/** The licence that a case is about, by what was recorded when the case was opened. */
async function stateOf(db: Tx, row: EffectInput['loaded']['row'], hold = false): Promise<ActState> {
  const events = await licenceEvents(db).ofCase(row.tenant_id, row.id)
  const opened = events.find(({ stage }) => stage === 'opened')
  const place = { tenant_id: row.tenant_id, id: opened?.licence_id ?? '' }
  const licence = await (hold ? licences(db).lock(place) : licences(db).get(place.tenant_id, place.id))
  if (!licence) throw new Error(`case ${row.id}: there is no licence it is about`)
  return { licence, silence: (events.find(({ stage }) => stage === 'silence')?.data as Change | undefined) ?? null }
}

function refuseUnfit({ licence, silence }: ActState, { act }: LicenceActManifest, at: number): void {
  const standing = standingOn(licence, dayOf(at))
  const fits = ACTS[act].on.includes(standing)
  // The application came in time; that the organ decides late does not cost the holder his licence.
  const isLateRenewal = act === 'renew' && (standing === 'lapsed' || silence !== null)
  if (!fits && !isLateRenewal) throw licenceNotInForce(licence.licence_no, standing, ACTS[act].label)
}

/** What the holder said in his defence and what was made of it, as the step that weighed it put on record. */
async function statementOf(tx: Tx, { loaded: { row } }: EffectInput): Promise<string | null> {
  const events = await caseEvents(tx).forCase(row.tenant_id, row.id)
  const found = events.findLast(({ data }) => typeof valueIn(data) === 'string')
  return found ? (valueIn(found.data) as string) : null
}

const valueIn = (data: unknown): unknown => (data as StepRecord | null)?.form?.values.statementResult
