import { request } from './client.ts'
import type { TaskAction } from './tasks.ts'

/* Phrases for opinions 常用语. */

/** Of one list, and characters of one phrase; the server holds to the same. */
export const MAX_PHRASES = 50
export const MAX_PHRASE_CHARS = 200

export interface Phrase {
  text: string
  /** Kind of action that it fits; null: any. */
  kind: TaskAction['kind'] | null
}

export interface PhraseList {
  items: Phrase[]
  /** Given back with a change. */
  version: number
}

export interface OrganPhrases extends PhraseList {
  organId: string
  organName: string
}

export interface OfferedPhrases {
  own: PhraseList
  organs: OrganPhrases[]
}

export const phrasePaths = {
  offered: '/api/phrases',
  organs: '/api/phrases/organs',
  ofOrgan: (organId: string) => `/api/organs/${encodeURIComponent(organId)}/phrases`,
}

export const phraseApi = {
  /** @param path of the list @throws ApiError PHRASES_CHANGED, PHRASES_INVALID */
  change: (path: string, list: PhraseList) => request<PhraseList>(path, { method: 'POST', body: list }),
}
