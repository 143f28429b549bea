import type { CaseRow } from '@lianban/storage'
import { caseClockOf, dueOf, lengthWords, type Calendar } from '../clock/index.ts'
import type { Matter } from '../matters/matter-definition.ts'
import { CaseError } from './errors.ts'
import { runningLimit } from './limits.ts'

/** Why the limit can no longer be extended: it has passed. Null: it has not. */
export function lateFor(
  { row, matter }: { row: Pick<CaseRow, 'accepted_at' | 'clock'>; matter: Matter },
  now: number,
  calendar: Calendar,
): CaseError | null {
  if (row.accepted_at === null) return null
  const { statutory } = matter.matter.limits
  const clock = caseClockOf(row.clock)
  const { dueAt } = dueOf(runningLimit(statutory, clock.from ?? row.accepted_at, clock), now, calendar)
  if (now <= dueAt) return null
  return new CaseError(
    'EXTENSION_TOO_LATE',
    `法定时限(${lengthWords(statutory)})已经届满,届满以后不能再延长。请尽快作出决定;这次申请已记入监察日志`,
  )
}
