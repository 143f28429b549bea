import type { Knex } from 'knex'
import { insertRows, upsertRows } from '../write-rows.ts'
import { insertOrIgnore } from '../insert-or-ignore.ts'

/* What became of the targets: reports, findings, settled values, marks, published versions. */

export interface AssessmentReportRow {
  tenant_id: string
  indicator_id: string
  organ_id: string
  /** `2027-03`. */
  month: string
  status: 'missing' | 'handed-in' | 'verified'
  value: string | null
  text: string | null
  case_id: string | null
  handed_in_at: number | null
  late: boolean
  told_at: number | null
  verified_by: string | null
}

export interface AssessmentFindingRow {
  tenant_id: string
  case_id: string
  organ_id: string
  indicator_id: string | null
  text: string
  status: 'open' | 'closed' | 'dropped'
  found_at: number
  closed_at: number | null
}

interface By {
  at: number
  by_user: string
  by_name: string
}

export interface AssessmentValueRow extends By {
  tenant_id: string
  id: string
  indicator_id: string
  organ_id: string
  value: string
  round: 'first' | 'appeal'
  reason: string | null
  snapshot_id: string | null
  case_id: string
}

export interface AssessmentMarkRow {
  tenant_id: string
  case_id: string
  indicator_id: string
  judge: string
  judge_name: string
  organ_id: string
  mark: string
  reason: string | null
  at: number
}

export interface AssessmentUnitRow {
  tenant_id: string
  frame_id: string
  organ_id: string
  status: 'self' | 'verified' | 'scored' | 'told'
  case_id: string
  told_at: number | null
  appeal_until: number | null
  appeal_case: string | null
}

export interface AssessmentVersionRow extends By {
  tenant_id: string
  frame_id: string
  no: number
  kind: 'draft' | 'public' | 'final'
  body: string
  sha256: string
  why: string
  case_id: string
}

export interface AssessmentSnapshotRow extends By {
  tenant_id: string
  id: string
  indicator_id: string
  organ_id: string
  source: string
  value: string | null
  query: string
  log_size: number
  log_root: string | null
}

export interface AssessmentUseRow extends By {
  tenant_id: string
  id: string
  frame_id: string
  organ_id: string
  kind: string
  text: string
  case_id: string
}

type Of = { indicator_id: string; organ_id: string }

