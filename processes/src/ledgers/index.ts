export { countyLedgers } from './county-ledgers.ts'
export { LEDGER_NAMES } from './names.ts'
export type { Ledger, LedgerEntry, LedgerOpening, LedgerOutcome, Ledgers, OpeningInput } from './ledger.ts'
