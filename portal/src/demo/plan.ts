import type { TradeKey } from './names.ts'

/*
 * What comes in, in a month. Data only.
 */

/** A matter that people apply for. */
export interface Arrival {
  matter: string
  trades: readonly TradeKey[]
  /** Applications on an average working day. */
  perDay: number
  /** It is about a licence that the applicant holds. */
  needsLicence?: boolean
  /** What is not as the licence has it. */
  changes?: readonly string[]
}

export type Plan = readonly Arrival[]

export const ARRIVALS: Plan = [
  { matter: 'food-business-licence', trades: ['food'], perDay: 5.2 },
  { matter: 'public-place-hygiene-permit', trades: ['lodging'], perDay: 2.4 },
  { matter: 'outdoor-advertising-permit', trades: ['shop', 'food', 'lodging'], perDay: 2.4 },
  { matter: 'road-occupation-permit', trades: ['building'], perDay: 1.5 },
  { matter: 'private-school-permit', trades: ['teaching'], perDay: 0.8 },
  { matter: 'labour-dispatch-permit', trades: ['labour'], perDay: 0.8 },
  { matter: 'raw-milk-transport-permit', trades: ['dairy'], perDay: 0.4 },
  { matter: 'rural-planning-permit', trades: ['rural'], perDay: 0.9 },
  { matter: 'opening-a-restaurant', trades: ['food'], perDay: 0.9 },
  { matter: 'food-licence-alteration', trades: ['food'], perDay: 1.1, needsLicence: true, changes: ['address', 'phone'] },
  { matter: 'food-licence-renewal', trades: ['food'], perDay: 0.5, needsLicence: true },
  { matter: 'food-licence-reissue', trades: ['food'], perDay: 0.5, needsLicence: true },
  { matter: 'food-licence-cancellation', trades: ['food'], perDay: 0.4, needsLicence: true },
]

/** Whoever applies for something about a licence has applied for this before. */
export const FIRST_LICENCE = 'food-business-licence'
/** Of an average working day, on days when offices are closed: people apply from home. */
export const WEEKEND_SHARE = 0.3
/** Procedures about licences that organs begin themselves, on an average working day. */
export const REVIEWS_PER_DAY = 0.35
/** Cases for each applicant, on average: so many accounts are made. */
export const CASES_PER_APPLICANT = 4
/** Whoever tries the demonstration logs in as this applicant, so much happens to her. */
export const FAVOURITE = { username: 'shenqing', trade: 'food', share: 0.08 } as const

/** When people are at it, on working days: `HH:MM` of the county. */
export const OFFICE_ROUNDS = ['08:50', '09:40', '10:40', '11:30', '14:05', '15:00', '16:00', '17:00'] as const
/** When those look who have something to see through. */
export const ERRAND_ROUNDS = ['09:10', '11:00', '14:20', '16:20'] as const
/** When people ask and complain, and when the organs answer. */
export const QUESTION_ROUNDS = { asked: '11:10', answered: '15:30' } as const
/** How long after its beginning the last deed of a round may come, milliseconds. */
export const ROUND_MS = 25 * 60_000
export const APPLICANT_ROUNDS = { workday: ['10:10', '15:35', '20:20'], free: ['10:30', '19:30'] } as const
/** Once on a working day: leaders, supervisors and auditors look at cards, ratings and lists. */
export const LEADER_ROUND = '16:35'
