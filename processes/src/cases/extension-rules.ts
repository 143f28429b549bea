import { inTransaction } from '@lianban/storage'
import type { CaseContext } from './context.ts'
import type { CaseError } from './errors.ts'
import { logEntry } from './log-entries.ts'
import type { Caller } from './ports.ts'
import type { LoadedCase } from './resources.ts'

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
