import type { JsonValue } from '@lianban/engine'
import { caseClockOf, dayOf, type CaseClock } from '../../clock/index.ts'
import { issuerOf } from '../first-review.ts'
import { materialsList } from '../materials-list.ts'
import { freshClock, movedClock } from '../move-clock.ts'
import { basisText, nextNumber, type CaseEffect } from './effect.ts'

/**
 * 报送: the lower organ's opinion and all materials go to the organ that decides, whose own time begins now. Nothing is asked
 * of the applicant again: the materials are those of the case. Source: 行政许可法 articles 35, 43.
 */
export const reportUp: CaseEffect = {
  async apply(tx, input) {
    const { at, context, form, loaded } = input
    const { row } = loaded
    const { matter } = loaded.matter
    const number = await nextNumber(tx, input, 'first-review')
    const materials = await materialsList(tx, matter, row)
    const clock: CaseClock = { ...caseClockOf((await freshClock(tx, row, at)).clock), from: at }
    const patch = movedClock(row, loaded.matter, clock, context.calendarOf(row.tenant_id))
    const conclusion = String(form.conclusion)
    const report = {
      number,
      receiver: row.organ_name,
      conclusion,
      opinion: String(form.opinion),
      basis: basisText(matter),
      materials,
      reportedOn: dayOf(at),
      statutoryDueDay: dayOf(patch.statutory_due_at! - 1),
    }
    return {
      variables: { clockFrom: at, clock: clock as unknown as JsonValue, organName: row.organ_name, report },
      patch,
      entries: [
        { action: 'case.reported-up', payload: { from: issuerOf(matter, row).organId, to: row.organ_id, number, conclusion, materials } },
      ],
    }
  },
}
