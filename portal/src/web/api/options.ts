import type { OptionItem, OptionsSource } from '@lianban/forms'
import { query, request } from './client.ts'

/* Options of forms from the county's tables, and the dictionaries themselves. Instants in UTC epoch milliseconds. */

/** Where the forms of the portal get options from. */
export const optionsSource: OptionsSource = {
  list: (source, { parent, search, limit }) =>
    request<OptionItem[]>(
      `/api/options${query({ source: JSON.stringify(source), ...(parent !== undefined && { parent: parent ?? '' }), search, limit })}`,
    ),
  find: (source, values) => request<OptionItem[]>('/api/options/find', { method: 'POST', body: { source, values } }),
}

export interface DictionarySummary {
  key: string
  name: string
  /** Entries that are offered. */
  offered: number
  version: number
  changedAt: number
  changedBy: string
}

export interface DictionaryEntry {
  code: string
  name: string
  /** Code of the entry above. */
  parent?: string
  /** Not offered any more. */
  withdrawn?: true
}

export interface Dictionary extends DictionarySummary {
  entries: DictionaryEntry[]
}

export interface DictionaryList {
  items: DictionarySummary[]
  /** Data services that the installation names. */
  services: { name: string; title: string }[]
}

export const dictionaryPaths = {
  list: '/api/dictionaries',
  one: (key: string) => `/api/dictionaries/${encodeURIComponent(key)}`,
}

export const dictionaryApi = {
  /** @throws ApiError DICTIONARY_EXISTS, DICTIONARY_CHANGED, DICTIONARY_INVALID */
  save: (key: string, body: Pick<Dictionary, 'version' | 'name' | 'entries'>) =>
    request<{ version: number }>(dictionaryPaths.one(key), { method: 'PUT', body }),
}
