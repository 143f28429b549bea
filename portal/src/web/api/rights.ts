import { query, request } from './client.ts'

/* Policies, delegation, emergency access, waivers: what their pages read and do. */

export interface Person {
  userId: string
  name: string
}

export interface Rule {
  id: string
  role: string
  type: string
  actions: string
  scope: string
  condition: string
  effect: 'allow' | 'deny'
}

export type ListedRule = Rule & { source: string; isProtected: boolean }

export interface Vocabulary {
  types: { id: string; label: string; actions: { id: string; label: string }[] }[]
  scopes: { id: string; label: string }[]
  conditions: { id: string; label: string }[]
  roles: { id: string; label: string }[]
  /** Steps of procedures, named `complete:<elementId>` in rules. */
  steps: { elementId: string; label: string }[]
}

export interface RuleChange {
  id: string
  status: 'proposed' | 'confirmed' | 'rejected' | 'withdrawn'
  reason: string
  rules: { id: string; before: Rule | null; after: Rule | null }[]
  proposedBy: Person
  proposedAt: number
  decidedBy: Person | null
  decidedAt: number | null
  note: string | null
  version: number | null
}

export interface ExplainedRight {
  type: string
  action: string
  label: string
  rule: string
  role: string
  scope: string
  organs: string[]
  onBehalfOf: string | null
  unless: { rule: string; text: string }[]
}

export interface AblePerson extends Person {
  posts: { organName: string; postName: string }[]
  rights: ExplainedRight[]
}

export interface Delegation {
  id: string
  principal: Person
  delegate: Person
  matters: string[] | null
  actions: string | null
  amountLimitFen: number | null
  startsAt: number
  endsAt: number
  reason: string
  status: 'proposed' | 'scheduled' | 'active' | 'expired' | 'declined' | 'revoked'
}

/** What a delegation may be narrowed to; `mine`: the step is one's own to do. */
export interface DelegableMatter {
  key: string
  name: string
  steps: { elementId: string; name: string; mine: boolean }[]
}

export interface NewDelegation {
  delegateId: string
  matters: string[] | null
  /** `complete:<elementId>|…`; null: every step. */
  actions: string | null
  amountLimitFen: number | null
  startsAt: number
  endsAt: number
  reason: string
}

export interface EmergencyAccess {
  id: string
  caseId: string
  caseNo: string | null
  user: Person
  reason: string
  openedAt: number
  expiresAt: number
  review: { by: Person; at: number; outcome: 'justified' | 'unjustified'; note: string } | null
}

export interface OpenStep {
  elementId: string
  stepName: string
  people: (Person & { isAssignee: boolean; allowed: boolean; rule: string; reason: string; canBeWaived: boolean })[]
}

const id = encodeURIComponent
const post = <T = void>(path: string, body?: unknown) => request<T>(path, { method: 'POST', body: body ?? {} })

export const rightsPaths = {
  rules: '/api/policies',
  vocabulary: '/api/policies/vocabulary',
  changes: (filter: { status?: string }) => `/api/policies/changes${query(filter)}`,
  who: (question: { type: string; action: string; organId?: string }) => `/api/permissions/who${query(question)}`,
  person: (userId: string) => `/api/permissions/people/${id(userId)}`,
  delegations: '/api/delegations',
  delegableMatters: '/api/delegations/matters',
  delegationCandidates: '/api/delegations/candidates',
  ownEmergencies: '/api/emergency-access/own',
  emergencies: (open: boolean) => `/api/emergency-access${query({ open: open ? 'true' : null })}`,
  openSteps: (caseId: string) => `/api/cases/${id(caseId)}/open-steps`,
}

export const rightsApi = {
  propose: (proposal: { put: Rule[]; remove: string[]; reason: string }) => post<{ id: string }>('/api/policies/changes', proposal),
  confirm: (changeId: string) => post<{ version: number }>(`/api/policies/changes/${id(changeId)}/confirm`),
  reject: (changeId: string, note: string) => post(`/api/policies/changes/${id(changeId)}/reject`, { note }),
  withdraw: (changeId: string) => post(`/api/policies/changes/${id(changeId)}/withdraw`),
  delegate: (delegation: NewDelegation) => post<{ id: string }>('/api/delegations', delegation),
  acceptDelegation: (delegationId: string) => post(`/api/delegations/${id(delegationId)}/accept`),
  endDelegation: (delegationId: string) => post(`/api/delegations/${id(delegationId)}/end`),
  openEmergency: (body: { caseNo: string; reason: string; code: string }) => post<EmergencyAccess>('/api/emergency-access', body),
  reviewEmergency: (accessId: string, body: { outcome: 'justified' | 'unjustified'; note: string }) =>
    post(`/api/emergency-access/${id(accessId)}/review`, body),
  waive: (caseId: string, body: { elementId: string; userId: string; reason: string }) =>
    post(`/api/cases/${id(caseId)}/separation-waivers`, body),
}
