import { inTransaction, organs, policies, users, type Database } from '@lianban/storage'
import { COUNTY_POLICIES, COUNTY_ROLE_LINKS, COUNTY_SOURCE } from '../authorization/county-policies.ts'
import { rowOfOrgan } from '../people/organs.ts'
import type { Tenants } from '../tenants.ts'
import { SAMPLE_COUNTY } from './sanhu-county.ts'

const BY = { actor: { userId: 'system', name: '系统' } }

export interface LoadSampleCounty {
  database: Database
  tenants: Tenants
  /** @default Date.now */
  clock?: () => number
}

/**
 * Loads the sample county 三湖县: tenant, organs, kinds of post, policies, demo accounts. Adds what is missing and changes
 * nothing that is there, so that it may run at every start.
 */
export async function loadSampleCounty({ database, tenants, clock = Date.now }: LoadSampleCounty): Promise<void> {
  const tenantId = SAMPLE_COUNTY.tenant.id
  await tenants.provision(SAMPLE_COUNTY.tenant, BY)
  await addOrgans(database, tenants, clock())
  const rules = { tenantId, source: COUNTY_SOURCE, policies: COUNTY_POLICIES, links: COUNTY_ROLE_LINKS, by: BY }
  await tenants.authorization.shipPolicies(rules)
  await Promise.all(SAMPLE_COUNTY.users.map((user) => addUser(database, tenants, user)))
}

async function addOrgans(database: Database, tenants: Tenants, now: number): Promise<void> {
  const tenantId = SAMPLE_COUNTY.tenant.id
  await inTransaction(database, async (tx) => {
    const known = new Set((await organs(tx).list(tenantId)).map(({ id }) => id))
    const missing = SAMPLE_COUNTY.organs.filter(({ id }) => !known.has(id))
    for (const organ of missing) await organs(tx).upsert(rowOfOrgan(tenantId, organ))
    const knownKinds = new Set((await organs(tx).postKinds(tenantId)).map(({ id }) => id))
    for (const [sort, { id, name }] of SAMPLE_COUNTY.postKinds.entries()) {
      if (!knownKinds.has(id)) await organs(tx).upsertPostKind({ tenant_id: tenantId, id, name, sort })
    }
    if (missing.length === 0) return
    await policies(tx).bumpVersion(tenantId, now)
    const payload = { organs: missing.map(({ id, name }) => ({ id, name })) }
    await tenants.supervision.record(tx, tenantId, [
      { action: 'organ.sample-loaded', subject: `tenant:${tenantId}`, ...BY, payload },
    ])
  })
}

async function addUser(
  database: Database,
  tenants: Tenants,
  user: (typeof SAMPLE_COUNTY.users)[number],
): Promise<void> {
  const tenantId = SAMPLE_COUNTY.tenant.id
  if (await users(database).byUsername(tenantId, user.username)) return
  const { username, name, kind, citizenId, phone, organId, post } = user
  const posts = organId !== undefined && post !== undefined ? [{ organId, post }] : []
  const password = SAMPLE_COUNTY.password
  await tenants.users.create({
    tenantId,
    id: username,
    username,
    password,
    name,
    kind,
    citizenId,
    phone,
    posts,
    by: BY,
  })
}
