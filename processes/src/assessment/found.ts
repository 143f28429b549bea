import { assessmentFrames, type AssessmentFrameRow, type AssessmentIndicatorRow, type AssessmentTargetRow } from '@lianban/storage'
import { refuse, type Db } from './doing.ts'
import type { Indicator, ScoringRule } from './scoring.ts'

/** A frame that is under way. @throws CaseError FORM_INVALID at `path` */
export async function startedFrame(db: Db, tenantId: string, id: unknown, path = 'frameId'): Promise<AssessmentFrameRow> {
  const frame = await assessmentFrames(db).get(tenantId, String(id))
  if (!frame) refuse(path, `没有编号为“${String(id)}”的考核方案,请核对目标责任书上的编号`)
  if (frame.status === 'drafting') refuse(path, `“${frame.name}”还在制定中,下达后才能办理`)
  if (frame.status === 'closed') refuse(path, `“${frame.name}”的考核结果已经审定,不能再办理`)
  return frame
}

export interface FoundTarget {
  frame: AssessmentFrameRow
  indicator: AssessmentIndicatorRow
  target: AssessmentTargetRow
}

/** A target of a unit by the number of its indicator. @throws CaseError FORM_INVALID at `path` */
export async function startedTarget(
  db: Db,
  { tenantId, organ, indicatorId, path = 'indicatorId' }: { tenantId: string; organ: string | null; indicatorId: unknown; path?: string },
): Promise<FoundTarget> {
  const indicator = await assessmentFrames(db).indicator(tenantId, String(indicatorId))
  if (!indicator) refuse(path, `没有编号为“${String(indicatorId)}”的指标,请核对目标责任书上的指标编号`)
  const frame = await startedFrame(db, tenantId, indicator.frame_id, path)
  const [target] = await assessmentFrames(db).targets(tenantId, { indicator_id: indicator.id, organ_id: organ ?? '' })
  if (!target) refuse(path, `“${indicator.name}”不是本单位的指标`)
  return { frame, indicator, target }
}

export const ruleOf = ({ rule }: AssessmentIndicatorRow): ScoringRule => rule as unknown as ScoringRule

export const indicatorOf = (row: AssessmentIndicatorRow): Indicator => ({
  ...{ id: row.id, name: row.name, weight: row.weight },
  rule: ruleOf(row),
})

/** Only what has a weight is part of the frame's base. */
export const isWeighted = (row: AssessmentIndicatorRow): boolean => ['formula', 'rank'].includes(ruleOf(row).kind)
