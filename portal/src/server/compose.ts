import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createEngine } from '@lianban/engine/runtime'
import {
  approvalFunctions,
  calendarDesk,
  clockFunctions,
  countyLedgers,
  createArchives,
  createAssessment,
  createCalendars,
  createCases,
  createConsultations,
  createLicenceShowings,
  createLinkage,
  createNotices,
  createNoticeSettings,
  createOutbox,
  createWebHooks,
  hookChannel,
  mailChannel,
  tellHooks,
  createDrafts,
  createDictionaries,
  ensureCategories,
  ensureNationalDictionaries,
  createPhoneUploads,
  createPhrases,
  createWorklist,
  optionsOf,
  remoteOptions,
  type RemoteOptions,
  createPublications,
  createQueues,
  createProjects,
  createRatings,
  createReceipts,
  createRegisters,
  createReports,
  printOnce,
  createStudio,
  createSupervisionService,
  createVerification,
  fileDocumentSigners,
  loadSampleHall,
  tellOfDelegation,
  loadPackages,
  createMatterStore,
} from '@lianban/processes'
import { migrate, openDatabase, openObjectStore, type Database } from '@lianban/storage'
import {
  createMailer,
  createTenants,
  fileSealer,
  loadSampleCounty,
  publicOr,
  SAMPLE_COUNTY,
  suiteNamed,
  type ScryptCost,
  type Tenants,
} from '@lianban/tenants'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { publishTargets } from './log-duties.ts'
import { API_RIGHTS } from './engine-rest-rights.ts'
import { createInboxFeed } from './inbox-feed.ts'
import { deployPackages } from './deploy-packages.ts'
import { runSavedCases, type Calendar, type PackageFiles } from '@lianban/processes/try-out'
import type { Cases, ProcessPackage } from '@lianban/processes'
import type { Services } from './services.ts'
import { createTenantObjects } from './tenant-objects.ts'

/** The folder of process packages, one per county system; beside `dist` and `src` of @lianban/processes. */
export const PACKAGES_FOLDER = fileURLToPath(new URL('../../../processes/packages', import.meta.url))

const BY_SYSTEM = { actor: { userId: 'system', name: '系统' } }

/** What an installation that is made anew at will does otherwise than one that is at work. */
export interface Otherwise {
  /** Open; closed with the rest. @default the one that the configuration names */
  database?: Database
  /** Of passwords that are set. @default that of a county at work */
  scrypt?: ScryptCost
}

export interface Composition extends Services {
  close(): Promise<void>
}

/**
 * The one place where the packages meet. Migrates the database; starts nothing in the background.
 */
