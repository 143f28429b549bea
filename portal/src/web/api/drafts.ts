import { request } from './client.ts'

/* Drafts of the person who is logged in, kept on the server. Instants are epoch milliseconds. */

export type DraftKind = 'task' | 'matter' | 'supplement'

export interface DraftSummary {
  kind: DraftKind
  about: string
  title: string
  savedAt: number
  version: number
}

export interface StoredDraft extends DraftSummary {
  value: unknown
}

/** What an ApiError DRAFT_CHANGED says of the draft that is there now; null: there is none any more. */
export interface DraftNow {
  version: number
  savedAt: number
}

const id = encodeURIComponent
const path = (kind: DraftKind, about: string): string => `/api/drafts/${kind}/${id(about)}`

export const draftPaths = { list: '/api/drafts' }

export const draftApi = {
  get: async (kind: DraftKind, about: string): Promise<StoredDraft | null> =>
    (await request<{ draft: StoredDraft | null }>(path(kind, about))).draft,
  /** @param leaving the page is on its way out: the request outlives it. @throws ApiError DRAFT_CHANGED, DRAFT_TOO_LARGE, TOO_MANY_DRAFTS */
  save: (
    kind: DraftKind,
    about: string,
    body: { title: string; value: unknown; baseVersion: number },
    leaving = false,
  ): Promise<DraftNow> => request<DraftNow>(path(kind, about), { method: 'POST', body, keepalive: leaving }),
  remove: (kind: DraftKind, about: string): Promise<void> => request<void>(path(kind, about), { method: 'DELETE' }),
}
