import { caseClocks, newId } from '@lianban/storage'
import type { Day } from '../../clock/index.ts'
import { hearingOf } from '../hearing.ts'
import { personName } from '../people.ts'
import { deedOf, freshDeed, nextNumber, type CaseEffect } from './effect.ts'
import {
  hearingArranged,
  hearingDropped,
  hearingHeld,
  hearingRightsTold,
  refuseArrangement,
  refuseEarlyMinutes,
  refuseHearingRights,
} from './outcomes/hearing.ts'
import { resumeClock } from './stop-clock.ts'

/** 告知听证权利: applicant and interested persons are told of their right, once. Source: 行政许可法 article 47. */
export const tellHearingRights: CaseEffect = {
  isOffered: ({ loaded }) => hearingOf(loaded.row.hearing) === null,
  check: ({ loaded }) => refuseHearingRights(loaded),
  apply: async (tx, input) => hearingRightsTold(deedOf(input), await nextNumber(tx, input, 'hearing-rights')),
}

/** 组织听证: day, place and who presides; told at least seven days ahead, held within twenty days of the asking; not counted (45). */
export const arrangeHearing: CaseEffect = {
  movesClock: true,
  check: (input) => refuseArrangement(deedOf(input)),
  async apply(tx, input) {
    const { at, caller, context, form, loaded, opinion } = input
    const { row } = loaded
    const number = await nextNumber(tx, input, 'hearing-notice')
    const suspensionId = newId()
    const before = hearingOf(row.hearing)
    const asked = before?.asked ?? { by: loaded.participants.Task_Review?.at(-1) ?? caller.userId, byName: '承办人', at }
    await caseClocks(tx).addSuspension({
      tenant_id: row.tenant_id,
      id: suspensionId,
      case_id: row.id,
      kind: 'hearing',
      state: 'open',
      reason: before?.asked ? '依申请举行听证' : '依职权举行听证',
      planned_end: form.day as Day,
      requested_by: asked.by,
      requested_by_name: asked.byName,
      requested_at: asked.at,
      decided_by: caller.userId,
      decided_by_name: caller.name,
      decided_at: at,
      decision_opinion: opinion,
      notice_number: number,
      ended_by: null,
      ended_by_name: null,
      ended_at: null,
      result: null,
    })
    const presiderName = await personName({ ...context, database: tx }, row.tenant_id, String(form.presider))
    return hearingArranged(await freshDeed(tx, input), { number, suspensionId, presiderName })
  },
}

/** 不举行听证: whoever asked has given it up; the examination goes on. */
export const dropHearing: CaseEffect = {
  apply: (_tx, input) => Promise.resolve(hearingDropped(deedOf(input))),
}

/** 听证笔录: the clock goes on, and the case is decided on the minutes. Source: 行政许可法 article 48 (5). */
export const holdHearing: CaseEffect = {
  movesClock: true,
  check: ({ at, loaded: { row } }) => refuseEarlyMinutes({ row, at }),
  apply: async (tx, input) => hearingHeld(deedOf(input), await resumeClock(tx, input, String(input.form.summary))),
}
