import { createHash } from 'node:crypto'
import { consultations, type ConsultationRow } from '@lianban/storage'
import { codeUnknown } from './consultation-error.ts'
import type { ConsultationContext } from './consultation-context.ts'

/** What is stored of a code: whoever reads the table cannot read answers with it. */
export const hashOf = (code: string): string => createHash('sha256').update(code).digest('hex')

/** The consultation that somebody without an account asked. @throws ConsultationError CONSULTATION_CODE_UNKNOWN */
export async function consultationOfCode({ database }: ConsultationContext, tenantId: string, code: string): Promise<ConsultationRow> {
  const row = /^[\w-]{20}$/.test(code) ? await consultations(database).byCode(tenantId, hashOf(code)) : undefined
  if (!row) throw codeUnknown()
  return row
}
