import { inTransaction, isUniqueViolation, organs, tenants as tenantRows, type Tx } from '@lianban/storage'
import type { PolicyStore } from '../authorization/policy-store.ts'
import { COUNTY_POLICIES, COUNTY_ROLE_LINKS, COUNTY_SOURCE } from '../authorization/county-policies.ts'
import { hostTaken, tenantExists, tenantNotFound, tenantWithoutHost } from '../errors.ts'
import type { Tenant } from '../people/organs.ts'
import { insertOrgan } from '../people/organ-timeline.ts'
import { oneTimePassword } from '../people/one-time-password.ts'
import { COUNTY_POST_KINDS } from '../people/post-kinds.ts'
import { addUser, type UsersOptions } from '../people/users.ts'
import { hashPassword } from '../people/passwords.ts'
import type { ByWhom } from '../supervision/supervision.ts'
import type { Directory } from './directory.ts'
import { ADMINISTRATORS, checkHosts, checkNewTenant, type NewTenant } from './new-tenant.ts'

export interface TenancyOptions extends UsersOptions {
  authorization: Pick<PolicyStore, 'shipPolicies'>
  directory: Directory
}

/** A first administrator with the password that is shown this once. */
export interface FirstAdministrator {
  post: string
  username: string
  name: string
  password: string
}

/** The first organ of every tenant; its administrators stand in it until they have set up the others. */
const GOVERNMENT = 'xzf'

/** Tenants come and go: for the operator of the installation, at the command line. */
export function createTenancy(options: TenancyOptions) {
  const { database, clock, record, directory } = options

  const changed = async (work: (tx: Tx) => Promise<void>): Promise<void> => {
    await inTransaction(database, work)
    await directory.reload()
  }

  return {
    /**
     * A new county: kinds of post, rules, its government as first organ, three administrators, each with a password for
     * the first login. @throws TENANT_INVALID, TENANT_EXISTS, HOST_TAKEN, TENANT_WITHOUT_HOST
     */
    create: async (given: NewTenant, by: ByWhom): Promise<FirstAdministrator[]> => {
      const tenant = checkNewTenant(given)
      const administrators = await Promise.all(
        ADMINISTRATORS.map(async (post) => {
          const password = oneTimePassword()
          return { post, ...tenant.administrators[post], password, hash: await hashPassword(password, options.scrypt) }
        }),
      )
      await changed(async (tx) => {
        await assertHosts(tx, [...(await tenantRows(tx).list()).map(({ tenant_id }) => tenant_id), tenant.id], tenant)
        await insertTenant(tx, options, tenant, by)
        await setHosts(tx, tenant.id, tenant.hosts)
        await furnish(tx, options, { tenant, administrators, by })
      })
      await ensureRules(options, tenant.id, by)
      return administrators.map(({ post, username, name, password }) => ({ post, username, name, password }))
    },

    /** The hosts under which the tenant is reached, in the place of those before. @throws as `create`, TENANT_NOT_FOUND */
    setHosts: async (tenantId: string, given: readonly string[], by: ByWhom): Promise<void> => {
      const hosts = checkHosts(given)
      await changed(async (tx) => {
        await knownTenant(tx, tenantId)
        if (hosts.length === 0 && (await tenantRows(tx).list()).length > 1) throw tenantWithoutHost(tenantId)
        await setHosts(tx, tenantId, hosts)
        await record(tx, tenantId, [{ action: 'tenant.hosts-changed', subject: `tenant:${tenantId}`, ...by, payload: { hosts } }])
      })
    },

    /** Closes the tenant to everybody, or opens it again. Its clocks and its log go on. @throws TENANT_NOT_FOUND */
    setDisabled: (tenantId: string, disabled: boolean, by: ByWhom): Promise<void> =>
      changed(async (tx) => {
        await knownTenant(tx, tenantId)
        await tenantRows(tx).setDisabled(tenantId, disabled ? clock() : null)
        const action = disabled ? 'tenant.disabled' : 'tenant.enabled'
        await record(tx, tenantId, [{ action, subject: `tenant:${tenantId}`, ...by, payload: {} }])
      }),

    /** Gives a tenant that has none yet the rules of a county; one that was interrupted while it was made gets them so. */
    ensureRules: (tenantId: string, by: ByWhom): Promise<void> => ensureRules(options, tenantId, by),

    /** Creates a bare tenant; nothing happens if it is there. @returns whether it is new */
    provision: async (tenant: Tenant, by: ByWhom): Promise<boolean> => {
      if (await tenantRows(database).get(tenant.id)) return false
      return changed((tx) => insertTenant(tx, options, tenant, by)).then(
        () => true,
        (error: unknown) => {
          if ((error as { code?: string }).code === 'TENANT_EXISTS') return false
          throw error
        },
      )
    },
  }
}

