import { isDeepStrictEqual } from 'node:util'
import type { JsonValue } from '@lianban/engine'
import { cases, inTransaction, isUniqueViolation, workCalendars, type Tx, type WorkCalendarRow } from '@lianban/storage'
import { actorOf } from '@lianban/tenants'
import { notFound } from '../cases/errors.ts'
import type { Caller, EnginePort, TenantsPort } from '../cases/ports.ts'
import type { Notices } from '../notices/index.ts'
import type { CalendarYear } from '../clock/index.ts'
import { backoff } from './backoff.ts'
import { CalendarContent, checkedContent } from './content.ts'
import type { Calendars } from './calendars.ts'
import { dryRunCalendar, type CalendarDryRun } from './dry-run.ts'
import { calendarChanged, calendarUnchanged, confirmationNeeded, yearMissing } from './errors.ts'
import { redateBatch, type Redated, type RedateOptions } from './redate.ts'
import { alarmOf, raiseAlarm, type YearAlarm } from './year-alarm.ts'

const MAX_VERSIONS = 200

export interface CalendarDeskOptions extends Omit<RedateOptions, 'engine' | 'tenants' | 'calendarOf' | 'retries'> {
  engine: Pick<EnginePort, 'recalculateTimers' | 'previewTimers'>
  tenants: Pick<TenantsPort, 'authorization' | 'supervision'>
  notices: Pick<Notices, 'send'>
  calendars: Calendars
  clock: () => number
}

export interface CalendarVersionView {
  version: number
  source: string
  reason: string
  officialUntil: string
  publishedBy: string
  publishedAt: number
}

export interface CalendarView extends CalendarVersionView {
  content: CalendarContent
  /** Whether this is the version that counts. */
  current: boolean
  /** What has to be typed to publish the next one. */
  confirmation: string
  /** Open cases that are still counted by an older version. */
  toRedate: number
  alarm: YearAlarm | null
  canPublish: boolean
}

export interface Publication {
  content: unknown
  /** The notice or order it follows. */
  source: string
  reason: string
  /** The version that was changed; another one published meanwhile is not overwritten. */
  baseVersion: number
  /** The words that `CalendarView.confirmation` asks for. */
  confirmation: string
}

export type CalendarDesk = ReturnType<typeof calendarDesk>

const confirmationOf = (version: number): string => `发布第${version}版`

/** What people do with the working calendar of their county 工作日历. */
export function calendarDesk(options: CalendarDeskOptions) {
  const { database, tenants, calendars, clock } = options
  const redate = { ...options, calendarOf: (tenantId: string) => calendars.of(tenantId), retries: backoff(clock) }
  return {
    /** The version in force, or an older one. @throws CaseError NOT_FOUND; NOT_AUTHORIZED */
    async get(caller: Caller, version?: number): Promise<CalendarView> {
      await tenants.authorization.assert(caller, 'read', { type: 'calendar' })
      const latest = await workCalendars(database).latest(caller.tenantId)
      const row = version === undefined ? latest : await workCalendars(database).get(caller.tenantId, version)
      if (!row || !latest) throw notFound('这一版工作日历')
      return {
        ...presentVersion(row),
        content: CalendarContent.parse(row.content),
        current: row.version === latest.version,
        confirmation: confirmationOf(latest.version + 1),
        toRedate: await cases(database).numberCountedBefore(caller.tenantId, latest.version),
        alarm: alarmOf(latest.official_until, clock()),
        canPublish: tenants.authorization.decide(caller, 'publish', { type: 'calendar' }).allowed,
      }
    },

    /** Newest first. @throws NOT_AUTHORIZED */
    async versions(caller: Caller): Promise<CalendarVersionView[]> {
      await tenants.authorization.assert(caller, 'read', { type: 'calendar' })
      return (await workCalendars(database).list(caller.tenantId, MAX_VERSIONS)).map(presentVersion)
    },

    /** What publishing this content would move. @throws CalendarError CALENDAR_INVALID, YEAR_MISSING; NOT_AUTHORIZED */
    async dryRun(caller: Caller, content: unknown): Promise<CalendarDryRun> {
      await tenants.authorization.assert(caller, 'publish', { type: 'calendar' })
      const latest = await workCalendars(database).latest(caller.tenantId)
      const version = (latest?.version ?? 0) + 1
      const checked = checkedContent(content, version)
      if (latest) checkYears(CalendarContent.parse(latest.content), checked.content)
      return dryRunCalendar(options, caller.tenantId, checked.calendar)
    },

    /**
     * Puts a new version in force and begins to count the open cases anew; what the first batch leaves, the sweep does.
     * @throws CalendarError CALENDAR_INVALID, YEAR_MISSING, CALENDAR_CHANGED, CALENDAR_UNCHANGED, CONFIRMATION_NEEDED; NOT_AUTHORIZED
     */
    async publish(caller: Caller, publication: Publication): Promise<{ version: number; toRedate: number }> {
      await tenants.authorization.assert(caller, 'publish', { type: 'calendar' })
      const version = await publish(options, caller, publication)
      await calendars.refresh()
      await redateBatch(redate, caller.tenantId)
      return { version, toRedate: await cases(database).numberCountedBefore(caller.tenantId, version) }
    },

    /** One turn of counting open cases anew, for the background. @param after where the turn before ended */
    redate: (tenantId: string, after?: string): Promise<Redated> => redateBatch(redate, tenantId, after),

    /** Tells those who publish that the coming year is not official yet, once a year. For the background. */
    raiseAlarm: (tenantId: string): Promise<boolean> => raiseAlarm(options, tenantId),
  }
}

