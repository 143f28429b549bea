import type { JsonValue } from '@lianban/engine'
import type { LicenceRow, Tx } from '@lianban/storage'
import { allocateNumber } from '../../numbering/index.ts'
import { openCheck } from '../duties/commitments.ts'
import { refuseWhileOwed } from '../duties/debts.ts'
import { dutyPorts } from '../duties/duty-ports.ts'
import { applyAct, checkAct } from '../licences/apply-act.ts'
import { faceOf } from '../licences/face.ts'
import { grantLicence } from '../licences/grant-licence.ts'
import { licenceNumber } from '../numbers.ts'
import { regionOf } from '../people.ts'
import type { DecisionRecord } from '../views.ts'
import { deedOf, nextNumber, type CaseEffect, type EffectEntry, type EffectInput } from './effect.ts'
import { granted, newDecision } from './outcomes/decision.ts'
import { refuseFailedInspection } from './outcomes/inspection.ts'
import { inspectionOf } from './record-inspection.ts'

/**
 * 准予许可: the decision gets its number, the licence is made, or the one that the matter is about is changed, and the
 * delivery limit begins. Source: 行政许可法 articles 8, 38, 39, 44, 49, 50, 69, 70.
 */
export const grant: CaseEffect = {
  async check(input) {
    await refuseWhileOwed(input.context, input.loaded)
    refuseFailedInspection(await inspectionOf(input.context.database, input.loaded.row))
    await checkAct(input)
  },
  async apply(tx, input) {
    const { at, context, loaded } = input
    const { decision, licence, variables, entries } = await decided(tx, input)
    await openCheck(tx, dutyPorts(context), loaded, at)
    return granted(deedOf(input), { decision, licence, variables, entries })
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
  return licence ? newLicence(tx, input) : bareDecision(tx, input)
}

/** The decision gets its number; it is all that the matter ends with. */
async function bareDecision(tx: Tx, input: EffectInput): Promise<Granted> {
  const number = await nextNumber(tx, input, 'grant')
  return { decision: newDecision(deedOf(input), { number, licenceNo: null }), licence: null, variables: {}, entries: [] }
}

/** Decision and licence get their numbers. */
async function newLicence(tx: Tx, input: EffectInput): Promise<Granted> {
  const { at, caller, loaded } = input
  const { row, matter } = loaded
  const number = await nextNumber(tx, input, 'grant')
  const region = await regionOf({ ...input.context, database: tx }, row.tenant_id)
  const { number: licenceNo } = await allocateNumber(tx, licenceNumber(row, matter, { region, at }))
  const decision = newDecision(deedOf(input), { number, licenceNo })
  const licence = await grantLicence(tx, { row, matter, decision, face: faceOf(matter.matter, row), by: caller, at })
  const { id, valid_from: from, valid_until: until } = licence
  const payload = { licence: id, licenceNo, number: decision.number, from, until }
  return { decision, licence, variables: {}, entries: [{ action: 'licence.granted', payload }] }
}
