import { randomBytes } from 'node:crypto'
import { cases as caseRows, consultations, inTransaction, newId, type ConsultationKind, type ConsultationRow } from '@lianban/storage'
import { actorOf } from '@lianban/tenants'
import { notFound } from '../cases/errors.ts'
import type { Caller } from '../cases/ports.ts'
import { dayOf, dueOf } from '../clock/index.ts'
import { organNamesOf } from '../supervision/cards/card-views.ts'
import { hashOf } from './by-code.ts'
import { KIND_NAMES, logged, SOMEBODY, type By, type ConsultationContext } from './consultation-context.ts'

/** Workdays until the answer. Source: domain paper C1-3; of consultations a county's own promise. */
export const ANSWER_WORKDAYS: Record<ConsultationKind, number> = { consultation: 2, complaint: 5 }
const CODE_BYTES = 15
/** Which posts of the organ are told; a complaint goes past the window. */
const TOLD: Record<ConsultationKind, string[]> = { consultation: ['organ-leader', 'window-clerk'], complaint: ['organ-leader'] }

export interface Asked {
  kind: ConsultationKind
  /** Who is asked, where neither a matter nor a case says it. */
  organId?: string
  matterKey?: string
  /** 1 to 2,000 characters. */
  text: string
  /** Of a telephone on which the asker can be reached. */
  phone?: string
}

type Place = Pick<ConsultationRow, 'organ_id' | 'matter_key' | 'matter_name' | 'case_id' | 'case_no'>
type Asker = Pick<ConsultationRow, 'asker_id' | 'asker_name' | 'asker_phone' | 'code_hash'>

/** @see Consultations.ask */
export async function ask(context: ConsultationContext, caller: Caller, { caseId, ...asked }: Asked & { caseId?: string }) {
  await context.tenants.authorization.assert(caller, 'create', { type: 'consultation', applicantId: caller.userId })
  const place = caseId === undefined ? await placeOf(context, caller.tenantId, asked) : await ownCase(context, caller, caseId)
  const asker = { asker_id: caller.userId, asker_name: caller.name, asker_phone: asked.phone ?? null, code_hash: null }
  const row = await write(context, caller.tenantId, { asked, place, asker, by: { actor: actorOf(caller), ip: caller.ip } })
  return { id: row.id, dueAt: row.due_at }
}

/** @see Consultations.askPublicly */
export async function askPublicly(
  context: ConsultationContext,
  tenantId: string,
  { name, phone, ...asked }: Asked & { name: string; phone: string },
  ip?: string,
) {
  const code = randomBytes(CODE_BYTES).toString('base64url')
  const asker = { asker_id: null, asker_name: name.trim(), asker_phone: phone, code_hash: hashOf(code) }
  const place = await placeOf(context, tenantId, asked)
  const row = await write(context, tenantId, { asked, place, asker, by: { actor: SOMEBODY, ip } })
  return { code, dueAt: row.due_at }
}

/** Who answers: the organ of the matter, else the one that was chosen. @throws NOT_FOUND */
async function placeOf(context: ConsultationContext, tenantId: string, { organId, matterKey }: Asked): Promise<Place> {
  const { database, tenants, matters, clock } = context
  const found = matterKey === undefined ? undefined : await matters.validOn(database, tenantId, matterKey, dayOf(clock()))
  if (matterKey !== undefined && !found) throw notFound('事项')
  const asked = found?.matter.organ ?? organId
  const names = await organNamesOf(database, tenantId)
  if (asked === undefined || !names.has(asked)) throw notFound('单位')
  return {
    organ_id: await tenants.organs.inCharge(tenantId, asked),
    matter_key: found?.matter.key ?? null,
    matter_name: found?.matter.name ?? null,
    case_id: null,
    case_no: null,
  }
}

/** A case that is the caller's own to complain of. @throws NOT_FOUND */
async function ownCase({ database, clock }: ConsultationContext, { tenantId, userId }: Caller, caseId: string): Promise<Place> {
  const file = await caseRows(database).get(tenantId, caseId, clock())
  if (file?.applicant_id !== userId) throw notFound()
  const { organ_id, matter_key, matter_name, id, case_no } = file
  return { organ_id, matter_key, matter_name, case_id: id, case_no }
}

async function write(
  context: ConsultationContext,
  tenantId: string,
  { asked, place, asker, by }: { asked: Asked; place: Place; asker: Asker; by: By },
): Promise<ConsultationRow> {
  const at = context.clock()
  const limit = { startAt: at, n: ANSWER_WORKDAYS[asked.kind], unit: 'workday' as const }
  const row: ConsultationRow = {
    ...{ tenant_id: tenantId, id: newId(), kind: asked.kind, text: asked.text.trim(), ...place, ...asker },
    ...{ asked_at: at, due_at: dueOf(limit, at, context.calendarOf(tenantId)).dueAt },
    ...{ answer: null, answered_by: null, answered_by_name: null, answered_at: null, grade: null, grade_text: null, graded_at: null },
  }
  await inTransaction(context.database, async (tx) => {
    await consultations(tx).insert(row)
    await logged(context, tx, row, 'received', by)
    await context.notices.send(tx, tenantId, {
      to: { posts: TOLD[row.kind].map((post) => ({ post, organId: row.organ_id })) },
      title: `收到${KIND_NAMES[row.kind]}${row.matter_name === null ? '' : `:${row.matter_name}`}`,
      text: `请在 ${dayOf(row.due_at - 1)} 前答复。`,
      link: '/consultations',
    })
  })
  return row
}
