import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from '@lianban/storage'
import type { Policy } from '../authorization/policy.ts'
import { loadSampleCounty } from '../sample/load-sample-county.ts'
import { SAMPLE_COUNTY } from '../sample/sanhu-county.ts'
import { codeAt } from '../people/totp.ts'
import { createTenants, type Tenants, type TenantsOptions } from '../tenants.ts'

/** A cost at which a hash takes no time; never for people's passwords. */
export const TEST_SCRYPT = { N: 2, r: 1, p: 1 } as const

/** Monday 2 March 2026, 09:00 in Beijing. */
export const MONDAY_NINE = Date.UTC(2026, 2, 2, 1)

export interface TestTenants {
  tenants: Tenants
  tenantId: string
  /** Turn it: `time.now += 60_000`. */
  time: { now: number }
  keysFolder: string
  /** Removes the keys. */
  remove(): void
}

/** Rights to steps as a process package brings them. */
export const STEP_RIGHTS: readonly Policy[] = [
  ['window-clerk', 'Task_Intake'],
  ['handler', 'Task_Review'],
  ['site-officer', 'Task_SiteCheckA'],
  ['site-officer', 'Task_SiteCheckB'],
  ['reviewer', 'Task_Audit'],
  ['approver', 'Task_Decide'],
  ['delivery-clerk', 'Task_Deliver'],
].map(([role, step]) => ({ id: `c3:${role}:${step}`, role: role!, type: 'task', actions: `complete:${step}`, scope: 'assigned' }))

/** Tenants on `database`, a migrated one, with the sample county, cheap passwords and a clock that the test turns. */
export async function testTenants(database: Database, options: Partial<TenantsOptions> = {}): Promise<TestTenants> {
  const keysFolder = mkdtempSync(join(tmpdir(), 'lianban-keys-'))
  const time = { now: MONDAY_NINE }
  const tenants = createTenants({ database, clock: () => time.now, keysFolder, scrypt: TEST_SCRYPT, ...options })
  await loadSampleCounty({ database, tenants, clock: () => time.now, people: 'bureau' })
  const tenantId = SAMPLE_COUNTY.tenant.id
  const by = { actor: { userId: 'system' } }
  await tenants.authorization.shipPolicies({ tenantId, source: 'process:c3', policies: STEP_RIGHTS, by })
  return {
    tenants,
    tenantId,
    time,
    keysFolder,
    remove: () => rmSync(keysFolder, { recursive: true, force: true }),
  }
}

/** What an authenticator app shows for the key at `now`. */
export const authenticatorCode = (manualKey: string, now: number): string => codeAt(manualKey, now)
export { mailServer, readMail, type MailServer } from './mail-server.ts'
