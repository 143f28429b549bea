import { caseClocks, newId } from '@lianban/storage'
import { deedOf, type CaseEffect, type EffectInput } from './effect.ts'
import { refuseSuspensionRequest, suspensionRequested } from './outcomes/clock.ts'

/** 申请特别程序: asked for only; the clock runs on until somebody else has approved it. Source: 行政许可法 article 45. */
export const requestSuspension: CaseEffect = {
  check: (input) => refuseSuspensionRequest(deedOf(input)),
  async apply(tx, input) {
    const { request, outcome } = suspensionRequested(deedOf(input), newId())
    await caseClocks(tx).addSuspension(request)
    return outcome
  },
}

/** The request that waits for a decision. It is there as long as the task is: an absence is our mistake. */
export async function pendingSuspension({ context: { database }, loaded: { row } }: EffectInput, tx = database) {
  const found = (await caseClocks(tx).suspensions(row.tenant_id, row.id)).findLast(({ state }) => state === 'requested')
  if (!found) throw new Error(`case ${row.id}: no special procedure is asked for`)
  return found
}
