import type { JsonValue } from '@lianban/engine'
import { caseClocks } from '@lianban/storage'
import { caseClockOf, chineseDay, countOf, dayOf, lengthWords, type CaseClock } from '../../clock/index.ts'
import { refuseExtension, lateFor } from '../extension-rules.ts'
import { samePerson } from '../errors.ts'
import { freshClock, movedClock } from '../move-clock.ts'
import { nextNumber, type CaseEffect, type EffectInput } from './effect.ts'

/**
 * 同意延期: both limits are longer, once, by decision of the head of the organ before the limit has passed; the applicant
 * is told the reasons. Source: 行政许可法 article 42.
 */
export const extend: CaseEffect = {
  movesClock: true,
  async check(input) {
    const { context, caller, loaded, at } = input
    const request = await pendingExtension(input)
    const acting = [caller.userId, ...(caller.actsFor ?? []).map(({ principal }) => principal.userId)]
    if (acting.includes(request.requested_by)) throw samePerson('延期由您申请,不能由您批准,请由本单位其他负责人办理')
    const late = lateFor(loaded, at, context.calendarOf(loaded.row.tenant_id))
    if (late) throw await refuseExtension(context, caller, loaded, late)
  },
  async apply(tx, input) {
    const { context, caller, loaded, opinion, at } = input
    const { row, matter } = loaded
    const request = await pendingExtension(input, tx)
    const extension = matter.matter.limits.extension!
    const number = await nextNumber(tx, input, 'extension')
    const before = caseClockOf((await freshClock(tx, row, at)).clock)
    const clock: CaseClock = { ...before, extension: before.extension + countOf(extension) }
    const patch = movedClock(row, matter, clock, context.calendarOf(row.tenant_id))
    await caseClocks(tx).updateExtension(row.tenant_id, request.id, {
      state: 'granted',
      decided_by: caller.userId,
      decided_by_name: caller.name,
      decided_at: at,
      decision_opinion: opinion,
      notice_number: number,
    })
    const statutoryDueText = patch.statutory_due_at == null ? '特别程序结束以后' : chineseDay(dayOf(patch.statutory_due_at - 1))
    return {
      variables: {
        clock: clock as unknown as JsonValue,
        extension: {
          number,
          reasons: request.reasons,
          length: lengthWords(extension),
          statutoryDueText,
          requestedBy: request.requested_by_name,
          decidedBy: caller.name,
          decidedAt: at,
        },
      },
      patch,
      entries: [
        {
          action: 'limit.extended',
          payload: { days: countOf(extension), unit: extension.unit, reason: request.reasons, approvedBy: caller.userId, number },
        },
      ],
    }
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
