import type { JsonValue } from '@lianban/engine'
import type { CaseRow, Tx } from '@lianban/storage'
import type { ActionManifest } from '../../manifest.ts'
import { dayOf, yearOf } from '../../clock/index.ts'
import { allocateDocumentNumber } from '../../numbering/index.ts'
import type { CaseContext } from '../context.ts'
import type { Caller } from '../ports.ts'
import type { LoadedTask } from '../resources.ts'

/** What an action does to its case besides setting variables. */
export interface EffectInput {
  context: CaseContext
  caller: Caller
  loaded: LoadedTask
  action: ActionManifest
  opinion: string | null
  /** Checked values of the action's own fields. */
  fields: Record<string, unknown>
  /** Epoch milliseconds. */
  at: number
}

export interface EffectOutcome {
  /** Process variables, for gateways and documents. */
  variables: Record<string, JsonValue>
  /** Changes of the case file. */
  patch: Partial<CaseRow>
  /** What supervision is to know of it besides the task that was completed. */
  entries?: EffectEntry[]
}

export interface EffectEntry {
  action: string
  payload: JsonValue
}

/** One verb of the law, one file. Numbers are allocated on `tx`: they follow the decision or are not given out at all. */
export interface CaseEffect {
  /** Refuses before anything is begun. @throws CaseError */
  check?(input: EffectInput): void | Promise<void>
  /** It stops, starts or lengthens the clock of the case: what is open is due at another time, in the same transaction. */
  movesClock?: true
  apply(tx: Tx, input: EffectInput): Promise<EffectOutcome>
}

/** The next document number 文号 of the organ, of this kind and year. */
export function nextNumber(
  tx: Tx,
  { loaded, at }: EffectInput,
  kind: keyof LoadedTask['matter']['matter']['documentNumbers']['types'],
): Promise<string> {
  const { organCode, types } = loaded.matter.matter.documentNumbers
  const { tenant_id: tenantId, organ_id: organId } = loaded.row
  const type = types[kind]
  if (type === undefined) throw new Error(`the matter has no document number for ${kind}`)
  return allocateDocumentNumber(tx, { tenantId, organId, organCode, type, year: yearOf(dayOf(at)) })
}
