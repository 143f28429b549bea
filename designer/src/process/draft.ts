/*
 * What the process designer edits: a BPMN model together with the manifest entry of its matter. The shapes are those of
 * a process package's manifest as far as they are edited here; keys that are not named here are kept as they are.
 */

/** Both change in one command, so that undo and redo cover both. */
export interface ProcessDraft {
  xml: string
  matter: MatterLike
}

export type AccessValue = 'hidden' | 'read' | 'write' | 'required'
/** Path of a field, `*` for all others → what may be done with it. */
export type AccessMap = Record<string, AccessValue>

export type LengthUnit = 'workday' | 'day' | 'workhour' | 'urgent-hour' | 'minute'

/** How long something may take: `days`, `hours` or `minutes`, as the unit asks. */
export interface LengthLike {
  unit: LengthUnit
  days?: number
  hours?: number
  minutes?: number
}

export interface StepLike {
  name: string
  task: string
  phase: 'intake' | 'examination' | 'special' | 'delivery'
  limit: LengthLike
  from?: 'acceptance'
  special: string | null
  [other: string]: unknown
}

export interface ActionLike {
  key: string
  label: string
  kind: 'primary' | 'default' | 'danger'
  opinion: 'required' | 'optional' | 'none'
  vote?: 'pass' | 'reject' | 'abstain'
  set: Record<string, string | number | boolean | null>
  next: { task: string } | { text: string; people: string }
  consequence?: string
  /** What it does to the case besides. */
  effect?: string
  /** The step's own form is not handed in with it. */
  withoutForm?: boolean
  /** Form of the action's own fields. */
  fields?: string
  [other: string]: unknown
}

/** Holders of a post, of the organ in charge unless one is named. */
export interface PostLike {
  post: string
  organ?: string
}

/** Who gets a case to read 抄送. */
export interface ReadersLike {
  posts: PostLike[]
  users: string[]
}

export interface ApprovalLike {
  mode: 'all' | 'any' | 'sequential' | 'vote'
  /** Absent: the holders of the step's own post. */
  approvers?: PostLike[]
  /** Post → weight of the vote of each of its holders; 1 where none is given. */
  weights?: Record<string, number>
  pass?: { percent: number } | { count: number } | { weight: number }
  empty?: 'leader' | 'pass' | 'refuse'
  duplicate?: 'ask' | 'skip'
  self?: 'ask' | 'skip' | 'leader'
  reject?: 'one' | 'all'
  [other: string]: unknown
}

export type Verb = 'send-back' | 'transfer' | 'delegate' | 'add-sign' | 'recall'

export interface TaskLike {
  post: string
  organ?: string
  approval?: ApprovalLike
  take?: 'claim' | 'grab'
  verbs?: Verb[]
  applicationAccess: AccessMap
  form?: string
  formAccess?: AccessMap
  signature?: 'required' | 'optional'
  signedBy?: string
  /** Fields of the step's form that name a person → post they must hold. */
  people?: Record<string, string>
  /** Fields of the step's form that name organs → organs among which to choose. */
  organs?: Record<string, string[]>
  /** Fields whose persons must differ from each other. */
  distinct?: string[][]
  /** Fields of the step's form that become process variables. */
  variables?: string[]
  /** Field of an earlier step's form that named who takes this one. */
  assignedBy?: string
  circulate?: ReadersLike & { note?: string }
  /** Of a matter that a unit opens: the case lies with whoever handed it in, its limits stand still. */
  stopsClock?: boolean
  /** Of a process that is no matter: all posts that may do it; `post` is the first. */
  posts?: string[]
  actions: ActionLike[]
  [other: string]: unknown
}

/** Steps of one case that one person may not take. */
export interface SeparationLike {
  rule: string
  text: string
  elements: string[]
  /** Steps among them that one person may well do. */
  together?: string[][]
  [other: string]: unknown
}

export interface MatterLike {
  /** A process that is no matter, see plain/plain-draft.ts. */
  isPlain?: true
  kind?: string
  /** Only of a matter that a unit opens itself, which nobody applies for. */
  openedBy?: unknown
  process?: { file: string; key: string }
  applicationForm?: string
  limits?: Record<string, (LengthLike & { basis?: string; /** Of an extension: who grants it. */ post?: string }) | undefined>
  steps?: StepLike[]
  separation?: SeparationLike[]
  starterMayCirculate?: ReadersLike
  urge?: { everyHours: number; applicantEveryHours: number }
  parties?: { role: string; organ: string }[]
  amountField?: string
  tasks?: Record<string, TaskLike>
  outcomes?: Record<string, string>
  timers?: Record<string, string>
  [other: string]: unknown
}

/** What there is to choose from. */
export interface Known {
  organs: { id: string; name: string }[]
  posts: { key: string; name: string }[]
  forms: { key: string; title: string; fields: KnownField[] }[]
  /** Templates of documents. */
  documents: { key: string; name: string }[]
  /** `result`: what it says, where that is one value. */
  decisions: { key: string; name: string; result?: Pick<KnownField, 'type' | 'options'> }[]
  /** Rules of separation that the county's authorization knows. @default those that the matter has */
  separationRules?: { rule: string; label: string }[]
  /** Who holds a post today; without it no persons can be named. */
  staff?(of: PostLike): Promise<{ id: string; name: string }[]>
}

export interface KnownField {
  /** A column of a table is `staff.name`. */
  path: string
  title: string
  /** Paths of the sections and tables around it, nearest first. @default the tables that its path names */
  containers?: string[]
  /** How it is compared in conditions; `list` is several choices, `other` cannot be compared. @default string */
  type?: 'string' | 'number' | 'boolean' | 'date' | 'list' | 'other'
  options?: { value: string; label: string }[]
  /** It may be left empty: then only conditions hold that ask for that. */
  mayBeBlank?: boolean
}

/** Something that stands against publishing, or is to be looked at. */
export interface Problem {
  place: string
  code: string
  message: string
  level: 'error' | 'warning'
  elementId?: string
}
