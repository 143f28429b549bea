import { request } from './client.ts'
import type { CaseDocument, CaseSummary, Values } from './cases.ts'

/* Themes 一件事 and joint cases 并联办件. */

/** A matter of a theme, on the theme's guidance page. */
export interface JointPart {
  matterKey: string
  name: string
  organName: string
  /** For whom it is needed; null: always. */
  whenText: string | null
  /** In words; null: it takes no cases now. */
  statutory: string | null
  promised: string | null
  dependsOn: { name: string; stops: boolean }[]
  results: string[]
  /** Keys of the theme's materials that serve it. */
  materials: string[]
}

export interface JointGuide {
  parts: JointPart[]
  guide: string[]
}

/** What an application needs, by what has been answered so far. */
export interface JointNeeds {
  matters: string[]
  materials: { key: string; required: boolean }[]
}

export type JointState = 'planned' | 'waiting' | 'started' | 'decided' | 'delivered' | 'stopped' | 'ended'

/** One matter of a joint case. */
export interface JointChild {
  matterKey: string
  name: string
  organName: string
  state: JointState
  stateText: string
  dependsOn: { matterKey: string; name: string; stopsOnRefusal: boolean }[]
  /** Why it was not started. */
  reason: string | null
  /** Null: not started, or not to be read by the caller. */
  caseId: string | null
  summary: CaseSummary | null
  people: string[]
  /** The applicant is asked for something 补正. */
  asksApplicant: boolean
  documents: CaseDocument[]
}

/** The joint case that a case is a part of. */
export interface ParentCase {
  caseNo: string
  name: string
  /** Null: the caller may not read it. */
  id: string | null
}

export const jointApi = {
  needs: (matterKey: string, form: Values) =>
    request<JointNeeds>(`/api/matters/${encodeURIComponent(matterKey)}/needs`, { method: 'POST', body: { form } }),
}
