export {
  createArchives,
  type Archives,
  type ArchiveListItem,
  type ArchiveListQuery,
  type ArchiveView,
  type CaseArchiveView,
} from './create-archives.ts'
export type { Archived } from './archive-case.ts'
export { ArchiveError, type ArchiveErrorCode } from './archive-error.ts'
export { TEST_NAMES, type ArchiveTests, type TestName, type TestResult } from './archive-tests.ts'
export type { ArchivesOptions } from './archives-options.ts'
export { verifyPackage, type PackageReport } from './package.ts'
export { runVerifyArchive } from './verify-cli.ts'
