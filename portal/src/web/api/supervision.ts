import { query, request } from './client.ts'
import type { Page } from './page.ts'

/* Cards, rules, indicators and notices: wire shapes, addresses, calls. Instants are epoch milliseconds. */

export type Colour = 'warning' | 'yellow' | 'red'
export type CardVerb = 'verify' | 'sign' | 'reply' | 'appeal' | 'review' | 'liability' | 'withdraw'

export interface CardSummary {
  id: string
  cardNo: string
  colour: Colour
  state: string
  urged: boolean
  integrity: boolean
  source: 'rule' | 'manual' | 'complaint'
  title: string
  text: string
  rule: { id: string; version: number }
  caseId: string | null
  caseNo: string | null
  matterName: string | null
  organId: string | null
  organName: string | null
  issuedAt: number | null
  replyDueAt: number | null
  closedAt: number | null
  outcome: string | null
}

export interface CardLine {
  at: number
  verb: string
  actorName: string | null
  text: string | null
  files: { id: string; name: string; size: number }[]
  reasonCode: string | null
}

export interface CardDetail extends CardSummary {
  basis: string
  score: number
  exemptions: string[]
  personName: string | null
  stepName: string | null
  entry: number | null
  appealUntil: number | null
  reasonCode: string | null
  liability: { shares: { name: string; role: string; percent: number }[]; measure: string; text: string } | null
  lines: CardLine[]
  verbs: CardVerb[]
}

export interface CardCounts {
  open: number
  urged: number
  colours: Partial<Record<Colour, number>>
  states: Record<string, number>
}

export interface RuleDefinition {
  id: string
  name: string
  object: string
  on: string[]
  when: string
  colour: Colour
  text: string
  basis: string
  replyWorkdays: number | null
  score: number
  exemptions: string[]
  parameters: Record<string, unknown>
  enabled: boolean
  [other: string]: unknown
}

export interface RuleVersion {
  rule: RuleDefinition
  version: number
  /** `offered`: came with a release, and nobody has proposed it yet. */
  state: 'offered' | 'proposed' | 'active' | 'rejected' | 'replaced'
  reason: string
  proposedBy: { id: string; name: string }
  proposedAt: number
  decidedBy: { id: string; name: string } | null
  decidedAt: number | null
}

export interface Trial {
  entries: number
  from: number
  cards: number
  shown: { at: number; subject: string; occasion: string; caseNo: string | null; text: string }[]
  trouble: string | null
}

export interface ColourCounts {
  gross: number
  cancelled: number
  net: number
}

export interface IndicatorRow {
  group: string
  name: string
  accepted: number
  closed: number
  rates: Record<string, number | null>
  averageDays: number | null
  cards: Record<Colour, ColourCounts>
  steps: number | null
  score: { scheme: string; points: number; grade: string; parts: { name: string; points: number }[] }
}

export interface LogPlace {
  size: number
  root: string | null
  readTo: number
}

export interface Statistics {
  rows: IndicatorRow[]
  at: number
  log: LogPlace
  queryTexts: string[]
}

export interface Board {
  at: number
  log: LogPlace & { unsealed: number }
  cases: { submitted: number; open: number; closed: number }
  days: ({ day: string } & Record<Colour, number>)[]
  organs: ({ organId: string; name: string } & Record<Colour, number>)[]
}

export interface Notice {
  id: string
  title: string
  text: string
  link: string | null
  at: number
  readAt: number | null
}

export type NoticePage = Page<Notice> & { unread: number }

const id = encodeURIComponent

export const supervisionPaths = {
  cards: (filter: { view?: string; colour?: string; urged?: string; q?: string; caseId?: string }) => `/api/cards${query(filter)}`,
  cardCounts: '/api/cards/counts',
  cardOrgans: '/api/cards/organs',
  card: (cardId: string) => `/api/cards/${id(cardId)}`,
  cardFile: (cardId: string, fileId: string) => `/api/cards/${id(cardId)}/files/${id(fileId)}`,
  rules: '/api/rules',
  ruleVersions: (ruleId: string) => `/api/rules/${id(ruleId)}/versions`,
  statistics: (filter: { by: string; from: number; to: number }) => `/api/statistics${query(filter)}`,
  statisticsFile: (filter: { by: string; from: number; to: number; format: string }) => `/api/statistics/export${query(filter)}`,
  board: '/api/statistics/board',
  notices: (filter: { unread?: string } = {}) => `/api/notices${query(filter)}`,
}

const post = (path: string, body?: unknown) => request<void>(path, { method: 'POST', body })

export const supervisionApi = {
  propose: (body: unknown) => request<{ id: string }>('/api/cards', { method: 'POST', body }),
  act: (cardId: string, deed: string, body?: unknown) => post(`${supervisionPaths.card(cardId)}/${deed}`, body),
  proposeRule: (rule: unknown, reason: string) =>
    request<{ version: number }>('/api/rules/proposals', { method: 'POST', body: { rule, reason } }),
  tryRule: (rule: unknown) => request<Trial>('/api/rules/trial', { method: 'POST', body: { rule } }),
  adoptRule: (ruleId: string, version: number, reason: string) =>
    post(`${supervisionPaths.ruleVersions(ruleId)}/${version}/adoption`, { reason }),
  confirmRule: (ruleId: string, version: number) => post(`${supervisionPaths.ruleVersions(ruleId)}/${version}/confirmation`),
  rejectRule: (ruleId: string, version: number, reason: string) =>
    post(`${supervisionPaths.ruleVersions(ruleId)}/${version}/rejection`, { reason }),
  readNotice: (noticeId: string) => post(`/api/notices/${id(noticeId)}/read`),
  readAllNotices: () => post('/api/notices/read'),
}
