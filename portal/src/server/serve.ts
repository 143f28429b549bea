import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { createApp } from './app.ts'
import { compose, type Composition } from './compose.ts'
import type { Config } from './config.ts'
import { CHORES, forEachTenant } from './chores.ts'
import { nowAndEvery } from './every.ts'
import { startLogDuties } from './log-duties.ts'
import { stopInOrder } from './stop-in-order.ts'
import { runTenantWorkers } from './tenant-workers.ts'

/** A dated end is found so soon. */
const ORGANISATION_EVERY_MS = 30_000
/** A debt or a check whose day has passed is told so soon. */
const DUTIES_EVERY_MS = 60_000
/** How long a server may count by a calendar that another has replaced; what it dated meanwhile is counted anew. */
const CALENDARS_EVERY_MS = 15_000
/** Cases are taken over so soon after the day has begun. */
const STUDIO_EVERY_MS = 60_000
/** A report is made so soon after its time. */
const REPORTS_EVERY_MS = 30_000
/** A notice or an event is on its way so soon. */
const DELIVERIES_EVERY_MS = 5_000
/** A case that has come to its end is archived so soon. */
const ARCHIVES_EVERY_MS = 60_000
const HOUSEKEEPING_EVERY_MS = 24 * 3_600_000
/** Longer than nginx and browsers keep a connection that nothing goes over (60 s): else a request meets a connection that is just being closed. */
const KEEP_ALIVE_MS = 75_000
/** Connections that wait to be accepted; Node's own 511 are fewer than people of a county who come at once, and the system drops the others. */
const LISTEN_BACKLOG = 4096
/** How long open requests may take once the server was told to stop. */
const DRAIN_MS = 5_000

export interface RunningServer {
  port: number
  services: Composition
  /** @throws Error with the code STOP_OVERDUE; then the process has to be ended by force */
  close(): Promise<void>
}

/** Starts the portal: HTTP, timers, sealer and workers; documents are made here unless configured elsewhere. */
export async function serve(config: Config, logger: Logger): Promise<RunningServer> {
  const services = await compose(config, logger)
  const http = createServer(createApp(services).callback())
  http.keepAliveTimeout = KEEP_ALIVE_MS
  await listen(http, config)
  const { port } = http.address() as AddressInfo
  services.engine.run()
  const duties = await startLogDuties(services, (name, work) => forEachTenant(services, name, work))
  const chores = [
    nowAndEvery(HOUSEKEEPING_EVERY_MS, () => CHORES.housekeeping(services)),
    nowAndEvery(ORGANISATION_EVERY_MS, () => CHORES.organisation(services)),
    nowAndEvery(DUTIES_EVERY_MS, () => CHORES.duties(services)),
    nowAndEvery(REPORTS_EVERY_MS, () => CHORES.reports(services)),
    nowAndEvery(DELIVERIES_EVERY_MS, () => CHORES.deliveries(services)),
    nowAndEvery(ARCHIVES_EVERY_MS, () => CHORES.archives(services)),
    nowAndEvery(STUDIO_EVERY_MS, () => CHORES.studio(services)),
    nowAndEvery(CALENDARS_EVERY_MS, () => CHORES.calendars(services)),
  ]
  const workers = await runTenantWorkers(services, `http://127.0.0.1:${port}`)
  return {
    port,
    services,
    close: () =>
      stopInOrder([
        ['workers', () => workers.stop()],
        ['chores', () => chores.forEach((timer) => clearInterval(timer))],
        ['requests', () => drain(http)],
        ['supervision log', () => duties.stop()],
        ['engine, objects and database', () => services.close()],
      ]),
  }
}

/** Answers what was asked already. */
async function drain(http: Server): Promise<void> {
  http.closeIdleConnections()
  const force = setTimeout(() => http.closeAllConnections(), DRAIN_MS)
  await new Promise((resolve) => http.close(resolve))
  clearTimeout(force)
}

async function listen(http: Server, config: Config): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`端口 ${config.port} 已被占用,请设置其他 PORT / port ${config.port} is in use, set PORT`)
          : error,
      ),
    )
    http.listen({ port: config.port, host: config.host, backlog: LISTEN_BACKLOG }, resolve)
  })
}
