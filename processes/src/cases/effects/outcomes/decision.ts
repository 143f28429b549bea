import type { JsonValue } from '@lianban/engine'
import { nameActing } from '@lianban/tenants/browser'
import { caseClockOf, dayOf, type CaseClock } from '../../../clock/index.ts'
import { issuerOf } from '../../first-review.ts'
import { licenceOf } from '../../licences/face.ts'
import { lastDay } from '../../licences/term.ts'
import { deliveryLimits } from '../../limits.ts'
import { movedClock } from '../../moved-clock.ts'
import type { DecisionRecord } from '../../views.ts'
import { basisText, remediesVariable } from '../papers.ts'
import type { Deed, Entry, Outcome } from './deed.ts'

/** The decision to grant: a new licence, or nothing but the decision. @param licenceNo null: the matter grants no licence */
export function newDecision(
  { row, matter: { matter }, opinion, at }: Deed,
  { number, licenceNo }: { number: string; licenceNo: string | null },
): DecisionRecord {
  const decidedOn = dayOf(at)
  return {
    ...{ result: 'grant', number, licenceNo, reasons: opinion, decidedOn },
    validFrom: licenceNo === null ? null : decidedOn,
    validUntil: licenceNo === null ? null : lastDay(licenceOf(matter), row, decidedOn),
  }
}

interface Granted {
  decision: DecisionRecord
  /** null: the matter grants none. */
  licence: { name: string; face: { label: string; text: string }[] } | null
  variables: Record<string, JsonValue>
  entries: Entry[]
}

/** 准予许可: the delivery limit begins. */
export function granted({ matter: { matter }, calendar, at }: Deed, { decision, licence, variables, entries }: Granted): Outcome {
  const paper = {
    basis: basisText(matter),
    licenceName: licence?.name ?? matter.decisionDocument?.name ?? matter.name,
    face: licence?.face ?? [],
  }
  return {
    variables: { decision: { ...decision, ...paper } satisfies JsonValue, ...variables },
    patch: { status: 'granted', decision, ...deliveryLimits(matter, at, calendar) },
    entries,
  }
}

/** 不予许可. @param standards what a failed inspection adds to the reasons, or null */
export function refused({ matter: { matter }, opinion, calendar, at }: Deed, number: string, standards: string | null): Outcome {
  const decision: DecisionRecord = {
    ...{ result: 'refuse', number, licenceNo: null, decidedOn: dayOf(at), validFrom: null, validUntil: null },
    reasons: [opinion, standards].filter((one) => one !== null).join('\n') || null,
  }
  return {
    variables: { decision: { ...decision, basis: basisText(matter) } satisfies JsonValue, remedies: remediesVariable(matter) },
    patch: { status: 'refused', decision, ...deliveryLimits(matter, at, calendar) },
  }
}

/** 转报. @param materials as papers list them */
export function transferred({ matter: { matter }, fields, opinion, at }: Deed, number: string, materials: readonly string[]): Outcome {
  const receiver = String(fields.receiver)
  // Nobody there asks the applicant for them again (行政许可法 article 35).
  const reasons = [opinion, materials.length === 0 ? '' : `随函报送全部申请材料：${materials.join('、')}。`].filter(Boolean).join('\n')
  return {
    variables: { transfer: { number, receiver, reasons, basis: basisText(matter), transferredOn: dayOf(at) } },
    patch: { status: 'transferred', decided_at: at, warn_at: null, suspended_at: null },
    entries: [{ action: 'case.transferred', payload: { receiver, number, reasons: opinion } }],
  }
}

/** 报送. @param materials as papers list them */
export function reportedUp({ row, matter: version, form, calendar, at }: Deed, number: string, materials: string[]): Outcome {
  const { matter } = version
  const clock: CaseClock = { ...caseClockOf(row.clock), from: at }
  const patch = movedClock(row, version, clock, calendar)
  const conclusion = String(form.conclusion)
  const report = {
    number,
    receiver: row.organ_name,
    conclusion,
    opinion: String(form.opinion),
    basis: basisText(matter),
    materials,
    reportedOn: dayOf(at),
    statutoryDueDay: dayOf(patch.statutory_due_at! - 1),
  }
  return {
    variables: { clockFrom: at, clock: clock as unknown as JsonValue, organName: row.organ_name, report },
    patch,
    entries: [
      { action: 'case.reported-up', payload: { from: issuerOf(matter, row).organId, to: row.organ_id, number, conclusion, materials } },
    ],
  }
}

/** What stands on the proof in place of a recipient that there is none of. */
const NOBODY = '——'

/** The papers that were decided on, among those that were issued. */
export function decidedPapers(decision: DecisionRecord | null, issued: readonly { name: string; number: string | null }[]): string[] {
  const numbers = [decision?.number, decision?.licenceNo]
  return issued.flatMap(({ name, number }) => (number !== null && numbers.includes(number) ? [`${name}　${number}`] : []))
}

/** What the proof of delivery says. @param papers each with its number, as printed */
export function deliveryVariable({ caller, form }: Pick<Deed, 'caller' | 'form'>, papers: string[]) {
  return {
    papers,
    method: text(form.method) ?? NOBODY,
    receiver: text(form.receiver) ?? NOBODY,
    relation: text(form.relation),
    deliveredOn: text(form.deliveredOn),
    proof: proofOf(form),
    servedBy: nameActing(caller.name, caller.onBehalfOf?.name),
    remark: text(form.remark),
  } satisfies JsonValue
}

function proofOf(form: Deed['form']): string {
  const mailNo = text(form.mailNo)
  if (mailNo !== null) return `邮件号码 ${mailNo}`
  const place = text(form.noticePlace)
  if (place !== null) return `公告载体：${place}`
  return form.method === '电子送达' ? '网上办事大厅接收记录' : '窗口签收记录'
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
