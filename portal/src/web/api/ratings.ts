import { query, request } from './client.ts'

/* Ratings 好差评 and their follow-ups: wire shapes, addresses, calls. Instants are epoch milliseconds. */

export interface GivenRating {
  grade: number
  tags: string[]
  text: string | null
  channel: string
  givenAt: number
  comment: string | null
  commentAt: number | null
}

export interface RatableContact {
  contact: string
  at: number
  rating: GivenRating | null
}

export interface RatingSummary {
  id: string
  organName: string
  matterName: string
  grade: number
  countedGrade: number
  counted: boolean
  tags: string[]
  text: string | null
  comment: string | null
  givenOn: string
  followUp: string | null
  /** Only for whoever may know it: nobody of the rated organ. */
  case: { id: string; no: string; contact: string; channel: string } | null
}

export interface FollowUpSummary {
  id: string
  organName: string
  matterName: string
  grade: number
  givenOn: string
  state: string
  dueAt: number | null
  left: string | null
  overdue: boolean
  outcome: string | null
  caseNo: string | null
}

export type FollowUpVerb = 'contact' | 'rectify' | 'appeal' | 'review' | 'revisit'

export interface FollowUpLine {
  /** null: the rated organ is told the day of the rating and not its instant. */
  at: number | null
  verb: string
  actorName: string | null
  text: string | null
  note: string | null
  files: { id: string; name: string; size: number }[]
  ground: string | null
  complexReason: string | null
  grade: number | null
}

export interface FollowUpDetail extends FollowUpSummary {
  countedGrade: number
  counted: boolean
  tags: string[]
  text: string | null
  comment: string | null
  deskName: string | null
  rounds: number
  complex: boolean
  appealed: boolean
  reviewOf: 'unfounded' | 'mistaken' | 'appeal' | null
  proposedGrade: number | null
  rater: { caseId: string; caseNo: string; name: string; phone: string | null } | null
  lines: FollowUpLine[]
  verbs: FollowUpVerb[]
  mayAgain: boolean
}

export interface FollowUpCounts {
  states: Record<string, number>
  overdue: number
}

export interface RatingFigures {
  organId: string
  organName: string
  matterKey: string | null
  matterName: string | null
  closed: number
  rated: number | null
  grades: Record<string, number> | null
  satisfaction: number | null
  poor: number | null
  rectified: number | null
  unresolved: number | null
  dismissed: number | null
}

const id = encodeURIComponent
const post = (path: string, body: unknown) => request<void>(path, { method: 'POST', body })

export const ratingPaths = {
  ofCase: (caseId: string) => `/api/cases/${id(caseId)}/ratings`,
  list: (filter: { grade?: string }) => `/api/ratings${query(filter)}`,
  figures: (filter: { by: string; from: number; to: number }) => `/api/ratings/figures${query(filter)}`,
  followUps: (filter: { view: string }) => `/api/rating-follow-ups${query(filter)}`,
  followUpCounts: '/api/rating-follow-ups/counts',
  followUp: (ratingId: string) => `/api/rating-follow-ups/${id(ratingId)}`,
  followUpFile: (ratingId: string, fileId: string) => `/api/rating-follow-ups/${id(ratingId)}/files/${id(fileId)}`,
}

export const ratingApi = {
  rate: (caseId: string, body: unknown) => post(ratingPaths.ofCase(caseId), body),
  comment: (caseId: string, body: { contact: string; text: string }) => post(`${ratingPaths.ofCase(caseId)}/comment`, body),
  byPhone: (body: unknown) => post('/api/ratings/phone', body),
  act: (ratingId: string, deed: string, body: unknown) => post(`${ratingPaths.followUp(ratingId)}/${deed}`, body),
}
