import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { createPdfRenderer, releaseTemplates, type DocumentSigner, type PdfRenderer, type TemplateFinder } from '@lianban/processes'
import { caseTasks, startWorkers, type CaseTasks, type WorkerOptions, type Workers } from '@lianban/processes/workers'
import type { ObjectStore } from '@lianban/storage'
import type { Logger } from 'pino'
import type { Composition } from './compose.ts'
import type { Config } from './config.ts'
import { workerTokenOf } from './worker-credential.ts'

/** How soon the workers of a tenant begin or end that came or went while the server runs. */
const LOOK_EVERY_MS = 10_000
/** Tasks that one server's workers hold at once are few; the rest is free by expiry. */
const MAX_HELD = 200

/** The same after a restart, so that what a killed process held is known to be its own. */
const workerIdOf = ({ dataDir }: Config): string =>
  `lianban-${hostname()}-${createHash('sha256').update(dataDir).digest('hex').slice(0, 8)}`

export interface OneTenantsWorkers extends Pace {
  serverUrl: string
  token: string
  objects: Pick<ObjectStore, 'put' | 'get'>
  publicUrl: string
  renderer: PdfRenderer
  signer: DocumentSigner
  /** Where templates are found: in the database, or with the server that has it. */
  templatesOf: TemplateFinder
  /** Whether documents are made here. */
  rendering: boolean
  /** Only where the database is at hand. */
  caseTasks?: CaseTasks
  /** Whose instant stands in a signature; epoch milliseconds. @default Date.now */
  clock?: () => number
  logger: Logger
}

/** How fast tasks are taken: more at once and oftener where nothing else is served. */
type Pace = Pick<WorkerOptions, 'concurrency' | 'pollIntervalMs'>

/** What `runTenantWorkers` does otherwise than a server. */
export interface WorkersOptions extends Pace {
  /** Closed when the workers stop. @default Chromium of the system */
  renderer?: PdfRenderer
}

/** The workers of one tenant, speaking to the engine through its REST door like anyone else's. */
export const runWorkers = (config: Config, { serverUrl, token, ...rest }: OneTenantsWorkers): Workers =>
  startWorkers({
    ...rest,
    baseUrl: `${serverUrl}/engine-rest`,
    workerId: workerIdOf(config),
    auth: token,
  })

/**
 * Workers for every tenant that is open, with one browser for all; also for those that come later. Documents are made by
 * workers elsewhere where the configuration says so; what needs the database is done here in any case.
 */
export async function runTenantWorkers(
  services: Composition,
  serverUrl: string,
  { renderer = createPdfRenderer({ chromiumPath: services.config.chromiumPath }), ...pace }: WorkersOptions = {},
): Promise<Workers> {
  const { config, tenants, objectsOf, documentSigners, logger, clock } = services
  const releaseTemplatesOf = releaseTemplates(services.database, clock)
  const shared: PdfRenderer = { render: (html) => renderer.render(html), close: () => Promise.resolve() }
  const running = new Map<string, Workers>()

  const look = async (): Promise<void> => {
    const open = (await tenants.directory.list()).filter(({ disabledAt }) => disabledAt === null)
    for (const [id, workers] of running) {
      if (open.some((tenant) => tenant.id === id)) continue
      running.delete(id)
      await workers.stop()
    }
    for (const { id } of open.filter((tenant) => !running.has(tenant.id))) {
      await freeOwnTasks(services, id)
      const publicUrl = await tenants.directory.publicUrl(id, config.publicUrl)
      const token = workerTokenOf(config.workerToken, id)
      const signer = await documentSigners.of(id)
      const templatesOf = releaseTemplatesOf(id)
      const tools = { objects: objectsOf(id), publicUrl, templatesOf, renderer: shared, signer, logger, clock, ...pace }
      const work = { rendering: config.workers, caseTasks: caseTasks(services, id) }
      running.set(id, runWorkers(config, { serverUrl, token, ...tools, ...work }))
    }
  }
  let looking: Promise<void> = look()
  await looking
  const timer = setInterval(() => {
    looking = looking.then(look).catch((error: unknown) => logger.error({ err: error }, 'looking for tenants failed'))
  }, LOOK_EVERY_MS).unref()
  return {
    async stop() {
      clearInterval(timer)
      await looking
      await Promise.all([...running.values()].map((workers) => workers.stop()))
      await renderer.close()
    },
  }
}

/** Frees what this server's workers held when it was killed, instead of waiting for the locks to expire. */
async function freeOwnTasks({ config, engine }: Composition, tenantId: string): Promise<void> {
  const workerId = workerIdOf(config)
  const held = await engine.externalTasks.list({ tenantId, workerId }, { limit: MAX_HELD })
  await engine.externalTasks.release({ tenantId, workerId, taskIds: held.map(({ id }) => id) })
}
