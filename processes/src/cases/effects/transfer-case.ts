import { dayOf } from '../../clock/index.ts'
import { voidCommitment } from '../duties/commitments.ts'
import { basisText, nextNumber, type CaseEffect } from './effect.ts'

/** 转报: the decision is another authority's; the case goes there with its papers and what was found, and ends here. */
export const transferCase: CaseEffect = {
  async apply(tx, input) {
    const { at, fields, loaded, opinion } = input
    const number = await nextNumber(tx, input, 'transfer')
    await voidCommitment(tx, loaded.row)
    const receiver = String(fields.receiver)
    return {
      variables: {
        transfer: { number, receiver, reasons: opinion, basis: basisText(loaded.matter.matter), transferredOn: dayOf(at) },
      },
      patch: { status: 'transferred', decided_at: at, warn_at: null, suspended_at: null },
      entries: [{ action: 'case.transferred', payload: { receiver, number, reasons: opinion } }],
    }
  },
}
