import { newId, type CaseEventRow } from '@lianban/storage'
import type { Caller } from './ports.ts'

/** One line of the time line, with what it does not say left empty. */
export function caseLine(
  line: Pick<CaseEventRow, 'tenant_id' | 'case_id' | 'at' | 'type' | 'step_name' | 'action_text'> & Partial<CaseEventRow>,
): CaseEventRow {
  return {
    id: newId(),
    element_id: null,
    task_id: null,
    action: null,
    actor_id: null,
    actor_name: null,
    on_behalf_of: null,
    opinion: null,
    started_at: null,
    lamp: null,
    data: null,
    ...line,
  }
}

/** Who did it, for a time line. */
export const lineActor = (caller: Caller): Pick<CaseEventRow, 'actor_id' | 'actor_name'> => ({ actor_id: caller.userId, actor_name: caller.name })
