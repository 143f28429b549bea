import type { FieldAccess, FormSchema } from '@lianban/forms'

/* The wire shapes of the portal's HTTP API, as `/api/openapi.json` describes them. Instants are epoch milliseconds. */

export type Values = Record<string, unknown>
export type Desk = 'applicant' | 'clerk' | 'supervisor' | 'auditor' | 'admin'
export type LampName = 'none' | 'normal' | 'suspended' | 'warning' | 'yellow' | 'red' | 'supervised' | 'done'
export type CaseStatus = 'submitted' | 'supplementing' | 'accepted' | 'granted' | 'refused' | 'not-accepted' | 'closed'

export interface Session {
  user: { id: string; name: string; kind: 'staff' | 'applicant' | 'worker'; posts: { organId: string; organName: string; post: string; postName: string }[] }
  csrfToken: string
  desks: Desk[]
  /** `type:action`, e.g. `organ:list`. The server decides again on every call. */
  rights: string[]
  tenant: { id: string; name: string }
  /** Set when the password has to be replaced soon. */
  passwordExpiresAt: number | null
}

export type LoginStep = 'link' | 'second-factor' | 'password' | 'enrolment'

/** What a new password must be. */
export interface PasswordPolicy {
  minChars: number
  minClasses: number
  maxAgeDays: number
  historySize: number
}

/** A second factor that is being set up. */
export interface Enrolment {
  /** For the QR code. */
  uri: string
  /** The same for typing. */
  manualKey: string
  expiresAt: number
}

/** The step of a login that is due. */
export interface LoginStepView {
  step: LoginStep
  name: string
  expiresAt: number
  password?: { reason: 'one-time' | 'expired'; policy: PasswordPolicy }
  enrolment?: Enrolment
}

/** A session, or the next step; after an enrolment with the recovery codes, this once. */
export type LoginAnswer = (Session | LoginStepView) & { recoveryCodes?: string[] }

export interface AccountSecurity {
  password: { setAt: number | null; expiresAt: number | null; expiresSoon: boolean; policy: PasswordPolicy }
  secondFactor: { since: number | null; recoveryCodesLeft: number; required: boolean; offered: boolean }
  /** null: there is no OpenID Connect issuer. */
  identity: { label: string; linked: { name: string; linkedAt: number } | null } | null
}

export interface OwnSession {
  id: string
  ip: string | null
  userAgent: string | null
  openedAt: number
  seenAt: number
  current: boolean
}

export interface ApiToken {
  id: string
  hint: string
  name: string
  organId: string
  organName: string
  topics: string[]
  rights: string[]
  addresses: string[]
  createdAt: number
  expiresAt: number
  lastUsedAt: number | null
  lastUsedIp: string | null
  revokedAt: number | null
  expired: boolean
}

export interface ApiTokenOptions {
  organs: { id: string; name: string }[]
  topics: string[]
  rights: { key: string; name: string }[]
}

export interface NewApiToken {
  name: string
  organId: string
  topics: string[]
  rights: string[]
  addresses: string[]
  days: number
}

export interface DemoAccount {
  username: string
  name: string
  role: string
}

export interface Page<T> {
  items: T[]
  next: string | null
}

export interface MatterSummary {
  key: string
  name: string
  organName: string
  kind: string
  statutoryDays: number
  promisedDays: number
  theme: string | null
}

export interface MatterMaterial {
  key: string
  name: string
  required: boolean
  /** `必交`, `有从业人员…的必交`, `可不交`. */
  requirement?: string
  description: string
  formats: string[]
  maxBytes: number
  maxFiles: number
}

export interface FormDefinition {
  key?: string
  version?: number
  schema: FormSchema
}

export interface MatterDetail extends MatterSummary {
  conditions: string[]
  basis: string[]
  materials: MatterMaterial[]
  fees: string
  remedies: string
  steps: { name: string; limitText: string; postName?: string }[]
  form: FormDefinition
  access?: FieldAccess
}

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
  explanation: string
  provisional?: boolean
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
  currentTasks: { taskId: string; elementId: string; name: string; assigneeName: string | null; canOpen: boolean }[]
  records?: StepRecord[]
  incidents: CaseIncident[]
  verificationUrl: string | null
  waivers: { stepName: string; ruleText: string; userName: string; grantedBy: string; grantedAt: number; usedAt: number | null; reason: string }[]
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
  count: number
}

export interface TaskAction {
  key: string
  label: string
  kind: 'primary' | 'default' | 'danger'
  opinion: 'required' | 'optional' | 'none'
  confirm: { nextStep: string; nextPeople: string; consequence?: string | null }
  fields?: FormSchema | null
}

export interface TaskDetail {
  task: InboxItem
  case: CaseDetail
  form: FilledForm | null
  actions: TaskAction[]
  canClaim: boolean
  canComplete: boolean
  reasonIfNot: string | null
}

export interface Overview {
  total: number
  lamps: Partial<Record<LampName, number>>
  statuses: Partial<Record<CaseStatus, number>>
  at: number
  log: { size: number; root: string | null; lastCheckpoint: Checkpoint | null; unsealed: number }
}

export interface LogEntry {
  id: string
  /** Place in the log; null until the sealer has given it one. */
  index: number | null
  at: number
  action: string
  actionText: string
  actorId: string
  actorName: string | null
  organName: string | null
  onBehalfOf?: string | null
  ip: string | null
  subject: string
  payload: unknown
  hash: string | null
  /** The personal part was taken away by law. */
  erased: boolean
}

/** The way from an entry to the signed root. All hashes are hex. */
export interface InclusionProof {
  index: number
  leafHash: string
  steps: { sibling: string; side: 'left' | 'right'; node: string; leaves: [begin: number, end: number] }[]
  checkpoint: Checkpoint & { note: string; suite: string }
}

export interface ConsistencyProof {
  from: Checkpoint & { note: string; suite: string }
  to: Checkpoint & { note: string; suite: string }
  hashes: string[]
  leaves: [begin: number, end: number][]
  holds: boolean
}

export interface Delivery {
  id: string
  target: string
  kind: 'folder' | 'object-store' | 'mail' | 'web-hook' | null
  address: string | null
  size: number
  state: 'waiting' | 'sent' | 'dead'
  attempts: number
  createdAt: number
  nextAt: number | null
  sentAt: number | null
  location: string | null
  error: string | null
}

export interface PublishedCheckpoint extends Checkpoint {
  note: string
  deliveries: Delivery[]
}

export interface LogFinding {
  kind: 'silence' | 'clock-jump'
  index: number
  server: string
  from: number
  until: number
  durationMs: number
  message: string
}

export interface Checkpoint {
  size: number
  root: string
  at: number
  suite?: string
}

export interface Verification {
  ok: boolean
  size: number
  root: string | null
  checkedAt: number
  checkpoints: number
  problem: { index: number | null; code: string; message: string } | null
  findings: LogFinding[]
  suite: string | null
  publicKeyFingerprint: string
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
