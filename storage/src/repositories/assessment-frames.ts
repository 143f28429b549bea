import type { Knex } from 'knex'
import { insertRows, upsertRows } from '../write-rows.ts'

/* 考核方案: who is responsible, what is aimed at. Points are thousandths, values decimal text, days `2027-03-05`. */

export type AssessmentFamily = 'region' | 'function' | 'single'
export type AssessmentDuty = 'setting' | 'progress' | 'scoring'

export interface AssessmentDutyRow {
  tenant_id: string
  year: number
  family: AssessmentFamily
  duty: AssessmentDuty
  organ_id: string
  changed_at: number
  changed_by: string
  changed_by_name: string
}

export interface AssessmentFrameRow {
  tenant_id: string
  id: string
  year: number
  family: AssessmentFamily
  name: string
  base: number
  report_day: number
  adjust_from: string
  adjust_until: string
  tie: 'skip' | 'dense'
  missing: 'pending' | 'zero'
  excellent_percent: number
  plus_cap: number
  units: string[]
  owners: string[]
  status: 'drafting' | 'started' | 'closed'
  case_id: string
  created_at: number
  started_at: number | null
}

export interface AssessmentIndicatorRow {
  tenant_id: string
  id: string
  frame_id: string
  no: number
  name: string
  definition: string
  measure: string
  source: 'reported' | 'group' | 'supervision' | 'rating' | 'milestone' | 'budget'
  weight: number
  /** What the scoring rule says, as the ledger knows it. */
  rule: Record<string, unknown>
  owner: string
  data_source: string
}

export interface AssessmentTargetRow {
  tenant_id: string
  indicator_id: string
  organ_id: string
  frame_id: string
  base: string | null
  target: string | null
  parts_at: number | null
}

export interface AssessmentPartRow {
  tenant_id: string
  indicator_id: string
  organ_id: string
  no: number
  level: 'quarter' | 'organ' | 'person'
  name: string
  value: string
  due: string
  case_id: string
}

export interface AssessmentAdjustmentRow {
  tenant_id: string
  case_id: string
  indicator_id: string
  organ_id: string
  before: string | null
  after: string
  reason: string
  at: number
  by_user: string
  by_name: string
}

