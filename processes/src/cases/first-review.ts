import type { CaseRow } from '@lianban/storage'
import { caseClockOf } from '../clock/index.ts'
import type { MatterManifest } from '../manifest.ts'
import { isInFirstReview } from './limits.ts'

/*
 * 下级初审: a lower organ receives and accepts the application, reviews it first within twenty workdays of the acceptance and
 * hands its opinion and all materials up; the upper organ decides within a time of its own and may not ask the applicant for
 * them again. Source: 行政许可法 articles 35, 43.
 */

/** The organ that reviews first. */
export interface LowerOrgan {
  id: string
  name: string
  /** Its 机关代字, for the numbers of its papers. */
  organCode: string
}

/** The lower organ that an application names; null where the matter has no first review. */
export function lowerOrganNamed(
  { procedure: { firstReview } }: MatterManifest,
  form: Record<string, unknown>,
): { id: string; organCode: string } | null {
  const id = firstReview === null ? undefined : form[firstReview.field]
  return typeof id === 'string' && firstReview !== null && Object.hasOwn(firstReview.organs, id)
    ? { id, organCode: firstReview.organs[id]! }
    : null
}

/** Whose papers a case has now: the lower organ's until it has reported up, then those of the organ that decides. */
export function issuerOf(
  matter: MatterManifest,
  row: Pick<CaseRow, 'organ_id'> & Partial<Pick<CaseRow, 'form' | 'clock'>>,
): { organId: string; organCode: string } {
  const lower = row.form && isInFirstReview(matter, caseClockOf(row.clock)) ? lowerOrganNamed(matter, row.form) : null
  return lower ? { organId: lower.id, organCode: lower.organCode } : { organId: row.organ_id, organCode: matter.documentNumbers.organCode }
}
