import type { CaseLamp, CaseStatus } from '@lianban/storage'
import type { FieldAccess, FormSchema } from '@lianban/forms'
import type { DueView } from '../clock/index.ts'

/*
 * What the case service answers with: plain JSON, the shapes of the portal's API. Instants are UTC epoch milliseconds.
 */

export interface Page<Item> {
  items: Item[]
  /** `after` of the next page; null on the last one. */
  next: string | null
}

export interface MatterSummary {
  key: string
  name: string
  organName: string
  kind: string
  theme: string
  /** Both limits in words, `20个工作日`. */
  statutory: string
  promised: string
}

export interface MatterDetail extends MatterSummary {
  version: number
  conditions: string[]
  basis: string[]
  materials: {
    key: string
    name: string
    required: boolean
    requirement: string
    description: string
    formats: string[]
    maxBytes: number
    maxFiles: number
  }[]
  fees: string
  remedies: string
  steps: { name: string; limitText: string; postName: string }[]
  form: { key: string; version: number; schema: FormSchema }
  access: FieldAccess
}

export interface CaseSummary {
  id: string
  caseNo: string
  matterKey: string
  matterName: string
  organId: string
  organName: string
  applicantName: string
  status: CaseStatus
  statusText: string
  stepName: string | null
  lamp: CaseLamp
  submittedAt: number
  acceptedAt: number | null
  deemedAccepted: boolean
  closedAt: number | null
  promised: DueView | null
  statutory: DueView | null
}

export interface FormView {
  schema: FormSchema
  values: Record<string, unknown>
  access: FieldAccess
}

export interface FileView {
  fileId: string
  name: string
  size: number
  mediaType: string
}

export interface SupplementView {
  missing: { key?: string; text: string }[]
  notifiedAt: number
  /** Last day to hand it in; null until the notice is made. */
  dueDay: string | null
  supplementedAt: number | null
}

export interface CaseDetail extends CaseSummary {
  form: FormView
  materials: { key: string; name: string; files: FileView[] }[]
  documents: { id: string; name: string; number: string | null; createdAt: number; sha256: string; size: number }[]
  supplement: SupplementView | null
  /** Verbs of the case itself that the caller may use now. */
  allowed: CaseVerb[]
  /** What stopped or lengthened its clock. */
  clockHistory: CaseClockHistory
  currentTasks: {
    taskId: string
    elementId: string
    name: string
    assigneeName: string | null
    canOpen: boolean
    /** Of the step itself, beside those of the case; null: none, or its clock stands still. */
    dueAt: number | null
    /** The step's own limit in words, `3个工作日`; null: the matter gives it none. */
    limit: string | null
  }[]
  /** What earlier steps put on record; for staff only. */
  records: { elementId: string; stepName: string; actorName: string | null; at: number; form: FormView }[]
  incidents: { id: string; message: string; at: number; canRetry: boolean }[]
  verificationUrl: string | null
  /** Separation of duties lifted in this case; for staff only. */
  waivers: WaiverView[]
}

export type CaseVerb = 'supplement' | 'request-extension' | 'end-suspension'

export interface CaseClockHistory {
  suspensions: {
    /** In Chinese. */
    kind: string
    state: 'requested' | 'refused' | 'open' | 'closed'
    reason: string
    /** YYYY-MM-DD */
    plannedEnd: string
    requestedBy: string
    requestedAt: number
    decidedBy: string | null
    decidedAt: number | null
    opinion: string | null
    noticeNumber: string | null
    endedBy: string | null
    endedAt: number | null
    result: string | null
  }[]
  extensions: {
    state: 'requested' | 'granted' | 'refused' | 'lapsed'
    /** In words: `10个工作日`. */
    length: string
    reasons: string
    requestedBy: string
    requestedAt: number
    decidedBy: string | null
    decidedAt: number | null
    opinion: string | null
    noticeNumber: string | null
  }[]
}

export interface WaiverView {
  stepName: string
  ruleText: string
  userName: string
  grantedBy: string
  grantedAt: number
  usedAt: number | null
  reason: string
}

/** An open step and everyone who holds its post, with what the rules say of each. */
export interface OpenStepView {
  elementId: string
  stepName: string
  people: { userId: string; name: string; isAssignee: boolean; allowed: boolean; rule: string; reason: string; canBeWaived: boolean }[]
}

export interface TimelineItem {
  at: number
  stepName: string
  action: string
  actorName: string | null
  onBehalfOf: string | null
  opinion: string | null
  durationText: string | null
  lamp: string | null
}

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
  /** The person acted for, where the task is the caller's by a delegation 委托代理. */
  onBehalfOf: { id: string; name: string } | null
  createdAt: number
  dueAt: number | null
  /** When it was done; only in the list of done tasks. */
  completedAt: number | null
  promised: DueView | null
  statutory: DueView | null
  lamp: CaseLamp
}

export interface ActionView {
  key: string
  label: string
  kind: 'primary' | 'default' | 'danger'
  opinion: 'required' | 'optional' | 'none'
  confirm: { nextStep: string; nextPeople: string; consequence?: string }
  fields?: FormSchema
  /** The step's own form is not handed in with it. */
  withoutForm: boolean
}

export interface TaskDetail {
  task: InboxItem
  case: CaseDetail
  form: FormView | null
  actions: ActionView[]
  canClaim: boolean
  canComplete: boolean
  reasonIfNot: string | null
}

export interface LicenceVerification {
  valid: boolean
  licenceNo: string
  holderName: string
  matterName: string
  organName: string
  /** Days, YYYY-MM-DD. */
  issuedOn: string
  validUntil: string
  sha256: string
}

export interface IncidentView {
  id: string
  caseId: string | null
  caseNo: string | null
  matterName: string | null
  stepName: string
  code: string
  message: string
  at: number
}

/** What is stored in `case_file.hold` while the case is on hold 普通挂起. */
export interface HoldRecord {
  by: string
  name: string
  reason: string
  at: number
}

/** What is stored in `case_file.supplement`. */
export interface SupplementRecord {
  missing: { key?: string; text: string }[]
  number: string
  notifiedAt: number
  /** When the case began to wait for the applicant: the notice was made. Null before that. */
  openedAt: number | null
  dueAt: number | null
  supplementedAt: number | null
}

/** What is stored in `case_file.decision`, and what documents print of it. */
export interface DecisionRecord {
  result: 'grant' | 'refuse'
  number: string
  licenceNo: string | null
  reasons: string | null
  decidedOn: string
  validFrom: string | null
  validUntil: string | null
  verifyCode: string | null
}
