import { caseClocks } from '@lianban/storage'
import type { CaseEffect } from './effect.ts'
import { pendingSuspension } from './request-suspension.ts'

/** 不同意特别程序: the clock has never stopped. */
export const refuseSuspension: CaseEffect = {
  async apply(tx, input) {
    const { caller, loaded, opinion, at } = input
    const request = await pendingSuspension(input, tx)
    await caseClocks(tx).updateSuspension(loaded.row.tenant_id, request.id, {
      state: 'refused',
      decided_by: caller.userId,
      decided_by_name: caller.name,
      decided_at: at,
      decision_opinion: opinion,
    })
    return { variables: {}, patch: {}, entries: [{ action: 'suspension.refused', payload: { suspension: request.id, reasons: opinion } }] }
  },
}
