import {
  attachments,
  linkageCategories,
  linkageHotline,
  linkageIncidents,
  type IncidentState,
  type LinkageIncidentRow,
  type LinkageTargetRow,
} from '@lianban/storage'
import { dayOf, UNITS, type LimitUnit } from '../clock/index.ts'
import { notFound } from '../cases/errors.ts'
import type { Caller } from '../cases/ports.ts'
import { CategoryContent } from './category.ts'
import type { LinkageContext } from './context.ts'
import { DEFERRAL_KINDS, REFUSAL_REASONS } from './names.ts'
import { SANHU_MAP } from './sanhu-map.ts'

export type IncidentLamp = 'normal' | 'warning' | 'overdue' | 'suspended' | 'done'

export interface IncidentListQuery {
  state?: 'open' | 'closed' | 'all' | IncidentState
  category?: string
  town?: string
  organ?: string
  lamp?: 'overdue'
  limit: number
  after?: string
}

const ENDED: readonly IncidentState[] = ['closed', 'invalid', 'duplicate', 'rejected', 'self-handled', 'withdrawn']
const OPEN: readonly IncidentState[] = ['reported', 'filed', 'dispatched', 'disposing', 'verifying', 'closing']
/** Of the time of an incident: from here on its lamp warns. */
const WARNING_SHARE = 0.8
const MAX_DEFERRED = 500

/** Names of organs by id, as today. */
export async function organNames(
  { tenants, clock }: Pick<LinkageContext, 'tenants' | 'clock'>,
  tenantId: string,
): Promise<Map<string, string>> {
  const organs = await tenants.organs.list(tenantId)
  return new Map(
    await Promise.all(
      organs.map(async ({ id, shortName }) => [id, shortName || (await tenants.organs.nameOn(tenantId, id, dayOf(clock())))] as const),
    ),
  )
}

/** When the next of its targets is due that is still to be reached; null: nothing was dispatched. */
function nextDue({ due_at }: LinkageIncidentRow, targets: readonly LinkageTargetRow[]): number | null {
  const due = targets.filter(({ state }) => state === 'open').map((target) => target.due_at)
  return due.length > 0 ? Math.min(...due) : due_at
}

function lampOf(row: LinkageIncidentRow, targets: readonly LinkageTargetRow[], now: number): IncidentLamp {
  const { state, dispatched_at } = row
  if (ENDED.includes(state)) return 'done'
  const open = targets.filter((target) => target.state === 'open' || target.state === 'deferred')
  if (open.length > 0 && open.every((target) => target.state === 'deferred')) return 'suspended'
  const next = nextDue(row, targets)
  if (next === null || dispatched_at === null) return 'normal'
  if (now > next) return 'overdue'
  return now >= dispatched_at + (next - dispatched_at) * WARNING_SHARE ? 'warning' : 'normal'
}

async function namesOfCategories({ database }: LinkageContext, tenantId: string): Promise<Map<string, string>> {
  const rows = await linkageCategories(database).current(tenantId)
  return new Map(rows.map(({ code, content }) => [code, CategoryContent.parse(content).name]))
}

/**
 * The incidents that the caller may see, newest first: for the list and the map.
 * @throws NOT_AUTHORIZED
 */
export async function list(context: LinkageContext, caller: Caller, query: IncidentListQuery) {
  const { database, tenants, clock } = context
  await tenants.authorization.assert(caller, 'list', { type: 'incident-ledger', ...reachOf(caller) })
  const now = clock()
  const { state = 'open' } = query
  const states = state === 'open' ? OPEN : state === 'closed' ? ENDED : state === 'all' ? undefined : [state]
  const { rows, next } = await linkageIncidents(database).list({
    ...{
      tenantId: caller.tenantId,
      category: query.category,
      town: query.town,
      organ: query.organ,
      after: query.after,
      limit: query.limit,
    },
    ...(states && { states }),
    ...(query.lamp === 'overdue' && { overdueAt: now }),
    restrict: await tenants.authorization.restrict(caller, 'list', 'incident-ledger'),
  })
  const targets = await linkageIncidents(database).targetsOf(
    caller.tenantId,
    rows.map(({ id }) => id),
  )
  const [organs, categories] = await Promise.all([organNames(context, caller.tenantId), namesOfCategories(context, caller.tenantId)])
  const items = rows.map((row) =>
    summaryOf(row, { targets: targets.filter(({ incident_id }) => incident_id === row.id), organs, categories, now }),
  )
  return { items, next }
}

