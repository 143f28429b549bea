import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hostname } from 'node:os'
import { createPdfRenderer, templateOf } from '@lianban/processes'
import { startWorkers } from '@lianban/processes/workers'
import type { Logger } from 'pino'
import { createApp } from './app.ts'
import { compose, type Composition } from './compose.ts'
import type { Config } from './config.ts'

/** How often new entries of the supervision log are sealed into the tenant's Merkle log. */
const SEAL_EVERY_MS = 2_000
/** Tasks that one server's workers hold at once are few; the rest is free by expiry. */
const MAX_HELD = 200
const HOUSEKEEPING_EVERY_MS = 24 * 3_600_000
/** How long open requests may take once the server was told to stop. */
const DRAIN_MS = 5_000

export interface RunningServer {
  port: number
  services: Composition
  close(): Promise<void>
}

/** Starts the portal: HTTP, timers, sealer and, unless configured elsewhere, the workers. */
export async function serve(config: Config, logger: Logger): Promise<RunningServer> {
  const services = await compose(config, logger)
  const http = createServer(createApp(services).callback())
  await listen(http, config)
  const { port } = http.address() as AddressInfo
  services.engine.run()
  if (config.workers) await freeOwnTasks(config, services)
  const sealer = startSealer(services)
  const housekeeping = startHousekeeping(services)
  const workers = config.workers ? runWorkers(config, services, `http://127.0.0.1:${port}`) : null
  return {
    port,
    services,
    async close() {
      await workers?.stop()
      clearInterval(sealer)
      clearInterval(housekeeping)
      http.closeIdleConnections()
      const force = setTimeout(() => http.closeAllConnections(), DRAIN_MS)
      await new Promise((resolve) => http.close(resolve))
      clearTimeout(force)
      await services.close()
    },
  }
}

/** The workers of this installation, speaking to the engine through its REST door like anyone else's. */
export function runWorkers(config: Config, { objects, logger }: Pick<Composition, 'objects' | 'logger'>, serverUrl: string) {
  return startWorkers({
    baseUrl: `${serverUrl}/engine-rest`,
    workerId: workerIdOf(config),
    auth: config.workerToken,
    objects,
    templatesOf: templateOf,
    publicUrl: config.publicUrl,
    renderer: createPdfRenderer({ chromiumPath: config.chromiumPath }),
    logger,
  })
}

/** The same after a restart, so that what a killed process held is known to be its own. */
const workerIdOf = ({ dataDir }: Config): string => `lianban-${hostname()}-${createHash('sha256').update(dataDir).digest('hex').slice(0, 8)}`

/** Frees what this server's workers held when it was killed, instead of waiting for the locks to expire. */
async function freeOwnTasks(config: Config, { engine, tenantId }: Composition): Promise<void> {
  const workerId = workerIdOf(config)
  const held = await engine.externalTasks.list({ tenantId, workerId }, { limit: MAX_HELD })
  await engine.externalTasks.release({ tenantId, workerId, taskIds: held.map(({ id }) => id) })
}

function startSealer({ tenants, tenantId, logger }: Composition): NodeJS.Timeout {
  let sealing = false
  const timer = setInterval(() => {
    if (sealing) return
    sealing = true
    tenants.supervision
      .seal(tenantId)
      .catch((error: unknown) => logger.error({ err: error }, 'sealing failed'))
      .finally(() => (sealing = false))
  }, SEAL_EVERY_MS)
  timer.unref()
  return timer
}

/** Once a day: answers that were kept for second clicks. */
function startHousekeeping({ cases, tenantId, logger }: Composition): NodeJS.Timeout {
  const work = () => void cases.forgetOldAnswers(tenantId).catch((error: unknown) => logger.error({ err: error }, 'housekeeping failed'))
  work()
  return setInterval(work, HOUSEKEEPING_EVERY_MS).unref()
}

async function listen(http: Server, config: Config): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new Error(`端口 ${config.port} 已被占用,请设置其他 PORT / port ${config.port} is in use, set PORT`) : error),
    )
    http.listen(config.port, config.host, resolve)
  })
}
