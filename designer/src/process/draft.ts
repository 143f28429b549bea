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
  [other: string]: unknown
}

export interface ApprovalLike {
  mode: 'all' | 'any' | 'sequential' | 'vote'
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
  circulate?: { posts: { post: string; organ?: string }[]; users: string[]; note?: string }
  actions: ActionLike[]
  [other: string]: unknown
}

export interface MatterLike {
  process?: { file: string; key: string }
  applicationForm?: string
  limits?: Record<string, (LengthLike & { basis?: string }) | undefined>
  steps?: StepLike[]
  separation?: { rule: string; text: string; elements: string[]; together?: string[][]; [other: string]: unknown }[]
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
