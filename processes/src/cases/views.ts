import type { CaseLamp, CaseStatus, TrustGrade } from '@lianban/storage'
import type { FieldAccess, FormSchema } from '@lianban/forms'
import type { DueView } from '../clock/index.ts'
import type { AskedItem } from './asked-items.ts'
import type { CaseClockHistory } from './clock-history.ts'
import type { JointView, ParentView } from './joint/joint-view.ts'
import type { CommitmentView, DebtView } from './duties/duty-views.ts'
import type { AssistanceView } from './assist/submit-assisted.ts'
import type { HearingView } from './hearing.ts'

/*
 * What the case service answers with: plain JSON, the shapes of the portal's API. Instants are UTC epoch milliseconds.
 */

export interface Page<Item> {
  items: Item[]
  /** `after` of the next page; null on the last one. */
  next: string | null
}

export interface MatterSummary {
  /** Why it takes no new cases now; null: it does. */
  closed: string | null
  key: string
  name: string
  /** Organ in charge today. */
  organId: string
  organName: string
  kind: string
  theme: string
  /** Keys of life events. */
  events: string[]
  /** Several matters as one thing 一件事. */
  isJoint: boolean
  /** The county's own people hand it in for their organ. */
  isInternal: boolean
  /** Where the portal takes it in, if not by its application form. */
  page: string | null
  /** Both limits in words, `20个工作日`. */
  statutory: string
  promised: string
}

/** One material as guidance pages and forms show it. */
export interface MaterialView {
  key: string
  name: string
  required: boolean
  /** 必要, 符合条件时必要, 非必要. */
  requirement: string
  description: string
  formats: string[]
  maxBytes: number
  maxFiles: number
  basis: string
  /** 原件 …, with the number of copies where there is more than one. */
  formText: string
  sourceText: string
  /** From whom it could come by data sharing. */
  sharingText: string | null
  /** The applicant's own declaration, never used again. */
  declared: boolean
  /** 容缺后补: within what time and who decides; null: must be there. */
  deferralText: string | null
  /** A promise may stand for it 告知承诺. */
  promisable: boolean
  /** File name of its sample. */
  sample: string | null
  /** Fields of the application form that it proves. */
  proves: string[]
}

/** A matter of a theme 一件事, on the theme's guidance page. */
export interface JointPartView {
  matterKey: string
  name: string
  organName: string
  /** For whom it is needed; null: always. */
  whenText: string | null
  /** Both limits in words; null: the matter takes no cases now. */
  statutory: string | null
  promised: string | null
  /** Names of the matters that must be decided before it begins; `stops`: it needs their grant. */
  dependsOn: { name: string; stops: boolean }[]
  results: string[]
  /** Keys of the theme's materials that serve it. */
  materials: string[]
}

/** The guidance page 办事指南, as anyone may read it. */
export interface MatterGuide extends MatterSummary {
  /** What makes it a theme 一件事: its matters and what is said before one begins; null: it is a matter. */
  joint: { parts: JointPartView[]; guide: string[] } | null
  version: number
  /** First and last day on which this version takes new cases, YYYY-MM-DD. */
  validFrom: string | null
  validUntil: string | null
  /** First day of the next version. */
  nextFrom: string | null
  codes: { basic: string; implementation: string; item: string | null } | null
  creditCode: string | null
  level: string | null
  /** 即办件 or 承诺件. */
  handlingText: string
  conditions: string[]
  basis: string[]
  /** Every time limit with what it rests on. */
  limits: { name: string; text: string; basis: string }[]
  materials: MaterialView[]
  fees: string
  feesBasis: string
  results: { name: string; kind: string; sample: string | null }[]
  visits: { times: number; reason: string | null } | null
  online: string[]
  scope: string | null
  intermediaries: { name: string; basis: string }[]
  contact: { window: { address: string; hours: string }; consultation: string; complaint: string } | null
  remedies: string
  steps: { name: string; limitText: string; postName: string; special: string | null }[]
  commitment: {
    text: string
    applies: string
    conditions: string[]
    materials: string[]
    consequence: string
    checkText: string
    basis: string
  } | null
  form: { key: string; version: number; schema: FormSchema }
  /** What it does to a licence that there is: where its form has the number and the holder; null: it grants one. */
  licenceAct: { act: string; by: 'holder' | 'organ'; field: string; holderField: string } | null
}

