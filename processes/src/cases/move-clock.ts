import { cases, type CaseRow, type CaseWithLamp, type Tx } from '@lianban/storage'
import type { Calendar, CaseClock } from '../clock/index.ts'
import type { Matter } from '../matters/matter-definition.ts'
import { examinationLimits } from './limits.ts'

/** What a deed that stops, starts or lengthens the clock changes of the case file. */
export function movedClock(
  row: Pick<CaseRow, 'accepted_at' | 'decided_at'>,
  { matter }: Matter,
  clock: CaseClock,
  calendar: Calendar,
): Partial<CaseRow> {
  if (row.accepted_at === null || row.decided_at !== null) return { clock }
  return { clock, ...examinationLimits(matter, row.accepted_at, calendar, clock) }
}

/** The case as it stands in the transaction: another deed may have moved its clock since it was looked at. */
export async function freshClock(tx: Tx, { tenant_id, id }: Pick<CaseRow, 'tenant_id' | 'id'>, now: number): Promise<CaseWithLamp> {
  const row = await cases(tx).get(tenant_id, id, now)
  if (!row) throw new Error(`case ${id} is gone`)
  return row
}
