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
import { createLogin } from './people/login.ts'
import { createOrgans } from './people/organs.ts'
import { DEFAULT_SCRYPT, type ScryptCost } from './people/passwords.ts'
import { createSessions } from './people/sessions.ts'
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
  /** @default DEFAULTS.sessionIdleMs */
  sessionIdleMs?: number
  /** @default DEFAULTS.sessionLifeMs */
  sessionLifeMs?: number
  /** @default DEFAULTS.maxLoginFailures */
  maxLoginFailures?: number
  /** @default DEFAULTS.lockMs */
  lockMs?: number
  /** @default DEFAULT_SCRYPT, N = 2^15; less is for tests */
  scrypt?: ScryptCost
  /** More conditions for policies, by name. */
  conditions?: Record<string, Condition>
  /** @default DEFAULTS.directoryRefreshMs */
  directoryRefreshMs?: number
}

const MINUTE_MS = 60_000

export const DEFAULTS = {
  /** A session unused for so long ends. GB/T 22239 practice: 15 minutes, 30 at the window. */
  sessionIdleMs: 30 * MINUTE_MS,
  /** A session ends after a working day at the latest. */
  sessionLifeMs: 12 * 60 * MINUTE_MS,
  /** Wrong passwords in a row that lock an account. */
  maxLoginFailures: 5,
  lockMs: 15 * MINUTE_MS,
  /** How long another process may work with tenants changed here. */
  directoryRefreshMs: 2_000,
} as const

export type Tenants = ReturnType<typeof createTenants>

/** Who is who, who may do what, and the log of it all, for every tenant of an installation. */
export function createTenants(options: TenantsOptions) {
  const { database, clock = Date.now, keysFolder, suite = ED25519_SHA256, scrypt = DEFAULT_SCRYPT } = options
  const signers = options.signers ?? fileSigners(keysFolder, suite)
  const anchors = options.anchors ?? fileAnchors(join(keysFolder, 'anchors'))
  const supervision = createSupervision({ database, clock, signers, anchors, publish: options.publish })
  const { record } = supervision
  const common = { database, clock, record }
  const decisions = createAuthorization({ database, record, conditions: options.conditions })
  const store = { ...common, conditions: decisions.conditions, reload: decisions.reload }
  const authorization = { ...decisions, ...createPolicyStore(store) }
  const login = createLogin({
    database,
    clock,
    record,
    scrypt,
    maxFailures: options.maxLoginFailures ?? DEFAULTS.maxLoginFailures,
    lockMs: options.lockMs ?? DEFAULTS.lockMs,
  })
  const sessions = createSessions({
    database,
    clock,
    record,
    prepare: authorization.ensure,
    idleMs: options.sessionIdleMs ?? DEFAULTS.sessionIdleMs,
    lifeMs: options.sessionLifeMs ?? DEFAULTS.sessionLifeMs,
  })

  // Without a second factor there is no emergency access.
  const verifySecondFactor = (): Promise<boolean> => Promise.resolve(false)
  const directory = createDirectory({
    database,
    clock,
    refreshMs: options.directoryRefreshMs ?? DEFAULTS.directoryRefreshMs,
  })

  return {
    /** Which tenants there are, and which of them an address means. */
    directory,
    tenancy: createTenancy({ database, clock, record, scrypt, authorization, directory }),
    users: { ...createUsers({ database, clock, record, scrypt }), authenticate: login },
    organs: createOrgans({ database, clock, record, onChanged: authorization.reload }),
    sessions,
    authorization,
    /** Rules as people see and change them. */
    policies: {
      ...createPolicyDesk({ ...store, authorization: decisions }),
      ...createExplain({ database, clock, authorization: decisions }),
      ...createVocabulary(database, decisions),
    },
    delegations: createDelegations({ ...common, authorization: decisions }),
    emergencyAccess: createEmergencyAccess({ ...common, authorization: decisions, verifySecondFactor }),
    supervision,
  }
}
