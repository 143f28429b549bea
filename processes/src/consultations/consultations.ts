import { consultations, type ConsultationKind } from '@lianban/storage'
import type { Caller } from '../cases/ports.ts'
import { answer, listForOrgan } from './answer.ts'
import { ask, askPublicly, type Asked } from './ask.ts'
import { consultationOfCode } from './by-code.ts'
import type { ConsultationContext } from './consultation-context.ts'
import { viewsOf, type ConsultationItem, type ConsultationView } from './consultation-views.ts'
import { grade, gradeByCode, type GivenGrade } from './grade.ts'

/** Consultation and complaint 咨询投诉: asked by anyone, answered once, in time, and never by who handled what is complained of. */
export interface Consultations {
  /** @param caseId a case of the caller's own that he asks about or complains of @throws NOT_FOUND, NOT_AUTHORIZED */
  ask(caller: Caller, asked: Asked & { caseId?: string }): Promise<{ id: string; dueAt: number }>
  /** Without an account. @returns the code with which the answer is read; it is told this once @throws NOT_FOUND */
  askPublicly(tenantId: string, asked: Asked & { name: string; phone: string }, ip?: string): Promise<{ code: string; dueAt: number }>
  /** The caller's own, newest first. */
  mine(caller: Caller, page: { limit: number; after?: string }): Promise<{ items: ConsultationView[]; next: string | null }>
  /** What the caller may answer or read, due soonest first. @throws NOT_AUTHORIZED */
  list(
    caller: Caller,
    query: { answered: boolean; kind?: ConsultationKind; limit: number; after?: string },
  ): Promise<{ items: ConsultationItem[]; next: string | null }>
  /** @throws NOT_FOUND, NOT_AUTHORIZED, ConsultationError CONSULTATION_ANSWERED, ANSWERER_HANDLED_CASE */
  answer(caller: Caller, id: string, text: string): Promise<void>
  /** @throws NOT_FOUND, CONSULTATION_NOT_GRADABLE */
  grade(caller: Caller, id: string, given: GivenGrade): Promise<void>
  /** @throws CONSULTATION_CODE_UNKNOWN */
  byCode(tenantId: string, code: string): Promise<ConsultationView>
  /** @throws CONSULTATION_CODE_UNKNOWN, CONSULTATION_NOT_GRADABLE */
  gradeByCode(tenantId: string, code: string, given: GivenGrade, ip?: string): Promise<void>
}

export function createConsultations(context: ConsultationContext): Consultations {
  const { database, tenants } = context
  return {
    ask: (caller, asked) => ask(context, caller, asked),
    askPublicly: (tenantId, asked, ip) => askPublicly(context, tenantId, asked, ip),

    async mine(caller, page) {
      await tenants.authorization.assert(caller, 'create', { type: 'consultation', applicantId: caller.userId })
      const rows = await consultations(database).ofAsker(caller.tenantId, caller.userId, page)
      return { items: await viewsOf(database, caller.tenantId, rows), next: rows.length === page.limit ? rows.at(-1)!.id : null }
    },

    list: (caller, query) => listForOrgan(context, caller, query),
    answer: (caller, id, text) => answer(context, caller, id, text),
    grade: (caller, id, given) => grade(context, caller, id, given),
    byCode: async (tenantId, code) => (await viewsOf(database, tenantId, [await consultationOfCode(context, tenantId, code)]))[0]!,
    gradeByCode: (tenantId, code, given, ip) => gradeByCode(context, tenantId, code, given, ip),
  }
}
