import { query, request } from './client.ts'
import type { Page } from './page.ts'

/* Registers of numbers and the schemes they are written by: wire shapes, addresses, calls. Instants are epoch milliseconds. */

export type NumberKind = 'document' | 'licence' | 'case' | 'receipt' | 'archive'

export interface RegisterEntry {
  kind: NumberKind
  number: string
  type: string
  organId: string
  organName: string
  caseId: string
  caseNo: string
  matterName: string
  applicantName: string
  issuedAt: number
  document: { id: string; name: string; sha256: string } | null
  void: { at: number; byName: string; reason: string } | null
}

export interface RegisterPage extends Page<RegisterEntry> {
  total: number
  voided: number
  choices: { organ_id: string; type: string; year: number }[]
}

export interface RunReport {
  organId: string
  organName: string
  type: string
  period: number
  last: number
  voided: number
  gaps: { from: number; to: number }[]
  text: string
}

export interface NumberScheme {
  pattern: string
  scope: string[]
  period: 'year' | 'month' | 'day' | 'none'
  check?: string
  codes: Record<string, { field: string; values: Record<string, string> }>
}

export interface SchemeView {
  name: string
  scheme: NumberScheme
  own: boolean
  sample: string
}

export interface RegisterFilter {
  kind: NumberKind
  type?: string
  year?: number
  state?: string
  q?: string
}

const filterQuery = ({ kind, type, year, state, q }: RegisterFilter) => query({ kind, type, year, state, q })

export const registerPaths = {
  list: (filter: RegisterFilter) => `/api/registers${filterQuery(filter)}`,
  export: (filter: RegisterFilter) => `/api/registers/export${filterQuery(filter)}`,
  runs: (kind: NumberKind, year: number) => `/api/registers/runs${query({ kind, year })}`,
  schemes: '/api/number-schemes',
}

export const registersApi = {
  void: (body: { kind: NumberKind; number: string; reason: string }) =>
    request<RegisterEntry['void']>('/api/registers/void', { method: 'POST', body }),
  changeScheme: (name: string, scheme: NumberScheme) =>
    request<SchemeView>(`/api/number-schemes/${encodeURIComponent(name)}`, { method: 'POST', body: { scheme } }),
}
