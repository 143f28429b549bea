import { inTransaction, organs, policies, users, type Database } from '@lianban/storage'
import { insertOrgan } from '../people/organ-timeline.ts'
import type { Tenant } from '../people/organs.ts'
import type { Tenants } from '../tenants.ts'
import { SAMPLE_COUNTY } from './sanhu-county.ts'

const BY = { actor: { userId: 'system', name: '系统' } }

export interface LoadSampleCounty {
  database: Database
  tenants: Tenants
  /** The tenant that gets its organs and accounts. @default the county 三湖县 itself */
  tenant?: Tenant
  /** @default Date.now */
  clock?: () => number
  /** The market supervision bureau and the county's own people, or those of all bureaus that have matters. @default 'county' */
  people?: 'bureau' | 'county'
}

/**
 * Loads the sample county 三湖县: tenant, organs, kinds of post, policies, demo accounts. Adds what is missing and changes
 * nothing that is there, so that it may run at every start.
 */
export async function loadSampleCounty(options: LoadSampleCounty): Promise<void> {
  const { database, tenants, tenant = SAMPLE_COUNTY.tenant, clock = Date.now, people = 'county' } = options
  await tenants.tenancy.provision(tenant, BY)
  await addOrgans(database, tenants, tenant.id, clock())
  await tenants.tenancy.ensureRules(tenant.id, BY)
  const bureau = SAMPLE_COUNTY.users.map(({ organId, post, ...user }) => ({
    ...user,
    posts: organId !== undefined && post !== undefined ? [{ organId, post }] : [],
  }))
  const others = SAMPLE_COUNTY.staff.map(({ organId, posts, ...user }) => ({
    ...user,
    kind: 'staff' as const,
    posts: posts.map((post) => ({ organId, post })),
  }))
  await addUsers(database, tenants, tenant.id, [...bureau, ...(people === 'county' ? others : [])])
}

async function addOrgans(database: Database, tenants: Tenants, tenantId: string, now: number): Promise<void> {
  await inTransaction(database, async (tx) => {
    const known = new Set((await organs(tx).list(tenantId)).map(({ id }) => id))
    const missing = SAMPLE_COUNTY.organs.filter(({ id }) => !known.has(id))
    for (const organ of missing) await insertOrgan(tx, tenantId, organ)
    const knownKinds = new Set((await organs(tx).postKinds(tenantId)).map(({ id }) => id))
    for (const [sort, { id, name }] of SAMPLE_COUNTY.postKinds.entries()) {
      if (!knownKinds.has(id)) await organs(tx).upsertPostKind({ tenant_id: tenantId, id, name, sort })
    }
    if (missing.length === 0) return
    await policies(tx).bumpVersion(tenantId, now)
    const payload = { organs: missing.map(({ id, name }) => ({ id, name })) }
    await tenants.supervision.record(tx, tenantId, [{ action: 'organ.sample-loaded', subject: `tenant:${tenantId}`, ...BY, payload }])
  })
}

interface SampleUser {
  username: string
  name: string
  kind: 'staff' | 'applicant'
  posts: { organId: string; post: string }[]
  citizenId?: string
  phone?: string
}

async function addUsers(database: Database, tenants: Tenants, tenantId: string, all: readonly SampleUser[]): Promise<void> {
  const found = await users(database).byUsernames(
    tenantId,
    all.map(({ username }) => username),
  )
  const known = new Set(found.map(({ username }) => username))
  const missing = all.filter(({ username }) => !known.has(username))
  if (missing.length === 0) return
  await tenants.users.createDemo(
    SAMPLE_COUNTY.password,
    missing.map((user) => ({ tenantId, id: user.username, by: BY, ...user })),
  )
}
