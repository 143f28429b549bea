import { nextNumber, remediesVariable, type CaseEffect } from './effect.ts'

/** 不需要取得行政许可: the applicant is told at once that nothing has to be applied for. Source: 行政许可法 article 32 (1). */
export const notRequired: CaseEffect = {
  async apply(tx, input) {
    const number = await nextNumber(tx, input, 'not-required')
    return {
      variables: {
        notRequired: { number, reasons: input.opinion, notifiedAt: input.at },
        remedies: remediesVariable(input.loaded.matter.matter),
      },
      patch: { status: 'not-accepted', decided_at: input.at, warn_at: null },
    }
  },
}
