import './no-eval.ts'
/** Browser-safe: a matter is tried out on the real core, without storage; cases saved from that are run again before each publication. */
export { TryOutCommand, type CommandOf } from './commands.ts'
export { TryOutError, type TryOutErrorCode } from './error.ts'
export { APPLICANT, type Person } from './people.ts'
export {
  expectable,
  fileOf,
  flowsTaken,
  parseSavedCase,
  runEachCase,
  runSavedCase,
  runSavedCases,
  SavedCase,
  savedCase,
  type CaseResult,
} from './saved-case.ts'
export { sampleValues } from './sample-values.ts'
export { isLeader } from './whole-case.ts'
export { caseVerbsFor, transfereesOf } from './offered.ts'
export { variablesIn } from './variables.ts'
export { createTryOut, type TryOut, type TryOutStep } from './session.ts'
export { loadedForTryOut, readForTryOut, type PackageRead, type Setup, type TryOutOptions } from './setup.ts'
export type { PathStep, TryOutDocument, TryOutNotice, TryOutState, Unknown } from './state.ts'
export type { Taker } from './tasks.ts'
export {
  applicationOf,
  rolesOf,
  type ActionChoice,
  type FormShown,
  type Offers,
  type TaskShown,
  type PartShown,
  type TryOutView,
} from './view.ts'
export type { PackageFiles } from '../packages/package-files.ts'
export { calendarFrom, type CalendarContent } from '../calendars/content.ts'
export { dayKindOf, type Calendar } from '../clock/index.ts'
export { CaseError, type PlacedProblem } from '../cases/errors.ts'
export * from '../filling/index.ts'
