import { caseEvents, type CaseRow, type Tx } from '@lianban/storage'
import type { StepRecord } from '../get-case.ts'
import { deedOf, type CaseEffect } from './effect.ts'
import {
  INSPECTION_FORM,
  inspectionOfAll,
  inspectionRecorded,
  type Finding,
  type Inspection,
  type Recorded,
} from './outcomes/inspection.ts'

/** One finding more; what both officers found together is a variable of the process. Source: 行政许可法 article 55. */
export const recordInspection: CaseEffect = {
  async apply(tx, input) {
    const { row, task } = input.loaded
    const others = (await recorded(tx, row)).filter(({ elementId }) => elementId !== task.element_id)
    return inspectionRecorded(deedOf(input), task.element_id, others)
  },
}

/** What the inspection of a case has found so far; null: it has none. */
export async function inspectionOf(db: Tx, row: Pick<CaseRow, 'tenant_id' | 'id'>): Promise<Inspection | null> {
  const found = await recorded(db, row)
  return found.length === 0 ? null : inspectionOfAll(found)
}

/** The newest finding of each of the two steps. */
async function recorded(db: Tx, row: Pick<CaseRow, 'tenant_id' | 'id'>): Promise<Recorded[]> {
  const newest = new Map<string, Recorded>()
  for (const { element_id, data, actor_name } of await caseEvents(db).forCase(row.tenant_id, row.id)) {
    const form = (data as StepRecord | null)?.form
    if (element_id !== null && form?.key === INSPECTION_FORM)
      newest.set(element_id, { elementId: element_id, finding: form.values as unknown as Finding, inspector: actor_name ?? '' })
  }
  return [...newest.values()]
}
