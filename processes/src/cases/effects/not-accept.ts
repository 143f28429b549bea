import { nextNumber, remediesVariable, type CaseEffect } from './effect.ts'

/**
 * 不予受理: a written decision with its reasons; where another organ is competent, it is named.
 * Source: 行政许可法 article 32 (1), (2) and last paragraph.
 */
export const notAccept: CaseEffect = {
  async apply(tx, input) {
    const number = await nextNumber(tx, input, 'non-acceptance')
    const { competentOrgan } = input.fields
    return {
      variables: {
        nonAcceptance: { number, reasons: input.opinion, competentOrgan: typeof competentOrgan === 'string' ? competentOrgan : null },
        remedies: remediesVariable(input.loaded.matter.matter),
      },
      patch: { status: 'not-accepted', decided_at: input.at, warn_at: null },
    }
  },
}
