import type { FieldAccess, FormSchema } from '@lianban/forms'
import type { AskedItem } from '@lianban/processes/labels'
import type { JointChild, ParentCase } from './joint.ts'
import type { MatterMaterial } from './matters.ts'

/* Cases, their forms and papers. Instants are epoch milliseconds. */

export type Values = Record<string, unknown>
export type LampName = 'none' | 'normal' | 'suspended' | 'warning' | 'yellow' | 'red' | 'supervised' | 'done'
export type CaseStatus =
  'submitted' | 'supplementing' | 'accepted' | 'granted' | 'refused' | 'transferred' | 'not-accepted' | 'closed' | 'withdrawn' | 'voided'

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
  state: 'requested' | 'refused' | 'open' | 'closed' | 'lapsed'
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

/** A file of a case with how far it may be trusted. */
export interface Paper extends UploadedFile {
  handedInAt: number
  /** A issued by an organ, B original seen, C uploaded, D declared. */
  grade: string
  gradeText: string
  validUntil: string | null
  /** Printed over the preview. */
  watermark: string | null
  /** Used again: the case it came with. */
  sourceCaseNo: string | null
  mustShowOriginal: boolean
  verified: { by: string; at: number } | null
  canVerify: boolean
}

export interface CaseMaterial extends MatterMaterial {
  files: Paper[]
  /** What the files have taken the place of, oldest first. */
  earlier: Paper[]
}

/** A material that the case was accepted without 容缺. */
export interface Debt {
  materialKey: string
  name: string
  status: 'open' | 'overdue' | 'settled' | 'waived' | 'lapsed'
  statusText: string
  dueAt: number
  dueDay: string
  workdaysLeft: number
  paperNo: string | null
  closedAt: number | null
  closedBy: string | null
  reason: string | null
  canSettle: boolean
  canWaive: boolean
}

/** What was promised 告知承诺, and how its check stands. */
export interface Commitment {
  status: 'signed' | 'open' | 'overdue' | 'kept' | 'false' | 'void'
  statusText: string
  text: string
  conditions: string[]
  materialNames: string[]
  consequence: string
  paperNo: string | null
  signedAt: number
  signedName: string
  channelText: string
  check: {
    organName: string
    dueAt: number
    dueDay: string
    workdaysLeft: number
    checkedAt: number | null
    checkedBy: string | null
    finding: string | null
  } | null
  /** Null: I may record what the check found; else why not, empty where it is none of my business. */
  refusal: string | null
}

/** A debt or a check in the list of an organ. */
export interface DutyItem {
  caseId: string
  caseNo: string
  matterName: string
  organName: string
  applicantName: string
  what: string
  materialKey: string | null
  status: string
  statusText: string
  dueAt: number
  dueDay: string
  workdaysLeft: number
  doneAt: number | null
  doneBy: string | null
  remark: string | null
  canOpen: boolean
  canRecord: boolean
}

export interface CaseDocument {
  id: string
  name: string
  number: string | null
  createdAt: number
  sha256: string
  size: number
}

/** 听证: what has come of it. */
export interface Hearing {
  toldAt: number | null
  /** Last day to ask for it, YYYY-MM-DD. */
  askUntil: string | null
  askedAt: number | null
  askedFor: string | null
  heldAt: number | null
  place: string | null
  presider: string | null
  manner: string | null
  result: 'held' | 'dropped' | 'not-asked' | null
}

/** The one-time notice of everything that is missing 补正告知. */
export interface Supplement {
  /** 补正; or, before it and without being one, 当场更正 and the advice of the pre-check. */
  kind: 'supplement' | 'correction' | 'advice'
  missing: AskedItem[]
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
}

export interface CaseDetail extends CaseSummary {
  /** 窗口代办: who entered it, and who acts for the applicant. */
  assistance: { enteredBy: string; enteredAt: number; proxy: { name: string; idNumber: string } | null } | null
  /** 陈述申辩 that the case waits for, for the holder of the licence. */
  statement: { dueAt: number | null } | null
  /** The matters of a joint case 并联办件; null: it is none. */
  joint: { children: JointChild[] } | null
  /** The joint case that it is a part of. */
  parent: ParentCase | null
  form: FilledForm
  materials: CaseMaterial[]
  debts: Debt[]
  commitment: Commitment | null
  documents: CaseDocument[]
  supplement: Supplement | null
  hearing: Hearing | null
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
  /** For the applicant alone: by what anyone looks the case up without an account. */
  receipt: { number: string | null; queryCode: string } | null
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
  /** By hand, as a file; `by`: who signed where it was not the actor. */
  signature: { fileId: string; by: string | null } | null
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
