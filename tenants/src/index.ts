export { actorOf, nameActing, personsOf, workerCaller, type Caller, type HeldPost, type Mandate } from './caller.ts'
export { TenantsError } from './errors.ts'
export { canonicalJson, type JsonValue } from './json.ts'
export { createTenants, DEFAULTS, type Tenants, type TenantsOptions } from './tenants.ts'
export type { Day } from './people/days.ts'
export type { Leaver, ReturnTasks } from './people/leavers.ts'
export type { PlannedChange, SplitPart } from './people/organ-plan.ts'
export { ORGAN_KINDS, type NewOrgan } from './people/organ-checks.ts'
export type { OrganFootprint } from './people/organ-preview.ts'
export type { Organ } from './people/organ-timeline.ts'
export type { OrganChange, PostKind, Tenant } from './people/organs.ts'
export type { PersonPost, PostEnding, PostGrant } from './people/posts.ts'
export { KIND_LABELS, type TransferKind } from './people/transfer/columns.ts'
export { MAX_IMPORT_BYTES } from './people/transfer/read-table.ts'
export { TRANSFER_RIGHTS, type ImportReport, type ImportResult } from './people/transfer/transfer.ts'
export { CASE_BOUND_POSTS } from './people/post-rules.ts'
export { DEFAULT_SCRYPT, type ScryptCost } from './people/passwords.ts'
export type { ListedUser, NewUser, User, UserListFilter } from './people/users.ts'
export type {
  IdleTimes,
  LoginMethod,
  OpenedSession,
  OwnSession,
  ResolvedSession,
  SessionEnd,
} from './people/sessions.ts'
export { API_TOKEN_PREFIX, type ApiToken, type NewApiToken, type TokenHolder } from './people/api-tokens.ts'
export { IDENTITY_DEFAULTS, type IdentitySettings } from './people/identity.ts'
export type { LoginProgress, LoginStep, LoginStepView } from './people/login.ts'
export { createOidc, type Oidc, type OidcSettings } from './people/oidc.ts'
export {
  APPLICANT_PASSWORD_POLICY,
  STAFF_PASSWORD_POLICY,
  type PasswordPolicies,
  type PasswordPolicy,
} from './people/password-policy.ts'
export { fileSealer, type Sealer } from './people/sealer.ts'
export type { SecondFactorMode } from './people/second-factor.ts'
export { rightsOf, type Authorization } from './authorization/authorization.ts'
export type { Delegation, NewDelegation, TellOfDelegation } from './authorization/delegations.ts'
export type { EmergencyAccess } from './authorization/emergency-access.ts'
export type { AblePerson, ExplainedRight } from './authorization/explain.ts'
export type { PolicyChange, PolicyProposal } from './authorization/policy-desk.ts'
export type { PolicyVocabulary } from './authorization/vocabulary.ts'
export type { PutPolicies } from './authorization/policy-store.ts'
export type { Condition } from './authorization/conditions.ts'
export { SEPARATION_RULES, type SeparationRuleName } from './authorization/separation.ts'
export {
  COUNTY_POLICIES,
  COUNTY_ROLE_LINKS,
  COUNTY_SOURCE,
  INCOMPATIBLE_POSTS,
} from './authorization/county-policies.ts'
export { CASE_COLUMNS, TASK_COLUMNS } from './authorization/list-filter.ts'
export { PERMISSIONS, permissionLabel, type Action, type ResourceType } from './authorization/permissions.ts'
export type { Policy, RoleLink } from './authorization/policy.ts'
export type { Grant } from './authorization/policy-index.ts'
export { DEFAULT_DENY, type Decision, type Resource } from './authorization/resource.ts'
export type { ListColumns, Scope } from './authorization/scopes.ts'
export { fileAnchors, type Anchors } from './supervision/anchors.ts'
export { openCheckpoint, parseCheckpoint, type Checkpoint } from './supervision/checkpoint.ts'
export type { DeskVerification } from './supervision/desk.ts'
export type { EntryInput, LeafEntry } from './supervision/entry.ts'
export { EXPORT_FILES } from './supervision/export.ts'
export type { Heartbeat } from './supervision/heartbeat.ts'
export { folderTarget } from './supervision/publishing/folder-target.ts'
export { hookSignature, hookTarget } from './supervision/publishing/hook-target.ts'
export { mailTarget } from './supervision/publishing/mail-target.ts'
export { objectTarget } from './supervision/publishing/object-target.ts'
export type { Delivery } from './supervision/publishing/publisher.ts'
export type { PublishTarget } from './supervision/publishing/target.ts'
export { verifyConsistency, verifyInclusion } from './supervision/proof.ts'
export type { ConsistencyProof, InclusionProof } from './supervision/proving.ts'
export { SYSTEM_KINDS, type LogEntry, type LogSearch, type LogStatus, type SealedEntry } from './supervision/reading.ts'
export { fileSigners, type Signer, type Signers } from './supervision/signer.ts'
export { ED25519_SHA256, SM2_SM3, SUITE_NAMES, suiteNamed, type Suite } from './supervision/suite.ts'
export type { Finding } from './supervision/findings.ts'
export { createSupervision, type ByWhom, type Supervision } from './supervision/supervision.ts'
export type { LogProblem, LogProblemCode, Verification } from './supervision/verification.ts'
export { runVerifyLog } from './supervision/verify-cli.ts'
export { verifyExport, type VerifyExportOptions } from './supervision/verify-export.ts'
export { loadSampleCounty } from './sample/load-sample-county.ts'
export { SAMPLE_COUNTY } from './sample/sanhu-county.ts'
export type { Directory, ListedTenant } from './tenancy/directory.ts'
export { normalHost } from './tenancy/hosts.ts'
export { ADMINISTRATORS, type NewAdministrator, type NewTenant } from './tenancy/new-tenant.ts'
export type { FirstAdministrator } from './tenancy/tenancy.ts'
