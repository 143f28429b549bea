import type { ConsultationKind, ConsultationRow, Database } from '@lianban/storage'
import { organNamesOf } from '../supervision/cards/card-views.ts'

/** As the asker reads it. */
export interface ConsultationView {
  id: string
  kind: ConsultationKind
  organName: string
  matterName: string | null
  caseNo: string | null
  text: string
  askedAt: number
  dueAt: number
  answer: string | null
  answeredAt: number | null
  grade: number | null
  gradeText: string | null
}

/** As the organ reads it, with whom it may call. */
export interface ConsultationItem extends ConsultationView {
  askerName: string
  askerPhone: string | null
  answeredByName: string | null
  /** `还剩 2 个工作日`; null once it is answered. */
  left: string | null
  late: boolean
  /** Whether the caller may answer it. */
  canAnswer: boolean
}

export const viewsOf = async (database: Database, tenantId: string, rows: readonly ConsultationRow[]): Promise<ConsultationView[]> => {
  const names = await organNamesOf(database, tenantId)
  return rows.map((row) => view(row, names))
}

export const view = (row: ConsultationRow, names: ReadonlyMap<string, string>): ConsultationView => ({
  id: row.id,
  kind: row.kind,
  organName: names.get(row.organ_id) ?? row.organ_id,
  matterName: row.matter_name,
  caseNo: row.case_no,
  text: row.text,
  askedAt: row.asked_at,
  dueAt: row.due_at,
  answer: row.answer,
  answeredAt: row.answered_at,
  grade: row.grade,
  gradeText: row.grade_text,
})
