import { assessmentFrames, type AssessmentPartRow } from '@lianban/storage'
import { yearOf } from '../clock/day.ts'
import { fromMicros, micros } from './decimal.ts'
import { decimalAt, entry, openerOf, opening, refuse, rowsOf, textOf, type Db } from './doing.ts'
import { dutiesOf } from './frame.ts'
import { startedTarget } from './found.ts'
import { PART_LEVELS } from './words.ts'

/* 目标分解: a unit's target in quarters, organs and persons. Sums and dates are the ledger's affair, the rest 考核办's. */

export const openParts = opening(
  async (db, { caller, form, openerOrgan }) => {
    const found = await decomposed(db, { tenantId: caller.tenantId, organ: openerOrgan, form, caseId: '' })
    return { ...found, duties: await dutiesOf(db, caller.tenantId, found.frame.year, found.frame.family) }
  },
  (_tx, _input, { indicator, duties }) => Promise.resolve({ variables: { indicatorName: indicator.name, progressOrgan: duties.progress } }),
)

/** The unit's officer changes what came back; nothing stands until it is confirmed. */
export const reviseParts = entry(
  (db, { caller, loaded, form }) =>
    decomposed(db, { tenantId: caller.tenantId, organ: openerOf(loaded), form: { ...loaded.row.form, ...form }, caseId: loaded.row.id }),
  () => Promise.resolve({}),
)

export const confirmParts = entry(
  (db, { caller, loaded }) =>
    decomposed(db, { tenantId: caller.tenantId, organ: openerOf(loaded), form: loaded.row.form, caseId: loaded.row.id }),
  async (tx, { at }, { target, parts }) => {
    await assessmentFrames(tx).putParts(target, parts, at)
    const payload = { indicator: target.indicator_id, organ: target.organ_id, parts: parts.length }
    return { entries: [{ action: 'assessment.target-decomposed', payload }] }
  },
)

async function decomposed(
  db: Db,
  { tenantId, organ, form, caseId }: { tenantId: string; organ: string | null; form: Record<string, unknown>; caseId: string },
) {
  const found = await startedTarget(db, { tenantId, organ, indicatorId: form.indicatorId })
  const { frame, indicator, target } = found
  if (target.target === null) refuse('indicatorId', `“${indicator.name}”没有目标值,不需要分解`)
  const parts = rowsOf(form, 'parts').map((row, at): AssessmentPartRow => {
    const due = textOf(row.due)
    if (yearOf(due) !== frame.year) refuse(`parts.${at}.due`, `完成时限应当在${frame.year}年度之内`)
    const value = decimalAt(row.value, `parts.${at}.value`)
    return {
      ...{ tenant_id: tenantId, indicator_id: indicator.id, organ_id: target.organ_id, no: at + 1, case_id: caseId },
      ...{ level: row.level as AssessmentPartRow['level'], name: textOf(row.name), value, due },
    }
  })
  for (const level of ['quarter', 'organ', 'person'] as const)
    refuseWrongSum(
      parts.filter((part) => part.level === level),
      level,
      target.target,
      form.way === 'reach',
    )
  return { ...found, parts }
}

/** Parts add up to the target, or quarters climb to it 末期达到. */
function refuseWrongSum(parts: readonly AssessmentPartRow[], level: AssessmentPartRow['level'], target: string, reach: boolean): void {
  if (parts.length === 0) {
    if (level === 'quarter') refuse('parts', '请至少分解到季度')
    return
  }
  if (level === 'quarter') {
    const at = parts.findIndex(({ due }, index) => index > 0 && due <= parts[index - 1]!.due)
    if (at > 0) refuse('parts', `第${at + 1}个季度的完成时限应当晚于前一个季度`)
  }
  const reached = reach && level === 'quarter' ? micros(parts.at(-1)!.value) : parts.reduce((sum, { value }) => sum + micros(value), 0n)
  if (reached !== micros(target))
    refuse(
      'parts',
      reach && level === 'quarter'
        ? `最后一个季度应当达到目标值${target},现在是${fromMicros(reached)}`
        : `${PART_LEVELS[level]}的分解值合计${fromMicros(reached)},应当等于目标值${target}`,
      'PARTS_DIFFER',
    )
}
