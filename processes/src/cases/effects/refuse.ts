import type { JsonValue } from '@lianban/engine'
import { dayOf } from '../../clock/index.ts'
import { voidCommitment } from '../duties/commitments.ts'
import { lapseDebts } from '../duties/debts.ts'
import { dutyPorts } from '../duties/duty-ports.ts'
import { refuseAfterSilence } from '../licences/renewal.ts'
import { deliveryLimits } from '../limits.ts'
import type { DecisionRecord } from '../views.ts'
import { basisText, nextNumber, remediesVariable, type CaseEffect } from './effect.ts'
import { standardsSentence } from './record-inspection.ts'

/**
 * 不予许可: a written decision with reasons and the right to reconsideration and litigation; after a failed inspection it names
 * the technical standards. Source: 行政许可法 articles 38 (2), 55 (3).
 */
export const refuse: CaseEffect = {
  check: ({ context, loaded }) => refuseAfterSilence(context.database, loaded.row),
  async apply(tx, input) {
    const { at, context, loaded } = input
    const decision: DecisionRecord = {
      result: 'refuse',
      number: await nextNumber(tx, input, 'refusal'),
      licenceNo: null,
      reasons: [input.opinion, await standardsSentence(tx, loaded.row)].filter((one) => one !== null).join('\n') || null,
      decidedOn: dayOf(at),
      validFrom: null,
      validUntil: null,
    }
    await voidCommitment(tx, loaded.row)
    await lapseDebts(tx, dutyPorts(context), loaded.row, at)
    return {
      variables: {
        decision: { ...decision, basis: basisText(loaded.matter.matter) } satisfies JsonValue,
        remedies: remediesVariable(loaded.matter.matter),
      },
      patch: { status: 'refused', decision, ...deliveryLimits(loaded.matter.matter, at, context.calendarOf(loaded.row.tenant_id)) },
    }
  },
}
