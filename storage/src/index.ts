export * from './database.ts'
export { insertRows, type RowId } from './write-rows.ts'
export { applyConditions, applyOrder, type Condition, type OrderBy, type Relation, type Relations } from './conditions.ts'
export { newId } from './ids.ts'
export { drawBytes } from './random.ts'
export { isUnused, migrate, MigrationRefusedError } from './migrate.ts'
export { numberSequences, type NumberSequenceKey, type NumberSequenceRow } from './repositories/number-sequences.ts'
export {
  issuedNumbers,
  type IssuedNumberRow,
  type NumberKind,
  type RegisterPlace,
  type RegisterQuery,
  type RegisterRow,
  type RunCount,
} from './repositories/issued-numbers.ts'
export {
  assessmentFrames,
  type AssessmentAdjustmentRow,
  type AssessmentDuty,
  type AssessmentDutyRow,
  type AssessmentFamily,
  type AssessmentFrameRow,
  type AssessmentIndicatorRow,
  type AssessmentPartRow,
  type AssessmentTargetRow,
} from './repositories/assessment-frames.ts'
export {
  assessmentResults,
  type AssessmentFindingRow,
  type AssessmentMarkRow,
  type AssessmentReportRow,
  type AssessmentSnapshotRow,
  type AssessmentUnitRow,
  type AssessmentUseRow,
  type AssessmentValueRow,
  type AssessmentVersionRow,
} from './repositories/assessment-results.ts'
export { dictionaries, type DictionaryEntry, type DictionaryRow } from './repositories/dictionaries.ts'
export { numberSchemes, type NumberSchemeRow } from './repositories/number-schemes.ts'
export {
  publications,
  type PublicationChangeRow,
  type PublicationQuery,
  type PublicationRow,
  type PublicationState,
} from './repositories/publications.ts'
export {
  caseArchives,
  type ArchiveState,
  type CaseArchiveListed,
  type CaseArchiveQuery,
  type CaseArchiveRow,
} from './repositories/case-archives.ts'
export { openObjectStore } from './objects/open-object-store.ts'
export {
  ObjectStoreError,
  type ObjectStore,
  type ObjectStoreErrorCode,
  type PutOptions,
  type StoredObject,
} from './objects/object-store.ts'
export { SNIFF_BYTES, sniffMediaType } from './objects/sniff.ts'
export {
  organs,
  type OrganKind,
  type OrganNameRow,
  type OrganParentRow,
  type OrganRow,
  type OrganSuccessionRow,
  type PostKindRow,
} from './repositories/organs.ts'
export { organChanges, type OrganChangeKind, type OrganChangeRow } from './repositories/organ-changes.ts'
export { organFootprint } from './repositories/organ-footprint.ts'
export { userPosts, type Holding, type PersonPostRow, type UserPostRow } from './repositories/user-posts.ts'
export { policies, type PolicyRow } from './repositories/policies.ts'
export { policyChanges, type PolicyChangeRow, type PolicyChangeStatus, type PolicyHistoryRow } from './repositories/policy-changes.ts'
export { delegations, type DelegationRow } from './repositories/delegations.ts'
export { emergencyAccesses, type EmergencyAccessRow } from './repositories/emergency-accesses.ts'
export { caseClocks, type CaseExtensionRow, type CaseSuspensionRow } from './repositories/case-clocks.ts'
export { workCalendars, type WorkCalendarRow } from './repositories/work-calendars.ts'
export {
  caseReturns,
  heldCompletions,
  taskSigns,
  type CaseReturnRow,
  type HeldCompletionRow,
  type TaskSignRow,
  type TaskSignState,
} from './repositories/approvals.ts'
export { separationWaivers, type SeparationWaiverRow } from './repositories/separation-waivers.ts'
export { apiTokens, type ApiTokenRow } from './repositories/api-tokens.ts'
export { linkedIdentities, type LinkedIdentityRow } from './repositories/linked-identities.ts'
export { loginAttempts, type LoginAttemptRow } from './repositories/login-attempts.ts'
export { passwordHistory, type PasswordHistoryRow } from './repositories/password-history.ts'
export { secondFactors, type EnrolmentRow, type SecondFactorRow } from './repositories/second-factors.ts'
export { sessions, type SessionRow } from './repositories/sessions.ts'
export {
  supervision,
  supervisionEntries,
  type SupervisionCheckpointRow,
  type SupervisionDetailRow,
  type SupervisionEntryRow,
  type SupervisionLeafRow,
  type SupervisionLogRow,
  type SupervisionSearch,
  type SupervisionSubtreeRow,
  type SupervisionWholeRow,
} from './repositories/supervision.ts'
export { supervisionDeliveries, type SupervisionDeliveryRow } from './repositories/supervision-deliveries.ts'
export { grantAccounts, type Accounts } from './accounts.ts'
export { tenants, type TenantHostRow, type TenantRow } from './repositories/tenants.ts'
export { userPasswords } from './repositories/user-passwords.ts'
export { users, type HeldPostRow, type HolderRow, type UserListQuery, type UserRow } from './repositories/users.ts'
export { attachments, newAttachment, type AttachmentRow, type CaseMaterialRow, type TrustGrade } from './repositories/attachments.ts'
export {
  caseCommitments,
  type CaseCommitmentListed,
  type CaseCommitmentRow,
  type CaseCommitmentStatus,
} from './repositories/case-commitments.ts'
export { caseDebts, type CaseDebtListed, type CaseDebtRow, type CaseDebtStatus, type DutyQuery } from './repositories/case-debts.ts'
export { caseEvents, type CaseEventRow } from './repositories/case-events.ts'
export { caseInbox, type DoneRow, type DueTaskRow, type InboxCount, type InboxQuery, type InboxRow } from './repositories/case-inbox.ts'
export { inboxViewLists, type InboxViewListRow } from './repositories/inbox-views.ts'
export { deskFigures, type DoneStep, type Span, type StepDuration } from './repositories/desk-figures.ts'
export type { ListOwner } from './repositories/owned-lists.ts'
export type { InboxCursor, InboxFilter, InboxSort } from './repositories/inbox-filter.ts'
export {
  cases,
  MAX_CASE_PAGE,
  type ApplicantKind,
  type CaseCard,
  type CaseLamp,
  type CasePartyRole,
  type CaseQuery,
  type CaseRow,
  type CaseStatus,
  type CaseWithLamp,
  type Restriction,
} from './repositories/cases.ts'
export { jointChildren, type JointChildRow, type JointChildState } from './repositories/joint-children.ts'
export { idempotency, type IdempotencyRow } from './repositories/idempotency.ts'
export { issuedDocuments, type IssuedDocumentRow } from './repositories/issued-documents.ts'
export { matters, type MatterRow, type MatterVersionRow } from './repositories/matters.ts'
export {
  deployments,
  type DefinitionFilter,
  type DefinitionReference,
  type DeploymentFilter,
  type DeploymentResourceRow,
  type DeploymentRow,
  type ProcessDefinitionRow,
} from './repositories/deployments.ts'
export { engineLists, type EngineListQuery, type ListedTableName } from './repositories/engine-lists.ts'
export { engineEvents, type EngineEventRow } from './repositories/engine-events.ts'
export {
  externalTasks,
  type ExternalTaskFilter,
  type ExternalTaskRetryRow,
  type ExternalTaskRow,
  type FetchFilter,
} from './repositories/external-tasks.ts'
export { incidents, type IncidentFilter, type IncidentRow } from './repositories/incidents.ts'
export { instances, type InstanceFilter, type ProcessInstanceRow, type ProcessInstanceSummaryRow } from './repositories/instances.ts'
export { keysetOf, MAX_PAGE, parseKeyset } from './repositories/page.ts'
export { decisionDefinitions, type DecisionDefinitionRow, type DecisionReference } from './repositories/decision-definitions.ts'
export { eventStarts, type EventStartRow } from './repositories/event-starts.ts'
export { jobDefinitions, type JobDefinitionRow } from './repositories/job-definitions.ts'
export { jobs, type JobRow, type JobScope } from './repositories/jobs.ts'
export { subscriptions, type EventFilter, type SubscriptionRow } from './repositories/subscriptions.ts'
export { taskComments, type TaskCommentRow } from './repositories/task-comments.ts'
export type { Inbox, InboxPage } from './repositories/user-task-inbox.ts'
export { candidateCondition, NO_DUE, userTasks, type UserTaskFilter, type UserTaskRow } from './repositories/user-tasks.ts'
export {
  history,
  type HistoryActivityRow,
  type HistoryDecisionRow,
  type HistoryExternalTaskLogRow,
  type HistoryIncidentRow,
  type HistoryJobLogRow,
  type HistoryTaskRow,
  type InstanceEnd,
  type LogState,
  type UserOperationRow,
} from './repositories/history.ts'
export { MAX_TEXT_VALUE, variables, type VariableKey, type VariableRow } from './repositories/variables.ts'
export { CLEANUP_BATCH, historyCleanup } from './repositories/history-cleanup.ts'
export { notices, type NoticeRow } from './repositories/notices.ts'
export {
  supervisionFolds,
  type DeadlineKey,
  type SupervisionCursorRow,
  type SupervisionDeadlineRow,
} from './repositories/supervision-folds.ts'
export { supervisionRules, type SupervisionRuleRow, type SupervisionRuleState } from './repositories/supervision-rules.ts'
export {
  supervisionCards,
  type CardColour,
  type CardQuery,
  type CardOccasion,
  type CardState,
  type SupervisionCardLineRow,
  type SupervisionCardRow,
} from './repositories/supervision-cards.ts'
export {
  supervisedCases,
  type CardCounts,
  type CaseCounts,
  type IndicatorGroup,
  type IndicatorQuery,
  type SupervisedCaseRow,
  type SupervisedStepRow,
} from './repositories/supervised-cases.ts'
export {
  circulations,
  type CaseReaderRow,
  type CirculationRow,
  type CirculationWithCounts,
  type ReadingRow,
} from './repositories/circulations.ts'
export { caseFacts, type CaseFacts } from './repositories/case-facts.ts'
export { caseUrges } from './repositories/case-urges.ts'
export { keptSignatures, type KeptSignatureRow } from './repositories/kept-signatures.ts'
export { phraseLists, type PhraseListRow, type PhraseOwner } from './repositories/phrase-lists.ts'
export { drafts, type DraftKind, type DraftPlace, type DraftRow } from './repositories/drafts.ts'
export { consultations, type ConsultationKind, type ConsultationPlace, type ConsultationRow } from './repositories/consultations.ts'
export { oneTimeTokens, phoneUploadFiles, type OneTimeTokenRow, type PhoneUploadFileRow } from './repositories/one-time-tokens.ts'
export { lookupFailures, type LookupFailureRow } from './repositories/lookup-failures.ts'
export {
  caseQuestions,
  type CaseQuestionLineRow,
  type CaseQuestionRow,
  type QuestionInList,
  type QuestionState,
} from './repositories/case-questions.ts'
export {
  projects,
  type ProjectCaseRow,
  type ProjectKind,
  type ProjectQuery,
  type ProjectRow,
  type ProjectStageRow,
} from './repositories/projects.ts'
export {
  projectMoney,
  type AmountKind,
  type ProjectAmountRow,
  type ProjectAwardRow,
  type ProjectContractRow,
  type ProjectMilestoneRow,
  type ProjectPaymentRow,
} from './repositories/project-money.ts'
export { projectExperts, type ProjectExpertRow } from './repositories/project-experts.ts'
export { projectFigures, type PlannedDay, type ProjectFiguresQuery } from './repositories/project-figures.ts'
export { projectParts, type ProjectPartRow, type ProjectWaitRow } from './repositories/project-parts.ts'
export { botMonths, type BotMonthRow, type BotScoreRow } from './repositories/bot-months.ts'
export { fundGrants, type FundGrantRow, type FundYearRow } from './repositories/fund-grants.ts'
export {
  ratings,
  type ClosedCount,
  type RatingChannel,
  type RatingContact,
  type RatingCount,
  type RatingFigureQuery,
  type RatingListed,
  type RatingPlace,
  type RatingQuery,
  type RatingRow,
} from './repositories/ratings.ts'
export {
  ratingFollowUps,
  type FollowUpListed,
  type FollowUpOutcome,
  type FollowUpPlace,
  type FollowUpQuery,
  type FollowUpState,
  type RatingFollowUpRow,
  type RatingLineRow,
} from './repositories/rating-follow-ups.ts'
export {
  licenceEvents,
  licences,
  MAX_LICENCE_PAGE,
  type LicenceAct,
  type LicenceEventListed,
  type OpenLicenceCase,
  type LicenceEventRow,
  type LicenceQuery,
  type LicenceRow,
  type LicenceStage,
  type LicenceState,
} from './repositories/licences.ts'
export { studioDrafts, type StudioDraftRow, type StudioEditorRow, type StudioImportRow } from './repositories/studio-drafts.ts'
export { fileHash, filesHash, studioFiles, type FileHashes } from './repositories/studio-files.ts'
export {
  studioReleases,
  type StudioMigratedCaseRow,
  type StudioMigrationState,
  type StudioReleaseMatterRow,
  type StudioReleaseRow,
  type StudioReleaseSource,
  type StudioReleaseState,
} from './repositories/studio-releases.ts'
export { studioFigures, type ElementFigures, type RunningCaseRow } from './repositories/studio-figures.ts'
export {
  deliveries,
  type DeliveryChange,
  type DeliveryChannel,
  type DeliveryQuery,
  type DeliveryRow,
  type DeliveryState,
} from './repositories/deliveries.ts'
export { noticeSettings, type NoticeSettingRow } from './repositories/notice-settings.ts'
export { MAX_WEB_HOOKS, webHooks, type WebHookRow } from './repositories/web-hooks.ts'
export {
  caseFigures,
  type CaseFigureQuery,
  type FigureCaseRow,
  type OpenCounts,
  type OpenView,
  type PastView,
} from './repositories/case-figures.ts'
export { reportRuns, reports, type ReportFile, type ReportRow, type ReportRunRow, type ReportRunState } from './repositories/reports.ts'
export {
  queueDevices,
  queueTickets,
  queueWindows,
  serviceHalls,
  type QueueDay,
  type QueueDeviceRow,
  type QueueFigureRow,
  type QueuePriority,
  type QueueReach,
  type QueueTicketRow,
  type QueueTicketState,
  type QueueWindowRow,
  type ServiceHallRow,
} from './repositories/queues.ts'
export {
  assistedCases,
  registeredApplicants,
  type RegisteredKind,
  type AssistedCaseRow,
  type ProxyRecord,
  type RegisteredApplicantRow,
} from './repositories/assisted-cases.ts'
export { caseEscalations, type CaseEscalationRow } from './repositories/case-escalations.ts'
export { linkageIncidents, type Box, type IncidentQuery } from './repositories/linkage-incidents.ts'
export { linkageCategories, linkageHotline, linkagePhotos } from './repositories/linkage-desk.ts'
export type * from './repositories/linkage-rows.ts'
