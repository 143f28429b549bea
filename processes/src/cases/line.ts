import type { CaseEventRow } from '@lianban/storage'
import { nameActing } from '@lianban/tenants/browser'
import type { Caller } from './ports.ts'

const MAX_TEXT_CHARS = 191

/** A line of the time line before it is written. */
export type NewLine = Omit<CaseEventRow, 'id'>

/** One line of the time line, with what it does not say left empty; a text that is too long for it is cut. */
export const newLine = (
  line: Pick<CaseEventRow, 'tenant_id' | 'case_id' | 'at' | 'type' | 'step_name' | 'action_text'> & Partial<NewLine>,
): NewLine => ({
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
})

/** Who did it, for a time line: 甲, or 甲(代乙). */
export const lineActor = ({
  userId,
  name,
  onBehalfOf,
}: Pick<Caller, 'userId' | 'name' | 'onBehalfOf'>): Pick<CaseEventRow, 'actor_id' | 'actor_name' | 'on_behalf_of'> => ({
  actor_id: userId,
  actor_name: nameActing(name, onBehalfOf?.name),
  on_behalf_of: onBehalfOf?.userId ?? null,
})
