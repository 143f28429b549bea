import type { CaseDocument, Values } from './cases.ts'
import { query, request } from './client.ts'
import type { Page } from './page.ts'

/* Licences 证照 after the grant: wire shapes, addresses, calls. Instants are epoch milliseconds, days YYYY-MM-DD. */

export type LicenceStanding = 'valid' | 'lapsed' | 'withdrawn' | 'revoked' | 'cancelled'

export interface Licence {
  id: string
  licenceNo: string
  name: string
  kind: string
  matterName: string
  organName: string
  holderName: string
  holderCode: string | null
  validFrom: string
  validUntil: string | null
  standing: LicenceStanding
  standingText: string
  daysLeft: number | null
}

export interface LicencePage extends Page<Licence> {
  kinds: { kind: string; name: string }[]
}

export interface LicenceLine {
  at: number
  act: string
  text: string
  isOpened: boolean
  caseId: string
  caseNo: string | null
  matterName: string | null
  canOpen: boolean
  actorName: string | null
  reason: string | null
  changes: { label: string; before: string; after: string }[]
  from: string | null
  until: string | null
}

export interface OfferedAct {
  matterKey: string
  matterName: string
  act: string
  actText: string
  blocked: string | null
  notice: string | null
}

export interface LicenceDetail extends Licence {
  face: { label: string; text: string }[]
  history: LicenceLine[]
  document: CaseDocument | null
  verificationUrl: string | null
  acts: OfferedAct[]
}

/** An own licence that an application may be about. */
export interface LicenceChoice extends Licence {
  blocked: string | null
  notice: string | null
  values: Values
}

/** A code that opens a licence once. */
export interface Showing {
  id: string
  token: string
  expiresAt: number
}

export const showingApi = {
  show: (licenceId: string) => request<Showing>(`/api/licences/${encodeURIComponent(licenceId)}/showings`, { method: 'POST' }),
  state: (id: string, signal: AbortSignal) =>
    request<{ state: 'waiting' | 'seen' | 'over'; seenAt: number | null }>(`/api/licence-showings/${encodeURIComponent(id)}`, { signal }),
  end: (id: string) => request<void>(`/api/licence-showings/${encodeURIComponent(id)}`, { method: 'DELETE', keepalive: true }),
}

export interface LicenceFilter {
  view: 'mine' | 'all'
  state?: string
  kind?: string
  due?: string
  q?: string
}

const id = encodeURIComponent

export const licencePaths = {
  list: ({ view, state, kind, due, q }: LicenceFilter) => `/api/licences${query({ view, state, kind, due, q })}`,
  one: (licenceId: string) => `/api/licences/${id(licenceId)}`,
  choices: (matterKey: string) => `/api/matters/${id(matterKey)}/licences`,
}

export const licencesApi = {
  /** Begins a procedure about a licence ex officio 依职权. */
  review: (licenceId: string, body: { matterKey: string; form: Values; materials: Record<string, string[]> }, idempotencyKey: string) =>
    request<{ caseId: string; caseNo: string }>(`${licencePaths.one(licenceId)}/reviews`, { method: 'POST', body, idempotencyKey }),
  state: (caseId: string, text: string, idempotencyKey: string) =>
    request<void>(`/api/cases/${id(caseId)}/statement`, { method: 'POST', body: { text }, idempotencyKey }),
}
