import { deedOf, nextNumber, type CaseEffect } from './effect.ts'
import { notRequiredTold } from './outcomes/intake.ts'

/** 不需要取得行政许可: the applicant is told at once that nothing has to be applied for. Source: 行政许可法 article 32 (1). */
export const notRequired: CaseEffect = {
  apply: async (tx, input) => notRequiredTold(deedOf(input), await nextNumber(tx, input, 'not-required')),
}
