import { deedOf, type CaseEffect } from './effect.ts'
import { amended, isStillOpen, refuseAmendment } from './outcomes/intake.ts'

/**
 * The applicant may change what he handed in before anything is decided about it: small errors on the spot 当场更正
 * (行政许可法 article 32 (3)), or what the pre-check 预审 advises. Neither is a 补正, nor a refusal, and neither has a number.
 */
const amendment = (kind: 'correction' | 'advice'): CaseEffect => ({
  isOffered: ({ loaded }) => isStillOpen(loaded.row.supplement),
  check: ({ loaded }) => refuseAmendment(kind, loaded),
  apply: (_tx, input) => Promise.resolve(amended(kind, deedOf(input))),
})

export const requestCorrection = amendment('correction')
export const advise = amendment('advice')
