import type { JsonValue } from '@lianban/engine'
import { linkageIncidents, type LinkageIncidentRow, type Tx } from '@lianban/storage'
import { dayOf, isWorkday, officeHoursOn, timeOfDay, type Calendar } from '../clock/index.ts'
import type { LedgerOpening } from '../ledgers/ledger.ts'
import type { Category } from './category.ts'
import { chainAt, type GridChain } from './grids.ts'
import { categoryOf, ensureCategories, entry } from './ledger-tools.ts'
import { HOTLINE_USER } from './names.ts'
import type { Position } from './position.ts'
import { SANHU_MAP } from './sanhu-map.ts'

/** The application form 上报 as this ledger reads it. */
export interface ReportForm {
  summary: string
  category: string
  location: { address?: string } & Partial<Position>
}

const positionOf = ({ location: { longitude, latitude } = {} }: Partial<ReportForm>): Position | null =>
  longitude === undefined || latitude === undefined ? null : { longitude, latitude }

/** What was reported becomes an incident, where it lies in the county and its category is known. */
export const openIncident: LedgerOpening = {
  async check({ context, caller, form, at }) {
    await ensureCategories(context.database, caller.tenantId, at)
    const { category, ...rest } = form as unknown as ReportForm
    const position = positionOf(rest)
    return [
      ...((await categoryOf(context.database, caller.tenantId, category))
        ? []
        : [{ path: 'category', code: 'CATEGORY_UNKNOWN', message: '没有这个案件类别,请重新选择' }]),
      ...(position && chainAt(SANHU_MAP, position)
        ? []
        : [{ path: 'location', code: 'OUTSIDE_COUNTY', message: '上报的位置不在本县,请在地图上重新标定' }]),
    ]
  },

  async apply(tx, { context, caller, form, openerOrgan, at, row }) {
    const report = form as unknown as ReportForm
    const category = (await categoryOf(tx, caller.tenantId, report.category))!
    const position = positionOf(report)!
    const chain = chainAt(SANHU_MAP, position)!
    const incident: LinkageIncidentRow = {
      ...{ tenant_id: row.tenant_id, id: row.id, incident_no: row.case_no },
      source: caller.userId === HOTLINE_USER ? 'hotline' : openerOrgan === null ? 'public' : 'grid',
      state: 'reported',
      ...{ category: category.code, category_version: category.version, severity: category.severity },
      ...position,
      place: (report.location.address ?? chain.gridName).slice(0, 200),
      summary: report.summary,
      ...{ town: chain.town, grid: chain.grid, reporter_id: caller.userId, duplicate_of: null, lead: null, forced: false },
      ...{ reported_at: at, filed_at: null, dispatched_at: null, due_at: null, closed_at: null },
      ...{ redispatches: 0, reworks: 0, reopenings: 0, grade: null },
    }
    await linkageIncidents(tx).insert(incident)
    const calendar = context.calendarOf(caller.tenantId)
    return {
      variables: { incident: await incidentVariable(tx, { incident, category, chain, at, calendar }) },
      entries: [entry('reported', { category: category.code, grid: chain.grid, source: incident.source })],
    }
  },
}

/** What the rules of dispatch 派遣规则 decide by. */
export async function incidentVariable(
  tx: Tx,
  given: { incident: LinkageIncidentRow; category: Category; chain: GridChain; at: number; calendar: Calendar },
): Promise<JsonValue> {
  const { incident, category, chain, at, calendar } = given
  const precedent = await linkageIncidents(tx).precedent(incident.tenant_id, category.code, chain.town)
  return {
    ...{ code: category.code, name: category.name, kind: category.kind, className: category.className, severity: category.severity },
    ...{ owner: category.owner, categoryLead: category.lead },
    coops: [...new Set(category.targets.flatMap(({ organ }) => organ ?? []))],
    ...{ town: chain.town, townName: chain.townName, gridName: chain.gridName, gridKind: chain.kind },
    officeHours: isOfficeTime(at, calendar),
    precedent: precedent?.organ ?? null,
  }
}

/** Whether offices are open. */
export function isOfficeTime(at: number, calendar: Calendar): boolean {
  const day = dayOf(at)
  return (
    isWorkday(day, calendar) && officeHoursOn(day, calendar).some(({ from, to }) => at >= timeOfDay(day, from) && at < timeOfDay(day, to))
  )
}
