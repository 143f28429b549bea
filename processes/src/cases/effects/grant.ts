import { randomBytes } from 'node:crypto'
import type { JsonValue } from '@lianban/engine'
import type { Tx } from '@lianban/storage'
import { dayOf, plusDays, type Day } from '../../clock/index.ts'
import { allocateFoodLicenceNumber, FOOD_BUSINESS_FORM_CODES } from '../../numbering/index.ts'
import { deliveryLimits } from '../limits.ts'
import { regionOf } from '../people.ts'
import type { DecisionRecord } from '../views.ts'
import { nextNumber, type CaseEffect, type EffectInput } from './effect.ts'

/** Bytes of the code that the QR code carries: nobody finds a licence by trying. */
const VERIFY_CODE_BYTES = 16

/** 准予许可: decision and licence get their numbers, the delivery limit begins. Source: 行政许可法 articles 38, 39, 44. */
export const grant: CaseEffect = {
  async apply(tx, input) {
    const { at, context, loaded } = input
    const { matter } = loaded.matter
    const decidedOn = dayOf(at)
    const decision: DecisionRecord = {
      result: 'grant',
      number: await nextNumber(tx, input, 'grant'),
      licenceNo: await licenceNumber(tx, input),
      reasons: input.opinion,
      decidedOn,
      validFrom: decidedOn,
      validUntil: plusDays(yearsLater(decidedOn, matter.licence.validYears), -1),
      verifyCode: randomBytes(VERIFY_CODE_BYTES).toString('hex'),
    }
    return {
      variables: { decision: { ...decision } satisfies JsonValue },
      patch: { status: 'granted', decision, ...deliveryLimits(matter, at, context.calendarOf(loaded.row.tenant_id)) },
    }
  },
}

/** The licence number by the matter's scheme. */
async function licenceNumber(tx: Tx, { context, loaded }: EffectInput): Promise<string> {
  const { row, matter } = loaded
  const forms: Record<string, '1' | '2' | '3'> = FOOD_BUSINESS_FORM_CODES
  const value = row.form[matter.matter.licence.formField]
  const form = forms[String(value)]
  if (!form) throw new Error(`case ${row.id}: no licence number for ${matter.matter.licence.formField} "${String(value)}"`)
  return allocateFoodLicenceNumber(tx, {
    tenantId: row.tenant_id,
    organId: row.organ_id,
    region: await regionOf({ ...context, database: tx }, row.tenant_id),
    form,
  })
}

/** The same day years later; 29 February becomes 1 March where there is none. */
function yearsLater(day: Day, years: number): Day {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  return new Date(Date.UTC(year + years, month - 1, date)).toISOString().slice(0, 10)
}
