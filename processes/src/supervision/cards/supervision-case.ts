import type { CardState, SupervisionCardRow } from '@lianban/storage'

/*
 * The supervision case 监察件 as its model names it: processes/packages/g2-supervision/supervision-case.bpmn.
 */

export const SUPERVISION_CASE_KEY = 'supervision-case'
export const WITHDRAWN_MESSAGE = 'card-withdrawn'
/** Workdays to answer in once a card is 督办中. */
export const URGED_WORKDAYS = 2

/** The user task in which the case waits → the state of its card. */
export const STATE_OF_TASK: Record<string, CardState> = {
  Task_Verify: 'verifying',
  Task_Sign: 'issued',
  Task_Reply: 'signed',
  Task_UrgedReply: 'urged',
  Task_Review: 'replied',
  Task_Escalated: 'escalated',
  Task_Liability: 'liability',
}

/** The end event that the case reached → how its card ended. */
export const OUTCOME_OF_END: Record<string, SupervisionCardRow['outcome']> = {
  End_NotIssued: 'not-issued',
  End_Noted: 'noted',
  End_Cancelled: 'cancelled',
  End_Upheld: 'upheld',
  End_Withdrawn: 'withdrawn',
}

export const ISSUE_EVENT = 'Event_Issue'
export const REPLY_TIMER = 'Timer_Reply'
export const URGED_TIMER = 'Timer_Urged'

const BUSINESS_KEY = 'card:'
export const businessKeyOf = (cardId: string): string => `${BUSINESS_KEY}${cardId}`
export const cardIdOf = (businessKey: string | null): string | null =>
  businessKey?.startsWith(BUSINESS_KEY) ? businessKey.slice(BUSINESS_KEY.length) : null
