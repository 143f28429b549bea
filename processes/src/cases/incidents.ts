import { cases, incidents, keysetOf, MAX_CASE_PAGE, type IncidentRow } from '@lianban/storage'
import { elementName } from '../matters/matter-definition.ts'
import type { CaseContext } from './context.ts'
import { notFound } from './errors.ts'
import { logEntry } from './log-entries.ts'
import type { Caller } from './ports.ts'
import { matterOf } from './resources.ts'
import type { IncidentView, Page } from './views.ts'

/** Open incidents of the tenant, oldest first. @throws NOT_AUTHORIZED */
export async function listIncidents(
  context: CaseContext,
  caller: Caller,
  page: { limit: number; after?: string },
): Promise<Page<IncidentView>> {
  await context.tenants.authorization.assert(caller, 'list', { type: 'incident' })
  const limit = Math.min(page.limit, MAX_CASE_PAGE)
  const rows = await incidents(context.database).list({ tenantId: caller.tenantId }, { limit, after: page.after })
  const items: IncidentView[] = []
  for (const row of rows) items.push(await presentIncident(context, row))
  const last = rows.at(-1)
  return { items, next: last && rows.length === limit ? keysetOf(last.raised_at, last.id) : null }
}

async function presentIncident(context: CaseContext, row: IncidentRow): Promise<IncidentView> {
  const found = row.business_key === null ? undefined : await cases(context.database).get(row.tenant_id, row.business_key, context.clock())
  return {
    id: row.id,
    caseId: found?.id ?? null,
    caseNo: found?.case_no ?? null,
    matterName: found?.matter_name ?? null,
    stepName: found ? elementName(await matterOf(context, found), row.element_id) : row.element_id,
    code: row.code,
    message: row.message,
    at: row.raised_at,
  }
}

/** Lets a case that stands still try again. @throws CaseError NOT_FOUND; NOT_AUTHORIZED */
export async function retryIncident(context: CaseContext, caller: Caller, incidentId: string): Promise<void> {
  await context.tenants.authorization.assert(caller, 'retry', { type: 'incident', id: incidentId })
  const row = await incidents(context.database).get(caller.tenantId, incidentId)
  if (!row) throw notFound('异常')
  await context.engine.retryIncident({
    tenantId: caller.tenantId,
    incidentId,
    actor: { userId: caller.userId },
    within: async (tx) => {
      if (row.business_key === null) return
      const entry = logEntry(caller, 'incident.retried', {
        caseId: row.business_key,
        organId: '',
        payload: { element: row.element_id, code: row.code },
      })
      await context.tenants.supervision.record(tx, caller.tenantId, [{ ...entry, organId: null }])
    },
  })
}
