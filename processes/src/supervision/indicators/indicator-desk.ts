import { inTransaction, supervisionCards, supervisedCases, supervisionFolds } from '@lianban/storage'
import type { Caller } from '../../cases/ports.ts'
import { DAY_MS } from '../../clock/index.ts'
import { statisticsCsv, statisticsXlsx } from './export.ts'
import { figureCases, overview, type Overview, type OverviewQuery } from './overview.ts'
import { statistics, visibleOrgans, type IndicatorOptions, type Statistics, type StatisticsQuery } from './indicators.ts'

/** Days of the board's chart. */
const BOARD_DAYS = 30

/** What the board shows, of all cases or of the caller's organ. */
export interface Board {
  at: number
  log: { size: number; root: string | null; readTo: number; unsealed: number }
  cases: { submitted: number; open: number; closed: number }
  /** Cards issued on each of the last thirty days, oldest first; days as `2026-09-18`. */
  days: { day: string; warning: number; yellow: number; red: number }[]
  /** Standing cards of the same time by organ, most first. */
  organs: { organId: string; name: string; warning: number; yellow: number; red: number }[]
}

export function indicatorDesk(options: IndicatorOptions) {
  const { database, tenants, clock } = options
  return {
    /** @throws NOT_AUTHORIZED */
    statistics: (caller: Caller, query: StatisticsQuery): Promise<Statistics> => statistics(options, caller, query),

    /** The same as a file; that it was taken out is in the log. @throws NOT_AUTHORIZED */
    export: async (caller: Caller, query: StatisticsQuery, format: 'xlsx' | 'csv'): Promise<{ data: Buffer; rows: number }> => {
      await assertExport(options, caller, query.organId)
      const found = await statistics(options, caller, query)
      const data = format === 'csv' ? Buffer.from(statisticsCsv(found)) : await statisticsXlsx(found)
      const payload = {
        what: 'statistics',
        format,
        rows: found.rows.length,
        by: query.by,
        from: query.from,
        to: query.to,
        organId: query.organId ?? null,
      }
      await inTransaction(database, (tx) =>
        tenants.supervision.record(tx, caller.tenantId, [
          {
            action: 'data.exported',
            subject: `tenant:${caller.tenantId}`,
            actor: { userId: caller.userId, name: caller.name },
            ip: caller.ip,
            payload,
          },
        ]),
      )
      return { data, rows: found.rows.length }
    },

    /** @throws NOT_AUTHORIZED */
    overview: (caller: Caller, query: OverviewQuery): Promise<Overview> => overview(options, caller, query),

    /** The cases behind a number of the overview. @throws NOT_AUTHORIZED */
    cases: (...asked: [caller: Caller, query: Parameters<typeof figureCases>[2]]) => figureCases(options, ...asked),

    /** @throws NOT_AUTHORIZED */
    board: async (caller: Caller): Promise<Board> => {
      const organIds = await visibleOrgans(options, caller)
      const { tenantId } = caller
      const now = clock()
      const log = await tenants.supervision.status(tenantId)
      const cursor = await supervisionFolds(database).cursor(tenantId)
      const since = now - BOARD_DAYS * DAY_MS
      const cards = await supervisionCards(database).issuedSince(tenantId, since, organIds)
      const totals = await supervisedCases(database).totals(tenantId, organIds)
      const byOrgan = await statistics(options, caller, { by: 'organ', from: since, to: now + 1 })
      return {
        at: now,
        log: { size: log.size, root: log.root, readTo: cursor.next_seq, unsealed: log.unsealed },
        cases: totals,
        days: daysOf(cards, now),
        organs: byOrgan.rows
          .map(({ group, name, cards: { warning, yellow, red } }) => ({
            organId: group,
            name,
            warning: warning.net,
            yellow: yellow.net,
            red: red.net,
          }))
          .filter(({ warning, yellow, red }) => warning + yellow + red > 0)
          .sort((a, b) => b.red - a.red || b.yellow - a.yellow || b.warning - a.warning)
          .slice(0, 20),
      }
    },
  }
}

async function assertExport({ tenants }: IndicatorOptions, caller: Caller, organId: string | undefined): Promise<void> {
  const own = caller.posts.find(
    (post) => tenants.authorization.decide(caller, 'export', { type: 'statistics', organId: post.organId }).allowed,
  )
  await tenants.authorization.assert(caller, 'export', { type: 'statistics', organId: organId ?? own?.organId ?? null })
}

function daysOf(cards: readonly { colour: 'warning' | 'yellow' | 'red'; issued_at: number }[], now: number): Board['days'] {
  const zone = 8 * 3_600_000
  const dayOfInstant = (at: number) => new Date(at + zone).toISOString().slice(0, 10)
  const days = Array.from({ length: BOARD_DAYS }, (_, i) => ({
    day: dayOfInstant(now - (BOARD_DAYS - 1 - i) * DAY_MS),
    warning: 0,
    yellow: 0,
    red: 0,
  }))
  const known = new Map(days.map((day) => [day.day, day]))
  for (const { colour, issued_at } of cards) {
    const day = known.get(dayOfInstant(issued_at))
    if (day) day[colour]++
  }
  return days
}
