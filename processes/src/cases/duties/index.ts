/* What a case owes beside its process: documents that follow, promises to be looked into. */
export { recordCheck, type CheckResult } from './commitments.ts'
export { settleDebt, waiveDebt, type Settlement } from './debts.ts'
export { listChecks, listDebts, type DutyItem, type DutyListQuery } from './list-duties.ts'
export { nextOverdueAt, sweepDuties } from './sweep.ts'
