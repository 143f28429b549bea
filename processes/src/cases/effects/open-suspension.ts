import { caseClocks } from '@lianban/storage'
import { dayOf, SUSPENSION_KINDS, type SuspensionKind } from '../../clock/index.ts'
import { samePerson, suspensionInvalid } from '../errors.ts'
import { nextNumber, type CaseEffect } from './effect.ts'
import { pendingSuspension } from './request-suspension.ts'
import { stopClock } from './stop-clock.ts'

/**
 * 同意特别程序: the clock stands still from now on, and the applicant is told in writing for how long. Who asked does not
 * approve. Source: 行政许可法 article 45.
 */
export const openSuspension: CaseEffect = {
  movesClock: true,
  async check(input) {
    const request = await pendingSuspension(input)
    const acting = [input.caller.userId, ...(input.caller.actsFor ?? []).map(({ principal }) => principal.userId)]
    if (acting.includes(request.requested_by)) throw samePerson('特别程序由您申请,不能由您批准,请由其他批准人办理')
    if (request.planned_end < dayOf(input.at)) throw suspensionInvalid('计划结束日已过,请选择不同意,由承办人重新申请', null)
  },
  async apply(tx, input) {
    const { caller, loaded, opinion, at } = input
    const request = await pendingSuspension(input, tx)
    const kind = request.kind as SuspensionKind
    const number = await nextNumber(tx, input, 'special')
    const stop = await stopClock(tx, input, { kind, plannedEnd: request.planned_end, suspensionId: request.id, number })
    await caseClocks(tx).updateSuspension(loaded.row.tenant_id, request.id, {
      state: 'open',
      decided_by: caller.userId,
      decided_by_name: caller.name,
      decided_at: at,
      decision_opinion: opinion,
      notice_number: number,
    })
    const suspension = {
      id: request.id,
      kind,
      kindName: SUSPENSION_KINDS[kind],
      plannedEnd: request.planned_end,
      plannedEndAt: stop.plannedEndAt,
      reason: request.reason,
      number,
      requestedBy: request.requested_by_name,
      approvedBy: caller.name,
      startedAt: at,
    }
    return { ...stop, variables: { ...stop.variables, suspension } }
  },
}