export const assessmentFrames = (db: Knex) => ({
  duties: async (tenantId: string, year: number): Promise<AssessmentDutyRow[]> =>
    (await db<AssessmentDutyRow>('assessment_duty').where({ tenant_id: tenantId, year }).orderBy(['family', 'duty'])).map((row) => ({
      ...row,
      changed_at: Number(row.changed_at),
    })),

  putDuty: (row: AssessmentDutyRow): Promise<void> => upsertRows(db, 'assessment_duty', [row], ['tenant_id', 'year', 'family', 'duty']),

  insert: ({ units, owners, ...row }: AssessmentFrameRow): Promise<void> =>
    insertRows(db, 'assessment_frame', [{ ...row, units: JSON.stringify(units), owners: JSON.stringify(owners) }]),

  get: async (tenantId: string, id: string): Promise<AssessmentFrameRow | undefined> => {
    const row = (await db('assessment_frame').where({ tenant_id: tenantId, id }).first()) as StoredFrame | undefined
    return row && frame(row)
  },

  /** @returns the frame that a case has opened */
  ofCase: async (tenantId: string, caseId: string): Promise<AssessmentFrameRow | undefined> => {
    const row = (await db('assessment_frame').where({ tenant_id: tenantId, case_id: caseId }).first()) as StoredFrame | undefined
    return row && frame(row)
  },

  /** All of a year or of every year, newest year first. */
  list: async (tenantId: string, status?: AssessmentFrameRow['status']): Promise<AssessmentFrameRow[]> =>
    (
      (await db('assessment_frame')
        .where({ tenant_id: tenantId, ...(status && { status }) })
        .orderBy([{ column: 'year', order: 'desc' }, 'family'])) as StoredFrame[]
    ).map(frame),

  /** @returns whether it had the status before */
  advance: async (
    { tenant_id, id }: Pick<AssessmentFrameRow, 'tenant_id' | 'id'>,
    from: AssessmentFrameRow['status'],
    to: Pick<AssessmentFrameRow, 'status'> & Partial<Pick<AssessmentFrameRow, 'started_at'>>,
  ): Promise<boolean> => (await db('assessment_frame').where({ tenant_id, id, status: from }).update(to)) > 0,

  /** A draft that came to nothing, with everything that was proposed for it. */
  removeDraft: async (tenantId: string, id: string): Promise<void> => {
    if ((await db('assessment_frame').where({ tenant_id: tenantId, id, status: 'drafting' }).delete()) === 0) return
    await db('assessment_target').where({ tenant_id: tenantId, frame_id: id }).delete()
    await db('assessment_indicator').where({ tenant_id: tenantId, frame_id: id }).delete()
  },

  indicators: async (tenantId: string, frameId: string): Promise<AssessmentIndicatorRow[]> =>
    ((await db('assessment_indicator').where({ tenant_id: tenantId, frame_id: frameId }).orderBy('no')) as StoredIndicator[]).map(
      indicator,
    ),

  indicator: async (tenantId: string, id: string): Promise<AssessmentIndicatorRow | undefined> => {
    const row = (await db('assessment_indicator').where({ tenant_id: tenantId, id }).first()) as StoredIndicator | undefined
    return row && indicator(row)
  },

  /** What an owner proposes takes the place of what he proposed before. */
  propose: async (
    { tenant_id, frame_id, owner }: Pick<AssessmentIndicatorRow, 'tenant_id' | 'frame_id' | 'owner'>,
    indicators: readonly AssessmentIndicatorRow[],
    targets: readonly AssessmentTargetRow[],
  ): Promise<void> => {
    const mine = db('assessment_indicator').where({ tenant_id, frame_id, owner }).select('id')
    await db('assessment_target').where({ tenant_id }).whereIn('indicator_id', mine).delete()
    await db('assessment_indicator').where({ tenant_id, frame_id, owner }).delete()
    await insertRows(
      db,
      'assessment_indicator',
      indicators.map(({ rule, ...row }) => ({ ...row, rule: JSON.stringify(rule) })),
    )
    await insertRows(db, 'assessment_target', targets)
  },

  setWeight: async (tenantId: string, id: string, weight: number): Promise<void> => {
    await db('assessment_indicator').where({ tenant_id: tenantId, id }).update({ weight })
  },

  /** @param restrict narrows to what the caller may list, by `assessment_target.organ_id` */
  targets: async (
    tenantId: string,
    where: { frame_id?: string; organ_id?: string; indicator_id?: string },
    restrict: (query: Knex.QueryBuilder) => void = () => undefined,
  ): Promise<AssessmentTargetRow[]> =>
    (
      await db<AssessmentTargetRow>('assessment_target')
        .where({ tenant_id: tenantId, ...where })
        .where((inner) => restrict(inner))
        .orderBy(['indicator_id', 'organ_id'])
    ).map((row) => ({ ...row, parts_at: row.parts_at === null ? null : Number(row.parts_at) })),

  /** Writes a changed target if it still is what it was. @returns whether it was */
  adjust: async ({ tenant_id, indicator_id, organ_id, before, after, ...rest }: AssessmentAdjustmentRow): Promise<boolean> => {
    const changed = await db('assessment_target').where({ tenant_id, indicator_id, organ_id, target: before }).update({ target: after })
    if (changed === 0) return false
    await insertRows(db, 'assessment_adjustment', [{ tenant_id, indicator_id, organ_id, before, after, ...rest }])
    return true
  },

  adjustments: async (tenantId: string, indicatorIds: readonly string[]): Promise<AssessmentAdjustmentRow[]> =>
    (
      await db<AssessmentAdjustmentRow>('assessment_adjustment')
        .where({ tenant_id: tenantId })
        .whereIn('indicator_id', indicatorIds)
        .orderBy(['at', 'case_id'])
    ).map((row) => ({ ...row, at: Number(row.at) })),

  /** Confirmed parts take the place of those before. */
  putParts: async (
    target: Pick<AssessmentTargetRow, 'tenant_id' | 'indicator_id' | 'organ_id'>,
    parts: readonly AssessmentPartRow[],
    at: number,
  ): Promise<void> => {
    const { tenant_id, indicator_id, organ_id } = target
    await db('assessment_part').where({ tenant_id, indicator_id, organ_id }).delete()
    await insertRows(db, 'assessment_part', parts)
    await db('assessment_target').where({ tenant_id, indicator_id, organ_id }).update({ parts_at: at })
  },

  parts: (tenantId: string, indicatorIds: readonly string[], organIds: readonly string[]): Promise<AssessmentPartRow[]> =>
    db<AssessmentPartRow>('assessment_part')
      .where({ tenant_id: tenantId })
      .whereIn('indicator_id', indicatorIds)
      .whereIn('organ_id', organIds)
      .orderBy(['indicator_id', 'organ_id', 'no']),
})

type StoredFrame = Omit<AssessmentFrameRow, 'units' | 'owners'> & { units: string; owners: string }
type StoredIndicator = Omit<AssessmentIndicatorRow, 'rule'> & { rule: string }

const frame = (row: StoredFrame): AssessmentFrameRow => ({
  ...row,
  units: JSON.parse(row.units) as string[],
  owners: JSON.parse(row.owners) as string[],
  created_at: Number(row.created_at),
  started_at: row.started_at === null ? null : Number(row.started_at),
})

const indicator = (row: StoredIndicator): AssessmentIndicatorRow => ({
  ...row,
  rule: JSON.parse(row.rule) as AssessmentIndicatorRow['rule'],
})
