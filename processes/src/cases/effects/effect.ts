import type { Tx } from '@lianban/storage'
import type { ActionManifest, DocumentKind } from '../../manifest.ts'
import { allocateNumber } from '../../numbering/index.ts'
import type { CaseContext } from '../context.ts'
import { freshClock } from '../move-clock.ts'
import { documentNumber, type Numbered } from '../numbers.ts'
import type { Caller } from '../ports.ts'
import type { LoadedTask } from '../resources.ts'
import type { Deed, Entry, Outcome } from './outcomes/deed.ts'

/** What an action does to its case besides setting variables. */
export interface EffectInput {
  context: CaseContext
  caller: Caller
  loaded: LoadedTask
  action: ActionManifest
  opinion: string | null
  /** Checked values of the action's own fields. */
  fields: Record<string, unknown>
  /** Checked values of the step's form. */
  form: Record<string, unknown>
  /** Epoch milliseconds. */
  at: number
}

export type EffectOutcome = Outcome
export type EffectEntry = Entry

/** What an outcome is worked out from, as the case was loaded. */
export const deedOf = ({ context, caller, loaded, opinion, fields, form, at }: EffectInput): Deed => ({
  ...{ caller, opinion, fields, form, at },
  row: loaded.row,
  matter: loaded.matter,
  calendar: context.calendarOf(loaded.row.tenant_id),
})

/** The same with the case as it stands in the transaction: another deed may have moved its clock since it was looked at. */
export const freshDeed = async (tx: Tx, input: EffectInput): Promise<Deed> => ({
  ...deedOf(input),
  row: await freshClock(tx, input.loaded.row, input.at),
})

/** The caller, and whom he may act for. */
export const personsActing = ({ caller }: EffectInput): string[] => [
  caller.userId,
  ...(caller.actsFor ?? []).map(({ principal }) => principal.userId),
]

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
  /** It stops, starts or lengthens the clock of the case: what is open is due at another time, in the same transaction. */
  movesClock?: true
  apply(tx: Tx, input: EffectInput): Promise<EffectOutcome>
}

/**
 * The next document number 文号 of the organ whose paper it is, of this kind and year.
 * @throws NumberingError NUMBER_SCHEME_INVALID if the matter has no document type for this kind
 */
export const nextNumber = async (tx: Tx, { loaded, at }: Numbered, kind: DocumentKind): Promise<string> =>
  (await allocateNumber(tx, documentNumber({ loaded, at }, kind))).number
