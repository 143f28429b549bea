import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEngine, type Engine } from '@lianban/engine/runtime'
import type { Database } from '@lianban/storage'
import { testDatabase } from '@lianban/storage/testing'
import { createTenants, loadSampleCounty, SAMPLE_COUNTY, type Tenants } from '@lianban/tenants'
import { createCases, type Cases } from '../cases/create-cases.ts'
import type { CommitHook } from '@lianban/engine/runtime'
import { clockFunctions, nationalCalendar } from '../clock/index.ts'
import { createNotices, tellOfDelegation, type Notices } from '../notices/index.ts'
import { deployPackage } from '../packages/deploy-package.ts'
import { loadPackage, type ProcessPackage } from '../packages/load-package.ts'
import { fakeDocumentWorker, type FakeDocumentWorker } from './fake-document-worker.ts'
import { virtualClock, type VirtualClock } from './virtual-clock.ts'

/** Passwords are not what scenarios are about. */
const CHEAP_SCRYPT = { N: 16, r: 8, p: 1 }
const FAR_FUTURE_STEPS = 1000

/** A whole county office on an SQLite database in memory and a virtual clock: the real engine, tenants and case service. */
export interface Office {
  tenantId: string
  database: Database
  engine: Engine
  tenants: Tenants
  cases: Cases
  notices: Notices
  processPackage: ProcessPackage
  clock: VirtualClock
  documents: FakeDocumentWorker
  /** Lets time pass until `at` (epoch milliseconds); every timer on the way fires at its own instant. */
  passTime(at: number): Promise<void>
  close(): Promise<void>
}

export interface OfficeOptions {
  packageFolder: string
  /** Epoch milliseconds. */
  startAt: number
  /** Empty and migrated; closed by whoever opened it. @default a new SQLite database in memory */
  database?: Database
  /** Changes the package before it is deployed. */
  alter?: (processPackage: ProcessPackage) => void
}

export async function openOffice({ packageFolder, startAt, ...given }: OfficeOptions): Promise<Office> {
  const clock = virtualClock(startAt)
  const database = given.database ?? (await testDatabase())
  const keysFolder = await mkdtemp(join(tmpdir(), 'lianban-scenario-'))
  const tenants = createTenants({ database, clock, keysFolder, scrypt: CHEAP_SCRYPT })
  await loadSampleCounty({ database, tenants })
  const tenantId = SAMPLE_COUNTY.tenant.id
  const hooks: CommitHook[] = []
  const engine = createEngine({ database, clock, functions: clockFunctions(nationalCalendar), onCommit: hooks })
  const notices = createNotices({ database, tenants, clock })
  const cases = createCases({ database, engine, tenants, notices, calendar: nationalCalendar, clock, publicUrl: 'https://example.test' })
  hooks.push(cases.projection)
  tenants.leavers.onReturnTasks(async (leaver) => void (await cases.returnTasks(leaver)))
  tenants.delegations.onProposed(tellOfDelegation(notices))
  const processPackage = await loadPackage(packageFolder)
  given.alter?.(processPackage)
  await deployPackage({ database, engine, tenants, tenantId, processPackage, clock })
  return {
    tenantId,
    database,
    engine,
    tenants,
    cases,
    notices,
    processPackage,
    clock,
    documents: fakeDocumentWorker({ engine, tenantId, processPackage }),
    passTime: (at) => passTime({ database, engine, clock }, at),
    async close() {
      await engine.close()
      if (!given.database) await database.destroy()
      await rm(keysFolder, { recursive: true })
    },
  }
}

async function passTime({ database, engine, clock }: Pick<Office, 'database' | 'engine' | 'clock'>, at: number): Promise<void> {
  for (let steps = 0; steps < FAR_FUTURE_STEPS; steps++) {
    const next = await earliestTimer(database)
    if (next === null || next > at) return clock.set(at)
    clock.set(Math.max(next, clock()))
    if ((await engine.runDueJobs()) === 0) throw new Error(`a timer due at ${new Date(next).toISOString()} did not fire`)
  }
  throw new Error(`more than ${FAR_FUTURE_STEPS} timers fired`)
}

async function earliestTimer(database: Database): Promise<number | null> {
  const row: { due?: number | string | null } | undefined = await database('job').where({ kind: 'timer' }).min({ due: 'available_at' }).first()
  return row?.due == null ? null : Number(row.due)
}