/** Lists are narrowed by SQL; the question whether there is one at all is asked about the caller's own organ. */
const reachOf = ({ posts }: Caller) => {
  const organId = posts[0]?.organId
  return organId === undefined ? {} : { organId, parties: { lead: [organId] } }
}

interface Names {
  targets: readonly LinkageTargetRow[]
  organs: ReadonlyMap<string, string>
  categories: ReadonlyMap<string, string>
  now: number
}

function summaryOf(row: LinkageIncidentRow, { targets, organs, categories, now }: Names) {
  return {
    ...{ id: row.id, incidentNo: row.incident_no, state: row.state, source: row.source, severity: row.severity },
    ...{ category: row.category, categoryName: categories.get(row.category) ?? row.category },
    ...{ longitude: row.longitude, latitude: row.latitude, place: row.place, summary: row.summary },
    ...{
      town: row.town,
      townName: organs.get(row.town) ?? row.town,
      gridName: SANHU_MAP.grids.find(({ id }) => id === row.grid)?.name ?? row.grid,
    },
    ...{ lead: row.lead, leadName: row.lead === null ? null : (organs.get(row.lead) ?? row.lead), forced: row.forced },
    ...{
      reportedAt: row.reported_at,
      filedAt: row.filed_at,
      dispatchedAt: row.dispatched_at,
      dueAt: nextDue(row, targets),
      closedAt: row.closed_at,
    },
    ...{ reworks: row.reworks, redispatches: row.redispatches, grade: row.grade },
    lamp: lampOf(row, targets, now),
  }
}
export type IncidentSummary = ReturnType<typeof summaryOf>

function targetView(target: LinkageTargetRow, organs: ReadonlyMap<string, string>, now: number) {
  return {
    ...{ id: target.id, round: target.round, name: target.name, organ: target.organ, organName: organs.get(target.organ) ?? target.organ },
    ...{ role: target.role, state: target.state, limit: `${target.n}${UNITS[target.unit as LimitUnit].short}` },
    extended: target.extended === null ? null : `${target.extended}${UNITS[target.unit as LimitUnit].short}`,
    ...{ fromAt: target.from_at, dueAt: target.due_at, doneAt: target.done_at, deferredAt: target.deferred_at },
    isLate: (target.done_at ?? now) > target.due_at && target.state !== 'deferred' && target.state !== 'canceled',
  }
}
export type TargetView = ReturnType<typeof targetView>

/**
 * One incident with its targets, what was done with it, and its photos before and after.
 * @throws NOT_FOUND for whom may not read its case
 */
