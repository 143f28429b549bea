/** What all procedures of the county share: matters, cases, the legal clock, numbers, documents, process packages. */
export * from './calendars/index.ts'
export * from './clock/index.ts'
export * from './numbering/index.ts'
export * from './documents/index.ts'
export * from './signing/index.ts'
export * from './verification/index.ts'
export * from './registers/index.ts'
export * from './publications/index.ts'
export * from './archives/index.ts'
export * from './options/index.ts'
export * from './ledgers/index.ts'
export { Manifest, type ActionManifest, type MaterialManifest, type MatterManifest, type TaskManifest } from './manifest.ts'
export { type Matter, type MatterDefinition } from './matters/matter-definition.ts'
export { loadPackage, loadPackages, PackageError, type PackageProblem, type ProcessPackage } from './packages/load-package.ts'
export { readPackage } from './packages/read-package.ts'
export { isPackagePath, PACKAGE_LIMITS, type PackageFiles } from './packages/package-files.ts'
export { sampleVariables, type DocumentVariables } from './packages/document-variables.ts'
export { checkLoaded, checkPackage } from './packages/check-package.ts'
export { coverageFigures, type CoverageFigure } from './packages/coverage-figures.ts'
export { deployPackage, type DeployedMatter, type DeployPackageOptions } from './packages/deploy-package.ts'
export { PACKAGES_FOLDER, templateOf, templatesIn, type TemplateFinder } from './packages/templates.ts'
export { createCases, type Cases, type CasesOptions } from './cases/create-cases.ts'
export { CaseError, type CaseErrorCode, type PlacedProblem } from './cases/errors.ts'
export type { CaseListQuery } from './cases/list-cases.ts'
export { checkSignatureImage, SIGNATURE_LIMITS, type KeptSignature } from './cases/signatures/index.ts'
export type { Completed, Completion } from './cases/complete-task.ts'
export { approvalFunctions } from './cases/approval/functions.ts'
export type { CaseVerbs } from './cases/verbs/case-verbs.ts'
export type { OfferedVerbs, SignView } from './cases/verbs/offered.ts'
export { createMatterStore } from './matters/matter-store.ts'
export type { ExOfficio, LicenceChoice, LicenceDetail, LicenceListQuery, LicenceSummary, Statement } from './cases/licences/index.ts'
export type { Diagram } from './cases/diagram.ts'
export type { InboxListQuery } from './cases/inbox.ts'
export type { Submission, Submitted } from './cases/submit.ts'
export type { Supplement } from './cases/supplement.ts'
export type { Upload } from './cases/uploads.ts'
export type {
  ActionView,
  CaseDetail,
  CaseSummary,
  FileView,
  FormView,
  InboxItem,
  IncidentView,
  MatterDetail,
  MatterSummary,
  Page,
  SupplementView,
  TaskDetail,
  TimelineItem,
} from './cases/views.ts'
export * from './notices/index.ts'
export * from './supervision/index.ts'
export * from './ratings/index.ts'
export * from './receipts/index.ts'
export * from './phrases/index.ts'
export * from './drafts/index.ts'
export * from './studio/index.ts'
