import { download, query, request } from './client.ts'
import type { NewApiToken } from './api-tokens.ts'
import type { CaseDetail, UploadedFile, Values } from './cases.ts'
import type { Verification } from './log.ts'
import type { MatterDetail } from './matters.ts'
import type { Enrolment, LoginAnswer, LoginStep, LoginStepView, Session } from './session.ts'
import type { BatchAnswer, BatchItem, BatchOffer, TaskDetail } from './tasks.ts'

/* The calls that change something, and the addresses that screens read from. One place knows the paths. */

export interface CaseFilter {
  view: 'mine' | 'organ' | 'all'
  status?: string
  q?: string
  /** Only cases of a matter, of one version, that stand at one element of its model. */
  matter?: string
  version?: number
  element?: string
  limit?: number
}

export interface Submission {
  matterKey: string
  form: Values
  materials: Record<string, string[]>
  /** Ids of papers that the county has already. */
  reuse: Record<string, string[]>
  /** Keys of materials that follow later. */
  deferred: string[]
  commitment?: { agreed: true; materials: string[] }
  /** Ids of the readers 抄送 that the applicant chose. */
  readers?: string[]
  /** Of the matter, as it was shown. */
  version: number
}

export interface Completion {
  action: string
  opinion?: string
  form?: Values
  fields?: Values
  /** Ids of uploads in place of what their materials had. */
  materials?: Record<string, string[]>
  /** Id of a signature by hand. */
  signature?: string
}

/** Instants in UTC epoch milliseconds. */
export interface LogFilter {
  from?: number
  until?: number
  actor?: string
  action?: string
  subject?: string
}

/** Who one is, shown again; `code` where there is a second factor. */
export interface Proof {
  password: string
  code?: string
}

const id = encodeURIComponent

export const api = {
  session: () => request<Session>('/api/session'),
  login: (username: string, password: string, link: boolean) =>
    request<LoginAnswer>('/api/session', { method: 'POST', body: { username, password, link } }),
  loginStep: () => request<LoginStepView>('/api/session/step'),
  /** Answers a step of the login: `second-factor`, `password`, `enrolment`. */
  answerStep: (step: LoginStep, body: { code: string } | { password: string }) =>
    request<LoginAnswer>(`/api/session/${step}`, { method: 'POST', body }),
  abandonLogin: () => request<void>('/api/session/step', { method: 'DELETE' }),
  logout: () => request<{ logoutUrl: string | null }>('/api/session', { method: 'DELETE' }),

  changePassword: (current: string, password: string) =>
    request<void>('/api/account/password', { method: 'POST', body: { current, password } }),
  beginSecondFactor: (proof: Proof) => request<Enrolment>('/api/account/second-factor', { method: 'POST', body: proof }),
  confirmSecondFactor: (code: string) =>
    request<{ recoveryCodes: string[] }>('/api/account/second-factor/confirmation', { method: 'POST', body: { code } }),
  renewRecoveryCodes: (proof: Proof) =>
    request<{ recoveryCodes: string[] }>('/api/account/second-factor/recovery-codes', { method: 'POST', body: proof }),
  removeSecondFactor: (proof: Proof) => request<void>('/api/account/second-factor/removal', { method: 'POST', body: proof }),
  linkIdentity: (password: string) => request<{ url: string }>('/api/account/identity', { method: 'POST', body: { password } }),
  unlinkIdentity: (password: string) => request<void>('/api/account/identity/removal', { method: 'POST', body: { password } }),
  endSession: (sessionId: string) => request<void>(`/api/account/sessions/${id(sessionId)}`, { method: 'DELETE' }),
  endAllSessions: () => request<void>('/api/account/sessions', { method: 'DELETE' }),
  createApiToken: (token: NewApiToken) =>
    request<{ id: string; token: string; expiresAt: number }>('/api/api-tokens', { method: 'POST', body: token }),
  revokeApiToken: (tokenId: string) => request<void>(`/api/api-tokens/${id(tokenId)}/revocation`, { method: 'POST' }),

  matter: (key: string) => request<MatterDetail>(paths.matter(key)),
  case: (caseId: string) => request<CaseDetail>(paths.case(caseId)),
  task: (taskId: string) => request<TaskDetail>(paths.task(taskId)),

  /** @throws ApiError FILE_TOO_LARGE, FILE_TYPE_NOT_ALLOWED */
  upload: (file: File) => {
    const body = new FormData()
    body.append('file', file)
    return request<UploadedFile>('/api/uploads', { method: 'POST', body })
  },
  submitCase: (submission: Submission, idempotencyKey: string) =>
    request<{ caseId: string; caseNo: string }>('/api/cases', { method: 'POST', body: submission, idempotencyKey }),
  supplement: (caseId: string, body: { form?: Values; materials: Record<string, string[]> }, idempotencyKey: string) =>
    request<void>(`${paths.case(caseId)}/supplement`, { method: 'POST', body, idempotencyKey }),
  settleDebt: (caseId: string, material: string, files: string[], idempotencyKey: string) =>
    request<void>(`${paths.case(caseId)}/debts/${id(material)}/settlement`, {
      method: 'POST',
      body: { materials: { [material]: files } },
      idempotencyKey,
    }),
  waiveDebt: (caseId: string, material: string, reason: string) =>
    request<void>(`${paths.case(caseId)}/debts/${id(material)}/waiver`, { method: 'POST', body: { reason } }),
  recordCheck: (caseId: string, result: { kept: boolean; finding: string }) =>
    request<void>(`${paths.case(caseId)}/check`, { method: 'POST', body: result }),
  verifyOriginal: (fileId: string, validUntil: string | null | undefined) =>
    request<void>(`${paths.file(fileId)}/verification`, { method: 'POST', body: { validUntil } }),
  requestExtension: (caseId: string, reasons: string, idempotencyKey: string) =>
    request<void>(`${paths.case(caseId)}/extension-requests`, { method: 'POST', body: { reasons }, idempotencyKey }),
  endSuspension: (caseId: string, result: string, idempotencyKey: string) =>
    request<void>(`${paths.case(caseId)}/suspension-end`, { method: 'POST', body: { result }, idempotencyKey }),
  requestHearing: (caseId: string, body: { reason: string; onBehalfOf?: string }, idempotencyKey: string) =>
    request<void>(`${paths.case(caseId)}/hearing-requests`, { method: 'POST', body, idempotencyKey }),
  claim: (taskId: string) => request<void>(`${paths.task(taskId)}/claim`, { method: 'POST' }),
  release: (taskId: string) => request<void>(`${paths.task(taskId)}/release`, { method: 'POST' }),
  complete: (taskId: string, body: Completion, idempotencyKey: string) =>
    request<{ nextTaskId: string | null }>(`${paths.task(taskId)}/complete`, { method: 'POST', body, idempotencyKey }),
  batchOffer: (taskIds: string[]) => request<BatchOffer>('/api/tasks/batch/offer', { method: 'POST', body: { taskIds } }),
  completeBatch: (action: string, items: BatchItem[]) =>
    request<{ items: BatchAnswer[] }>('/api/tasks/batch', { method: 'POST', body: { action, items } }),
  verifyLog: () => request<Verification>('/api/supervision/verification', { method: 'POST' }),
  verificationReport: () => download('/api/supervision/verification/report', { method: 'POST' }),
  resendDelivery: (deliveryId: string) => request<void>(`/api/supervision/deliveries/${id(deliveryId)}/resend`, { method: 'POST' }),
  retryIncident: (incidentId: string) => request<void>(`/api/incidents/${id(incidentId)}/retry`, { method: 'POST' }),
}

