import { voidCommitment } from '../duties/commitments.ts'
import { lapseDebts } from '../duties/debts.ts'
import { dutyPorts } from '../duties/duty-ports.ts'
import { refuseAfterSilence } from '../licences/renewal.ts'
import { deedOf, nextNumber, type CaseEffect } from './effect.ts'
import { refused } from './outcomes/decision.ts'
import { standardsSentence } from './outcomes/inspection.ts'
import { inspectionOf } from './record-inspection.ts'

/**
 * 不予许可: a written decision with reasons and the right to reconsideration and litigation; after a failed inspection it names
 * the technical standards. Source: 行政许可法 articles 38 (2), 55 (3).
 */
export const refuse: CaseEffect = {
  check: ({ context, loaded }) => refuseAfterSilence(context.database, loaded.row),
  async apply(tx, input) {
    const { at, context, loaded } = input
    const number = await nextNumber(tx, input, 'refusal')
    const standards = standardsSentence(await inspectionOf(tx, loaded.row))
    await voidCommitment(tx, loaded.row)
    await lapseDebts(tx, dutyPorts(context), loaded.row, at)
    return refused(deedOf(input), number, standards)
  },
}
