import { dayOf } from '../../clock/index.ts'
import { voidCommitment } from '../duties/commitments.ts'
import { materialsList } from '../materials-list.ts'
import { basisText, nextNumber, type CaseEffect } from './effect.ts'

/** 转报: the decision is another authority's; the case goes there with its papers and what was found, and ends here. */
export const transferCase: CaseEffect = {
  async apply(tx, input) {
    const { at, fields, loaded, opinion } = input
    const number = await nextNumber(tx, input, 'transfer')
    await voidCommitment(tx, loaded.row)
    const receiver = String(fields.receiver)
    const materials = await materialsList(tx, loaded.matter.matter, loaded.row)
    // Nobody there asks the applicant for them again (行政许可法 article 35).
    const reasons = [opinion, materials.length === 0 ? '' : `随函报送全部申请材料：${materials.join('、')}。`].filter(Boolean).join('\n')
    return {
      variables: {
        transfer: { number, receiver, reasons, basis: basisText(loaded.matter.matter), transferredOn: dayOf(at) },
      },
      patch: { status: 'transferred', decided_at: at, warn_at: null, suspended_at: null },
      entries: [{ action: 'case.transferred', payload: { receiver, number, reasons: opinion } }],
    }
  },
}
