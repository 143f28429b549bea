import { instances, type ProcessInstanceRow, type ProcessInstanceSummaryRow, type Tx } from '@lianban/storage'
import type { InstanceState } from '../core/state.ts'
import { short } from './writers/lengths.ts'

/** Writes the instances' own rows. @returns how many were written; fewer than given is a conflict */
export async function writeInstances(tx: Tx, created: ProcessInstanceRow[], changed: ProcessInstanceRow[]): Promise<number> {
  await instances(tx).insert(created)
  return changed.length > 0 ? instances(tx).update(changed) : 0
}

/** The row of an instance that has just started. @param caller the row of the instance that called it @throws EngineError VALUE_TOO_LONG */
export const newInstanceRow = (
  state: InstanceState,
  startedBy: string,
  caller: ProcessInstanceSummaryRow | null | undefined,
): ProcessInstanceSummaryRow => ({
  tenant_id: state.tenantId,
  id: state.id,
  definition_id: state.definitionId,
  definition_key: state.definitionKey,
  business_key: short('business key', state.businessKey),
  status: state.status,
  suspended: state.suspended ? 1 : 0,
  super_instance_id: state.caller?.instanceId ?? null,
  super_token_id: state.caller?.tokenId ?? null,
  root_instance_id: caller?.root_instance_id ?? state.id,
  call_depth: caller ? caller.call_depth + 1 : 0,
  started_by: short('user id', startedBy),
  started_at: state.startedAt,
  ended_at: state.endedAt,
  version: 1,
  event_count: 0,
})
