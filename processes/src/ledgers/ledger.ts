import type { JsonValue } from '@lianban/engine'
import type { CaseRow, Tx } from '@lianban/storage'
import type { CaseContext } from '../cases/context.ts'
import type { EffectEntry, EffectInput } from '../cases/effects/effect.ts'
import type { PlacedProblem } from '../cases/errors.ts'
import type { NewCaseRow } from '../cases/new-case.ts'
import type { Caller } from '../cases/ports.ts'
import type { Matter } from '../matters/matter-definition.ts'

/*
 * A ledger 台账 is what the county keeps beside its cases: targets and scores, grid incidents, projects and their money. Cases
 * write to it, in the transaction of the deed that does: what is handed in by an opening, a step's action by an entry. A manifest
 * names both as `<ledger>.<name>`; the installation hands the ledgers over to the case service, which knows none of them.
 */

/** What is handed in, before the case is there. */
export interface OpeningInput {
  context: CaseContext
  caller: Caller
  matter: Matter
  /** Checked values of the application form. */
  form: Record<string, unknown>
  /** The organ for which it is handed in; null: a person's own. */
  openerOrgan: string | null
  /** Epoch milliseconds. */
  at: number
}

export interface LedgerOutcome {
  /** Process variables, for gateways, assignments and papers. */
  variables?: Record<string, JsonValue>
  /** What supervision is to know of it; their subject is the case. */
  entries?: EffectEntry[]
  /** Organs that take part in the case from now on. */
  parties?: { role: 'lead' | 'coop' | 'payee' | 'disposal'; organ: string }[]
}

/** What a matter's handing in does to the ledger. */
export interface LedgerOpening {
  /** What speaks against it as the ledger stands; `path` names a field of the application form. Asked again by whoever writes. */
  check?(input: OpeningInput): Promise<PlacedProblem[]>
  /** @throws CaseError where the ledger moved since it was looked at; nothing is written then */
  apply(tx: Tx, input: OpeningInput & { row: NewCaseRow }): Promise<LedgerOutcome>
}

/** What an action of a step does to the ledger; `input.loaded.row` is the case as it was loaded. */
export interface LedgerEntry {
  /** @throws CaseError, before anything is written */
  check?(input: EffectInput): Promise<void>
  /** @throws CaseError where the ledger moved since it was looked at; nothing is written then */
  apply(tx: Tx, input: EffectInput): Promise<LedgerOutcome>
}

export interface Ledger {
  openings: Record<string, LedgerOpening>
  entries: Record<string, LedgerEntry>
  /** A case of a matter that writes here has come to its end, however: withdrawn, void and terminated too. In its last transaction. */
  closed?(tx: Tx, row: CaseRow): Promise<void>
}

/** Every ledger of the installation by its name. */
export type Ledgers = Readonly<Record<string, Ledger>>

/** `projects.payment` → its ledger and the name in it. */
const partsOf = (name: string): [ledger: string, entry: string] => name.split('.') as [string, string]

/** @throws Error if no ledger has it: `checkPackage` finds that before deployment */
function named<T>(ledgers: Ledgers, kind: 'openings' | 'entries', name: string): T {
  const [ledger, entry] = partsOf(name)
  const found = ledgers[ledger]?.[kind][entry]
  if (!found) throw new Error(`no ledger has ${name}`)
  return found as T
}

export const openingNamed = (ledgers: Ledgers, name: string): LedgerOpening => named(ledgers, 'openings', name)
export const entryNamed = (ledgers: Ledgers, name: string): LedgerEntry => named(ledgers, 'entries', name)

/** The ledgers that a matter writes to, by its openings and by the actions of its steps. */
export function ledgersOf({ matter }: Pick<Matter, 'matter'>): string[] {
  const ofActions = Object.values(matter.tasks).flatMap(({ actions }) => actions.flatMap(({ ledger }) => ledger ?? []))
  return [...new Set([...(matter.ledger === undefined ? [] : [matter.ledger]), ...ofActions].map((name) => partsOf(name)[0]))]
}
