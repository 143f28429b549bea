import type { JsonValue } from '@lianban/engine'
import { caseEvents, cases, linkageIncidents, newId, type LinkageIncidentRow } from '@lianban/storage'
import { caseLine, lineActor } from '../cases/case-lines.ts'
import { notFound } from '../cases/errors.ts'
import { logEntry } from '../cases/log-entries.ts'
import type { Caller } from '../cases/ports.ts'
import type { LinkageContext } from './context.ts'
import { again } from './ending.ts'
import { refused } from './ledger-tools.ts'
import { RATED_MESSAGE } from './names.ts'

export interface IncidentRating {
  /** 5 非常满意 to 1 非常不满意. */
  grade: number
  /** Needed where it is not good. */
  text?: string
}

/** Not content: 不满意, 非常不满意. */
const POOR = 2
/** How often an incident is opened again by its reporter. */
const MAX_REOPENINGS = 1

/**
 * The reporter rates what became of his report, within seven days of the closing. Not content, with a reason and for the first
 * time, the incident is opened again by rule: same case, a short new limit, and somebody verifies it again.
 * @returns whether it was opened again
 * @throws CaseError NOT_FOUND for anybody but the reporter; LEDGER_REFUSED where it is not closed, or rated already
 */
export async function rate(context: LinkageContext, caller: Caller, id: string, rating: IncidentRating): Promise<{ reopened: boolean }> {
  const incident = await linkageIncidents(context.database).get(caller.tenantId, id)
  if (incident?.reporter_id !== caller.userId) throw notFound('案件')
  return rateIncident(context, caller, incident, rating)
}

/** The same of an incident that is known to be the rater's. */
export async function rateIncident(
  context: LinkageContext,
  caller: Caller,
  incident: LinkageIncidentRow,
  { grade, text }: IncidentRating,
): Promise<{ reopened: boolean }> {
  const { database, clock } = context
  const { tenant_id: tenantId, id } = incident
  const poor = grade <= POOR
  if (poor && !text?.trim()) throw refused('REASON_REQUIRED', '评价为不满意的,请说明理由')
  const row = await cases(database).get(tenantId, id, clock())
  if (!row || incident.state !== 'closed') throw refused('NOT_CLOSED', '案件尚未结案,或者已经归档,不能评价')
  const reopened = poor && incident.reopenings < MAX_REOPENINGS
  const at = clock()
  try {
    await context.engine.correlate({
      ...{ tenantId, messageName: RATED_MESSAGE, instanceId: row.instance_id, actor: { userId: caller.userId } },
      prepare: async (tx): Promise<Record<string, JsonValue>> => {
        await linkageIncidents(tx).update(tenantId, id, { grade })
        if (!reopened) return { reopened }
        await linkageIncidents(tx).count(tenantId, id, 'reopenings')
        const { targets } = await again(tx, incident, { name: '重新处置', at, calendar: context.calendarOf(tenantId) })
        const by = { by_id: caller.userId, by_name: caller.name, at }
        await linkageIncidents(tx).addDeed({
          ...{ tenant_id: tenantId, id: newId(), incident_id: id, target_id: null, kind: 'reopen', organ: incident.lead, code: null },
          ...{ text: text ?? null, ...by },
        })
        return { reopened, targets }
      },
      within: async (tx) => {
        await caseEvents(tx).insert([
          caseLine({
            ...{ tenant_id: tenantId, case_id: id, at, type: 'rated', step_name: '评价', action: 'rate' },
            ...{
              action_text: `${grade}分${reopened ? ',不满意,重新处置' : ''}`,
              opinion: text?.trim() || null,
              started_at: incident.closed_at,
            },
            ...lineActor(caller),
          }),
        ])
        await context.tenants.supervision.record(tx, tenantId, [
          logEntry(caller, 'linkage.rated', { caseId: id, organId: row.organ_id, payload: { grade, reopened } }),
        ])
      },
    })
  } catch (error) {
    if ((error as { code?: string }).code !== 'MESSAGE_NOT_CORRELATED') throw error
    throw refused('RATED', '已经评价过,或者评价期限已过')
  }
  return { reopened }
}
