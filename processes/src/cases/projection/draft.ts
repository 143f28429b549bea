import type { Event } from '@lianban/engine'
import type { CommittedStep } from '@lianban/engine/runtime'
import type { AttachmentRow, CaseRow, IssuedDocumentRow } from '@lianban/storage'
import type { Calendar } from '../../clock/index.ts'
import type { Matter } from '../../matters/matter-definition.ts'
import { newLine, type NewLine } from '../line.ts'
import { SYSTEM_ACTOR, systemEntry } from '../log-entries.ts'
import type { SupervisionEntry } from '../ports.ts'

/** What one step of the engine changes of its case, collected before it is written. */
export interface Draft {
  /** The case with the changes so far. */
  row: CaseRow
  /** The case as the step found it. */
  before: Readonly<CaseRow>
  matter: Matter
  calendar: Calendar
  step: CommittedStep
  patch: Partial<CaseRow>
  lines: NewLine[]
  entries: SupervisionEntry[]
  documents: IssuedDocumentRow[]
  /** What the organ issued and the applicant may use for other matters. */
  papers: AttachmentRow[]
  participants: { elementId: string; userId: string }[]
}

export const newDraft = (row: CaseRow, matter: Matter, calendar: Calendar, step: CommittedStep): Draft => ({
  ...{ row, before: { ...row }, matter, calendar, step },
  ...{ patch: {}, lines: [], entries: [], documents: [], papers: [], participants: [] },
})

/** What is to be written of the case: what the step found otherwise; null: nothing. */
export function changesOf({ row, before, patch }: Draft): (Partial<CaseRow> & Pick<CaseRow, 'tenant_id' | 'id'>) | null {
  const changed = Object.entries(patch).filter(([column, value]) => value !== undefined && before[column as keyof CaseRow] !== value)
  return changed.length === 0 ? null : { ...Object.fromEntries(changed), tenant_id: row.tenant_id, id: row.id }
}

/** One kind of event, what it does to the draft. */
export type Projector<Type extends Event['type']> = (event: Extract<Event, { type: Type }>, draft: Draft) => void

export function change(draft: Draft, patch: Partial<CaseRow>): void {
  Object.assign(draft.patch, patch)
  Object.assign(draft.row, patch)
}

/** Adds a line by the system to the time line. */
export function addLine(draft: Draft, line: Pick<NewLine, 'at' | 'type' | 'step_name' | 'action_text'> & Partial<NewLine>): void {
  draft.lines.push(newLine({ tenant_id: draft.row.tenant_id, case_id: draft.row.id, actor_name: SYSTEM_ACTOR.name, ...line }))
}

/** Adds an entry by the system to the supervision log. */
export function addEntry(draft: Draft, action: string, payload: SupervisionEntry['payload']): void {
  draft.entries.push(systemEntry(action, { caseId: draft.row.id, organId: draft.row.organ_id, payload }))
}