export const paths = {
  matter: (key: string) => `/api/matters/${id(key)}`,
  prefill: (key: string) => `/api/matters/${id(key)}/prefill`,
  reusable: (key: string) => `/api/matters/${id(key)}/reusable-materials`,
  duties: (kind: 'debts' | 'checks', filter: { state: string; limit?: number }) => `/api/${kind}${query(filter)}`,
  cases: (filter: CaseFilter) => `/api/cases${query({ ...filter })}`,
  case: (caseId: string) => `/api/cases/${id(caseId)}`,
  timeline: (caseId: string) => `/api/cases/${id(caseId)}/timeline`,
  diagram: (caseId: string) => `/api/cases/${id(caseId)}/diagram`,
  inbox: (filter: { view: string; limit?: number } & Record<string, string | number | undefined>) => `/api/inbox${query(filter)}`,
  inboxStream: '/api/inbox/stream',
  task: (taskId: string) => `/api/tasks/${id(taskId)}`,
  file: (fileId: string, download = false) => `/api/files/${id(fileId)}${download ? '?download=1' : ''}`,
  overview: '/api/supervision/overview',
  supervisedCases: (filter: { lamp?: string; status?: string; q?: string; limit?: number }) => `/api/supervision/cases${query(filter)}`,
  caseLog: (caseId: string) => `/api/supervision/cases/${id(caseId)}/log`,
  checkpoints: '/api/supervision/checkpoints',
  logEntries: (filter: LogFilter) => `/api/supervision/entries${query({ ...filter })}`,
  logEntry: (entryId: string) => `/api/supervision/entries/${id(entryId)}`,
  logProof: (entryId: string) => `/api/supervision/entries/${id(entryId)}/proof`,
  consistency: (from: number, to: number) => `/api/supervision/consistency${query({ from, to })}`,
  publicKey: '/api/supervision/public-key',
  deadDeliveries: '/api/supervision/deliveries?state=dead',
  systemLog: (filter: LogFilter) => `/api/system-log${query({ ...filter })}`,
  systemLogExport: (filter: LogFilter) => `/api/system-log/export${query({ ...filter })}`,
  incidents: '/api/incidents',
  demoAccounts: '/api/demo-accounts',
  loginOptions: '/api/login-options',
  oidcStart: (from: string | null) => `/api/oidc/start${query({ from })}`,
  accountSecurity: '/api/account/security',
  ownSessions: '/api/account/sessions',
  apiTokens: '/api/api-tokens',
  apiTokenOptions: '/api/api-tokens/options',
}
