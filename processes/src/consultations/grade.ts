import { consultations, inTransaction, type ConsultationRow } from '@lianban/storage'
import { actorOf } from '@lianban/tenants'
import { notFound } from '../cases/errors.ts'
import type { Caller } from '../cases/ports.ts'
import { consultationOfCode } from './by-code.ts'
import { logged, SOMEBODY, type By, type ConsultationContext } from './consultation-context.ts'
import { notGradable } from './consultation-error.ts'

export interface GivenGrade {
  /** 5 to 1. */
  grade: number
  text?: string | null
}

/** @see Consultations.grade */
export async function grade(context: ConsultationContext, caller: Caller, id: string, given: GivenGrade): Promise<void> {
  const row = await consultations(context.database).get(caller.tenantId, id)
  if (row?.asker_id !== caller.userId) throw notFound('咨询投诉')
  await write(context, row, given, { actor: actorOf(caller), ip: caller.ip })
}

/** @see Consultations.gradeByCode */
export const gradeByCode = async (context: ConsultationContext, tenantId: string, code: string, given: GivenGrade, ip?: string) =>
  write(context, await consultationOfCode(context, tenantId, code), given, { actor: SOMEBODY, ip })

const write = (context: ConsultationContext, row: ConsultationRow, { grade, text }: GivenGrade, by: By): Promise<void> =>
  inTransaction(context.database, async (tx) => {
    const given = { grade, grade_text: text?.trim() || null, graded_at: context.clock() }
    if (!(await consultations(tx).grade(row.tenant_id, row.id, given))) throw notGradable()
    await logged(context, tx, row, 'graded', { ...by, more: { grade } })
  })
