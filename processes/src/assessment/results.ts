import {
  assessmentFrames,
  assessmentResults,
  newId,
  type AssessmentFrameRow,
  type AssessmentIndicatorRow,
  type AssessmentTargetRow,
  type AssessmentValueRow,
  type AssessmentVersionRow,
  type Tx,
} from '@lianban/storage'
import { assess, versionText, type UnitResult } from './assess.ts'
import { by, type Db } from './doing.ts'
import type { EffectInput } from '../cases/effects/effect.ts'
import { indicatorOf } from './found.ts'

/** Everything of a frame that scores are computed from, as it stands. */
export interface FrameBook {
  frame: AssessmentFrameRow
  indicators: AssessmentIndicatorRow[]
  targets: AssessmentTargetRow[]
  /** Oldest first. */
  values: AssessmentValueRow[]
}

export async function bookOf(db: Db, frame: AssessmentFrameRow): Promise<FrameBook> {
  const indicators = await assessmentFrames(db).indicators(frame.tenant_id, frame.id)
  const [targets, values] = await Promise.all([
    assessmentFrames(db).targets(frame.tenant_id, { frame_id: frame.id }),
    assessmentResults(db).values(
      frame.tenant_id,
      indicators.map(({ id }) => id),
    ),
  ])
  return { frame, indicators, targets, values }
}

/** Scores, places and grades of all units, computed anew. @throws ScoringFailure */
export function resultsOf({ frame, indicators, targets, values }: FrameBook): UnitResult[] {
  const last = new Map(values.map((row) => [`${row.indicator_id} ${row.organ_id}`, row.value]))
  return assess({
    options: { missing: frame.missing, tie: frame.tie },
    grades: { base: frame.base, excellentPercent: frame.excellent_percent },
    plusCap: frame.plus_cap,
    units: frame.units,
    indicators: indicators.map((row) => ({
      indicator: indicatorOf(row),
      measured: targets
        .filter(({ indicator_id }) => indicator_id === row.id)
        .map(({ organ_id, base, target }) => ({ unit: organ_id, base, target, value: last.get(`${row.id} ${organ_id}`) ?? null })),
    })),
  })
}

/** Publishes the results as they are computed now, as one more version; those before stay as they are. */
export async function writeVersion(
  tx: Tx,
  input: EffectInput,
  { frame, kind, why }: { frame: AssessmentFrameRow; kind: AssessmentVersionRow['kind']; why: string },
): Promise<{ no: number; sha256: string; results: UnitResult[] }> {
  const { caller, loaded } = input
  const results = resultsOf(await bookOf(tx, frame))
  const no = (await assessmentResults(tx).lastVersionNo(caller.tenantId, frame.id)) + 1
  const text = versionText(results)
  const row = { tenant_id: caller.tenantId, frame_id: frame.id, no, kind, ...text, why, case_id: loaded.row.id, ...by(input) }
  await assessmentResults(tx).insertVersion(row)
  return { no, sha256: text.sha256, results }
}

/** A settled value. */
export const settled = (
  input: EffectInput,
  value: Pick<AssessmentValueRow, 'indicator_id' | 'organ_id' | 'value'> &
    Partial<Pick<AssessmentValueRow, 'round' | 'reason' | 'snapshot_id'>>,
): AssessmentValueRow => ({
  ...{ tenant_id: input.caller.tenantId, id: newId(), round: 'first', reason: null, snapshot_id: null, case_id: input.loaded.row.id },
  ...by(input),
  ...value,
})
