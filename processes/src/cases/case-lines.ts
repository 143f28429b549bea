import { newId, type CaseEventRow } from '@lianban/storage'
import { nameActing } from '@lianban/tenants'
import type { Caller, Decision } from './ports.ts'

const MAX_TEXT_CHARS = 191

/** One line of the time line, with what it does not say left empty; a text that is too long for it is cut. */
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
    action_text: line.action_text.slice(0, MAX_TEXT_CHARS),
  }
}

/** Who did it, for a time line: 甲, or 甲(代乙). */
export const lineActor = ({ userId, name, onBehalfOf }: Caller): Pick<CaseEventRow, 'actor_id' | 'actor_name' | 'on_behalf_of'> => ({
  actor_id: userId,
  actor_name: nameActing(name, onBehalfOf?.name),
  on_behalf_of: onBehalfOf?.userId ?? null,
})

/** Who did it, for the engine: separation of duties counts both. */
export const engineActor = ({ userId, onBehalfOf }: Caller): { userId: string; onBehalfOf?: string } => ({
  userId,
  ...(onBehalfOf && { onBehalfOf: onBehalfOf.userId }),
})

/** The caller as the decision lets him act: for himself, or for the person whose right it is. */
export const actingBy = (caller: Caller, { onBehalfOf }: Pick<Decision, 'onBehalfOf'>): Caller =>
  onBehalfOf ? { ...caller, onBehalfOf: { userId: onBehalfOf.userId, name: onBehalfOf.name } } : caller
