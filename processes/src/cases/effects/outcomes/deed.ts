import type { JsonValue } from '@lianban/engine'
import type { CaseRow } from '@lianban/storage'
import type { Calendar } from '../../../clock/index.ts'
import type { Matter } from '../../../matters/matter-definition.ts'
import type { Caller } from '../../ports.ts'

/*
 * What the verbs of the law come to, worked out from the case and from what was written: pure, so that the case service, which
 * keeps the case in its database, and the try-out, which keeps it in the browser, cannot come to different results.
 */

/** A deed in a case, and the case as it finds it. */
export interface Deed {
  caller: Pick<Caller, 'userId' | 'name' | 'onBehalfOf'>
  row: CaseRow
  matter: Matter
  calendar: Calendar
  opinion: string | null
  /** Checked values of the action's own fields. */
  fields: Record<string, unknown>
  /** Checked values of the step's form. */
  form: Record<string, unknown>
  /** Epoch milliseconds. */
  at: number
}

export interface Outcome {
  /** Process variables, for gateways and documents. */
  variables: Record<string, JsonValue>
  /** Changes of the case file. */
  patch: Partial<CaseRow>
  /** What supervision is to know of it besides the task that was completed. */
  entries?: Entry[]
}

export interface Entry {
  action: string
  payload: JsonValue
}
