import type { Expression } from '../expression/expression.ts'
import type { CallMapping, ExternalWork } from './executable.ts'

/** What a token or a scope can listen for. */
export type CatchTrigger = TimerTrigger | MessageTrigger | SignalTrigger | ConditionalTrigger

/**
 * `value` gives an ISO 8601 date or duration, an epoch milliseconds number or a FEEL date or duration; for a cycle an
 * ISO 8601 repeating interval or a cron text of six fields.
 */
export interface TimerTrigger {
  type: 'timer'
  form: 'date' | 'duration' | 'cycle'
  value: Expression
}

export interface MessageTrigger {
  type: 'message'
  name: Expression
}

export interface SignalTrigger {
  type: 'signal'
  name: Expression
}

/** Asked when the scope or activity is entered and on every change of a variable that it sees. */
export interface ConditionalTrigger {
  type: 'conditional'
  condition: Expression
  /** camunda:variableName: only changes of this one count. */
  variableName: string | null
  /** camunda:variableEvents; [] counts all. */
  variableEvents: VariableEvent[]
}

export type VariableEvent = 'create' | 'update' | 'delete'

/** `errorCode` null catches every code. */
export interface ErrorTrigger {
  type: 'error'
  errorCode: string | null
  codeVariable: string | null
  messageVariable: string | null
}

/** `escalationCode` null catches every code. */
export interface EscalationTrigger {
  type: 'escalation'
  escalationCode: string | null
  codeVariable: string | null
}

/** What a throw or end event does. */
export type ThrowTrigger =
  | { type: 'signal'; name: Expression; in: CallMapping[] }
  | { type: 'escalation'; escalationCode: string }
  /** `activityRef` null: every completed activity of the scope. */
  | { type: 'compensation'; activityRef: string | null }
  /** Sent by a worker or an expression; without either it has no effect (Camunda's rule). */
  | { type: 'message'; work: ExternalWork | { type: 'expression'; expression: Expression; resultVariable: string | null } | null }
