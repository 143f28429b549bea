import type { JsonValue } from '@lianban/engine'
import type { LicenceRow, Tx } from '@lianban/storage'
import { dayOf } from '../../clock/index.ts'
import { allocateNumber } from '../../numbering/index.ts'
import { openCheck } from '../duties/commitments.ts'
import { refuseWhileOwed } from '../duties/debts.ts'
import { dutyPorts } from '../duties/duty-ports.ts'
import { applyAct, checkAct } from '../licences/apply-act.ts'
import { faceOf, licenceOf } from '../licences/face.ts'
import { grantLicence } from '../licences/grant-licence.ts'
import { lastDay } from '../licences/term.ts'
import { deliveryLimits } from '../limits.ts'
import { regionOf } from '../people.ts'
import type { DecisionRecord } from '../views.ts'
import { basisText, nextNumber, type CaseEffect, type EffectEntry, type EffectInput } from './effect.ts'
import { refuseFailed } from './record-inspection.ts'

/**
 * 准予许可: the decision gets its number, the licence is made, or the one that the matter is about is changed, and the
 * delivery limit begins. Source: 行政许可法 articles 8, 38, 39, 44, 49, 50, 69, 70.
 */
export const grant: CaseEffect = {
  async check(input) {
    await refuseWhileOwed(input.context, input.loaded)
    await refuseFailed(input.context.database, input.loaded.row)
    await checkAct(input)
  },
  async apply(tx, input) {
    const { at, context, loaded } = input
    const { matter } = loaded.matter
    const { decision, licence, variables, entries } = await decided(tx, input)
    await openCheck(tx, dutyPorts(context), loaded, at)
    const paper = {
      basis: basisText(matter),
      licenceName: licence?.name ?? matter.decisionDocument?.name ?? matter.name,
      face: licence?.face ?? [],
    }
    return {
      variables: { decision: { ...decision, ...paper } satisfies JsonValue, ...variables },
      patch: { status: 'granted', decision, ...deliveryLimits(matter, at, context.calendarOf(loaded.row.tenant_id)) },
      entries,
    }
  },
}

interface Granted {
  decision: DecisionRecord
  /** null: the matter grants none. */
  licence: LicenceRow | null
  variables: Record<string, JsonValue>
  entries: EffectEntry[]
}

function decided(tx: Tx, input: EffectInput): Promise<Granted> {
  const { licence, licenceAct } = input.loaded.matter.matter
  if (licenceAct) return applyAct(tx, input, licenceAct)
  return licence ? newLicence(tx, input) : newDecision(tx, input)
}

/** The decision gets its number; it is all that the matter ends with. */
async function newDecision(tx: Tx, input: EffectInput): Promise<Granted> {
  const number = await nextNumber(tx, input, 'grant')
  const none = { licenceNo: null, validFrom: null, validUntil: null }
  const decision: DecisionRecord = { result: 'grant', number, ...none, reasons: input.opinion, decidedOn: dayOf(input.at) }
  return { decision, licence: null, variables: {}, entries: [] }
}

/** Decision and licence get their numbers. */
async function newLicence(tx: Tx, input: EffectInput): Promise<Granted> {
  const { at, caller, loaded } = input
  const { row, matter } = loaded
  const decidedOn = dayOf(at)
  const decision: DecisionRecord = {
    result: 'grant',
    number: await nextNumber(tx, input, 'grant'),
    licenceNo: await licenceNumber(tx, input),
    reasons: input.opinion,
    decidedOn,
    validFrom: decidedOn,
    validUntil: lastDay(licenceOf(matter.matter), row, decidedOn),
  }
  const licence = await grantLicence(tx, { row, matter, decision, face: faceOf(matter.matter, row), by: caller, at })
  const { id, licence_no: licenceNo, valid_from: from, valid_until: until } = licence
  const payload = { licence: id, licenceNo, number: decision.number, from, until }
  return { decision, licence, variables: {}, entries: [{ action: 'licence.granted', payload }] }
}

/** The licence number by the matter's scheme. */
async function licenceNumber(tx: Tx, { at, context, loaded }: EffectInput): Promise<string> {
  const { row, matter } = loaded
  const { documentNumbers, matterNo } = matter.matter
  const { number } = await allocateNumber(tx, {
    tenantId: row.tenant_id,
    kind: 'licence',
    scheme: licenceOf(matter.matter).numbering,
    schemes: matter.numbering,
    organId: row.organ_id,
    runOrganId: matter.matter.organ,
    caseId: row.id,
    facts: {
      day: dayOf(at),
      region: await regionOf({ ...context, database: tx }, row.tenant_id),
      organCode: documentNumbers.organCode,
      matterNo,
      form: row.form,
    },
    at,
  })
  return number
}
