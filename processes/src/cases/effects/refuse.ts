import type { JsonValue } from '@lianban/engine'
import { dayOf } from '../../clock/index.ts'
import { deliveryLimits } from '../limits.ts'
import type { DecisionRecord } from '../views.ts'
import { nextNumber, type CaseEffect } from './effect.ts'

/** 不予许可: a written decision with reasons and the right to reconsideration and litigation. Source: 行政许可法 article 38 (2). */
export const refuse: CaseEffect = {
  async apply(tx, input) {
    const { at, context, loaded } = input
    const decision: DecisionRecord = {
      result: 'refuse',
      number: await nextNumber(tx, input, 'refusal'),
      licenceNo: null,
      reasons: input.opinion,
      decidedOn: dayOf(at),
      validFrom: null,
      validUntil: null,
      verifyCode: null,
    }
    return {
      variables: { decision: { ...decision } satisfies JsonValue },
      patch: { status: 'refused', decision, ...deliveryLimits(loaded.matter.matter, at, context.calendarOf(loaded.row.tenant_id)) },
    }
  },
}
