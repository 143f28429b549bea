import { assessmentResults, type AssessmentFrameRow, type AssessmentUnitRow, type AssessmentValueRow } from '@lianban/storage'
import { frameView, type FrameView } from './frame-view.ts'
import type { Db } from './doing.ts'
import { bookOf, resultsOf } from './results.ts'
import type { ItemResult } from './assess.ts'
import { ruleOf } from './found.ts'
import type { ScoringRule } from './scoring.ts'
import type { AssessmentIndicatorRow } from '@lianban/storage'

export interface SheetItem extends ItemResult {
  source: AssessmentIndicatorRow['source']
  rule: ScoringRule
  measure: string
  ownerName: string
  /** Settled values, oldest first; the last one counts. */
  values: { value: string; round: AssessmentValueRow['round']; reason: string | null; by: string; at: number }[]
  marks: { judge: string; mark: string; reason: string | null }[]
  snapshots: { source: string; value: string | null; query: string; at: number; logSize: number; logRoot: string | null }[]
}

export interface SheetView {
  frame: FrameView
  organId: string
  organName: string
  status: AssessmentUnitRow['status'] | null
  appealUntil: number | null
  total: number | null
  vetoed: boolean
  items: SheetItem[]
}

/** How one unit's scores came about: values with their reasons, marks, figures with their queries. @throws ScoringFailure */
export async function sheetOf(
  db: Db,
  frame: AssessmentFrameRow,
  { organId, unit, nameOf }: { organId: string; unit: AssessmentUnitRow | undefined; nameOf: ReadonlyMap<string, string> },
): Promise<SheetView> {
  const book = await bookOf(db, frame)
  const ids = book.indicators.map(({ id }) => id)
  const marks = unit ? await assessmentResults(db).marks(frame.tenant_id, unit.case_id) : []
  const snapshots = await assessmentResults(db).snapshots(frame.tenant_id, ids)
  const mine = resultsOf(book).find((result) => result.unit === organId)
  return {
    frame: frameView(frame),
    ...{ organId, organName: nameOf.get(organId) ?? organId, status: unit?.status ?? null, appealUntil: unit?.appeal_until ?? null },
    ...{ total: mine?.total ?? null, vetoed: mine?.vetoed ?? false },
    items: (mine?.items ?? []).map((item) => {
      const indicator = book.indicators.find(({ id }) => id === item.indicator)!
      const of = <R extends { indicator_id: string; organ_id: string }>(rows: readonly R[]): R[] =>
        rows.filter((row) => row.indicator_id === item.indicator && row.organ_id === organId)
      return {
        ...item,
        ...{ source: indicator.source, rule: ruleOf(indicator), measure: indicator.measure },
        ownerName: nameOf.get(indicator.owner) ?? indicator.owner,
        values: of(book.values).map(({ value, round, reason, by_name: by, at }) => ({ value, round, reason, by, at })),
        marks: of(marks).map(({ judge_name: judge, mark, reason }) => ({ judge, mark, reason })),
        snapshots: of(snapshots).map(({ source, value, query, at, log_size: logSize, log_root: logRoot }) => ({
          ...{ source, value, query, at, logSize, logRoot },
        })),
      }
    }),
  }
}
