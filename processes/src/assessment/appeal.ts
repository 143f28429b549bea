import { assessmentFrames, assessmentResults } from '@lianban/storage'
import { CaseError } from '../cases/errors.ts'
import { personsActing, type EffectInput } from '../cases/effects/effect.ts'
import { pointsText } from './decimal.ts'
import type { UnitResult } from './assess.ts'
import { decimalAt, entry, openerOf, opening, recordOf, refuse, textOf, type Db } from './doing.ts'
import { startedTarget } from './found.ts'
import { bookOf, resultsOf, settled, writeVersion } from './results.ts'

/* 申诉 of a unit against one score: reviewed by two persons who had no part in the first scoring, changed or kept with reasons. */

export const openAppeal = opening(
  async (db, { caller, form, openerOrgan, at }) => {
    const { frame, indicator, target } = await startedTarget(db, {
      tenantId: caller.tenantId,
      organ: openerOrgan,
      indicatorId: form.indicatorId,
    })
    const unit = await assessmentResults(db).unit(caller.tenantId, frame.id, target.organ_id)
    if (unit?.status !== 'told' || unit.appeal_until === null) refuse('indicatorId', '考核组还没有反馈本单位的得分')
    if (at > unit.appeal_until) refuse('indicatorId', '已经超过收到反馈后五个工作日的申诉期限', 'APPEAL_LATE')
    if (unit.appeal_case !== null) refuse('indicatorId', '本单位有一件申诉正在办理,办结后再提出')
    return { unit, indicator }
  },
  async (tx, { row }, { unit, indicator }) => {
    if (!(await assessmentResults(tx).openAppeal(unit, row.id))) refuse('indicatorId', '本单位有一件申诉正在办理,办结后再提出')
    return {
      variables: { indicatorName: indicator.name },
      entries: [{ action: 'assessment.appealed', payload: { indicator: indicator.id, organ: unit.organ_id } }],
    }
  },
)

/** What is to become of the score, proposed by the first reviewer. */
export const reviewAppeal = entry(
  async (db, input) => {
    await refuseFirstScorer(db, input)
    if (input.form.result !== 'change') return
    if (typeof input.form.value !== 'number') refuse('value', '变更得分的,请填写复核认定的完成值')
    decimalAt(input.form.value, 'value')
  },
  () => Promise.resolve({}),
)

/** The second reviewer agrees: the score is changed or kept, and where results are public already a new version follows. */
export const decideAppeal = entry(
  async (db, input) => {
    await refuseFirstScorer(db, input)
    const found = await appealed(db, input)
    const review = await recordOf(db, input.loaded, 'Task_Review')
    return { ...found, review }
  },
  async (tx, input, { frame, indicator, target, review }) => {
    const { caller, loaded } = input
    const { organ_id } = target
    const book = await bookOf(tx, frame)
    const changed = review.result === 'change'
    const said = { indicator_id: indicator.id, organ_id, round: 'appeal' as const, reason: textOf(review.reasons) }
    const values = changed ? [settled(input, { ...said, value: decimalAt(review.value, 'value') })] : []
    await assessmentResults(tx).insertValues(values)
    await assessmentResults(tx).closeAppeal(caller.tenantId, loaded.row.id)
    const [before, after] = [book, { ...book, values: [...book.values, ...values] }].map((as) =>
      resultsOf(as).find(({ unit }) => unit === organ_id)!,
    ) as [UnitResult, UnitResult]
    const published = (await assessmentResults(tx).lastVersionNo(caller.tenantId, frame.id)) > 0
    const version =
      changed && published ? await writeVersion(tx, input, { frame, kind: 'public', why: `申诉复核变更${indicator.name}得分` }) : null
    const pointsOf = ({ items }: typeof after) => words(items.find((item) => item.indicator === indicator.id)?.points ?? null)
    return {
      variables: {
        appeal: {
          ...{ indicatorName: indicator.name, changed, reasons: textOf(review.reasons), before: pointsOf(before), after: pointsOf(after) },
          ...{ totalBefore: words(before.total), totalAfter: words(after.total) },
        },
      },
      entries: [
        {
          action: 'assessment.appeal-decided',
          payload: {
            indicator: indicator.id,
            organ: organ_id,
            changed,
            before: before.total,
            after: after.total,
            version: version?.no ?? null,
          },
        },
      ],
    }
  },
)

const words = (points: number | null): string => (points === null ? '待补' : pointsText(points))

async function appealed(db: Db, { caller, loaded }: EffectInput) {
  const { indicatorId } = loaded.row.form as { indicatorId: string }
  return startedTarget(db, { tenantId: caller.tenantId, organ: openerOf(loaded), indicatorId })
}

/**
 * Whoever settled a value or gave a mark of this indicator for this unit does not review it: that was another case, so the ledger
 * knows it, not the separation rules of this one. @throws CaseError PERSON_NOT_ELIGIBLE
 */
async function refuseFirstScorer(db: Db, input: EffectInput): Promise<void> {
  const { caller, loaded } = input
  const { indicatorId } = loaded.row.form as { indicatorId: string }
  const indicator = await assessmentFrames(db).indicator(caller.tenantId, indicatorId)
  const unit = indicator && (await assessmentResults(db).unit(caller.tenantId, indicator.frame_id, openerOf(loaded)))
  const values = await assessmentResults(db).values(caller.tenantId, [indicatorId])
  const marks = unit ? await assessmentResults(db).marks(caller.tenantId, unit.case_id) : []
  const scorers = new Set([
    ...values.filter((row) => row.organ_id === openerOf(loaded) && row.round === 'first').map(({ by_user }) => by_user),
    ...marks.map(({ judge }) => judge),
  ])
  if (personsActing(input).some((id) => scorers.has(id)))
    throw new CaseError('PERSON_NOT_ELIGIBLE', '您参加了该单位的初次评分,申诉复核应由没有参加初次评分的人员办理')
}
