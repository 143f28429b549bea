import { deedOf, nextNumber, type CaseEffect } from './effect.ts'
import { isStillOpen, refuseSecondSupplement, supplementAsked } from './outcomes/intake.ts'

/** 补正: everything that is missing is told once, in one paper. Source: 行政许可法 article 32 (4). */
export const requestSupplement: CaseEffect = {
  isOffered: ({ loaded }) => isStillOpen(loaded.row.supplement),
  check: ({ loaded }) => refuseSecondSupplement(loaded),
  apply: async (tx, input) => supplementAsked(deedOf(input), await nextNumber(tx, input, 'supplement')),
}
