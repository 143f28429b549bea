import { inTransaction, linkageHotline, linkageIncidents, type LinkageHotlineRow } from '@lianban/storage'
import { notFound } from '../cases/errors.ts'
import type { Caller } from '../cases/ports.ts'
import { dueOf } from '../clock/index.ts'
import type { LinkageContext } from './context.ts'
import { refused } from './ledger-tools.ts'
import { HOTLINE_USER, INCIDENT_MATTER } from './names.ts'
import { rateIncident, type IncidentRating } from './rating.ts'
import type { GivenPosition } from './report.ts'
import { fromGcj02 } from './position.ts'

/* The door to the hotline 12345: orders in, answers out. See docs/hotline.md. */

/** Workdays until the hotline must have the answer, by kind of order (practice of cities; 拟). */
export const REPLY_WORKDAYS: Record<LinkageHotlineRow['kind'], number> = { consult: 2, normal: 5, hard: 15 }

export interface HotlineOrder {
  /** The hotline's own number; sent twice it is one case. */
  orderNo: string
  kind: LinkageHotlineRow['kind']
  category: string
  position: GivenPosition
  place: string
  summary: string
  description?: string
  callerName: string
  callerPhone: string
}

/** The hotline as it calls: it enters orders as a call taker of the command centre does, under its own name. */
export const hotlineCaller = (tenantId: string, centre: { id: string; name: string }, ip?: string): Caller => ({
  ...{ tenantId, userId: HOTLINE_USER, name: '12345热线', kind: 'staff', ip },
  posts: [{ organId: centre.id, organName: centre.name, post: 'call-taker' }],
  groups: [],
})

/** The organ of the command centre. */
const CENTRE = 'xxzx'

async function callerAt(context: LinkageContext, tenantId: string, ip?: string): Promise<Caller> {
  const id = await context.tenants.organs.inCharge(tenantId, CENTRE)
  return hotlineCaller(tenantId, { id, name: id }, ip)
}

const view = (row: LinkageHotlineRow, incidentNo: string) => ({
  ...{ orderNo: row.order_no, incidentNo, kind: row.kind, receivedAt: row.received_at, replyDueAt: row.reply_due_at },
  ...{ answer: row.answer, answeredAt: row.answered_at, fetchedAt: row.fetched_at },
})

/** An order comes in: a case of its own with both numbers, and the hotline's reply clock beside the clocks of disposal. */
export async function receive(context: LinkageContext, tenantId: string, order: HotlineOrder, ip?: string) {
  const known = await linkageHotline(context.database).get(tenantId, order.orderNo)
  if (known) return orderView(context, known)
  const { category, position, place, summary, description, orderNo } = order
  const { longitude, latitude } = position.system === 'gcj02' ? fromGcj02(position) : position
  const caller = await callerAt(context, tenantId, ip)
  const form = {
    summary,
    category,
    location: { address: place, longitude, latitude },
    hotlineNo: orderNo,
    ...(description && { description }),
  }
  const { caseId } = await context.cases.submit(caller, {
    matterKey: INCIDENT_MATTER,
    form,
    materials: {},
    idempotencyKey: `hotline-${orderNo}`,
  })
  const at = context.clock()
  const limit = { startAt: at, n: REPLY_WORKDAYS[order.kind], unit: 'workday' as const }
  await inTransaction(context.database, async (tx) => {
    if (await linkageHotline(tx).get(tenantId, orderNo)) return
    await linkageHotline(tx).insert({
      ...{ tenant_id: tenantId, order_no: orderNo, incident_id: caseId, kind: order.kind },
      ...{ caller_name: order.callerName, caller_phone: order.callerPhone, received_at: at },
      ...{ reply_due_at: dueOf(limit, at, context.calendarOf(tenantId)).dueAt, answer: null, answered_at: null, fetched_at: null },
    })
  })
  return orderView(context, (await linkageHotline(context.database).get(tenantId, orderNo))!)
}

async function orderView(context: LinkageContext, row: LinkageHotlineRow) {
  const incident = await linkageIncidents(context.database).get(row.tenant_id, row.incident_id)
  return { ...view(row, incident!.incident_no), state: incident!.state }
}

async function orderOf({ database }: LinkageContext, tenantId: string, orderNo: string): Promise<LinkageHotlineRow> {
  const row = await linkageHotline(database).get(tenantId, orderNo)
  if (!row) throw notFound('工单')
  return row
}

/** How an order stands. @throws CaseError NOT_FOUND */
export const order = async (context: LinkageContext, tenantId: string, orderNo: string) =>
  orderView(context, await orderOf(context, tenantId, orderNo))

const MAX_ANSWERS = 100

/** Answers that the hotline has not confirmed yet: it fetches until it has said so, so that none is lost and each counts once. */
export async function answers(context: LinkageContext, tenantId: string) {
  const rows = await linkageHotline(context.database).unfetched(tenantId, MAX_ANSWERS)
  return { items: await Promise.all(rows.map((row) => orderView(context, row))) }
}

/** The hotline has the answer; twice is once. @throws CaseError NOT_FOUND, LEDGER_REFUSED (NOT_ANSWERED) */
export async function confirm(context: LinkageContext, tenantId: string, orderNo: string): Promise<void> {
  const row = await orderOf(context, tenantId, orderNo)
  if (row.answered_at === null) throw refused('NOT_ANSWERED', '该工单尚无答复')
  await linkageHotline(context.database).markFetched(tenantId, orderNo, context.clock())
}

/** What the caller said of the answer. @throws as `rate` */
export async function rateOrder(context: LinkageContext, tenantId: string, orderNo: string, rating: IncidentRating, ip?: string) {
  const { incident_id: id } = await orderOf(context, tenantId, orderNo)
  const incident = (await linkageIncidents(context.database).get(tenantId, id))!
  return rateIncident(context, await callerAt(context, tenantId, ip), incident, rating)
}
