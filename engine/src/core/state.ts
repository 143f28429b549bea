/**
 * The state of one process instance: a tree of scopes that hold tokens, variables and subscriptions.
 * It is plain JSON. Only `apply` changes it; ids inside it are `${instanceId}:${n}`, numbered by `nextNumber`.
 */
export interface InstanceState {
  id: string
  tenantId: string
  /** Id of the deployed definition, and its key. */
  definitionId: string
  definitionKey: string
  businessKey: string | null
  status: 'active' | 'completed' | 'terminated'
  startedAt: number
  endedAt: number | null
  nextNumber: number
  /** The process's own scope has the instance's id. */
  scopes: Record<string, Scope>
  tokens: Record<string, Token>
  subscriptions: Record<string, Subscription>
  incidents: Record<string, Incident>
}

/** A variable's value as JSON. Dates are ISO strings; what type a REST client declared is kept beside it. */
export type Variable = { value: JsonValue; type?: string }
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue }
export type Variables = Record<string, Variable>

/** A process or an embedded sub-process while it runs. */
export interface Scope {
  id: string
  /** null for the process itself. */
  parentId: string | null
  /** The process's or sub-process's id in the model. */
  elementId: string
  /** The token of the parent scope that waits in the sub-process; null for the process. */
  tokenId: string | null
  variables: Variables
}

/** One point of control inside a scope. It exists from entering a node until it leaves. */
export interface Token {
  id: string
  scopeId: string
  elementId: string
  /** The flow it came by; null at a start event or where an administrator put it. */
  flowId: string | null
  enteredAt: number
  /** What it waits for; null only within a step. */
  waitsFor: 'userTask' | 'externalTask' | 'timer' | 'message' | 'scope' | 'join' | 'incident' | null
}

/** Something outside that a token waits for, beside or instead of its own work. */
export interface Subscription {
  id: string
  /** The token that is waiting; for a boundary event, the token in the host activity. */
  tokenId: string
  /** The catching event: intermediate or boundary. */
  elementId: string
  kind: 'timer' | 'message'
  /** timer: UTC epoch milliseconds. */
  dueAt: number | null
  /** message: its name, expressions resolved. */
  messageName: string | null
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
 * Where the token stood, and so what a retry does: `enter` nothing of the element has been done, it is entered again;
 * `work` its external task failed for good and gets new attempts; `leave` its work is done, only the way out is
 * chosen again.
 */
export type IncidentPhase = 'enter' | 'work' | 'leave'
