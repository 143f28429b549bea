import {
  caseEvents,
  circulations,
  inTransaction,
  MAX_CASE_PAGE,
  type CaseReaderRow,
  type CirculationRow,
  type CirculationWithCounts,
} from '@lianban/storage'
import { caseLine, lineActor } from '../case-lines.ts'
import { MAX_REASON_CHARS } from '../checked-reason.ts'
import type { CaseContext } from '../context.ts'
import { notFound } from '../errors.ts'
import { logEntry } from '../log-entries.ts'
import type { Caller } from '../ports.ts'
import { readableCase, type LoadedCase } from '../resources.ts'
import type { Page } from '../views.ts'
import { checkedText, nobodyToUrge, urgeTooSoon } from './errors.ts'
import { assertMayCirculate, mayCirculate } from './may-circulate.ts'

/** A circulation and how its readers stand. Instants are UTC epoch milliseconds. */
export interface CirculationView {
  id: string
  source: CirculationRow['source']
  stepName: string
  note: string
  byName: string
  at: number
  /** Readers for whom it holds; of them opened, replied. */
  readers: number
  opened: number
  replied: number
  canceled: number
  /** The caller may chase its readers and cancel it. */
  canCare: boolean
}

export interface ReaderView {
  userId: string
  name: string
  openedAt: number | null
  reply: string | null
  repliedAt: number | null
  chased: number
  chasedAt: number | null
  canceledAt: number | null
}

const HOUR_MS = 3_600_000
/** A reader is asked again after so long. */
const CHASE_EVERY_MS = 4 * HOUR_MS

/** The circulations of a case, newest first; the applicant is not shown them. @throws NOT_FOUND */
export async function listCirculations(context: CaseContext, caller: Caller, caseId: string): Promise<CirculationView[]> {
  const loaded = await readableCase(context, caller, caseId)
  if (loaded.row.applicant_id === caller.userId) return []
  const acts = await mayCirculate(context, caller, loaded)
  const found = await circulations(context.database).ofCase(caller.tenantId, caseId)
  return found.map((one) => ({ ...present(one), canCare: acts || one.by_id === caller.userId }))
}

/** The readers of a circulation, a page at a time. @throws NOT_FOUND */
export async function listReaders(
  context: CaseContext,
  caller: Caller,
  circulationId: string,
  query: { unread?: boolean; limit: number; after?: string },
): Promise<Page<ReaderView>> {
  const { row } = await readableCirculation(context, caller, circulationId)
  const limit = Math.min(query.limit, MAX_CASE_PAGE)
  const rows = await circulations(context.database).readers(row.tenant_id, circulationId, { ...query, limit })
  return { items: rows.map(presentReader), next: rows.length === limit ? rows.at(-1)!.user_id : null }
}

/**
 * Asks those who have not opened it once more 催阅. @returns how many
 * @throws CaseError NOBODY_TO_URGE if all have, URGE_TOO_SOON with the time when it is possible again; NOT_FOUND, NOT_AUTHORIZED
 */
export async function chaseReaders(context: CaseContext, caller: Caller, circulationId: string): Promise<number> {
  const { loaded, circulation, acting } = await caredFor(context, caller, circulationId)
  const { row } = loaded
  const at = context.clock()
  return inTransaction(context.database, async (tx) => {
    const unread = await circulations(tx).unread(row.tenant_id, circulationId)
    if (unread.length === 0) throw nobodyToUrge('所有人员都已阅,无需催阅')
    const userIds = await circulations(tx).chase(row.tenant_id, circulationId, at, at - CHASE_EVERY_MS)
    if (userIds.length === 0) throw urgeTooSoon('催阅', Math.min(...unread.map(({ chased_at }) => (chased_at ?? at) + CHASE_EVERY_MS)))
    await context.notices.send(tx, row.tenant_id, {
      kind: 'circulation',
      to: { userIds },
      title: `催阅:${row.applicant_name} ${row.matter_name}`,
      text: `${lineActor(acting).actor_name}请您尽快阅看办件 ${row.case_no}。${circulation.note}`,
      link: `/reading/${row.id}`,
    })
    const payload = { circulation: circulationId, readers: userIds }
    await context.tenants.supervision.record(tx, row.tenant_id, [
      logEntry(acting, 'circulation.chased', { caseId: row.id, organId: row.organ_id, payload }),
    ])
    return userIds.length
  })
}

/**
 * Ends a circulation, for all readers or for some; what they replied stays. Their right to read the case ends with it.
 * @returns for how many it held until now. @throws CaseError TEXT_REQUIRED; NOT_FOUND, NOT_AUTHORIZED
 */
export async function cancelCirculation(
  context: CaseContext,
  caller: Caller,
  circulationId: string,
  { reason, userIds }: { reason: string; userIds?: readonly string[] },
): Promise<number> {
  const { loaded, acting } = await caredFor(context, caller, circulationId)
  const { row } = loaded
  const checked = checkedText(reason, '取消传阅的理由', MAX_REASON_CHARS, 'reason')
  const at = context.clock()
  return inTransaction(context.database, async (tx) => {
    const ended = await circulations(tx).cancel(row.tenant_id, circulationId, at, userIds)
    if (ended === 0) return 0
    await caseEvents(tx).insert([
      caseLine({
        tenant_id: row.tenant_id,
        case_id: row.id,
        at,
        type: 'circulation-canceled',
        step_name: '传阅',
        action_text: `取消 ${ended} 人的传阅`,
        opinion: checked,
        data: { circulation: circulationId },
        ...lineActor(acting),
      }),
    ])
    const payload = { circulation: circulationId, readers: userIds ? [...userIds] : null, ended, reason: checked }
    await context.tenants.supervision.record(tx, row.tenant_id, [
      logEntry(acting, 'case.circulation-canceled', { caseId: row.id, organId: row.organ_id, payload }),
    ])
    return ended
  })
}

async function readableCirculation(
  context: CaseContext,
  caller: Caller,
  circulationId: string,
): Promise<LoadedCase & { circulation: CirculationRow }> {
  const circulation = await circulations(context.database).get(caller.tenantId, circulationId)
  if (!circulation) throw notFound('传阅')
  const loaded = await readableCase(context, caller, circulation.case_id)
  if (loaded.row.applicant_id === caller.userId) throw notFound('传阅')
  return { ...loaded, circulation }
}

/** Whoever sent it round looks after it, and whoever acts in the case. */
async function caredFor(
  context: CaseContext,
  caller: Caller,
  circulationId: string,
): Promise<{ loaded: LoadedCase; circulation: CirculationRow; acting: Caller }> {
  const { circulation, ...loaded } = await readableCirculation(context, caller, circulationId)
  const acting = circulation.by_id === caller.userId ? caller : await assertMayCirculate(context, caller, loaded)
  return { loaded, circulation, acting }
}

const present = ({
  id,
  source,
  step_name,
  note,
  by_name,
  at,
  readers,
  opened,
  replied,
  canceled,
}: CirculationWithCounts): Omit<CirculationView, 'canCare'> => ({
  id,
  source,
  stepName: step_name,
  note,
  byName: by_name,
  at,
  readers,
  opened,
  replied,
  canceled,
})

const presentReader = (row: CaseReaderRow & { user_name: string }): ReaderView => ({
  userId: row.user_id,
  name: row.user_name,
  openedAt: row.opened_at,
  reply: row.reply,
  repliedAt: row.replied_at,
  chased: row.chased,
  chasedAt: row.chased_at,
  canceledAt: row.canceled_at,
})