export async function compose(
  config: Config,
  logger: Logger,
  clock: () => number = Date.now,
  { database = openDatabase(config.databaseUrl), scrypt }: Otherwise = {},
): Promise<Composition> {
  await migrate(database)
  const objects = await openObjectStore(config.objectsUrl)
  const tenants = tenantsOf(config, { database, objects, clock, scrypt })
  const nameOf = async (id: string) => (await tenants.directory.get(id)).name
  const documentSigners = fileDocumentSigners(join(config.dataDir, 'keys'), { nameOf, clock })
  const objectsOf = createTenantObjects(objects, tenants)
  const calendars = createCalendars({ database, clock })
  const calendarOf = (tenantId: string) => calendars.of(tenantId)
  const timing = clockFunctions(calendarOf)
  const matters = createMatterStore()
  const approvals = approvalFunctions({ users: tenants.users, matters })
  const inboxFeed = createInboxFeed()
  const packages = await loadPackages(PACKAGES_FOLDER)
  if (config.demo) await loadSample({ database, tenants, clock })

  const hooks: Parameters<typeof createEngine>[0]['onCommit'] = []
  const engine = createEngine({
    database,
    clock,
    functions: (at) => ({ ...timing(at), ...approvals(at) }),
    onCommit: hooks,
    onCommitted: (steps) => {
      new Set(steps.map((step) => step.tenantId)).forEach((id) => inboxFeed.changed(id))
      cases.committed(steps)
    },
  })
  const notices = createNotices({ database, tenants, clock, mail: config.delivery.mail !== null })
  const remote = remoteOptions(config.optionServices, clock)
  const cases: Cases = createCases({
    ...{ database, engine, tenants, notices, calendarOf, clock, matters, remote },
    ledgers: countyLedgers,
    publicUrl: (tenantId) => tenants.directory.publicUrl(tenantId, config.publicUrl),
  })
  const supervision = createSupervisionService({ database, engine, tenants, notices, calendarOf, clock })
  const receipts = createReceipts({ database, tenants, matters, calendarOf, clock, lockOut: lockOutOf(config) })
  const ratings = createRatings({ database, engine, tenants, notices, calendarOf, findCase: receipts.find, clock })
  hooks.push(cases.projection, supervision.projection, ratings.projection)
  tenants.leavers.onReturnTasks(async (leaver) => void (await cases.returnTasks(leaver)))
  tenants.delegations.onProposed(tellOfDelegation(notices))
  await prepareTenants({ database, engine, tenants, calendars, supervision, packages, logger, clock })

  return {
    config,
    database,
    objects,
    objectsOf,
    documentSigners,
    worklist: createWorklist({ database, tenants, calendarOf, clock }),
    ...records({ database, tenants, matters, calendarOf, signers: documentSigners, objectsOf, clock }),
    engine,
    tenants,
    cases,
    notices,
    ...outwards(config, { database, tenants, clock }),
    supervision,
    ratings,
    reports: reportsOf(config, { database, tenants, notices, ratings, calendarOf, clock, objectsOf }),
    ...flows({ database, engine, tenants, notices, cases, calendarOf, clock }),
    projects: createProjects({ database, tenants, cases, notices, calendarOf, clock }),
    receipts,
    ...applicantTools({ database, cases, tenants, notices, matters, calendarOf, clock }),
    ...deskTools(config, { database, engine, tenants, matters, remote, clock, runCases: byCalendar(calendarOf) }),
    calendars,
    calendarDesk: calendarDesk({ database, engine, tenants, notices, calendars, clock, matters }),
    inboxFeed,
    ...hallQueues({ database, tenants, notices, clock }),
    demoAccountsOf: (tenantId) => (config.demo && tenantId === SAMPLE_COUNTY.tenant.id ? SAMPLE_COUNTY.accounts : []),
    logger,
    clock,
    async close() {
      await engine.close()
      await objects.close()
      await database.destroy()
    },
  }
}

/** Tenants as the installation is set up. */
const tenantsOf = (
  config: Config,
  { database, objects, clock, scrypt }: Pick<Services, 'database' | 'objects' | 'clock'> & Pick<Otherwise, 'scrypt'>,
): Tenants =>
  createTenants({
    database,
    clock,
    ...(scrypt && { scrypt }),
    keysFolder: join(config.dataDir, 'keys'),
    suite: suiteNamed(config.log.suite)!,
    publish: { targets: publishTargets(config.log, objects, clock), everyMs: config.log.publishEveryMs },
    identity: config.identity,
    oidc: config.oidc,
    apiRights: Object.keys(API_RIGHTS),
    onRecorded: [tellHooks],
  })

/** Reports by schedule; each is printed by a browser of its own. */
const reportsOf = (config: Config, parts: Omit<Parameters<typeof createReports>[0], 'renderPdf'>) =>
  createReports({ ...parts, renderPdf: (html) => printOnce(html, config) })

/** What leaves the house: by mail, by web hook. */
function outwards({ delivery, dataDir, publicUrl }: Config, parts: Pick<Services, 'database' | 'tenants' | 'clock'>) {
  const { database, tenants, clock } = parts
  const mailer = delivery.mail && createMailer(delivery.mail)
  const sealer = fileSealer(join(dataDir, 'keys'))
  const mayReach = publicOr(delivery.hookNetworks)
  const senderOf = async (tenantId: string) => ({
    countyName: (await tenants.directory.get(tenantId)).name,
    publicUrl: await tenants.directory.publicUrl(tenantId, publicUrl),
  })
  const channels = {
    ...(mailer && { mail: mailChannel({ database, mailer, senderOf }) }),
    'web-hook': hookChannel({ database, sealer, mayReach, clock }),
  }
  const outbox = createOutbox({ ...parts, channels })
  return {
    outbox,
    webHooks: createWebHooks({ ...parts, sealer, mayReach, outbox }),
    noticeSettings: createNoticeSettings({ ...parts, mailer, senderOf }),
  }
}

