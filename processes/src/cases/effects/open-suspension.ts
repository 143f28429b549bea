import type { JsonValue } from '@lianban/engine'
import { caseClocks } from '@lianban/storage'
import {
  caseClockOf,
  closeOfBusiness,
  dayOf,
  sameOrNextWorkday,
  SUSPENSION_KINDS,
  type CaseClock,
  type SuspensionKind,
} from '../../clock/index.ts'
import { samePerson, suspensionInvalid } from '../errors.ts'
import { freshClock, movedClock } from '../move-clock.ts'
import { nextNumber, type CaseEffect, type EffectEntry } from './effect.ts'
import { pendingSuspension } from './request-suspension.ts'

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
    const { context, caller, loaded, opinion, at } = input
    const { row } = loaded
    const request = await pendingSuspension(input, tx)
    const kind = request.kind as SuspensionKind
    const number = await nextNumber(tx, input, 'special')
    const calendar = context.calendarOf(row.tenant_id)
    const before = caseClockOf((await freshClock(tx, row, at)).clock)
    const clock: CaseClock = { ...before, stops: [...before.stops, { kind, from: at, to: null }] }
    await caseClocks(tx).updateSuspension(row.tenant_id, request.id, {
      state: 'open',
      decided_by: caller.userId,
      decided_by_name: caller.name,
      decided_at: at,
      decision_opinion: opinion,
      notice_number: number,
    })
    const plannedEndAt = closeOfBusiness(sameOrNextWorkday(request.planned_end, calendar), calendar)
    const kindName = SUSPENSION_KINDS[kind]
    const entries: EffectEntry[] = [
      { action: 'clock.suspended', payload: { kind, plannedEndAt, plannedEnd: request.planned_end, suspension: request.id } },
      { action: 'special-procedure.opened', payload: { kind: kindName, plannedEndAt, approvedBy: caller.userId, number } },
    ]
    return {
      variables: {
        clock: clock as unknown as JsonValue,
        suspension: {
          id: request.id,
          kind,
          kindName,
          plannedEnd: request.planned_end,
          plannedEndAt,
          reason: request.reason,
          number,
          requestedBy: request.requested_by_name,
          approvedBy: caller.name,
          startedAt: at,
        },
      },
      patch: { ...movedClock(row, loaded.matter, clock, calendar), suspended_at: at },
      entries,
    }
  },
}
