import { voidCommitment } from '../duties/commitments.ts'
import { materialsList } from '../materials-list.ts'
import { deedOf, nextNumber, type CaseEffect } from './effect.ts'
import { transferred } from './outcomes/decision.ts'

/** 转报: the decision is another authority's; the case goes there with its papers and what was found, and ends here. */
export const transferCase: CaseEffect = {
  async apply(tx, input) {
    const { matter, row } = input.loaded
    const number = await nextNumber(tx, input, 'transfer')
    await voidCommitment(tx, row)
    return transferred(deedOf(input), number, await materialsList(tx, matter.matter, row))
  },
}
