import { join } from 'node:path'
import { createEngine, type CommitHook, type CommittedStep, type Engine } from '@lianban/engine/runtime'
import {
  approvalFunctions,
  clockFunctions,
  createArchives,
  createCalendars,
  createCases,
  createMatterStore,
  createNotices,
  createPublications,
  createRatings,
  createReceipts,
  createSupervisionService,
  deployPackage,
  loadPackage,
  PACKAGES_FOLDER,
  type Cases,
} from '@lianban/processes'
import { openObjectStore, type Database } from '@lianban/storage'
import { createTenants, loadSampleCounty, SAMPLE_COUNTY, type Caller } from '@lianban/tenants'
import type { JsonValue } from '@lianban/engine'
import { tinyFile } from '../harness.ts'
import { documentsWithoutPrinting, type ExternalTask } from './documents.ts'
import { openWorker } from './worker.ts'

export const TENANT = SAMPLE_COUNTY.tenant.id
export const PACKAGE_FOLDER = join(PACKAGES_FOLDER, 'c3-licensing')
const OTHER_PACKAGES = ['g2-supervision', 'c3-rating']
/** Passwords are not what is measured. */
const CHEAP_SCRYPT = { N: 16, r: 8, p: 1 }

/** The sample county with everything that the portal puts together for a case, but for HTTP, sessions and the printing of PDFs. */
export interface County {
  engine: Engine
  cases: Cases
  /** A person by user name, as his session would have him. */
  callers(userId: string): Promise<Caller>
  /** Adds one stored file as the applicant's own. @returns its id */
  upload(applicant: Caller): Promise<string>
  /** Has workers do whatever the case waits for of them, and what follows from that. */
  settle(caseId: string): Promise<void>
  /** Its open task of a step, as the engine tells. */
  taskOf(caseId: string, element: string): string
  /** Called with each step that is committed. */
  onStep: { current: (step: CommittedStep) => void }
  close(): Promise<void>
}

/** As `portal/src/server/compose.ts` puts it together. */
export async function openCounty(database: Database, folder: string, clock: () => number): Promise<County> {
  const objects = openObjectStore(`file:${join(folder, 'objects')}`)
  const tenants = createTenants({ database, clock, keysFolder: join(folder, 'keys'), scrypt: CHEAP_SCRYPT })
  await loadSampleCounty({ database, tenants, clock })
  const calendars = createCalendars({ database, clock })
  await calendars.ensure(TENANT)
  await calendars.refresh()
  const calendarOf = (tenantId: string) => calendars.of(tenantId)
  const matters = createMatterStore()
  const approvals = approvalFunctions({ users: tenants.users, matters })
  const timing = clockFunctions(calendarOf)
  const hooks: CommitHook[] = []
  const last = new Map<string, CommittedStep>()
  const onStep = { current: (_: CommittedStep): void => {} }
  const engine = createEngine({
    database,
    clock,
    functions: (at) => ({ ...timing(at), ...approvals(at) }),
    onCommit: hooks,
    onCommitted: (steps) => {
      for (const step of steps) {
        if (step.businessKey !== null) last.set(step.businessKey, step)
        onStep.current(step)
      }
      cases.committed(steps)
    },
  })
  const notices = createNotices({ database, tenants, clock })
  const cases: Cases = createCases({ database, engine, tenants, notices, calendarOf, clock, matters, publicUrl: 'https://example.test' })
  const supervision = createSupervisionService({ database, engine, tenants, notices, calendarOf, clock })
  const { find: findCase } = createReceipts({ database, tenants, matters, calendarOf, clock })
  const ratings = createRatings({ database, engine, tenants, notices, calendarOf, findCase, clock })
  hooks.push(cases.projection, supervision.projection, ratings.projection)
  const packages = await Promise.all(
    [PACKAGE_FOLDER, ...OTHER_PACKAGES.map((name) => join(PACKAGES_FOLDER, name))].map((each) => loadPackage(each)),
  )
  for (const processPackage of packages) await deployPackage({ database, engine, tenants, tenantId: TENANT, processPackage, clock })
  const rules = packages.flatMap((each) => each.rules)
  await supervision.installRules(TENANT, rules)

  const objectsOf = () => objects
  const publications = createPublications({ database, tenants, matters, calendarOf, clock })
  const archives = createArchives({ database, tenants, matters, signers: { trusted: () => Promise.resolve([]) }, objectsOf, clock })
  const pdf = { ...(await objects.put(tinyFile('application/pdf', '文书')!)), mediaType: 'application/pdf' }
  const made = documentsWithoutPrinting(packages, pdf)
  const perform: Record<string, (caseId: string, task: ExternalTask) => Promise<Record<string, JsonValue>>> = {
    'render-document': (_, task) => Promise.resolve(made(task)),
    'publish-decision': async (caseId) => ({ publication: { ...(await publications.publish(TENANT, caseId)) } }),
    'archive-case': async (caseId) => ({ archive: { ...(await archives.order(TENANT, caseId)) } }),
  }
  const worker = openWorker(engine, {
    tenantId: TENANT,
    topics: Object.keys(perform),
    perform: (task) => perform[task.row.topic]!(task.row.business_key!, task),
  })
  const waitingFor = (caseId: string) => Object.values(last.get(caseId)!.state.tokens).filter(({ waitsFor }) => waitsFor === 'externalTask')
  return {
    engine,
    cases,
    callers: (userId) => tenants.users.caller(TENANT, userId),
    async settle(caseId) {
      for (let open = waitingFor(caseId); open.length > 0; open = waitingFor(caseId))
        await worker.work(last.get(caseId)!.instanceId, open.length)
    },
    upload: async (applicant) => (await cases.registerUpload(applicant, { name: '材料.pdf', ...pdf })).fileId,
    taskOf: (caseId, element) => {
      const token = Object.values(last.get(caseId)?.state.tokens ?? {}).find(({ elementId }) => elementId === element)
      if (!token) throw new Error(`case ${caseId} is not at ${element}`)
      return token.id
    },
    onStep,
    close: async () => {
      await engine.close()
      await objects.close()
    },
  }
}
