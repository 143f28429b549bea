import { chineseDay, countOf, dayOf, lengthWords } from '../../../clock/index.ts'
import type { MaterialManifest } from '../../../manifest.ts'
import {
  CaseError,
  commitmentNotAllowed,
  commitmentSigned,
  materialsMissing,
  notDeferrable,
  nothingToDefer,
  supplementOnce,
} from '../../errors.ts'
import { askedLine, type AskedItem } from '../../asked-items.ts'
import { acceptanceVariable, examinationLimits } from '../../limits.ts'
import { namesOf } from '../../materials-needed.ts'
import type { SupplementRecord } from '../../views.ts'
import { remediesVariable } from '../papers.ts'
import type { Deed, Outcome } from './deed.ts'

/** What is missing of the materials, and whether the applicant has promised 告知承诺. */
export interface Missing {
  missing: readonly MaterialManifest[]
  isPromised: boolean
}

export const isComplete = ({ missing, isPromised }: Missing): boolean => missing.length === 0 && !isPromised

/** @throws CaseError COMMITMENT_SIGNED, MATERIALS_MISSING */
export function refuseIncomplete({ missing, isPromised }: Missing): void {
  if (isPromised) throw commitmentSigned()
  if (missing.length === 0) return
  const hint = missing.every(({ deferral }) => deferral !== null) ? '这些材料可以容缺后补,请选择“容缺受理”' : '请一次性告知申请人补正'
  throw materialsMissing(namesOf(missing), hint)
}

/** What every way of accepting does: both time limits begin to count. Source: 行政许可法 articles 32, 42, 82. */
export const accepted = ({ row, matter: { matter }, at, calendar }: Deed, number: string): Outcome => ({
  variables: { clockFrom: at, acceptance: acceptanceVariable(matter, { receivedAt: row.received_at, acceptedAt: at, number }, calendar) },
  patch: { status: 'accepted', ...examinationLimits(matter, at, calendar) },
})

export const isDeferrable = ({ missing, isPromised }: Missing): boolean =>
  missing.length > 0 && !isPromised && missing.every(({ deferral }) => deferral !== null)

/** @throws CaseError COMMITMENT_SIGNED, NOTHING_TO_DEFER, NOT_DEFERRABLE */
export function refuseUndeferrable({ missing, isPromised }: Missing): void {
  if (isPromised) throw commitmentSigned()
  if (missing.length === 0) throw nothingToDefer()
  const final = missing.filter(({ deferral }) => deferral === null)
  if (final.length > 0) throw notDeferrable(namesOf(final))
}

/** The `deferral` variable that the paper 容缺受理承诺书 prints. */
export const deferralVariable = (number: string, debts: readonly { material_name: string; due_at: number }[], at: number) => ({
  number,
  items: debts.map(({ material_name, due_at }) => `${material_name},${chineseDay(dueDayOf(due_at))}前补交`),
  openedAt: at,
})

/** The last day on which it can be handed in. */
export const dueDayOf = (dueAt: number): string => dayOf(dueAt - 1)

/** @param commitment the matter's, where this application may be handled by it. @throws CaseError COMMITMENT_NOT_ALLOWED, MATERIALS_MISSING */
export function refuseUnpromised({ missing, isPromised }: Missing, commitment: { materials: string[] } | null, agreed: boolean): void {
  if (!commitment) throw commitmentNotAllowed('本办件不适用告知承诺,请按一般程序受理')
  if (!isPromised && !agreed) throw commitmentNotAllowed('申请人没有选择告知承诺。请当面告知后由申请人签署承诺书,再勾选“申请人已当面签署”')
  const covered = isPromised ? [] : commitment.materials
  const still = missing.filter(({ key }) => !covered.includes(key))
  if (still.length > 0) throw materialsMissing(namesOf(still), '承诺不能代替这些材料,请一次性告知申请人补正')
}

/** Whether no 补正 has been asked for yet: that one is told once, and it ends the informal ways. */
export const isStillOpen = (record: unknown): boolean => record === null || (record as SupplementRecord).kind !== undefined

/** @throws CaseError SUPPLEMENT_ONCE */
export function refuseSecondSupplement({ row }: Pick<Deed, 'row'>): void {
  if (!isStillOpen(row.supplement)) throw supplementOnce()
}

/** 补正: everything that is missing is told once, in one paper. Source: 行政许可法 article 32 (4). */
export function supplementAsked({ matter: { matter }, fields, at }: Deed, number: string): Outcome {
  const missing = fields.missing as AskedItem[]
  const record: SupplementRecord = { missing, number, notifiedAt: at, openedAt: null, dueAt: null, supplementedAt: null }
  return {
    variables: {
      supplement: {
        number,
        items: missing.map((item) => askedLine(item, matter.materials)),
        notifiedAt: at,
        limit: lengthWords(matter.limits.supplement),
        limitDays: countOf(matter.limits.supplement),
      },
    },
    patch: { status: 'supplementing', supplement: record, warn_at: null },
  }
}

type Amendment = NonNullable<SupplementRecord['kind']>

const ONLY_BEFORE: Record<Amendment, string> = {
  correction: '本办件已经补正,不能再要求当场更正',
  advice: '本办件已经受理审查,不能再提预审建议',
}

/** @throws CaseError SUPPLEMENT_NOT_EXPECTED */
export function refuseAmendment(kind: Amendment, { row }: Pick<Deed, 'row'>): void {
  if (!isStillOpen(row.supplement)) throw new CaseError('SUPPLEMENT_NOT_EXPECTED', ONLY_BEFORE[kind])
}

/** 当场更正, 预审建议: the applicant may change what he handed in; see effects/amendment.ts. */
export function amended(kind: Amendment, { at, fields }: Deed): Outcome {
  const missing = (fields.items as { text: string }[]).map(({ text }) => ({ text }))
  const record: SupplementRecord = { kind, missing, number: '', notifiedAt: at, openedAt: null, dueAt: null, supplementedAt: null }
  return {
    variables: {},
    patch: { status: 'supplementing', supplement: record, ...(kind === 'advice' && { warn_at: null }) },
  }
}

/** 不予受理: see effects/not-accept.ts. */
export function notAccepted({ matter: { matter }, opinion, fields, at }: Deed, number: string): Outcome {
  const { competentOrgan } = fields
  return {
    variables: {
      nonAcceptance: { number, reasons: opinion, competentOrgan: typeof competentOrgan === 'string' ? competentOrgan : null },
      remedies: remediesVariable(matter),
    },
    patch: { status: 'not-accepted', decided_at: at, warn_at: null },
  }
}

/** 不需要取得行政许可: see effects/not-required.ts. */
export const notRequiredTold = ({ matter: { matter }, opinion, at }: Deed, number: string): Outcome => ({
  variables: { notRequired: { number, reasons: opinion, notifiedAt: at }, remedies: remediesVariable(matter) },
  patch: { status: 'not-accepted', decided_at: at, warn_at: null },
})
