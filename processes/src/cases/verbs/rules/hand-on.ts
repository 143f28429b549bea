import { opinionRequired, personNotEligible, verbNotOffered, type CaseError } from '../../errors.ts'
import type { Said } from './deed.ts'

/** A task as far as it matters for handing it on. */
export interface Held {
  assignee: string | null
  owner?: string | null
  delegationState?: string | null
}

const ONLY_HIS_OWN = '加签任务只能由被加签人本人办理'
/** Who was only asked for his work gives it back, and does nothing else with the task. */
export const DELEGATED = '这项任务是委派给您办理的,请办理后交回'
const ALREADY_THERE = '任务已经在该人员名下'

/** Why a task cannot be handed on for good 转办; null: it can. */
export function transferRefusal({ assignee, delegationState }: Held, isSign: boolean, to: string): CaseError | null {
  if (isSign) return verbNotOffered('转办', ONLY_HIS_OWN)
  if (delegationState === 'PENDING') return verbNotOffered('转办', DELEGATED)
  return to === assignee ? personNotEligible(ALREADY_THERE) : null
}

/** @param from name of whoever had it; null: nobody */
export const transferSaid = (verb: '转办' | '移交', from: string | null, to: string, reason: string): Said => ({
  type: 'transferred',
  text: from === null ? `${verb}给${to}` : `由${from}${verb}给${to}`,
  reason,
})

/** Whose a delegated task 委派 stays. */
export const ownerOf = ({ assignee, owner = null, delegationState }: Held): string | null =>
  delegationState === 'PENDING' ? owner : assignee

/** Why a task cannot be given to somebody for his work; null: it can. */
export function delegateRefusal(task: Held, isSign: boolean, to: string): CaseError | null {
  if (isSign) return verbNotOffered('委派', ONLY_HIS_OWN)
  return to === task.assignee || to === ownerOf(task) ? personNotEligible('不能委派给本人或者委派人') : null
}

export const delegateSaid = (to: string, reason: string): Said => ({ type: 'delegated', text: `委派给${to}`, reason })

/** Giving it back 交回. @returns the opinion. @throws CaseError OPINION_REQUIRED, VERB_NOT_OFFERED */
export function checkedResolution({ owner = null, delegationState }: Held, opinion: string): { text: string; owner: string } {
  if (delegationState !== 'PENDING' || owner === null) throw verbNotOffered('交回', '这项任务不是委派给您的')
  const text = opinion.trim()
  if (text === '') throw opinionRequired('交回')
  return { text, owner }
}

export const resolvedSaid = (owner: string, opinion: string): Said => ({
  type: 'delegation-resolved',
  text: `办理后交回${owner}`,
  reason: opinion,
})
