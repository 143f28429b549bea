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
}

/** The case of a task, for what is offered. */
export interface OfferInput {
  context: CaseContext
  loaded: LoadedTask
  at: number
}

/** One verb of the law, one file. Numbers are allocated on `tx`: they follow the decision or are not given out at all. */
export interface CaseEffect {
  /** Whether it is a choice in this case at all; what is not offered is refused by `check`. */
  isOffered?(input: OfferInput): boolean | Promise<boolean>
  /** Whether the action's own fields are to be filled in here. */
  asksFields?(input: OfferInput): Promise<boolean>
  /** Refuses before anything is begun. @throws CaseError */
  check?(input: EffectInput): void | Promise<void>
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
  // `checkPackage` finds that before deployment.
  if (type === undefined) throw new Error(`matter ${loaded.matter.matter.key} has no number for ${kind}`)
  return allocateDocumentNumber(tx, { tenantId, organId, organCode, type, year: yearOf(dayOf(at)) })
}