async function publish(
  { database, tenants, clock }: CalendarDeskOptions,
  caller: Caller,
  { content: given, source, reason, baseVersion, confirmation }: Publication,
): Promise<number> {
  const { tenantId } = caller
  const version = baseVersion + 1
  const { content, calendar } = checkedContent(given, version)
  if (confirmation.trim() !== confirmationOf(version)) throw confirmationNeeded(confirmationOf(version))
  const at = clock()
  try {
    await inTransaction(database, async (tx) => {
      const latest = await workCalendars(tx).latest(tenantId)
      if (latest?.version !== baseVersion) throw calendarChanged(latest?.version ?? 0)
      const before = CalendarContent.parse(latest.content)
      checkYears(before, content)
      if (isDeepStrictEqual(before, content)) throw calendarUnchanged()
      const row = {
        tenant_id: tenantId,
        version,
        content,
        source,
        reason,
        official_until: calendar.officialUntil,
        published_by: caller.userId,
        published_by_name: caller.name,
        published_at: at,
      }
      await workCalendars(tx).insert(row)
      await recordPublication(tenants, tx, caller, { row, before, content })
    })
  } catch (error) {
    throw isUniqueViolation(error) ? calendarChanged(version) : error
  }
  return version
}

/** The whole content is in the table, for ever; the log says which years and layers changed. */
async function recordPublication(
  tenants: CalendarDeskOptions['tenants'],
  tx: Tx,
  caller: Caller,
  { row, before, content }: { row: WorkCalendarRow; before: CalendarContent; content: CalendarContent },
): Promise<void> {
  const yearOf = (of: CalendarContent, year: number): CalendarYear | undefined => of.years.find((one) => one.year === year)
  const years = content.years.filter((one) => !isDeepStrictEqual(one, yearOf(before, one.year)))
  const payload = {
    version: row.version,
    source: row.source,
    reason: row.reason,
    officialUntil: row.official_until,
    years: years as unknown as JsonValue,
    ...(!isDeepStrictEqual(before.closures, content.closures) && { closures: content.closures }),
    ...(!isDeepStrictEqual(before.officeHours, content.officeHours) && { officeHours: content.officeHours as unknown as JsonValue }),
  }
  await tenants.supervision.record(tx, row.tenant_id, [
    { action: 'calendar.published', subject: `calendar:${row.tenant_id}`, actor: actorOf(caller), ip: caller.ip, payload },
  ])
}

/** @throws CalendarError YEAR_MISSING */
function checkYears(before: CalendarContent, after: CalendarContent): void {
  const missing = before.years.map(({ year }) => year).filter((year) => !after.years.some((one) => one.year === year))
  if (missing.length > 0) throw yearMissing(missing)
}

const presentVersion = (row: Omit<WorkCalendarRow, 'content'>): CalendarVersionView => ({
  version: row.version,
  source: row.source,
  reason: row.reason,
  officialUntil: row.official_until,
  publishedBy: row.published_by_name,
  publishedAt: row.published_at,
})