export const assessmentResults = (db: Knex) => ({
  reports: async (tenantId: string, indicatorIds: readonly string[], organIds: readonly string[]): Promise<AssessmentReportRow[]> =>
    (
      await db<AssessmentReportRow>('assessment_report')
        .where({ tenant_id: tenantId })
        .whereIn('indicator_id', indicatorIds)
        .whereIn('organ_id', organIds)
        .orderBy(['indicator_id', 'organ_id', 'month'])
    ).map(report),

  report: async (tenantId: string, { indicator_id, organ_id, month }: Of & { month: string }): Promise<AssessmentReportRow | undefined> => {
    const row = await db<AssessmentReportRow>('assessment_report').where({ tenant_id: tenantId, indicator_id, organ_id, month }).first()
    return row && report(row)
  },

  putReport: (row: AssessmentReportRow): Promise<void> =>
    upsertRows(db, 'assessment_report', [stored(row)], ['tenant_id', 'indicator_id', 'organ_id', 'month'], ['told_at']),

  /** Says of a month that its report is missing. @returns whether nothing was there */
  markMissing: (row: AssessmentReportRow): Promise<boolean> => insertOrIgnore(db, 'assessment_report', stored(row)),

  /** Targets of a frame whose values are reported and that have no report of the month, not even one that says it is missing. */
  unreported: async (tenantId: string, frameId: string, month: string): Promise<(Of & { name: string })[]> =>
    db('assessment_target as target')
      .join('assessment_indicator as indicator', (on) =>
        on.on('indicator.tenant_id', 'target.tenant_id').andOn('indicator.id', 'target.indicator_id'),
      )
      .where({ 'target.tenant_id': tenantId, 'target.frame_id': frameId, 'indicator.source': 'reported' })
      .whereNotExists((report) =>
        report
          .select(db.raw('1'))
          .from('assessment_report as report')
          .whereRaw('report.tenant_id = target.tenant_id and report.indicator_id = target.indicator_id')
          .whereRaw('report.organ_id = target.organ_id')
          .where('report.month', month),
      )
      .orderBy(['target.indicator_id', 'target.organ_id'])
      .select({ indicator_id: 'target.indicator_id', organ_id: 'target.organ_id', name: 'indicator.name' }),

  /** What a case reported: verified, or taken back as it ended without that. */
  settleReport: async (tenantId: string, caseId: string, patch: Partial<AssessmentReportRow>): Promise<void> => {
    await db('assessment_report').where({ tenant_id: tenantId, case_id: caseId }).update(patch)
  },

  /** A report that nobody verified, whose case has ended: missing again where that was told before, else not there. */
  dropReport: async (tenantId: string, caseId: string): Promise<void> => {
    const unverified = () => db('assessment_report').where({ tenant_id: tenantId, case_id: caseId, status: 'handed-in' })
    await unverified().whereNull('told_at').delete()
    await unverified().update({ status: 'missing', value: null, text: null, case_id: null, handed_in_at: null })
  },

  insertFinding: (row: AssessmentFindingRow): Promise<void> => insertRows(db, 'assessment_finding', [row]),

  closeFinding: async (tenantId: string, caseId: string, at: number): Promise<void> => {
    await db('assessment_finding')
      .where({ tenant_id: tenantId, case_id: caseId, status: 'open' })
      .update({ status: 'closed', closed_at: at })
  },

  /** A finding whose case was withdrawn or void. */
  dropFinding: async (tenantId: string, caseId: string): Promise<void> => {
    await db('assessment_finding').where({ tenant_id: tenantId, case_id: caseId, status: 'open' }).update({ status: 'dropped' })
  },

  insertValues: (rows: readonly AssessmentValueRow[]): Promise<void> => insertRows(db, 'assessment_value', rows),

  /** Settled values, oldest first: of a unit's indicator the last one counts. */
  values: async (tenantId: string, indicatorIds: readonly string[]): Promise<AssessmentValueRow[]> =>
    (
      await db<AssessmentValueRow>('assessment_value')
        .where({ tenant_id: tenantId })
        .whereIn('indicator_id', indicatorIds)
        .orderBy(['at', 'id'])
    ).map(timed),

  putMarks: (rows: readonly AssessmentMarkRow[]): Promise<void> =>
    upsertRows(db, 'assessment_mark', rows, ['tenant_id', 'case_id', 'indicator_id', 'judge']),

  /** Another group begins anew; what was given stays in the log. */
  clearMarks: async (tenantId: string, caseId: string): Promise<void> => {
    await db('assessment_mark').where({ tenant_id: tenantId, case_id: caseId }).delete()
  },

  marks: async (tenantId: string, caseId: string): Promise<AssessmentMarkRow[]> =>
    (await db<AssessmentMarkRow>('assessment_mark').where({ tenant_id: tenantId, case_id: caseId }).orderBy(['indicator_id', 'judge'])).map(
      timed,
    ),

  unit: async (tenantId: string, frameId: string, organId: string): Promise<AssessmentUnitRow | undefined> => {
    const row = await db<AssessmentUnitRow>('assessment_unit').where({ tenant_id: tenantId, frame_id: frameId, organ_id: organId }).first()
    return row && unit(row)
  },

  units: async (tenantId: string, frameId: string): Promise<AssessmentUnitRow[]> =>
    (await db<AssessmentUnitRow>('assessment_unit').where({ tenant_id: tenantId, frame_id: frameId }).orderBy('organ_id')).map(unit),

  insertUnit: (row: AssessmentUnitRow): Promise<void> => insertRows(db, 'assessment_unit', [row]),

  /** @returns whether it is the unit's own case */
  setUnit: async (tenantId: string, caseId: string, patch: Partial<AssessmentUnitRow>): Promise<boolean> =>
    (await db('assessment_unit').where({ tenant_id: tenantId, case_id: caseId }).update(patch)) > 0,

  /** A self-assessment that came to nothing may be handed in again. */
  removeUnit: async (tenantId: string, caseId: string): Promise<void> => {
    await db('assessment_unit').where({ tenant_id: tenantId, case_id: caseId }).whereNot({ status: 'told' }).delete()
  },

  /** @returns whether no other appeal was open */
  openAppeal: async ({ tenant_id, frame_id, organ_id }: AssessmentUnitRow, caseId: string): Promise<boolean> =>
    (await db('assessment_unit').where({ tenant_id, frame_id, organ_id }).whereNull('appeal_case').update({ appeal_case: caseId })) > 0,

  closeAppeal: async (tenantId: string, caseId: string): Promise<void> => {
    await db('assessment_unit').where({ tenant_id: tenantId, appeal_case: caseId }).update({ appeal_case: null })
  },

  versions: async (tenantId: string, frameId: string): Promise<AssessmentVersionRow[]> =>
    (await db<AssessmentVersionRow>('assessment_version').where({ tenant_id: tenantId, frame_id: frameId }).orderBy('no')).map(timed),

  /** 0: nothing was published yet. */
  lastVersionNo: async (tenantId: string, frameId: string): Promise<number> => {
    const row = (await db('assessment_version').where({ tenant_id: tenantId, frame_id: frameId }).max({ no: 'no' }).first()) as {
      no: number | null
    }
    return row.no ?? 0
  },

  insertVersion: (row: AssessmentVersionRow): Promise<void> => insertRows(db, 'assessment_version', [row]),

  insertSnapshots: (rows: readonly AssessmentSnapshotRow[]): Promise<void> => insertRows(db, 'assessment_snapshot', rows),

  snapshots: async (tenantId: string, indicatorIds: readonly string[]): Promise<AssessmentSnapshotRow[]> =>
    (
      await db<AssessmentSnapshotRow>('assessment_snapshot')
        .where({ tenant_id: tenantId })
        .whereIn('indicator_id', indicatorIds)
        .orderBy(['at', 'id'])
    ).map(timed),

  insertUses: (rows: readonly AssessmentUseRow[]): Promise<void> => insertRows(db, 'assessment_use', rows),

  uses: async (tenantId: string, frameId: string): Promise<AssessmentUseRow[]> =>
    (await db<AssessmentUseRow>('assessment_use').where({ tenant_id: tenantId, frame_id: frameId }).orderBy(['at', 'id'])).map(timed),
})

const instant = (value: number | string | null): number | null => (value === null ? null : Number(value))
const timed = <R extends { at: number }>(row: R): R => ({ ...row, at: Number(row.at) })
/** The driver of SQLite takes no booleans. */
const stored = (row: AssessmentReportRow) => ({ ...row, late: Number(row.late) })
const report = (row: AssessmentReportRow): AssessmentReportRow => ({
  ...row,
  late: Boolean(row.late),
  handed_in_at: instant(row.handed_in_at),
  told_at: instant(row.told_at),
})
const unit = (row: AssessmentUnitRow): AssessmentUnitRow => ({
  ...row,
  told_at: instant(row.told_at),
  appeal_until: instant(row.appeal_until),
})
