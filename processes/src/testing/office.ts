import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createEngine, type Engine } from '@lianban/engine/runtime'
import type { Database } from '@lianban/storage'
import { databaseImage } from '@lianban/storage/testing'
import { createTenants, loadSampleCounty, SAMPLE_COUNTY, type LoadSampleCounty, type Tenants } from '@lianban/tenants'
import { approvalFunctions } from '../cases/approval/functions.ts'
import { createCases, type Cases } from '../cases/create-cases.ts'
import { remoteOptions, type RemoteOptions } from '../options/index.ts'
import { countyLedgers, type Ledgers } from '../ledgers/index.ts'
import { createMatterStore } from '../matters/matter-store.ts'
import type { CommitHook } from '@lianban/engine/runtime'
import { calendarDesk, createCalendars, type CalendarDesk, type Calendars } from '../calendars/index.ts'
import { clockFunctions, type CalendarOf } from '../clock/index.ts'
import { createNotices, tellOfDelegation, type Notices } from '../notices/index.ts'
import { deployPackage } from '../packages/deploy-package.ts'
import { loadPackage, type ProcessPackage } from '../packages/load-package.ts'
import { PACKAGES_FOLDER } from '../packages/templates.ts'
import { createSupervisionService, type SupervisionService } from '../supervision/index.ts'
import { createRatings, type Ratings } from '../ratings/index.ts'
import { createConsultations, type Consultations } from '../consultations/index.ts'
import { createLicenceShowings, type LicenceShowings } from '../showings/index.ts'
import { createPhoneUploads, type PhoneUploads } from '../phone-uploads/index.ts'
import { createReceipts, type Receipts } from '../receipts/index.ts'
import { createVerification, type DocumentVerifier } from '../verification/index.ts'
import { createArchives, type Archives } from '../archives/index.ts'
import { createPublications, type Publications } from '../publications/index.ts'
import { caseTasks } from '../workers/case-tasks.ts'
import { fakeDocumentWorker, fakeObjects, type FakeDocumentWorker, type FakeObjects } from './fake-document-worker.ts'
import { virtualClock, type VirtualClock } from './virtual-clock.ts'

/** Passwords are not what scenarios are about. */
const CHEAP_SCRYPT = { N: 16, r: 8, p: 1 }
const FAR_FUTURE_STEPS = 2000
/** Cards found, their cases started, what those wrote read again: a few rounds until all is quiet. */
const MAX_ROUNDS = 20

/** A whole county office on an SQLite database in memory and a virtual clock: the real engine, tenants and case service. */
export interface Office {
  tenantId: string
  database: Database
  engine: Engine
  tenants: Tenants
  remote: RemoteOptions
  cases: Cases
  notices: Notices
  supervision: SupervisionService
  ratings: Ratings
  receipts: Receipts
  phoneUploads: PhoneUploads
  licenceShowings: LicenceShowings
  consultations: Consultations
  calendarOf: CalendarOf
  calendars: Calendars
  calendarDesk: CalendarDesk
  processPackage: ProcessPackage
  clock: VirtualClock
  documents: FakeDocumentWorker
  objects: FakeObjects
  publications: Publications
  archives: Archives
  verification: DocumentVerifier
  /** Seals the log and lets the supervision rules read it to its end. */
  supervise(): Promise<void>
  /** Lets time pass until `at` (epoch milliseconds); every timer and every timed rule on the way fires at its own instant. */
  passTime(at: number): Promise<void>
  close(): Promise<void>
}

export interface OfficeOptions {
  packageFolder: string
  /** Epoch milliseconds. */
  startAt: number
  /** Empty and migrated; closed by whoever opened it. @default a new SQLite database in memory */
  database?: Database
  /** Whose people are there. @default 'bureau' */
  people?: LoadSampleCounty['people']
  /** Beside those of the county. */
  ledgers?: Ledgers
  /** Changes the package before it is deployed. */
  alter?: (processPackage: ProcessPackage) => void
}

export async function openOffice({
  packageFolder,
  startAt,
  people = 'bureau',
  database: given,
  ledgers,
  alter,
}: OfficeOptions): Promise<Office> {
  const processPackage = await loadPackage(packageFolder)
  alter?.(processPackage)
  const keysFolder = await mkdtemp(join(tmpdir(), 'lianban-scenario-'))
  const clock = virtualClock(startAt)
  const own = { clock, processPackage, keysFolder, ledgers }
  const furnished = async (database: Database, folder: string, whole: boolean) => {
    const office = compose({ ...own, clock: virtualClock(startAt), database, keysFolder: folder })
    await furnish(office, people)
    if (whole) await moveIn(office)
    await office.engine.close()
  }
  // A package that a test changes is deployed for that test alone, in a county that is there already.
  const name = [alter ? 'county' : basename(packageFolder), people, startAt].join(' ')
  const image = given ? null : await databaseImage(name, (database, folder) => furnished(database, folder, !alter))
  if (image) await cp(image.folder, keysFolder, { recursive: true })
  const office = compose({ ...own, database: image?.database ?? given! })
  if (given) await furnish(office, people)
  if (given || alter) await moveIn(office)
  await office.calendars.refresh()
  await office.tenants.authorization.ensure(office.tenantId)
  return {
    ...office,
    async close() {
      await office.engine.close()
      await image?.database.destroy()
      await rm(keysFolder, { recursive: true })
    },
  }
}

interface Premises {
  database: Database
  clock: VirtualClock
  processPackage: ProcessPackage
  keysFolder: string
  ledgers?: Ledgers
}

type Composed = Omit<Office, 'close'>

