import { caseClocks } from '@lianban/storage'
import { lateFor } from '../extension-late.ts'
import { refuseExtension } from '../extension-rules.ts'
import { freshDeed, nextNumber, personsActing, type CaseEffect, type EffectInput } from './effect.ts'
import { extended, refuseExtensionApproval } from './outcomes/clock.ts'

/**
 * 同意延期: both limits are longer, once, by decision of the head of the organ before the limit has passed; the applicant
 * is told the reasons. Source: 行政许可法 article 42.
 */
export const extend: CaseEffect = {
  movesClock: true,
  async check(input) {
    const { context, caller, loaded, at } = input
    refuseExtensionApproval(await pendingExtension(input), personsActing(input))
    const late = lateFor(loaded, at, context.calendarOf(loaded.row.tenant_id))
    if (late) throw await refuseExtension(context, caller, loaded, late)
  },
  async apply(tx, input) {
    const { caller, loaded, opinion, at } = input
    const request = await pendingExtension(input, tx)
    const number = await nextNumber(tx, input, 'extension')
    const outcome = extended(await freshDeed(tx, input), request, number)
    await caseClocks(tx).updateExtension(loaded.row.tenant_id, request.id, {
      state: 'granted',
      decided_by: caller.userId,
      decided_by_name: caller.name,
      decided_at: at,
      decision_opinion: opinion,
      notice_number: number,
    })
    return outcome
  },
}

/** 不同意延期. */
export const refuseExtensionRequest: CaseEffect = {
  async apply(tx, input) {
    const { caller, loaded, opinion, at } = input
    const request = await pendingExtension(input, tx)
    await caseClocks(tx).updateExtension(loaded.row.tenant_id, request.id, {
      state: 'refused',
      decided_by: caller.userId,
      decided_by_name: caller.name,
      decided_at: at,
      decision_opinion: opinion,
    })
    return { variables: {}, patch: {}, entries: [{ action: 'extension.refused', payload: { extension: request.id, reasons: opinion } }] }
  },
}

/** The request that waits for a decision. It is there as long as the task is: an absence is our mistake. */
async function pendingExtension({ context: { database }, loaded: { row } }: EffectInput, tx = database) {
  const found = (await caseClocks(tx).extensions(row.tenant_id, row.id)).findLast(({ state }) => state === 'requested')
  if (!found) throw new Error(`case ${row.id}: no extension is asked for`)
  return found
}
