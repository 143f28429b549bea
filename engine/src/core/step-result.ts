import type { Effect } from './effects.ts'
import type { Event } from './events.ts'
import type { InstanceState } from './state.ts'

/** The caller's mistake. Codes are stable; `rest/status.ts` alone gives them a status. */
export interface Rejection {
  code: 'INSTANCE_NOT_ACTIVE' | 'TASK_NOT_FOUND' | 'SUBSCRIPTION_NOT_FOUND' | 'SCOPE_NOT_FOUND' | 'INCIDENT_NOT_FOUND' | 'NO_START_EVENT' | 'INSTANCE_EXISTS'
  message: string
}

export type StepResult =
  | { ok: true; state: InstanceState; events: Event[]; effects: Effect[] }
  | { ok: false; rejection: Rejection }

/** What a step may use besides its command: pure functions only, handed in by the runtime. */
export interface Environment {
  /** More FEEL functions, e.g. `workdays(5)` → ISO instant of the due time, counted from the command's `now`. */
  functions: Record<string, (...args: never[]) => unknown>
}
