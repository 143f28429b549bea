import { materialsList } from '../materials-list.ts'
import { freshDeed, nextNumber, type CaseEffect } from './effect.ts'
import { reportedUp } from './outcomes/decision.ts'

/**
 * 报送: the lower organ's opinion and all materials go to the organ that decides, whose own time begins now. Nothing is asked
 * of the applicant again: the materials are those of the case. Source: 行政许可法 articles 35, 43.
 */
export const reportUp: CaseEffect = {
  async apply(tx, input) {
    const { matter, row } = input.loaded
    const number = await nextNumber(tx, input, 'first-review')
    return reportedUp(await freshDeed(tx, input), number, await materialsList(tx, matter.matter, row))
  },
}
