import { join } from 'node:path'
import type { Database } from '@lianban/storage'
import { createAuthorization } from './authorization/authorization.ts'
import type { Condition } from './authorization/conditions.ts'
import { createDelegations } from './authorization/delegations.ts'
import { createEmergencyAccess } from './authorization/emergency-access.ts'
import { createExplain } from './authorization/explain.ts'
import { createPolicyDesk } from './authorization/policy-desk.ts'
import { createPolicyStore } from './authorization/policy-store.ts'
import { createVocabulary } from './authorization/vocabulary.ts'
import { createApiTokens } from './people/api-tokens.ts'
import { createIdentity, IDENTITY_DEFAULTS, type IdentitySettings } from './people/identity.ts'
import { createLeavers } from './people/leavers.ts'
import { createOidc, type OidcSettings } from './people/oidc.ts'
import { createOrgans } from './people/organs.ts'
import { DEFAULT_SCRYPT, type ScryptCost } from './people/passwords.ts'
import { createPosts } from './people/posts.ts'
import { fileSealer, type Sealer } from './people/sealer.ts'
import { createTransfer } from './people/transfer/transfer.ts'
import { createUsers } from './people/users.ts'
import { fileAnchors, type Anchors } from './supervision/anchors.ts'
import { fileSigners, type Signers } from './supervision/signer.ts'
import { ED25519_SHA256, type Suite } from './supervision/suite.ts'
import { createSupervision, type SupervisionOptions } from './supervision/supervision.ts'
import { createDirectory } from './tenancy/directory.ts'
import { createTenancy } from './tenancy/tenancy.ts'

export interface TenantsOptions {
  database: Database
  /** UTC epoch milliseconds. @default Date.now */
  clock?: () => number
  /** Folder of the log's signing keys and of the heads kept outside the database. It must not lie in the database's backup. */
  keysFolder: string
  /** @default keys as PEM files in `keysFolder` */
  signers?: Signers
  /** @default files in `keysFolder`/anchors */
  anchors?: Anchors
  /** Hash and signature of logs that are begun; a log keeps its own. @default ED25519_SHA256 */
  suite?: Suite
  /** Where signed heads are published. @default nowhere */
  publish?: SupervisionOptions['publish']
  /** Told of every entry of the supervision log in its transaction. @default nobody */
  onRecorded?: SupervisionOptions['onRecorded']
  /** What differs from IDENTITY_DEFAULTS: passwords, sessions, second factor. */
  identity?: Partial<IdentitySettings>
  /** Keeps the secrets of second factors. @default a key file in `keysFolder` */
  sealer?: Sealer
  /** Login by OpenID Connect. @default none */
  oidc?: OidcSettings | null
  /** Names of what an API token may be given beside its topics. @default none */
  apiRights?: readonly string[]
  /** @default DEFAULT_SCRYPT, N = 2^15; less is for tests */
  scrypt?: ScryptCost
  /** More conditions for policies, by name. */
  conditions?: Record<string, Condition>
  /** @default DEFAULTS.directoryRefreshMs */
  directoryRefreshMs?: number
}

export const DEFAULTS = {
  /** How long tenants and hosts changed by another process may go unnoticed. */
  directoryRefreshMs: 2_000,
} as const

export type Tenants = ReturnType<typeof createTenants>

/** Rules as people read, change and question them. */
const createPolicies = (options: Parameters<typeof createPolicyDesk>[0] & Parameters<typeof createExplain>[0]) => ({
  ...createPolicyDesk(options),
  ...createExplain(options),
  ...createVocabulary(options.database, options.authorization),
})

/** Who is who, who may do what, and the log of it all, for every tenant of an installation. */
export function createTenants(options: TenantsOptions) {
  const { database, clock = Date.now, keysFolder, suite = ED25519_SHA256, scrypt = DEFAULT_SCRYPT } = options
  const signers = options.signers ?? fileSigners(keysFolder, suite)
  const anchors = options.anchors ?? fileAnchors(join(keysFolder, 'anchors'))
  const supervision = createSupervision({ database, clock, signers, anchors, publish: options.publish, onRecorded: options.onRecorded })
  const { record } = supervision
  const common = { database, clock, record }
  const decisions = createAuthorization({ database, record, conditions: options.conditions })
  const store = { ...common, conditions: decisions.conditions, reload: decisions.reload }
  // One object, so that whoever watches its decisions sees those of every part.
  const authorization = Object.assign(decisions, createPolicyStore(store))
  const sealer = options.sealer ?? fileSealer(keysFolder)
  const settings = { ...IDENTITY_DEFAULTS, ...options.identity }
  const identity = createIdentity({ ...common, scrypt, prepare: authorization.ensure, sealer, settings })
  const { authenticate, passwords, secondFactor, sessions, login, identities } = identity
  const { verify: verifySecondFactor } = secondFactor
  const leavers = createLeavers(common)
  const people = { ...common, scrypt, policies: settings.passwords, onPostsEnded: leavers.settleSoon }
  const onPostsEndedOf = async (tenantId: string): Promise<void> => void (await leavers.sweep(tenantId))
  const directory = createDirectory({
    database,
    clock,
    refreshMs: options.directoryRefreshMs ?? DEFAULTS.directoryRefreshMs,
  })
  return {
    /** Which tenants there are, and which of them an address means. */
    directory,
    tenancy: createTenancy({ ...people, authorization, directory }),
    users: { ...createUsers(people), ...createPosts(people), authenticate, verifySecondFactor },
    /** Organs, accounts and posts from and to spreadsheets. */
    transfer: createTransfer({ ...people, onChanged: authorization.reload, onPostsEndedOf }),
    /** What the end of a post brings about. */
    leavers,
    organs: createOrgans({ ...common, onChanged: authorization.reload, onPostsEnded: onPostsEndedOf }),
    /** Logging in, step by step. */
    login,
    passwords,
    secondFactor,
    /** Accounts and the OpenID Connect identities that mean them. */
    identities,
    oidc: options.oidc ? createOidc({ database, clock, sealer, identities, settings: options.oidc }) : null,
    apiTokens: createApiTokens({ ...common, authorization: decisions, rights: options.apiRights ?? [] }),
    sessions,
    authorization,
    /** Rules as people see and change them. */
    policies: createPolicies({ ...store, authorization }),
    delegations: createDelegations({ ...common, authorization, onEnded: leavers.settleDelegationSoon }),
    emergencyAccess: createEmergencyAccess({ ...common, authorization, verifySecondFactor }),
    supervision,
  }
}
