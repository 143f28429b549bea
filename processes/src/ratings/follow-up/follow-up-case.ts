import type { FollowUpOutcome, FollowUpState } from '@lianban/storage'

/*
 * The follow-up 差评整改 as its model names it: processes/packages/c3-rating/rating-follow-up.bpmn.
 */

export const FOLLOW_UP_KEY = 'rating-follow-up'

/** Limits of the steps in workdays; which of them are proposed (拟) says the package's README. */
export const CONTACT_WORKDAYS = 1
export const RECTIFY_WORKDAYS = 5
export const COMPLEX_WORKDAYS = 15
export const REVIEW_WORKDAYS = 3
export const REVISIT_WORKDAYS = 3

/** How often an organ is sent a rating to put right; then it is passed to supervision. */
export const MAX_ROUNDS = 2

/** The user task in which the process waits → the state of the follow-up. */
export const STATE_OF_TASK: Record<string, FollowUpState> = {
  Task_Contact: 'contact',
  Task_Rectify: 'rectify',
  Task_Review: 'review',
  Task_Revisit: 'revisit',
}

export const TASK_OF_STATE = Object.fromEntries(Object.entries(STATE_OF_TASK).map(([task, state]) => [state, task])) as Partial<
  Record<FollowUpState, string>
>

/** The timer of each step. */
export const TIMERS: readonly string[] = ['Timer_Contact', 'Timer_Rectify', 'Timer_Review', 'Timer_Revisit']

/** The end event that the process reached → how the follow-up ended. */
export const OUTCOME_OF_END: Record<string, FollowUpOutcome> = {
  End_Rectified: 'rectified',
  End_Unresolved: 'unresolved',
  End_Dismissed: 'dismissed',
  End_Regraded: 'regraded',
}

const BUSINESS_KEY = 'rating:'
export const businessKeyOf = (ratingId: string): string => `${BUSINESS_KEY}${ratingId}`
export const ratingIdOf = (businessKey: string | null): string | null =>
  businessKey?.startsWith(BUSINESS_KEY) ? businessKey.slice(BUSINESS_KEY.length) : null
