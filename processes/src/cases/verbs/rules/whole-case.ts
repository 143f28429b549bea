import type { CaseRow } from '@lianban/storage'
import type { MatterManifest } from '../../../manifest.ts'
import { actionInvalid, caseEnded, sendBackNotPossible, verbNotOffered } from '../../errors.ts'
import { isWithApplicant } from '../../moved-clock.ts'
import type { Said } from './deed.ts'

/* The verbs of a case as a whole. */

/** The holder of a licence is its party, but has applied for nothing. */
export const isExOfficio = ({ licenceAct }: MatterManifest): boolean => licenceAct?.by === 'organ'

/** @throws CaseError VERB_NOT_OFFERED, CASE_ENDED once it is decided */
export function refuseWithdrawal(matter: MatterManifest, row: Pick<CaseRow, 'decided_at'>): void {
  if (isExOfficio(matter)) throw verbNotOffered('撤回申请', '本办件由行政机关依职权启动,您可以陈述、申辩')
  refuseDecided(row)
}

export function refuseDecided({ decided_at }: Pick<CaseRow, 'decided_at'>): void {
  if (decided_at !== null) throw caseEnded('撤回申请')
}

export const ENDINGS = {
  withdrawn: { status: 'withdrawn', type: 'withdrawn', text: '申请人撤回申请' },
  voided: { status: 'voided', type: 'voided', text: '作废办件' },
} as const

export const heldCaseSaid = (reason: string): Said => ({ type: 'held', text: '挂起办件(不停止计算时限)', reason })
export const UNHELD: Said = { type: 'unheld', text: '解除挂起', reason: null }

/** @throws CaseError ACTION_INVALID, SEND_BACK_NOT_POSSIBLE */
export function refuseJump(matter: MatterManifest, row: Pick<CaseRow, 'suspended_at' | 'clock'>, to: string): void {
  if (!matter.tasks[to]) throw actionInvalid('跳转')
  refuseSuspended(row)
}

/** The clock stands still for a procedure that has an end of its own; the time of the applicant ends with his step. */
export const isInProcedure = (row: Pick<CaseRow, 'suspended_at' | 'clock'>): boolean => row.suspended_at != null && !isWithApplicant(row)

export function refuseSuspended(row: Pick<CaseRow, 'suspended_at' | 'clock'>): void {
  if (isInProcedure(row)) throw sendBackNotPossible('特别程序正在进行,请先结束特别程序,再跳转')
}

/** @throws CaseError SEND_BACK_NOT_POSSIBLE */
export function refuseNowhere(open: readonly unknown[]): void {
  if (open.length === 0) throw sendBackNotPossible('办件没有待办理的环节,不能跳转')
}

export const jumpedSaid = (stepName: string, reason: string): Said => ({ type: 'jumped', text: `跳转至“${stepName}”`, reason })
