export * from './database.ts'
export type { RowId } from './write-rows.ts'
export { applyConditions, applyOrder, type Condition, type OrderBy, type Relation, type Relations } from './conditions.ts'
export { newId } from './ids.ts'
export { migrate } from './migrate.ts'
export { numberSequences, type NumberSequenceKey, type NumberSequenceRow } from './repositories/number-sequences.ts'
export { openObjectStore } from './objects/open-object-store.ts'
export { ObjectStoreError, type ObjectStore, type ObjectStoreErrorCode, type PutOptions, type StoredObject } from './objects/object-store.ts'
export { SNIFF_BYTES, sniffMediaType } from './objects/sniff.ts'
export { organs, type OrganKind, type OrganRow, type PostKindRow } from './repositories/organs.ts'
export { policies, type PolicyRow } from './repositories/policies.ts'
export { sessions, type SessionRow } from './repositories/sessions.ts'
export {
  supervision,
  type SupervisionCheckpointRow,
  type SupervisionEntryRow,
  type SupervisionLogRow,
  type SupervisionTileRow,
} from './repositories/supervision.ts'
export { tenants, type TenantRow } from './repositories/tenants.ts'
export { users, type HeldPostRow, type HolderRow, type UserPostRow, type UserRow } from './repositories/users.ts'
export { attachments, type AttachmentRow, type CaseMaterialRow } from './repositories/attachments.ts'
export { caseEvents, type CaseEventRow } from './repositories/case-events.ts'
export { caseInbox, type DoneRow, type InboxQuery, type InboxRow } from './repositories/case-inbox.ts'
export {
  cases,
  MAX_CASE_PAGE,
  type CaseCard,
  type CaseLamp,
  type CaseQuery,
  type CaseRow,
  type CaseStatus,
  type CaseWithLamp,
  type Restriction,
} from './repositories/cases.ts'
export { idempotency, type IdempotencyRow } from './repositories/idempotency.ts'
export { issuedDocuments, type IssuedDocumentRow } from './repositories/issued-documents.ts'
export { matters, type MatterRow } from './repositories/matters.ts'
export { deployments, type DefinitionFilter, type DeploymentFilter, type DeploymentResourceRow, type DeploymentRow, type ProcessDefinitionRow } from './repositories/deployments.ts'
export { engineLists, type EngineListQuery, type ListedTableName } from './repositories/engine-lists.ts'
export { engineEvents, type EngineEventRow } from './repositories/engine-events.ts'
export { externalTasks, type ExternalTaskFilter, type ExternalTaskRetryRow, type ExternalTaskRow, type FetchFilter } from './repositories/external-tasks.ts'
export { incidents, type IncidentFilter, type IncidentRow } from './repositories/incidents.ts'
export { instances, type InstanceFilter, type ProcessInstanceRow, type ProcessInstanceSummaryRow } from './repositories/instances.ts'
export { keysetOf, MAX_PAGE, parseKeyset } from './repositories/page.ts'
export { subscriptions, type MessageFilter, type SubscriptionRow } from './repositories/subscriptions.ts'
export { userTasks, type UserTaskFilter, type UserTaskPage, type UserTaskRow } from './repositories/user-tasks.ts'
