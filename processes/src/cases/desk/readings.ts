import { caseEvents, circulations, inTransaction, MAX_CASE_PAGE, type ReadingRow } from '@lianban/storage'
import { caseLine, lineActor } from '../case-lines.ts'
import type { CaseContext } from '../context.ts'
import { notFound } from '../errors.ts'
import { logEntry } from '../log-entries.ts'
import type { Caller } from '../ports.ts'
import { presentCase } from '../present-case.ts'
import { matterOf, readableCase } from '../resources.ts'
import type { CaseSummary, Page } from '../views.ts'
import { checkedText } from './errors.ts'

export interface ReadingQuery {
  unread?: boolean
  /** Part of the case number or the applicant's name. */
  q?: string
  /** 1 to 200. */
  limit: number
  after?: string
}

/** What was circulated to the caller. Instants are UTC epoch milliseconds. */
export interface ReadingView {
  circulationId: string
  source: 'step' | 'manual' | 'starter'
  /** The step it came from, or 传阅. */
  stepName: string
  note: string
  byName: string
  at: number
  openedAt: number | null
  reply: string | null
  repliedAt: number | null
  /** How often the caller was asked to read it. */
  chased: number
  case: CaseSummary
}

const MAX_REPLY_CHARS = 2000

/** What is circulated to the caller and holds, newest first, with how much of it he has not opened. */
export async function readings(context: CaseContext, caller: Caller, query: ReadingQuery): Promise<Page<ReadingView> & { unread: number }> {
  const { tenantId, userId } = caller
  const limit = Math.min(query.limit, MAX_CASE_PAGE)
  const { q, ...page } = query
  const restrict = await context.tenants.authorization.restrict(caller, 'read', 'case')
  const rows = await circulations(context.database).ofReader({
    ...page,
    restrict,
    tenantId,
    userId,
    now: context.clock(),
    q: q?.trim() || undefined,
    limit,
  })
  const items: ReadingView[] = []
  for (const row of rows) items.push(await present(context, row))
  const unread = await circulations(context.database).countUnread(tenantId, userId, restrict)
  return { items, next: rows.length === limit ? rows.at(-1)!.circulation_id : null, unread }
}

export const unreadReadings = async (context: CaseContext, caller: Caller): Promise<number> =>
  circulations(context.database).countUnread(
    caller.tenantId,
    caller.userId,
    await context.tenants.authorization.restrict(caller, 'read', 'case'),
  )

async function present(context: CaseContext, row: ReadingRow): Promise<ReadingView> {
  return {
    circulationId: row.circulation_id,
    source: row.source,
    stepName: row.step_name,
    note: row.note,
    byName: row.by_name,
    at: row.at,
    openedAt: row.opened_at,
    reply: row.reply,
    repliedAt: row.replied_at,
    chased: row.chased,
    case: presentCase(row.case, await matterOf(context, row.case), context.clock(), context.calendarOf(row.case.tenant_id)),
  }
}

/**
 * The caller has opened a case that is circulated to him: his reading state, of every circulation of it, from the page
 * that shows it and never from a GET, which a mail scanner sends too. Again it changes nothing.
 * @returns how many circulations of it he had not opened
 * @throws NOT_FOUND if he may not read the case
 */
export async function openReading(context: CaseContext, caller: Caller, caseId: string): Promise<number> {
  const { row } = await readableCase(context, caller, caseId)
  return inTransaction(context.database, async (tx) => {
    const opened = await circulations(tx).open(caller.tenantId, caseId, caller.userId, context.clock())
    if (opened === 0) return 0
    await context.tenants.supervision.record(tx, caller.tenantId, [
      logEntry(caller, 'circulation.opened', { caseId, organId: row.organ_id, payload: { circulations: opened } }),
    ])
    return opened
  })
}

/**
 * The reader's opinion on what was circulated to him; a later one replaces it, both are in the log.
 * @throws CaseError TEXT_REQUIRED; NOT_FOUND if it is not circulated to him, or not any more
 */
export async function replyToReading(context: CaseContext, caller: Caller, circulationId: string, text: string): Promise<void> {
  const { tenantId, userId } = caller
  const reader = await circulations(context.database).reader(tenantId, circulationId, userId)
  if (!reader || reader.canceled_at !== null) throw notFound('传阅')
  const { row } = await readableCase(context, caller, reader.case_id)
  const reply = checkedText(text, '传阅意见', MAX_REPLY_CHARS)
  const at = context.clock()
  await inTransaction(context.database, async (tx) => {
    await circulations(tx).open(tenantId, row.id, userId, at)
    await circulations(tx).reply(tenantId, circulationId, userId, reply, at)
    await caseEvents(tx).insert([
      caseLine({
        tenant_id: tenantId,
        case_id: row.id,
        at,
        type: 'circulation-replied',
        step_name: '传阅',
        action_text: '传阅意见',
        opinion: reply,
        data: { circulation: circulationId },
        ...lineActor(caller),
      }),
    ])
    const payload = { circulation: circulationId, reply }
    await context.tenants.supervision.record(tx, tenantId, [
      logEntry(caller, 'circulation.replied', { caseId: row.id, organId: row.organ_id, payload }),
    ])
  })
}
