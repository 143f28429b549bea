import type { Ledgers } from './ledger.ts'

/** The ledgers that every installation has: each belongs to process packages of its own. */
export const countyLedgers: Ledgers = {}
