import {
  assessmentFrames,
  assessmentResults,
  type AssessmentAdjustmentRow,
  type AssessmentFrameRow,
  type AssessmentIndicatorRow,
  type AssessmentPartRow,
  type AssessmentReportRow,
  type AssessmentTargetRow,
} from '@lianban/storage'
import type { Knex } from 'knex'
import type { Calendar } from '../clock/index.ts'
import type { Db } from './doing.ts'
import { frameView, type FrameView } from './frame-view.ts'
import { ruleOf } from './found.ts'
import { lightOf } from './light.ts'
import { nextReport } from './progress.ts'
import type { ScoringRule } from './scoring.ts'
import type { ProgressLight } from './words.ts'

export interface TargetView {
  organId: string
  organName: string
  base: string | null
  target: string | null
  light: ProgressLight
  /** By the last report. */
  value: string | null
  month: string | null
  partsAt: number | null
  parts: { level: AssessmentPartRow['level']; name: string; value: string; due: string }[]
  reports: {
    month: string
    status: AssessmentReportRow['status']
    value: string | null
    text: string | null
    late: boolean
    verifiedBy: string | null
    caseId: string | null
  }[]
  adjustments: { before: string | null; after: string; reason: string; at: number; by: string; caseId: string }[]
}

export interface IndicatorView {
  id: string
  name: string
  definition: string
  measure: string
  source: AssessmentIndicatorRow['source']
  weight: number
  rule: ScoringRule
  ownerId: string
  ownerName: string
  dataSource: string
  targets: TargetView[]
}

export interface LibraryView {
  frame: FrameView
  indicators: IndicatorView[]
  /** Which month is to be reported next, and until when; null: none of this year. */
  nextReport: { month: string; dueAt: number } | null
  at: number
}

interface LibraryQuery {
  /** Narrows targets to what the caller may list. */
  restrict: (query: Knex.QueryBuilder) => void
  /** Short names of organs by id. */
  nameOf: ReadonlyMap<string, string>
  calendar: Calendar
  /** Epoch milliseconds. */
  now: number
}

/** Everything of a frame that the caller may list. */
export async function libraryOf(
  db: Db,
  frame: AssessmentFrameRow,
  { restrict, nameOf, calendar, now }: LibraryQuery,
): Promise<LibraryView> {
  const { tenant_id: tenantId } = frame
  const indicators = await assessmentFrames(db).indicators(tenantId, frame.id)
  const ids = indicators.map(({ id }) => id)
  const targets = await assessmentFrames(db).targets(tenantId, { frame_id: frame.id }, restrict)
  const organs = [...new Set(targets.map(({ organ_id }) => organ_id))]
  const [parts, reports, adjustments] = await Promise.all([
    assessmentFrames(db).parts(tenantId, ids, organs),
    assessmentResults(db).reports(tenantId, ids, organs),
    assessmentFrames(db).adjustments(tenantId, ids),
  ])
  const rows: Rows = { parts: byTarget(parts), reports: byTarget(reports), adjustments: byTarget(adjustments), nameOf }
  return {
    frame: frameView(frame),
    nextReport: frame.status === 'started' ? nextReport(frame, now, calendar) : null,
    at: now,
    indicators: indicators.map((indicator) => ({
      ...{ id: indicator.id, name: indicator.name, definition: indicator.definition, measure: indicator.measure },
      ...{ source: indicator.source, weight: indicator.weight, rule: ruleOf(indicator), dataSource: indicator.data_source },
      ...{ ownerId: indicator.owner, ownerName: nameOf.get(indicator.owner) ?? indicator.owner },
      targets: targets.filter(({ indicator_id }) => indicator_id === indicator.id).map((target) => targetView(indicator, target, rows)),
    })),
  }
}

interface Rows {
  parts: ByTarget<AssessmentPartRow>
  reports: ByTarget<AssessmentReportRow>
  adjustments: ByTarget<AssessmentAdjustmentRow>
  nameOf: ReadonlyMap<string, string>
}

type OfTarget = Pick<AssessmentTargetRow, 'indicator_id' | 'organ_id'>
type ByTarget<R> = ReadonlyMap<string, R[]>

const keyOf = ({ indicator_id, organ_id }: OfTarget): string => `${indicator_id} ${organ_id}`

/** Rows of each target, in their order: a frame has hundreds of targets with a dozen of reports each. */
function byTarget<R extends OfTarget>(rows: readonly R[]): ByTarget<R> {
  const found = new Map<string, R[]>()
  for (const row of rows) found.set(keyOf(row), [...(found.get(keyOf(row)) ?? []), row])
  return found
}

function targetView(indicator: AssessmentIndicatorRow, target: AssessmentTargetRow, rows: Rows): TargetView {
  const mine = <R>(all: ByTarget<R>): R[] => all.get(keyOf(target)) ?? []
  const [parts, reports] = [mine(rows.parts), mine(rows.reports)]
  const rule = ruleOf(indicator)
  const better = 'better' in rule ? rule.better : 'more'
  const quarters = parts.filter(({ level }) => level === 'quarter')
  const last = reports.filter(({ value }) => value !== null).at(-1)
  return {
    ...{ organId: target.organ_id, organName: rows.nameOf.get(target.organ_id) ?? target.organ_id },
    ...{ base: target.base, target: target.target, partsAt: target.parts_at },
    light: lightOf({ target: target.target, better, quarters, reports }),
    ...{ value: last?.value ?? null, month: last?.month ?? null },
    parts: parts.map(({ level, name, value, due }) => ({ level, name, value, due })),
    reports: reports.map((row) => ({
      ...{ month: row.month, status: row.status, value: row.value, text: row.text, late: row.late },
      ...{ verifiedBy: row.verified_by, caseId: row.case_id },
    })),
    adjustments: mine(rows.adjustments).map(({ before, after, reason, at, by_name: by, case_id: caseId }) => ({
      ...{ before, after, reason, at, by, caseId },
    })),
  }
}
