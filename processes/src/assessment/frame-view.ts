import type { AssessmentFamily, AssessmentFrameRow } from '@lianban/storage'

/** A frame as screens show it. */
export interface FrameView {
  id: string
  year: number
  family: AssessmentFamily
  name: string
  status: AssessmentFrameRow['status']
  /** Thousandths of a point. */
  base: number
  tie: AssessmentFrameRow['tie']
  missing: AssessmentFrameRow['missing']
  adjustFrom: string
  adjustUntil: string
  excellentPercent: number
  caseId: string
}

export const frameView = (row: AssessmentFrameRow): FrameView => ({
  ...{ id: row.id, year: row.year, family: row.family, name: row.name, status: row.status, base: row.base, tie: row.tie },
  ...{ missing: row.missing, adjustFrom: row.adjust_from, adjustUntil: row.adjust_until },
  ...{ excellentPercent: row.excellent_percent, caseId: row.case_id },
})
