import { instances, type ProcessInstanceRow, type Tx } from '@lianban/storage'
import type { InstanceState } from '../core/state.ts'
import { short } from './writers/lengths.ts'

/** Writes the instances' own rows. @returns how many were written; fewer than given is a conflict */
export async function writeInstances(tx: Tx, created: ProcessInstanceRow[], changed: ProcessInstanceRow[]): Promise<number> {
  await instances(tx).insert(created)
  return changed.length > 0 ? instances(tx).update(changed) : 0
}

/** The row of an instance that has just started. @throws EngineError VALUE_TOO_LONG */
export const newInstanceRow = (state: InstanceState, startedBy: string): ProcessInstanceRow => ({
  tenant_id: state.tenantId,
  id: state.id,
  definition_id: state.definitionId,
  definition_key: state.definitionKey,
  business_key: short('business key', state.businessKey),
  status: state.status,
  started_by: short('user id', startedBy),
  started_at: state.startedAt,
  ended_at: state.endedAt,
  version: 1,
  event_count: 0,
  state: '',
})
