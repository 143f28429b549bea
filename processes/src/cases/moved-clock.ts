import type { CaseRow } from '@lianban/storage'
import { caseClockOf, type Calendar, type CaseClock } from '../clock/index.ts'
import type { Matter } from '../matters/matter-definition.ts'
import { examinationLimits } from './limits.ts'

/** Whether its clock stands still because it lies with whoever handed it in. */
export const isWithApplicant = ({ clock }: Pick<CaseRow, 'clock'>): boolean =>
  caseClockOf(clock).stops.some(({ kind, to }) => kind === 'applicant' && to === null)

/** What a deed that stops, starts or lengthens the clock changes of the case file. */
export function movedClock(
  row: Pick<CaseRow, 'accepted_at' | 'decided_at'>,
  { matter }: Pick<Matter, 'matter'>,
  clock: CaseClock,
  calendar: Calendar,
): Partial<CaseRow> {
  if (row.accepted_at === null || row.decided_at !== null) return { clock }
  return { clock, ...examinationLimits(matter, row.accepted_at, calendar, clock) }
}
