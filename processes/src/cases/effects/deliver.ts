import { issuedDocuments } from '@lianban/storage'
import type { DecisionRecord } from '../views.ts'
import type { CaseEffect } from './effect.ts'
import { decidedPapers, deliveryVariable } from './outcomes/decision.ts'

/**
 * 送达: what was decided is handed over; the proof of delivery names the papers, to whom, when and by what means.
 * Source: 行政许可法 article 44; 民事诉讼法 articles 87 to 95 on the means.
 */
export const deliver: CaseEffect = {
  async apply(tx, input) {
    const { row } = input.loaded
    const issued = await issuedDocuments(tx).forCase(row.tenant_id, row.id)
    const papers = decidedPapers(row.decision as DecisionRecord | null, issued)
    return { variables: { delivery: deliveryVariable(input, papers) }, patch: {} }
  },
}
