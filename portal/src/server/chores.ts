import type { Composition } from './compose.ts'

type Chore = (services: Composition) => Promise<void>

/**
 * What a server does by itself again and again, each a turn of work at the clock's instant: `serve` does them by interval,
 * the demonstration at the instants of its simulated calendar. None throws: what fails is logged and done again next time.
 */
export const CHORES = {
  /** Answers that were kept for second clicks, drafts that nobody goes on with, counts of wrong query codes, addresses for telephones. */
  housekeeping: async (services) => {
    const { cases, drafts, receipts, outbox, phoneUploads } = services
    await forEachTenant(services, 'housekeeping', (id) => cases.forgetOldAnswers(id))
    await forEachTenant(services, 'clearing old drafts', (id) => drafts.clearOld(id))
    await forEachTenant(services, 'forgetting wrong query codes', (id) => receipts.forgetFailures(id))
    await forEachTenant(services, 'forgetting old deliveries', (id) => outbox.clearOld(id))
    await forEachTenant(services, 'forgetting one-time addresses', (id) => phoneUploads.forgetOld(id))
  },

  /** Brings notices and events to mailboxes and web hooks. */
  deliveries: ({ outbox, tenants, logger }) => forEachTenant({ tenants, logger }, 'delivering', (id) => outbox.deliver(id)),

  /** Reports whose time has come. */
  reports: ({ reports, tenants, logger }) => forEachTenant({ tenants, logger }, 'making reports', (id) => reports.makeDue(id)),

  /** Materials and checks that are overdue, poor ratings without a follow-up, progress reports and months of an operation that did not come, joint cases that were left behind. */
  duties: async (services) => {
    const { cases, ratings, assessment, projects } = services
    await forEachTenant(services, 'sweeping debts and checks', (id) => cases.sweepDuties(id))
    await forEachTenant(services, 'starting follow-ups of poor ratings', (id) => ratings.startFollowUps(id))
    await forEachTenant(services, 'telling of missing progress reports', (id) => assessment.sweepReports(id))
    await forEachTenant(services, 'telling of missing months', (id) => projects.sweepMonths(id))
    await forEachTenant(services, 'sweeping joint cases', (id) => cases.sweepJoint(id))
  },

  /** Packages 归档信息包 of cases that have come to their end. */
  archives: ({ archives, tenants, logger }) =>
    forEachTenant({ tenants, logger }, 'archiving', async (id) => {
      const { failures } = await archives.packClosed(id)
      for (const { caseId, error } of failures)
        logger.error({ err: error, tenant: id, caseId }, 'archiving a case failed; tried again in a minute')
    }),

  /** Releases that a killed server left half-way, and cases that a release takes over whose day has come. */
  studio: ({ studio, tenants, logger }) =>
    forEachTenant({ tenants, logger }, 'carrying out releases', async (id) => {
      const { failures } = await studio.releases.carryOutDue(id)
      for (const { releaseId, error } of failures)
        logger.error({ err: error, tenant: id, releaseId }, 'carrying out a release failed; tried again in a minute')
    }),

  /** Reforms whose day has come, and posts that have ended by their date. */
  organisation: async (services) => {
    const { tenants, logger } = services
    await forEachTenant(services, 'carrying out changes of organs', (id) => tenants.organs.carryOutDue(id))
    const swept = await tenants.leavers.sweep().catch((error: unknown) => ({ failures: [error] }))
    for (const failure of swept.failures)
      logger.error({ err: failure }, 'giving back the tasks of a leaver failed; tried again in a minute')
  },

  /**
   * Reads calendars that another server has published, goes on with open cases that are still counted by an older one (also
   * after a crash), and tells of a coming year that is not official.
   */
  calendars: async (services) => {
    const { calendars, calendarDesk, logger } = services
    await calendars.refresh().catch((error: unknown) => logger.error({ err: error }, 'reading the calendars failed'))
    await forEachTenant(services, 'keeping the calendar', async (id) => {
      await calendars.ensure(id)
      for (let after: string | null | undefined; after !== null;) {
        const { failures, next } = await calendarDesk.redate(id, after)
        for (const { caseId, error } of failures)
          logger.error({ err: error, tenant: id, caseId }, 'counting a case anew failed; tried again later')
        after = next
      }
      await calendarDesk.raiseAlarm(id)
    })
  },

  /** Seals the log; what is sealed is read by the rules at once, and whom a card concerns sees it without asking. */
  supervision: ({ supervision, inboxFeed, tenants, logger }) =>
    forEachTenant({ tenants, logger }, 'supervision', async (id) => {
      await tenants.supervision.seal(id)
      const progress = await supervision.catchUp(id)
      if (progress && progress.findings > 0) inboxFeed.changed(id)
    }),
} satisfies Record<string, Chore>

/** Also for tenants that are closed: their log goes on. What fails for one is done for the others all the same. */
export async function forEachTenant(
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