interface Furnishing {
  tenant: NewTenant
  administrators: (FirstAdministrator & { hash: string })[]
  by: ByWhom
}

/** What a county needs before anyone can log in. */
async function furnish(tx: Tx, options: TenancyOptions, { tenant, administrators, by }: Furnishing): Promise<void> {
  for (const [sort, kind] of COUNTY_POST_KINDS.entries()) await organs(tx).upsertPostKind({ tenant_id: tenant.id, ...kind, sort })
  await insertOrgan(tx, tenant.id, government(tenant))
  for (const { post, username, name, hash } of administrators) {
    const posts = [{ organId: GOVERNMENT, post }]
    const user = { tenantId: tenant.id, username, name, kind: 'staff' as const, posts, by, oneTime: true }
    await addUser(tx, options, user, hash)
  }
}

async function insertTenant(tx: Tx, { clock, record }: TenancyOptions, tenant: Tenant, by: ByWhom): Promise<void> {
  const { id, name, regionCode } = tenant
  await tenantRows(tx)
    .insert({ tenant_id: id, name, region_code: regionCode, created_at: clock() })
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? tenantExists(id) : error
    })
  const payload = { id, name, regionCode }
  await record(tx, id, [{ action: 'tenant.created', subject: `tenant:${id}`, ...by, payload }])
}

/** Of several tenants each has a host. @throws TENANT_WITHOUT_HOST that names the first without */
async function assertHosts(tx: Tx, tenantIds: string[], added: NewTenant): Promise<void> {
  if (tenantIds.length === 1) return
  const reachable = new Set((await tenantRows(tx).hosts()).map(({ tenant_id }) => tenant_id))
  if (added.hosts.length > 0) reachable.add(added.id)
  const lost = tenantIds.find((id) => !reachable.has(id))
  if (lost !== undefined) throw tenantWithoutHost(lost)
}

async function setHosts(tx: Tx, tenantId: string, hosts: readonly string[]): Promise<void> {
  const taken = (await tenantRows(tx).hosts()).find((row) => row.tenant_id !== tenantId && hosts.includes(row.host))
  if (taken) throw hostTaken(taken.host)
  await tenantRows(tx).replaceHosts(tenantId, hosts)
}

/** A release may bring rules that the tenant never had; what its people changed or removed stays so. */
async function ensureRules({ authorization }: TenancyOptions, tenantId: string, by: ByWhom): Promise<void> {
  const rules = { policies: COUNTY_POLICIES, links: COUNTY_ROLE_LINKS }
  await authorization.shipPolicies({ tenantId, source: COUNTY_SOURCE, ...rules, by })
}

async function knownTenant(tx: Tx, tenantId: string): Promise<void> {
  if (!(await tenantRows(tx).get(tenantId))) throw tenantNotFound(tenantId)
}

const government = ({ name }: NewTenant) => ({
  id: GOVERNMENT,
  name: `${name}人民政府`,
  shortName: '县政府',
  kind: 'government' as const,
  parentId: null,
  validFrom: null,
  validUntil: null,
  successorId: null,
  sort: 10,
})