/** With what whoever fills the form in needs. */
export interface MatterDetail extends MatterGuide {
  /** Of an internal matter: the organs for which the caller may hand it in. */
  openerOrgans: { id: string; name: string }[]
  access: FieldAccess
  /** Whom the starter may choose as readers 抄送; empty where the matter offers nobody. */
  readers: { id: string; name: string }[]
}

/** A paper that the county has already and the applicant may use again. */
export interface ReusableView extends FileView {
  materialKey: string
  grade: TrustGrade
  gradeText: string
  /** Grade C: the original is still to be seen. */
  mustShowOriginal: boolean
  handedInAt: number
  /** Last day, YYYY-MM-DD, or null. */
  validUntil: string | null
  sourceCaseNo: string | null
  sourceMatterName: string | null
  /** What would stand over it. */
  watermark: string | null
}

/** A file of a case with how far it may be trusted. */
export interface PaperView extends FileView {
  handedInAt: number
  grade: TrustGrade
  gradeText: string
  validUntil: string | null
  watermark: string | null
  /** Used again: the case it came with. */
  sourceCaseNo: string | null
  /** Used again without anyone having seen the original. */
  mustShowOriginal: boolean
  verified: { by: string; at: number } | null
  /** Whether the caller may say that he saw the original. */
  canVerify: boolean
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
  kind: 'supplement' | 'correction' | 'advice'
  missing: AskedItem[]
  notifiedAt: number
  /** Last day to hand it in; null until the notice is made. */
  dueDay: string | null
  supplementedAt: number | null
}

export interface CaseDetail extends CaseSummary {
  form: FormView
  /** `earlier`: what its files have taken the place of. */
  materials: (MaterialView & { files: PaperView[]; earlier: PaperView[] })[]
  /** What was accepted without being there 容缺. */
  debts: DebtView[]
  /** What was promised instead of being proved 告知承诺. */
  commitment: CommitmentView | null
  documents: { id: string; name: string; number: string | null; createdAt: number; sha256: string; size: number }[]
  supplement: SupplementView | null
  /** 陈述申辩 that the case waits for, for the holder of the licence: its last instant. */
  statement: { dueAt: number | null } | null
  hearing: HearingView | null
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
  /** For the applicant alone: by what anyone looks the case up without an account. */
  receipt: { number: string | null; queryCode: string } | null
  /** Separation of duties lifted in this case; for staff only. */
  waivers: WaiverView[]
  /** 窗口代办: who entered it, and who acts for the applicant; null: the applicant handed it in himself. */
  assistance: AssistanceView | null
  /** The matters of a joint case 并联办件; null: it is none. */
  joint: JointView | null
  /** The joint case that it is a part of; null: it stands alone. */
  parent: ParentView | null
}

export type CaseVerb = 'supplement' | 'request-extension' | 'end-suspension' | 'request-hearing'

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
  /** By hand, as a file; `by`: who signed where it was not the actor. Not for the applicant. */
  signature: { fileId: string; by: string | null } | null
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
  /** Materials may be handed in anew with it. */
  replacesMaterials: boolean
  /** 手写签名; `signedBy`: who signs where it is not whoever does the step. */
  signature: 'required' | 'optional' | 'none'
  signedBy: string | null
}

export interface TaskDetail {
  task: InboxItem
  case: CaseDetail
  form: FormView | null
  actions: ActionView[]
  /** Questions 沟通 of this task that wait for an answer: a warning before it is completed, no hindrance. */
  openQuestions: number
  canClaim: boolean
  canComplete: boolean
  reasonIfNot: string | null
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

/** What is stored in `case_file.supplement`: a 补正, or what came before it without being one. */
export interface SupplementRecord {
  /** 当场更正, or advice of the pre-check; absent: 补正, told once. */
  kind?: 'correction' | 'advice'
  missing: AskedItem[]
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
  /** Code of a licence that was decided on before documents had codes of their own. */
  verifyCode?: string | null
}
