import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { createApp } from './app.ts'
import { compose, type Composition } from './compose.ts'
import type { Config } from './config.ts'
import { nowAndEvery } from './every.ts'
import { startLogDuties } from './log-duties.ts'
import { runTenantWorkers } from './tenant-workers.ts'

/** A dated end is found so soon. */
const ORGANISATION_EVERY_MS = 30_000
/** A debt or a check whose day has passed is told so soon. */
const DUTIES_EVERY_MS = 60_000
/** How long a server may count by a calendar that another has replaced; what it dated meanwhile is counted anew. */
const CALENDARS_EVERY_MS = 15_000
const HOUSEKEEPING_EVERY_MS = 24 * 3_600_000
/** How long open requests may take once the server was told to stop. */
const DRAIN_MS = 5_000

export interface RunningServer {
  port: number
  services: Composition
  close(): Promise<void>
}

/** Starts the portal: HTTP, timers, sealer and workers; documents are made here unless configured elsewhere. */
export async function serve(config: Config, logger: Logger): Promise<RunningServer> {
  const services = await compose(config, logger)
  const http = createServer(createApp(services).callback())
  await listen(http, config)
  const { port } = http.address() as AddressInfo
  services.engine.run()
  const duties = await startLogDuties(services, (name, work) => forEachTenant(services, name, work))
  const housekeeping = startHousekeeping(services)
  const organisation = startOrganisation(services)
  const owed = startDuties(services)
  const calendars = startCalendars(services)
  const workers = await runTenantWorkers(services, `http://127.0.0.1:${port}`)
  return {
    port,
    services,
    async close() {
      await workers.stop()
      clearInterval(housekeeping)
      clearInterval(organisation)
      clearInterval(owed)
      clearInterval(calendars)
      http.closeIdleConnections()
      const force = setTimeout(() => http.closeAllConnections(), DRAIN_MS)
      await new Promise((resolve) => http.close(resolve))
      clearTimeout(force)
      await duties.stop()
      await services.close()
    },
  }
}

/** Once a day: answers that were kept for second clicks, drafts that nobody goes on with, counts of wrong query codes. */
const startHousekeeping = ({ cases, drafts, receipts, tenants, logger }: Composition): NodeJS.Timeout =>
  nowAndEvery(HOUSEKEEPING_EVERY_MS, async () => {
    await forEachTenant({ tenants, logger }, 'housekeeping', (id) => cases.forgetOldAnswers(id))
    await forEachTenant({ tenants, logger }, 'clearing old drafts', (id) => drafts.clearOld(id))
    await forEachTenant({ tenants, logger }, 'forgetting wrong query codes', (id) => receipts.forgetFailures(id))
  })

/** Each minute: materials and checks that are overdue, poor ratings without a follow-up, joint cases that were left behind. */
const startDuties = ({ cases, ratings, tenants, logger }: Composition): NodeJS.Timeout =>
  nowAndEvery(DUTIES_EVERY_MS, async () => {
    await forEachTenant({ tenants, logger }, 'sweeping debts and checks', (id) => cases.sweepDuties(id))
    await forEachTenant({ tenants, logger }, 'starting follow-ups of poor ratings', (id) => ratings.startFollowUps(id))
    await forEachTenant({ tenants, logger }, 'sweeping joint cases', (id) => cases.sweepJoint(id))
  })

/** Twice a minute: reforms whose day has come, and posts that have ended by their date. */
const startOrganisation = ({ tenants, logger }: Composition): NodeJS.Timeout =>
  nowAndEvery(ORGANISATION_EVERY_MS, async () => {
    await forEachTenant({ tenants, logger }, 'carrying out changes of organs', (id) => tenants.organs.carryOutDue(id))
    const swept = await tenants.leavers.sweep().catch((error: unknown) => ({ failures: [error] }))
    for (const failure of swept.failures)
      logger.error({ err: failure }, 'giving back the tasks of a leaver failed; tried again in a minute')
  })

/**
 * Reads calendars that another server has published, goes on with open cases that are still counted by an older one (also
 * after a crash), and tells of a coming year that is not official.
 */
const startCalendars = ({ calendars, calendarDesk, tenants, logger }: Composition): NodeJS.Timeout =>
  nowAndEvery(CALENDARS_EVERY_MS, async () => {
    await calendars.refresh().catch((error: unknown) => logger.error({ err: error }, 'reading the calendars failed'))
    await forEachTenant({ tenants, logger }, 'keeping the calendar', async (id) => {
      await calendars.ensure(id)
      for (let after: string | null | undefined; after !== null;) {
        const { failures, next } = await calendarDesk.redate(id, after)
        for (const { caseId, error } of failures)
          logger.error({ err: error, tenant: id, caseId }, 'counting a case anew failed; tried again later')
        after = next
      }
      await calendarDesk.raiseAlarm(id)
    })
  })

/** Also for tenants that are closed: their log goes on. What fails for one is done for the others all the same. */
async function forEachTenant(
  { tenants, logger }: Pick<Composition, 'tenants' | 'logger'>,
  name: string,
  work: (tenantId: string) => Promise<unknown>,
): Promise<void> {
  const all = await tenants.directory.list().catch((error: unknown) => {
    logger.error({ err: error }, `${name} failed`)
    return []
  })
  for (const { id } of all) await work(id).catch((error: unknown) => logger.error({ err: error, tenant: id }, `${name} failed`))
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
    http.listen(config.port, config.host, resolve)
  })
}
