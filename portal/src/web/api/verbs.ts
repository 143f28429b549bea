import { request } from './client.ts'

/* What may be done with a task or a case besides a step's own actions 审批动作. Instants are epoch milliseconds. */

export type TaskVerb = 'send-back' | 'transfer' | 'delegate' | 'add-sign'
export type SignKind = 'before' | 'parallel' | 'after'

export interface Sign {
  id: string
  kind: SignKind
  state: 'planned' | 'open' | 'passed' | 'rejected' | 'removed' | 'canceled'
  personName: string
  requestedBy: string
  request: string
  opinion: string | null
}

export interface TaskVerbs {
  verbs: TaskVerb[]
  sendBackTo: { elementId: string; name: string; personName: string | null }[]
  signs: Sign[]
  voters: { userId: string; name: string; isPlanned: boolean }[] | null
  askedToSign: Pick<Sign, 'kind' | 'requestedBy' | 'request'> | null
  delegatedBy: string | null
  isHeld: boolean
  sentBack: { fromStep: string; by: string; reason: string; mode: 'direct' | 'forward' } | null
}

export type CaseVerb = 'withdraw' | 'void' | 'hold' | 'unhold' | 'jump'

export interface CaseVerbs {
  verbs: CaseVerb[]
  hold: { name: string; reason: string; at: number } | null
  recall: { taskId: string; stepName: string; at: number }[]
  jumpTo: { elementId: string; name: string }[]
}

/** `reason`: why not to him; null: he may take it. */
export interface Transferee {
  id: string
  name: string
  reason: string | null
}

const id = encodeURIComponent
const ofTask = (taskId: string, verb: string) => `/api/tasks/${id(taskId)}/${verb}`
const ofCase = (caseId: string, verb: string) => `/api/cases/${id(caseId)}/${verb}`
const post = (path: string, body: unknown) => request<void>(path, { method: 'POST', body })

export const verbPaths = {
  task: (taskId: string) => ofTask(taskId, 'verbs'),
  transferees: (taskId: string) => ofTask(taskId, 'transferees'),
  case: (caseId: string) => ofCase(caseId, 'verbs'),
}

export const verbs = {
  sendBack: (taskId: string, body: { to: string; mode: 'direct' | 'forward'; reason: string }) => post(ofTask(taskId, 'send-back'), body),
  transfer: (taskId: string, body: { to: string; reason: string }) => post(ofTask(taskId, 'transfer'), body),
  delegate: (taskId: string, body: { to: string; reason: string }) => post(ofTask(taskId, 'delegate'), body),
  resolve: (taskId: string, opinion: string) => post(ofTask(taskId, 'resolution'), { opinion }),
  addSign: (taskId: string, body: { kind: SignKind; people: string[]; reason: string }) => post(ofTask(taskId, 'signs'), body),
  removeSign: (taskId: string, signId: string, reason: string) => post(`${ofTask(taskId, 'signs')}/${id(signId)}/removal`, { reason }),
  removeVoter: (taskId: string, userId: string, reason: string) => post(`${ofTask(taskId, 'voters')}/${id(userId)}/removal`, { reason }),
  sign: (taskId: string, body: { verdict: 'pass' | 'reject'; opinion?: string }) => post(ofTask(taskId, 'signature'), body),
  recall: (caseId: string, taskId: string, reason: string) => post(ofCase(caseId, 'recall'), { taskId, reason }),
  withdraw: (caseId: string, reason: string) => post(ofCase(caseId, 'withdrawal'), { reason }),
  void: (caseId: string, reason: string) => post(ofCase(caseId, 'voiding'), { reason }),
  hold: (caseId: string, reason: string) => post(ofCase(caseId, 'hold'), { reason }),
  unhold: (caseId: string) => request<void>(ofCase(caseId, 'hold'), { method: 'DELETE' }),
  jump: (caseId: string, to: string, reason: string) => post(ofCase(caseId, 'jump'), { to, reason }),
}
