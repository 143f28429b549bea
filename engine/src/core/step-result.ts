import type { DecisionResult } from '../decision/result.ts'
import type { EvaluationContext } from '../expression/expression.ts'
import type { CalledProcess, Event } from './events.ts'
import type { Effect } from './effects.ts'
import type { InstanceState } from './state.ts'

/** The caller's mistake. Codes are stable; `rest/status.ts` alone gives them a status. */
export interface Rejection {
  code:
    | 'INSTANCE_NOT_ACTIVE'
    | 'INSTANCE_SUSPENDED'
    | 'INSTANCE_NOT_SUSPENDED'
    | 'TASK_NOT_FOUND'
    | 'TOKEN_NOT_FOUND'
    | 'SUBSCRIPTION_NOT_FOUND'
    | 'SCOPE_NOT_FOUND'
    | 'INCIDENT_NOT_FOUND'
    | 'NO_START_EVENT'
    | 'INSTANCE_EXISTS'
    | 'START_FAILED'
    | 'ELEMENT_NOT_FOUND'
    | 'AMBIGUOUS_SCOPE'
    | 'MODIFICATION_NOT_POSSIBLE'
    | 'MOVE_NOT_POSSIBLE'
    | 'MIGRATION_NOT_POSSIBLE'
    | 'DUE_TIME_FAILED'
  message: string
}

export type StepResult = { ok: true; state: InstanceState; events: Event[]; effects: Effect[] } | { ok: false; rejection: Rejection }

/** What a step may use besides its command, handed in by the runtime. */
export interface Environment {
  /** More FEEL functions, e.g. `workdays(5)` → ISO instant of the due time, counted from the command's `now`. Pure. */
  functions: Record<string, (...args: never[]) => unknown>
  /** The same functions, counted from another instant: for due times of what was made before. Absent: `functions`. */
  functionsAt?: (now: number) => Environment['functions']
  /** A new id for the process instance that a call activity starts. Default: one made of the caller's id and two numbers. */
  newInstanceId?: () => string
  /** The decision that is meant; null if there is none. Pure. */
  decision?: (reference: Pick<CalledProcess, 'key' | 'binding' | 'version' | 'versionTag'>) => DeployedDecision | null
  /** Runs JavaScript in a sandbox with limits; absent: scripts are off. @throws ExpressionFailure, ThrownError */
  runScript?: (source: string, context: EvaluationContext) => unknown
}

export interface DeployedDecision {
  key: string
  definitionId: string
  /** @throws ExpressionFailure */
  evaluate(context: EvaluationContext): DecisionResult
}
