import type { JsonValue } from '@lianban/engine'
import type { CaseRow, Tx } from '@lianban/storage'
import { dayOf, plusDays, type Day } from '../../clock/index.ts'
import { allocateNumber } from '../../numbering/index.ts'
import { openCheck } from '../duties/commitments.ts'
import { refuseWhileOwed } from '../duties/debts.ts'
import { dutyPorts } from '../duties/duty-ports.ts'
import { deliveryLimits } from '../limits.ts'
import { regionOf } from '../people.ts'
import type { DecisionRecord } from '../views.ts'
import type { MatterManifest } from '../../manifest.ts'
import { basisText, nextNumber, type CaseEffect, type EffectInput } from './effect.ts'

/** 准予许可: decision and licence get their numbers, the delivery limit begins. Source: 行政许可法 articles 38, 39, 44. */
export const grant: CaseEffect = {
  check: ({ context, loaded }) => refuseWhileOwed(context, loaded),
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
      validUntil: lastDay(matter, loaded.row, decidedOn),
    }
    await openCheck(tx, dutyPorts(context), loaded, at)
    const paper = { basis: basisText(matter), licenceName: matter.licence.name, face: faceOf(matter, loaded.row) }
    return {
      variables: { decision: { ...decision, ...paper } satisfies JsonValue },
      patch: { status: 'granted', decision, ...deliveryLimits(matter, at, context.calendarOf(loaded.row.tenant_id)) },
    }
  },
}

/** The day asked for, where the matter has one, but no longer than its years. */
function lastDay({ licence }: MatterManifest, { form }: Pick<CaseRow, 'form'>, decidedOn: Day): Day {
  const longest = plusDays(yearsLater(decidedOn, licence.validYears), -1)
  const asked = licence.until === undefined ? undefined : form[licence.until]
  return typeof asked === 'string' && asked >= decidedOn && asked < longest ? asked : longest
}

/** What stands on the licence, line by line; a list in one line. */
function faceOf({ licence, applicantName }: MatterManifest, { form }: Pick<CaseRow, 'form'>): { label: string; text: string }[] {
  const lines = licence.face ?? [{ label: '持证人', field: applicantName }]
  return lines.flatMap(({ label, field }) => {
    const value = form[field] ?? ''
    const text = Array.isArray(value) ? value.join('、') : String(value as string | number)
    return text === '' ? [] : [{ label, text }]
  })
}

/** The licence number by the matter's scheme. */
async function licenceNumber(tx: Tx, { at, context, loaded }: EffectInput): Promise<string> {
  const { row, matter } = loaded
  const { licence, documentNumbers, matterNo } = matter.matter
  const { number } = await allocateNumber(tx, {
    tenantId: row.tenant_id,
    kind: 'licence',
    scheme: licence.numbering,
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

/** The same day years later; 29 February becomes 1 March where there is none. */
function yearsLater(day: Day, years: number): Day {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  return new Date(Date.UTC(year + years, month - 1, date)).toISOString().slice(0, 10)
}
