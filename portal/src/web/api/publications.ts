import { query, request } from './client.ts'
import type { Page } from './page.ts'

/* 双公示 at the desks: wire shapes, addresses, calls. Instants are epoch milliseconds, days YYYY-MM-DD. */

export type PublicationState = 'public' | 'withheld' | 'withdrawn'

export interface Publication {
  id: string
  caseId: string
  kind: string
  kindText: string
  state: PublicationState
  stateReason: string | null
  matterName: string
  organName: string
  holderName: string
  holderKind: string
  holderCode: string | null
  documentName: string
  documentNumber: string
  licenceName: string | null
  licenceNo: string | null
  content: string
  decidedOn: string
  validFrom: string | null
  validUntil: string | null
  validity: string
  publishedAt: number
  dueAt: number
  late: boolean
  version: number
  changes: {
    deed: 'correct' | 'withdraw'
    at: number
    byName: string
    reason: string
    fields: { field: string; label: string; before: string | null; after: string | null }[]
  }[]
}

export type CorrectionFields = Partial<
  Record<'holderName' | 'holderCode' | 'documentName' | 'licenceName' | 'content' | 'validFrom' | 'validUntil', string | null>
>

export interface PublicationPage extends Page<Publication> {
  total: number
}

export const publicationPaths = {
  list: (filter: { state?: string; q?: string }) => `/api/publications${query(filter)}`,
}

const one = (id: string) => `/api/publications/${encodeURIComponent(id)}`

export const publicationsApi = {
  correct: (id: string, body: { version: number; reason: string; fields: CorrectionFields }) =>
    request<void>(`${one(id)}/correction`, { method: 'POST', body }),
  withdraw: (id: string, body: { version: number; reason: string }) => request<void>(`${one(id)}/withdrawal`, { method: 'POST', body }),
}

export const PUBLICATION_STATES: Record<PublicationState, { text: string; colour: string }> = {
  public: { text: '已公示', colour: 'success' },
  withheld: { text: '不予公示', colour: 'default' },
  withdrawn: { text: '已撤下', colour: 'warning' },
}
