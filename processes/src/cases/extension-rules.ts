import { inTransaction } from '@lianban/storage'
import { caseClockOf, dueOf, lengthWords, type Calendar } from '../clock/index.ts'
import type { CaseContext } from './context.ts'
import { CaseError } from './errors.ts'
import { runningLimit } from './limits.ts'
import { logEntry } from './log-entries.ts'
import type { Caller } from './ports.ts'
import type { LoadedCase } from './resources.ts'

/** Why the limit can no longer be extended: it has passed. Null: it has not. */
export function lateFor({ row, matter }: LoadedCase, now: number, calendar: Calendar): CaseError | null {
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

/** Puts on record that an extension was refused by the rules. @returns the error, to be thrown */
export async function refuseExtension(context: CaseContext, caller: Caller, { row }: LoadedCase, error: CaseError): Promise<CaseError> {
  const entry = logEntry(caller, 'extension.inadmissible', {
    caseId: row.id,
    organId: row.organ_id,
    payload: { code: error.code, message: error.message },
  })
  await inTransaction(context.database, (tx) => context.tenants.supervision.record(tx, row.tenant_id, [entry]))
  return error
}
