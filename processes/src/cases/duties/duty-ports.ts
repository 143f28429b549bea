import type { JsonValue } from '@lianban/engine'
import type { CaseRow } from '@lianban/storage'
import type { CalendarOf } from '../../clock/index.ts'
import type { CaseContext } from '../context.ts'
import { logEntry, systemEntry } from '../log-entries.ts'
import type { Caller, SupervisionEntry, TenantsPort } from '../ports.ts'

/** What duties need of the case service; the projection of the engine's steps has them too. */
export interface DutyPorts {
  calendarOf: CalendarOf
  supervision: Pick<TenantsPort['supervision'], 'record'>
}

export const dutyPorts = ({ calendarOf, tenants }: Pick<CaseContext, 'calendarOf' | 'tenants'>): DutyPorts => ({
  calendarOf,
  supervision: tenants.supervision,
})

/** An entry about a case, by someone or by the system itself. */
export const dutyEntry = (
  by: Caller | null,
  { id: caseId, organ_id: organId }: Pick<CaseRow, 'id' | 'organ_id'>,
  action: string,
  payload: JsonValue,
): SupervisionEntry => (by ? logEntry(by, action, { caseId, organId, payload }) : systemEntry(action, { caseId, organId, payload }))
