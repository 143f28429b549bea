import { query, request } from './client.ts'
import type { CaseSummary, Values } from './cases.ts'

/* What may be done about a case without a token moving: circulate 传阅, urge 催办, ask 沟通, look ahead. Instants are epoch milliseconds. */

export interface DeskView {
  urge: { allowed: boolean; nextAt: number | null }
  canCirculate: boolean
  askable: { taskId: string; name: string }[]
}

export interface Colleague {
  id: string
  name: string
  posts: string[]
}
export interface PostGroup {
  organId: string
  organName: string
  post: string
  postName: string
  people: number
}

export interface Circulation {
  id: string
  source: 'step' | 'manual' | 'starter'
  stepName: string
  note: string
  byName: string
  at: number
  readers: number
  opened: number
  replied: number
  canceled: number
  /** The caller may chase readers and cancel it. */
  canCare: boolean
}

export interface Reader {
  userId: string
  name: string
  openedAt: number | null
  reply: string | null
  chased: number
  canceledAt: number | null
}

export interface Reading {
  circulationId: string
  source: Circulation['source']
  stepName: string
  note: string
  byName: string
  at: number
  openedAt: number | null
  reply: string | null
  chased: number
  case: CaseSummary
}

export interface Question {
  id: string
  caseId: string
  taskId: string
  stepName: string
  asker: { id: string; name: string }
  asked: { id: string; name: string }
  state: 'open' | 'answered' | 'withdrawn' | 'lapsed'
  at: number
  rounds: { kind: 'ask' | 'answer' | 'withdraw'; name: string; text: string; at: number }[]
  mine: 'asker' | 'asked' | null
}
export interface QuestionItem extends Question {
  caseNo: string
  matterName: string
  applicantName: string
}

export interface PathStep {
  kind: 'step'
  elementId: string
  name: string
  what: 'task' | 'system' | 'wait' | 'process'
  state: 'running' | 'certain' | 'possible'
  dueAt: number | null
  provisional: boolean
  people: { id: string; name: string; agents: string[] }[]
  count: number
  each: number | null
  note: string | null
}
export interface PathBranch {
  name: string | null
  condition: { text: string; decidedBy: string[]; byAction: boolean } | null
  items: PathItem[]
}
export type PathItem =
  | PathStep
  | { kind: 'choice'; elementId: string; name: string; branches: PathBranch[]; mayStop: boolean }
  | { kind: 'parallel'; branches: PathBranch[] }
  | { kind: 'again'; elementId: string; name: string; back: boolean }
  | { kind: 'end'; name: string; stops: string | null }
export interface PathView {
  at: number
  done: { stepName: string; action: string; people: string | null; at: number }[]
  ahead: PathItem[]
}

const id = encodeURIComponent

export const deskPaths = {
  desk: (caseId: string) => `/api/cases/${id(caseId)}/desk`,
  colleagues: (caseId: string, q: string) => `/api/cases/${id(caseId)}/colleagues${query({ q })}`,
  circulations: (caseId: string) => `/api/cases/${id(caseId)}/circulations`,
  readers: (circulationId: string) => `/api/circulations/${id(circulationId)}/readers?limit=50`,
  readings: (filter: { unread?: string; q?: string }) => `/api/circulations${query(filter)}`,
  questions: (caseId: string) => `/api/cases/${id(caseId)}/questions`,
  myQuestions: (filter: { side: string; state: string }) => `/api/questions${query(filter)}`,
  preview: (caseId: string) => `/api/cases/${id(caseId)}/preview`,
}

const post = <T = void>(path: string, body?: unknown, idempotencyKey?: string) => request<T>(path, { method: 'POST', body, idempotencyKey })

export const deskApi = {
  circulate: (caseId: string, body: { to: { users: string[]; posts: { organId: string; post: string }[] }; note?: string }, key: string) =>
    post<{ id: string; readers: number }>(deskPaths.circulations(caseId), body, key),
  open: (caseId: string) => post(`/api/cases/${id(caseId)}/opening`),
  chase: (circulationId: string) => post<{ told: number }>(`/api/circulations/${id(circulationId)}/chase`),
  cancel: (circulationId: string, reason: string) =>
    post<{ ended: number }>(`/api/circulations/${id(circulationId)}/cancellation`, { reason }),
  reply: (circulationId: string, text: string) => post(`/api/circulations/${id(circulationId)}/reply`, { text }),
  urge: (caseId: string, note: string) =>
    post<{ told: number; nextAt: number }>(`/api/cases/${id(caseId)}/urge`, { note: note.trim() || undefined }),
  ask: (taskId: string, body: { userId: string; text: string }, key: string) =>
    post<{ id: string }>(`/api/tasks/${id(taskId)}/questions`, body, key),
  answer: (questionId: string, text: string) => post(`/api/questions/${id(questionId)}/answer`, { text }),
  followUp: (questionId: string, text: string) => post(`/api/questions/${id(questionId)}/follow-up`, { text }),
  withdraw: (questionId: string) => post(`/api/questions/${id(questionId)}/withdrawal`),
  previewAction: (taskId: string, body: { action: string; form?: Values }) => post<PathView>(`/api/tasks/${id(taskId)}/preview`, body),
  previewApplication: (matterKey: string, form: Values) => post<PathView>(`/api/matters/${id(matterKey)}/preview`, { form }),
}
