import { assessmentFrames, assessmentResults } from '@lianban/storage'
import { chineseDay, dayOf } from '../clock/day.ts'
import { by, decimalAt, entry, openerOf, opening, refuse, textOf, type Db } from './doing.ts'
import { dutiesOf } from './frame.ts'
import { startedTarget } from './found.ts'

/* 目标调整: in the middle of the year only, by the days of the frame; before and after are kept. */

export const openAdjustment = opening(
  async (db, { caller, form, openerOrgan, at }) => {
    const found = await adjustable(db, { tenantId: caller.tenantId, organ: openerOrgan, form })
    const { adjust_from: from, adjust_until: until } = found.frame
    const today = dayOf(at)
    if (today < from || today > until)
      refuse('indicatorId', `目标调整在${chineseDay(from)}至${chineseDay(until)}之间提出,现在不能提出`, 'ADJUSTMENT_CLOSED')
    return { ...found, duties: await dutiesOf(db, caller.tenantId, found.frame.year, found.frame.family) }
  },
  (_tx, _input, { indicator, target, after, duties }) =>
    Promise.resolve({
      variables: { indicatorOwner: indicator.owner, indicatorName: indicator.name, settingOrgan: duties.setting },
      entries: [
        {
          action: 'assessment.adjustment-asked',
          payload: { indicator: indicator.id, organ: target.organ_id, before: target.target, after },
        },
      ],
    }),
)

/** The leaders have agreed: the target is changed if it still is what it was when the change was asked for. */
export const adjustTarget = entry(
  async (db, { caller, loaded }) => {
    const found = await adjustable(db, { tenantId: caller.tenantId, organ: openerOf(loaded), form: loaded.row.form })
    const changes = await assessmentFrames(db).adjustments(caller.tenantId, [found.indicator.id])
    if (changes.some(({ organ_id, at }) => organ_id === found.target.organ_id && at > loaded.row.submitted_at))
      refuse('after', '该目标在本件提出之后已经调整,不能再按本件调整;仍需调整的,请重新提出', 'TARGET_CHANGED')
    return found
  },
  async (tx, input, { indicator, target, after }) => {
    const { caller, loaded } = input
    const change = { indicator_id: indicator.id, organ_id: target.organ_id, before: target.target, after }
    const reason = textOf((loaded.row.form as { reason?: unknown }).reason)
    const row = { tenant_id: caller.tenantId, case_id: loaded.row.id, ...change, reason, ...by(input) }
    if (!(await assessmentFrames(tx).adjust(row))) refuse('after', '该目标刚刚已经调整,请刷新页面')
    const { before } = change
    return {
      entries: [{ action: 'assessment.target-adjusted', payload: { indicator: indicator.id, organ: target.organ_id, before, after } }],
    }
  },
)

async function adjustable(db: Db, given: { tenantId: string; organ: string | null; form: Record<string, unknown> }) {
  const found = await startedTarget(db, { tenantId: given.tenantId, organ: given.organ, indicatorId: given.form.indicatorId })
  const { frame, indicator, target } = found
  const after = decimalAt(given.form.after, 'after')
  if (target.target === null) refuse('indicatorId', `“${indicator.name}”没有目标值`)
  if (target.target === after) refuse('after', '调整后的目标值与现在相同')
  if (await assessmentResults(db).unit(given.tenantId, frame.id, target.organ_id))
    refuse('indicatorId', '本单位已经开始年终考评,不能再调整目标', 'ADJUSTMENT_CLOSED')
  return { ...found, after }
}