export async function get(context: LinkageContext, caller: Caller, id: string) {
  const { database, clock } = context
  const { tenantId } = caller
  const detail = await context.cases.get(caller, id)
  const row = await linkageIncidents(database).get(tenantId, id)
  if (!row) throw notFound('案件')
  const [targets, deeds, linked, order, files, organs, categories] = await Promise.all([
    linkageIncidents(database).targetsOf(tenantId, [id]),
    linkageIncidents(database).deedsOf(tenantId, [id]),
    linkageIncidents(database).linkedTo(tenantId, id),
    linkageHotline(database).ofIncident(tenantId, id),
    attachments(database).ofCase(tenantId, id),
    organNames(context, tenantId),
    namesOfCategories(context, tenantId),
  ])
  const now = clock()
  const isReporter = row.reporter_id === caller.userId
  const pictures = files.filter(({ media_type }) => media_type.startsWith('image/'))
  const before = new Set(detail.materials.flatMap(({ files: papers }) => papers.map(({ fileId }) => fileId)))
  return {
    ...summaryOf(row, { targets, organs, categories, now }),
    step: detail.stepName,
    isReporter,
    canRate: isReporter && row.state === 'closed' && row.grade === null,
    targets: targets.map((target) => targetView(target, organs, now)),
    deeds: isReporter
      ? []
      : deeds.map(({ kind, organ, code, text, by_name, at }) => ({
          ...{ kind, organName: organ === null ? null : (organs.get(organ) ?? organ), text, byName: by_name, at },
          reason: code === null ? null : (REFUSAL_REASONS[code] ?? DEFERRAL_KINDS[code] ?? null),
        })),
    linked: linked.map(({ incident_no, reported_at }) => ({ incidentNo: incident_no, reportedAt: reported_at })),
    hotline:
      order && !isReporter
        ? { orderNo: order.order_no, kind: order.kind, replyDueAt: order.reply_due_at, answeredAt: order.answered_at }
        : null,
    before: pictures.filter((file) => before.has(file.id)).map(({ id: fileId, created_at }) => ({ fileId, at: created_at })),
    after: pictures.filter((file) => !before.has(file.id)).map(({ id: fileId, created_at }) => ({ fileId, at: created_at })),
  }
}

/** The list of 缓办 and 挂账, longest first. @throws NOT_AUTHORIZED */
export async function deferred(context: LinkageContext, caller: Caller) {
  const { database, tenants } = context
  await tenants.authorization.assert(caller, 'list', { type: 'incident-ledger', ...reachOf(caller) })
  const targets = await linkageIncidents(database).deferredTargets(caller.tenantId, MAX_DEFERRED)
  const ids = [...new Set(targets.map(({ incident_id }) => incident_id))]
  const restrict = await tenants.authorization.restrict(caller, 'list', 'incident-ledger')
  const [{ rows }, deeds, organs] = await Promise.all([
    linkageIncidents(database).list({ tenantId: caller.tenantId, ids, restrict, limit: MAX_DEFERRED }),
    linkageIncidents(database).deedsOf(caller.tenantId, ids),
    organNames(context, caller.tenantId),
  ])
  const visible = new Map(rows.map((row) => [row.id, row]))
  return targets.flatMap((target) => {
    const row = visible.get(target.incident_id)
    if (!row) return []
    const own = deeds.filter(({ target_id }) => target_id === target.id)
    const asked = own.findLast(({ kind }) => kind === 'defer-asked')
    const reviewed = own.findLast(({ kind }) => kind === 'defer-kept' || kind === 'deferred')
    return [
      {
        ...{ id: row.id, incidentNo: row.incident_no, summary: row.summary, target: target.name },
        ...{ organName: organs.get(target.organ) ?? target.organ, since: target.deferred_at!, reviewedAt: reviewed?.at ?? null },
        ...{ kind: DEFERRAL_KINDS[asked?.code ?? ''] ?? '缓办', reason: asked?.text ?? '' },
      },
    ]
  })
}

/** Rulings that stand as precedents, newest first. @throws NOT_AUTHORIZED */
export async function precedents(context: LinkageContext, caller: Caller) {
  await context.tenants.authorization.assert(caller, 'figures', { type: 'incident-ledger' })
  const [rows, organs, categories] = await Promise.all([
    linkageIncidents(context.database).precedents(caller.tenantId),
    organNames(context, caller.tenantId),
    namesOfCategories(context, caller.tenantId),
  ])
  return rows.map(({ category, town, organ, incident_id, text, at }) => ({
    ...{ categoryName: categories.get(category) ?? category, townName: organs.get(town) ?? town, organName: organs.get(organ) ?? organ },
    ...{ incidentId: incident_id, text, at },
  }))
}