/** The county that can be tried: its people, and its service hall. */
async function loadSample(parts: Pick<Services, 'database' | 'tenants' | 'clock'>): Promise<void> {
  await loadSampleCounty(parts)
  await loadSampleHall(parts, SAMPLE_COUNTY.tenant.id)
}

/** The queues of halls, and who looks at them. */
function hallQueues(parts: Pick<Services, 'database' | 'tenants' | 'notices' | 'clock'>): Pick<Services, 'queues' | 'queueFeed'> {
  const queueFeed = createInboxFeed()
  return { queueFeed, queues: createQueues({ ...parts, onChanged: (tenantId, hallId) => queueFeed.changed(`${tenantId}/${hallId}`) }) }
}

/** What stays of cases: numbers, papers and their proofs, publications, archives. */
const records = (parts: Parameters<typeof createArchives>[0] & Parameters<typeof createPublications>[0]) => ({
  verification: createVerification(parts),
  registers: createRegisters(parts),
  publications: createPublications(parts),
  archives: createArchives(parts),
})

/** Saved cases run by the county's own calendar. */
const byCalendar = (calendarOf: (tenantId: string) => Calendar) => (files: PackageFiles, tenantId: string) =>
  runSavedCases(files, { calendar: calendarOf(tenantId) })

/** What a desk keeps for a person, and the desk of those who design. */
const deskTools = (
  { dataDir, draftDays: keptDays }: Config,
  {
    database,
    tenants,
    clock,
    remote,
    ...rest
  }: Omit<Parameters<typeof createStudio>[0], 'remote'> & Pick<Services, 'tenants'> & { remote: RemoteOptions },
) => ({
  studio: createStudio({ database, tenants, clock, remote, ...rest }),
  dictionaries: createDictionaries({ database, tenants, clock }),
  optionsOf: optionsOf({ database, tenants, clock, remote }),
  phrases: createPhrases({ database, tenants, clock }),
  drafts: createDrafts({ database, clock, keptDays, sealer: fileSealer(join(dataDir, 'keys')) }),
})

/** What applicants, and those who have no account, come with beside their cases. */
const applicantTools = (
  parts: Parameters<typeof createConsultations>[0] & Parameters<typeof createPhoneUploads>[0] & Parameters<typeof createLicenceShowings>[0],
) => ({
  phoneUploads: createPhoneUploads(parts),
  licenceShowings: createLicenceShowings(parts),
  consultations: createConsultations(parts),
})

/** The county's flows with ledgers and desks of their own. */
const flows = (parts: Parameters<typeof createAssessment>[0] & Parameters<typeof createLinkage>[0]) => ({
  assessment: createAssessment(parts),
  linkage: createLinkage(parts),
})

/** Wrong query codes are counted as wrong passwords are. */
const lockOutOf = ({ identity: { maxLoginFailures: maxFailures, lockMs } }: Config) => ({ maxFailures, lockMs })

type Parts = Pick<Services, 'database' | 'engine' | 'tenants' | 'calendars' | 'supervision' | 'logger' | 'clock'> & {
  packages: ProcessPackage[]
}

async function prepareTenants(parts: Parts): Promise<void> {
  await parts.tenants.directory.reload()
  for (const { id } of await parts.tenants.directory.list()) await prepareTenant(parts, id)
  await parts.calendars.refresh()
}

/** What a tenant must have before it is served: the rules of this release, a calendar, the packages and their supervision rules. */
async function prepareTenant({ tenants, calendars, supervision, packages, ...rest }: Parts, id: string): Promise<void> {
  await tenants.tenancy.ensureRules(id, BY_SYSTEM)
  await calendars.ensure(id)
  await ensureNationalDictionaries(rest.database, id, rest.clock())
  await ensureCategories(rest.database, id, rest.clock())
  await deployPackages({ ...rest, tenants, packages }, id)
  await supervision.installRules(
    id,
    packages.flatMap(({ rules }) => rules),
  )
}
