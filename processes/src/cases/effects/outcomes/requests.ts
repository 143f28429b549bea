import type { JsonValue } from '@lianban/engine'
import type { CaseRow } from '@lianban/storage'
import { countOf, lengthWords } from '../../../clock/index.ts'
import { CaseError } from '../../errors.ts'
import { answersOf } from '../../forms.ts'
import { lateFor } from '../../extension-late.ts'
import { hearingOf, isHearingFixed, mayAskForHearing, type HearingRecord } from '../../hearing.ts'
import { acceptanceVariable, intakeLimits } from '../../limits.ts'
import type { SupplementRecord } from '../../views.ts'
import type { Deed, Outcome } from './deed.ts'

/* What comes to a case from outside of its tasks: a supplement, a request for more time, a request for a hearing. */

type Told = Pick<Deed, 'row' | 'matter' | 'calendar' | 'at'>

/** Whether the case waits for the applicant now. */
export const isSupplementExpected = ({ status, supplement }: Pick<CaseRow, 'status' | 'supplement'>): boolean =>
  status === 'supplementing' && (supplement as SupplementRecord).openedAt !== null

const WORDS = {
  supplement: { step_name: '补正', action_text: '提交补正材料' },
  correction: { step_name: '当场更正', action_text: '提交更正' },
  advice: { step_name: '网上预审', action_text: '修改后重新提交' },
} as const

/** 补正: the intake limit begins anew with the receipt. @param form the application as it is now */
export function supplemented({ row, matter, calendar, at }: Told, form: Record<string, unknown>) {
  const record: SupplementRecord = { ...(row.supplement as SupplementRecord), supplementedAt: at }
  // What is put right on the spot was received before: its intake limit runs on.
  const isNew = record.kind !== 'correction'
  return {
    variables: {
      application: answersOf(matter, form) as JsonValue,
      ...(isNew && {
        clockFrom: at,
        acceptance: acceptanceVariable(matter.matter, { receivedAt: at, acceptedAt: at, number: '' }, calendar),
      }),
    } as Outcome['variables'],
    patch: {
      ...{ form, status: 'submitted', supplement: record },
      ...(isNew && intakeLimits(matter.matter, at, calendar)),
    } satisfies Partial<CaseRow>,
    line: { ...WORDS[record.kind ?? 'supplement'], action: 'supplement', started_at: record.notifiedAt },
  }
}

export const extensionNotPossible = (): CaseError =>
  new CaseError('EXTENSION_NOT_POSSIBLE', '本办件不能延期:只有已经受理、尚未作出决定,并且事项规定了延期的办件可以申请')

/** What stands in the way of asking for more time, or null. @param earlier what was asked for before */
export function extensionRefusal({ row, matter, calendar, at }: Told, earlier: readonly { state: string }[]): CaseError | null {
  const { limits, messages } = matter.matter
  if (!limits.extension || !messages.extension || row.accepted_at === null || row.decided_at !== null) return extensionNotPossible()
  if (earlier.some(({ state }) => state === 'granted'))
    return new CaseError('EXTENSION_ONCE', '本办件已经延长过一次,只能延长一次,不能再次申请;这次申请已记入监察日志')
  if (earlier.some(({ state }) => state === 'requested'))
    return new CaseError('EXTENSION_ONCE', '延期申请正在等待本单位负责人审批,不用重复申请')
  return lateFor({ row, matter }, at, calendar)
}

/** The `extension` variable as long as nobody has decided, and what was asked for. */
export function extensionRequested({ matter: { matter } }: Pick<Deed, 'matter'>, reasons: string, requestedBy: string) {
  const length = matter.limits.extension!
  const words = lengthWords(length)
  return {
    amount: countOf(length),
    unit: length.unit,
    words,
    variables: { extension: { reasons, length: words, requestedBy, number: '' } },
  }
}

export const hearingNotExpected = (): CaseError =>
  new CaseError('HEARING_NOT_EXPECTED', '本办件现在不能申请听证:没有告知听证权利、期限已过,或者已经申请。请刷新页面查看办理进度')

/** @throws CaseError HEARING_NOT_EXPECTED */
export function refuseHearingRequest({ row, matter: { matter } }: Pick<Told, 'row' | 'matter'>): void {
  if (!matter.messages.hearing || !mayAskForHearing(row.hearing)) throw hearingNotExpected()
}

/** 要求听证. @param by who wrote it down; @param askedFor who asks */
export function hearingRequested(
  { row, at }: Pick<Told, 'row' | 'at'>,
  { by, askedFor, reason }: { by: { userId: string; name: string }; askedFor: string; reason: string },
): Outcome {
  const hearing: HearingRecord = { ...hearingOf(row.hearing)!, asked: { at, by: by.userId, byName: by.name, for: askedFor } }
  return { variables: { hearingRequest: { by: askedFor, reason, askedAt: at } }, patch: { hearing } }
}

export const suspensionNotOpen = (): CaseError =>
  new CaseError('SUSPENSION_NOT_OPEN', '本办件没有正在进行的特别程序,或者告知书还没有出具。请刷新页面查看办理进度')

/** @throws CaseError SUSPENSION_NOT_OPEN: none is open, or it ends with the minutes of a hearing */
export function refuseSuspensionEnd({ row, matter: { matter } }: Pick<Told, 'row' | 'matter'>, isOpen: boolean): void {
  if (!isOpen || isHearingFixed(row.hearing) || !matter.messages.suspensionEnded) throw suspensionNotOpen()
}

/** 陈述申辩, as process variables. */
export const statementMade = (text: string, at: number): Outcome['variables'] => ({ statement: { text, madeAt: at } })
