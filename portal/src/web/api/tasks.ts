import type { FormSchema } from '@lianban/forms'
import type { CaseDetail, DueView, FilledForm, LampName } from './cases.ts'
import type { Page } from './page.ts'
import type { InboxCounts } from './worklist.ts'

/* To-dos and what may be done with them. Instants are epoch milliseconds. */

export interface InboxItem {
  taskId: string
  elementId: string
  name: string
  caseId: string
  caseNo: string
  matterName: string
  applicantName: string
  organName: string
  assignee: { id: string; name: string } | null
  mine: boolean
  /** Whom one acts for, where the task is one's own as a delegate only. */
  onBehalfOf: { id: string; name: string } | null
  createdAt: number
  dueAt: number | null
  /** Only in the list of done tasks. */
  completedAt?: number | null
  promised: DueView | null
  statutory: DueView | null
  lamp: LampName
}

export interface InboxPage extends Page<InboxItem> {
  /** All that waits, whatever is chosen. */
  count: number
  /** With the first page of what waits. */
  counts: InboxCounts | null
}

export interface TaskAction {
  key: string
  label: string
  kind: 'primary' | 'default' | 'danger'
  opinion: 'required' | 'optional' | 'none'
  confirm: { nextStep: string; nextPeople: string; consequence?: string | null }
  fields?: FormSchema | null
  /** The step's own form is not handed in with it. */
  withoutForm?: boolean
  /** Materials may be handed in anew with it. */
  replacesMaterials: boolean
  /** 手写签名; `signedBy`: who signs where it is not whoever does the step. */
  signature: 'required' | 'optional' | 'none'
  signedBy: string | null
}

export interface TaskDetail {
  task: InboxItem
  case: CaseDetail
  form: FilledForm | null
  actions: TaskAction[]
  /** Questions of this task that wait for an answer. */
  openQuestions: number
  canClaim: boolean
  canComplete: boolean
  reasonIfNot: string | null
}

/** What several tasks can be done by together. */
export interface BatchOffer {
  stepName: string | null
  actions: (Pick<TaskAction, 'key' | 'label' | 'kind' | 'opinion'> & { consequence: string | null })[]
  /** `reason`: why not in this batch. `next`: who gets the case next, by action. */
  items: {
    taskId: string
    caseNo: string | null
    applicantName: string | null
    allowed: boolean
    reason: string | null
    next: Record<string, { nextStep: string; nextPeople: string }>
  }[]
}

export interface BatchItem {
  taskId: string
  opinion?: string
  idempotencyKey: string
}

/** What became of one task of a batch. */
export interface BatchAnswer {
  taskId: string
  done: boolean
  message: string | null
}
