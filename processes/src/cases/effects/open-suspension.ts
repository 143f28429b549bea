import { caseClocks } from '@lianban/storage'
import { freshDeed, nextNumber, personsActing, type CaseEffect } from './effect.ts'
import { refuseSuspensionApproval, suspensionApproved } from './outcomes/clock.ts'
import { pendingSuspension } from './request-suspension.ts'

/**
 * 同意特别程序: the clock stands still from now on, and the applicant is told in writing for how long. Who asked does not
 * approve. Source: 行政许可法 article 45.
 */
export const openSuspension: CaseEffect = {
  movesClock: true,
  check: async (input) => refuseSuspensionApproval(await pendingSuspension(input), personsActing(input), input.at),
  async apply(tx, input) {
    const { caller, loaded, opinion, at } = input
    const request = await pendingSuspension(input, tx)
    const number = await nextNumber(tx, input, 'special')
    const outcome = suspensionApproved(await freshDeed(tx, input), request, number)
    await caseClocks(tx).updateSuspension(loaded.row.tenant_id, request.id, {
      state: 'open',
      decided_by: caller.userId,
      decided_by_name: caller.name,
      decided_at: at,
      decision_opinion: opinion,
      notice_number: number,
    })
    return outcome
  },
}