/** The county: its people, its calendar, and what is part of every office whatever else it does: supervision and ratings. */
async function furnish(office: Composed, people: LoadSampleCounty['people']): Promise<void> {
  const { database, tenants, tenantId, calendars, supervision } = office
  await loadSampleCounty({ database, tenants, people })
  await calendars.ensure(tenantId)
  await calendars.refresh()
  const [watching, rating] = await Promise.all(['g2-supervision', 'c3-rating'].map((name) => loadPackage(join(PACKAGES_FOLDER, name))))
  for (const processPackage of [watching!, rating!]) await deployPackage({ ...office, processPackage })
  await supervision.installRules(tenantId, watching!.rules)
}

const moveIn = async (office: Composed): Promise<void> => void (await deployPackage(office))

/** All services over a database, as the portal has them. */
function compose({ database, clock, processPackage, keysFolder, ledgers = {} }: Premises): Composed {
  const tenantId = SAMPLE_COUNTY.tenant.id
  const tenants = createTenants({ database, clock, keysFolder, scrypt: CHEAP_SCRYPT })
  const hooks: CommitHook[] = []
  const calendars = createCalendars({ database, clock })
  const calendarOf = (id: string) => calendars.of(id)
  const matters = createMatterStore()
  const approvals = approvalFunctions({ users: tenants.users, matters })
  const engine = createEngine({
    database,
    clock,
    functions: (at) => ({ ...clockFunctions(calendarOf)(at), ...approvals(at) }),
    onCommit: hooks,
    onCommitted: (steps) => cases.committed(steps),
  })
  const notices = createNotices({ database, tenants, clock })
  const cases: Cases = createCases({
    ...{ database, engine, tenants, notices, calendarOf, clock, matters },
    publicUrl: 'https://example.test',
    ledgers: { ...countyLedgers, ...ledgers },
  })
  const supervision = createSupervisionService({ database, engine, tenants, notices, calendarOf, clock })
  const receipts = createReceipts({ database, tenants, matters, calendarOf, clock })
  const ratings = createRatings({ database, engine, tenants, notices, calendarOf, findCase: receipts.find, clock })
  hooks.push(cases.projection, supervision.projection, ratings.projection)
  tenants.leavers.onReturnTasks(async (leaver) => void (await cases.returnTasks(leaver)))
  tenants.delegations.onProposed(tellOfDelegation(notices))
  const supervise = async () => {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      await tenants.supervision.seal(tenantId)
      if ((await supervision.catchUp(tenantId))?.entries === 0) return
    }
    throw new Error(`supervision was not quiet after ${MAX_ROUNDS} rounds`)
  }
  const objects = fakeObjects()
  const objectsOf = () => objects
  const signers = { trusted: () => Promise.resolve([]) }
  const publications = createPublications({ database, tenants, matters, calendarOf, clock })
  const archives = createArchives({ database, tenants, matters, signers, objectsOf, clock })
  const worker = fakeDocumentWorker({
    ...{ database, engine, tenantId, processPackage, objects },
    caseTasks: caseTasks({ publications, archives }, tenantId),
  })
  const documents: FakeDocumentWorker = {
    ...worker,
    // What the server does by itself: cases that these papers brought to their end are archived.
    async make(caseId) {
      const made = await worker.make(caseId)
      const { failures } = await archives.packClosed(tenantId)
      if (failures.length > 0) throw failures[0]!.error
      return made
    },
  }
  return {
    tenantId,
    database,
    engine,
    tenants,
    remote: remoteOptions([], clock),
    cases,
    notices,
    supervision,
    ratings,
    receipts,
    phoneUploads: createPhoneUploads({ database, cases, tenants, clock }),
    licenceShowings: createLicenceShowings({ database, cases, tenants, clock }),
    consultations: createConsultations({ database, tenants, notices, matters, calendarOf, clock }),
    calendarOf,
    calendars,
    calendarDesk: calendarDesk({ database, engine, tenants, notices, calendars, clock, matters }),
    processPackage,
    clock,
    documents,
    objects,
    publications,
    archives,
    verification: createVerification({ database, objectsOf, signers, clock }),
    supervise,
    passTime: (at) => passTime({ database, engine, cases, clock, tenantId, supervision, supervise }, at),
  }
}

type Passing = Pick<Office, 'database' | 'engine' | 'cases' | 'clock' | 'tenantId' | 'supervision' | 'supervise'>

async function passTime({ database, engine, cases, clock, tenantId, supervision, supervise }: Passing, at: number): Promise<void> {
  await supervise()
  for (let steps = 0; steps < FAR_FUTURE_STEPS; steps++) {
    const timer = await earliestTimer(database)
    const deadline = await supervision.nextDeadline(tenantId)
    const duty = await cases.nextOverdueAt(tenantId)
    const next = Math.min(timer ?? Infinity, deadline ?? Infinity, duty ?? Infinity)
    if (next > at) {
      clock.set(at)
      return supervise()
    }
    clock.set(Math.max(next, clock()))
    if (next === timer && (await engine.runDueJobs()) === 0) throw new Error(`a timer due at ${new Date(next).toISOString()} did not fire`)
    await cases.sweepDuties(tenantId)
    await cases.sweepJoint(tenantId)
    await supervise()
  }
  throw new Error(`more than ${FAR_FUTURE_STEPS} timers fired`)
}

async function earliestTimer(database: Database): Promise<number | null> {
  const row: { due?: number | string | null } | undefined = await database('job')
    .where({ kind: 'timer' })
    .min({ due: 'available_at' })
    .first()
  return row?.due == null ? null : Number(row.due)
}
