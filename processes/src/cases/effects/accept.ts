import { acceptanceVariable, examinationLimits } from '../limits.ts'
import { nextNumber, type CaseEffect } from './effect.ts'

/** 受理: both time limits begin to count today. Source: 行政许可法 articles 32, 42, 82. */
export const accept: CaseEffect = {
  async apply(tx, input) {
    const { at, context, loaded } = input
    const { matter } = loaded.matter
    const number = await nextNumber(tx, input, 'acceptance')
    return {
      variables: {
        clockFrom: at,
        acceptance: acceptanceVariable(
          matter,
          { receivedAt: loaded.row.received_at, acceptedAt: at, number },
          context.calendarOf(loaded.row.tenant_id),
        ),
      },
      patch: { status: 'accepted', ...examinationLimits(matter, at, context.calendarOf(loaded.row.tenant_id)) },
    }
  },
}
