import { assessmentLedger } from '../assessment/index.ts'
import { linkageLedger } from '../linkage/linkage-ledger.ts'
import { botLedger } from '../projects/bot-ledger.ts'
import { fundLedger } from '../projects/fund-ledger.ts'
import { projectsLedger } from '../projects/ledger.ts'
import type { Ledgers } from './ledger.ts'

/** The ledgers that every installation has: each belongs to process packages of its own. */
export const countyLedgers: Ledgers = {
  assessment: assessmentLedger,
  linkage: linkageLedger,
  bot: botLedger,
  fund: fundLedger,
  projects: projectsLedger,
}
