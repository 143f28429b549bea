import { deedOf, nextNumber, type CaseEffect } from './effect.ts'
import { notAccepted } from './outcomes/intake.ts'

/**
 * 不予受理: a written decision with its reasons; where another organ is competent, it is named.
 * Source: 行政许可法 article 32 (1), (2) and last paragraph.
 */
export const notAccept: CaseEffect = {
  apply: async (tx, input) => notAccepted(deedOf(input), await nextNumber(tx, input, 'non-acceptance')),
}
