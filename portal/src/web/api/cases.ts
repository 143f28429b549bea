import type { FieldAccess, FormSchema } from '@lianban/forms'

/* Cases, their forms and papers. Instants are epoch milliseconds. */

export type Values = Record<string, unknown>
export type LampName = 'none' | 'normal' | 'suspended' | 'warning' | 'yellow' | 'red' | 'supervised' | 'done'
export type CaseStatus = 'submitted' | 'supplementing' | 'accepted' | 'granted' | 'refused' | 'not-accepted' | 'closed'

export interface UploadedFile {
  fileId: string
  name: string
  size: number
  mediaType?: string
}

export interface DueView {
  dueAt: number
  dueDay: string
  workdaysLeft: number
  /** In the limit's own unit: `还剩 3 个工作日`, `还剩 3 小时 20 分`, `今日到期`. */
  left: string
  tone: 'calm' | 'near' | 'over' | 'stopped'
  /** The special procedure that stops the clock now. */
  suspended: string | null
  explanation: string
  provisional?: boolean
}

export interface SuspensionView {
  kind: string
  state: 'requested' | 'refused' | 'open' | 'closed'
  reason: string
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
}

export interface ExtensionView {
  state: 'requested' | 'granted' | 'refused' | 'lapsed'
  length: string
  reasons: string
  requestedBy: string
  requestedAt: number
  decidedBy: string | null
  decidedAt: number | null
  opinion: string | null
  noticeNumber: string | null
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
  lamp: LampName
  submittedAt: number
  acceptedAt: number | null
  /** Accepted by the organ's silence (行政许可法 article 32). */
  deemedAccepted?: boolean
  closedAt: number | null
  promised: DueView | null
  statutory: DueView | null
}

export interface CaseMaterial {
  key: string
  name: string
  files: UploadedFile[]
}

export interface CaseDocument {
  id: string
  name: string
  number: string | null
  createdAt: number
  sha256: string
  size: number
}

export interface MissingItem {
  key?: string | null
  text: string
}

/** The one-time notice of everything that is missing 补正告知. */
export interface Supplement {
  missing: MissingItem[]
  notifiedAt: number
  /** Last day to hand it in. */
  dueDay?: string | null
  supplementedAt?: number | null
}

/** What an earlier step put on record; for staff only. */
export interface StepRecord {
  elementId: string
  stepName: string
  actorName: string | null
  at: number
  form: FilledForm
}

export interface FilledForm {
  schema: FormSchema
  values: Values
  access: FieldAccess
}

export interface CaseIncident {
  id: string
  message: string
  at: number
  canRetry: boolean
}

export interface CaseDetail extends CaseSummary {
  form: FilledForm
  materials: CaseMaterial[]
  documents: CaseDocument[]
  supplement: Supplement | null
  allowed: string[]
  /** What stopped or lengthened its clock. */
  clockHistory: { suspensions: SuspensionView[]; extensions: ExtensionView[] }
  currentTasks: {
    taskId: string
    elementId: string
    name: string
    assigneeName: string | null
    canOpen: boolean
    /** Of the step itself. */
    dueAt: number | null
    /** The step's own limit in words. */
    limit: string | null
  }[]
  records?: StepRecord[]
  incidents: CaseIncident[]
  verificationUrl: string | null
  waivers: {
    stepName: string
    ruleText: string
    userName: string
    grantedBy: string
    grantedAt: number
    usedAt: number | null
    reason: string
  }[]
}

export interface TimelineItem {
  at: number
  stepName: string
  action: string
  actorName: string | null
  onBehalfOf: string | null
  opinion: string | null
  durationText: string | null
  lamp: LampName | null
}

export interface CaseDiagram {
  xml: string
  active: string[]
  completed: string[]
  incidents: string[]
}

export interface Incident {
  id: string
  caseId: string | null
  caseNo: string | null
  matterName: string | null
  stepName: string | null
  message: string
  code: string
  at: number
}
