import type { CallOutcome } from './calls.ts'
import type { UserTaskChanges } from './commands.ts'
import type { UserTaskData } from './events.ts'
import type { SubscriptionKind } from './subscription-kinds.ts'

/**
 * The state of one process instance: a tree of scopes that hold tokens, variables, subscriptions and what may be
 * compensated. It is plain JSON. Only `apply` changes it; ids inside it are `${instanceId}:${n}`, numbered by
 * `nextNumber`.
 */
export interface InstanceState {
  id: string
  tenantId: string
  /** Id of the deployed definition, and its key. */
  definitionId: string
  definitionKey: string
  businessKey: string | null
  status: 'active' | 'completed' | 'terminated'
  /** Suspended: nothing but reading, setting variables, ending and resuming is possible. */
  suspended: boolean
  startedAt: number
  endedAt: number | null
  /** The call activity that started it. */
  caller: Caller | null
  nextNumber: number
  /** The process's own scope has the instance's id. */
  scopes: Record<string, Scope>
  tokens: Record<string, Token>
  subscriptions: Record<string, Subscription>
  incidents: Record<string, Incident>
}

/** A variable's value as JSON. Dates are ISO strings; what type a REST client declared is kept beside it. */
export type Variable = { value: JsonValue; type?: string; valueInfo?: { [key: string]: JsonValue } }
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue }
export type Variables = Record<string, Variable>

/** Who waits for this instance to end, and what it would catch of what is thrown out of it. */
export interface Caller {
  instanceId: string
  /** The token that waits in the call activity. */
  tokenId: string
  /** Codes that something around the call activity catches; null stands for every code. */
  errors: (string | null)[]
  /** In the order in which they catch, innermost first. */
  escalations: { code: string | null; interrupting: boolean }[]
}

export type ScopeKind = 'process' | 'subProcess' | 'eventSubProcess' | 'loop'

/** A process, a sub-process, an event sub-process or the body of a loop or multi-instance activity while it runs. */
export interface Scope {
  id: string
  kind: ScopeKind
  /** null for the process itself. */
  parentId: string | null
  /** The process's, sub-process's or looping activity's id in the model. */
  elementId: string
  /** The token of the parent scope that waits in it; null for the process. */
  tokenId: string | null
  variables: Variables
  /** What was completed in it and can be undone, oldest first. Absent: nothing. */
  compensations?: Compensation[]
  /** Of a loop: what its instances work on (a collection's items), and how many have been begun. */
  loop?: { items: JsonValue[] | null; total: number | null; begun: number }
}

/** A completed activity that can be undone. */
export type Compensation =
  /** By its handler, with the variables it saw that are gone since (its own and those of its loop instance). */
  | { type: 'handler'; elementId: string; handlerId: string; variables: Variables }
  /**
   * A completed sub-process without a handler of its own: by what was completed in it, in its variables as they were.
   * `loop`: the body of a loop, in which each instance left its own.
   */
  | { type: 'scope'; elementId: string; loop?: true; variables: Variables; compensations: Compensation[] }

/** What a token does next in its element; absent: it has just entered. The index counts listeners that are done. */
export type Stage = { at: 'start' | 'end'; index: number } | { at: 'work' } | { at: 'leave' }

export type WaitsFor =
  | 'userTask'
  | 'externalTask'
  /** A timer, message, signal or condition, by its subscription; at an event based gateway the first of several. */
  | 'event'
  /** A receive task: its message, or a direct signal. */
  | 'receive'
  | 'scope'
  | 'join'
  | 'call'
  /** The handlers that a compensation throw event, a compensation end event or a cancel end event started. */
  | 'compensation'
  /** An asynchronous continuation, or the next attempt. */
  | 'job'
  | 'incident'

/** One point of control inside a scope. It exists from entering a node until it leaves. */
export interface Token {
  id: string
  scopeId: string
  elementId: string
  /** The flow it came by; null at a start event or where an administrator put it. */
  flowId: string | null
  enteredAt: number
  /** null only within a step. */
  waitsFor: WaitsFor | null
  stage?: Stage
  /** Local variables of the activity: input parameters, loop counter, what a worker or clerk set locally. */
  variables?: Variables
  /** The process instance that a call activity waits for. */
  calledInstanceId?: string
  /** It runs a compensation handler for the token of this id. */
  compensates?: string
  /** Of a user task whose listeners ask for it. */
  task?: UserTaskData
  /** Of a user task with a due time: epoch milliseconds. */
  due?: number | null
  /** Of a user task: when it was made, where that was not when the token entered. */
  madeAt?: number
  /** What its user task has instead of what the model says. */
  given?: UserTaskChanges
  /** It is a task beside the one of this token (加签): done, it goes nowhere, and it ends with that one at the latest. */
  beside?: string
  /** Of a user task: there are, or were, tasks beside it. */
  accompanied?: true
  /** Automatic retries used up. */
  attempts?: number
}

/** Something outside that a token or a scope waits for, beside or instead of its own work. */
export interface Subscription {
  id: string
  /** The scope in which it goes on. */
  scopeId: string
  /** The token that waits; for a boundary event the token in the host activity; null for an event sub-process. */
  tokenId: string | null
  /** The catching event: intermediate, boundary, or the start event of an event sub-process; the element of a job. */
  elementId: string
  kind: SubscriptionKind
  /** timer, job: UTC epoch milliseconds. */
  dueAt: number | null
  /** message, signal: its name, expressions resolved. */
  eventName: string | null
  /** timer: when it was made; absent in states of before this was kept. */
  openedAt?: number
  /** timer: a cycle and the instant it counts from. */
  cycle?: { text: string; startAt: number }
  /** job: what is continued, and its wire properties. */
  job?: { type: 'asyncBefore' | 'asyncAfter' | 'retry'; exclusive: boolean; priority: number }
  /** timer: index of the user task's timeout listener that it calls. */
  listener?: number
}

/** The modeller's mistake, or work that failed for good: the token waits until someone retries. */
export interface Incident {
  id: string
  tokenId: string
  elementId: string
  /** Stable, see IncidentCode in core/incidents.ts. */
  code: string
  message: string
  at: number
  phase: IncidentPhase
}

/**
 * Where the token stood, and so what a retry does: `enter` the element's work has not begun, it goes on from its stage;
 * `work` its external task failed for good and gets new attempts; `call` the process that it called has failed and is
 * called again; `leave` its work is done, it goes on from its stage.
 */
export type IncidentPhase = 'enter' | 'work' | 'call' | 'leave'

export type { CallOutcome, SubscriptionKind }
