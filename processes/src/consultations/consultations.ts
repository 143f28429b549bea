import { createHash, randomBytes } from 'node:crypto'
import {
  caseFacts,
  cases as caseRows,
  consultations,
  inTransaction,
  newId,
  type ConsultationKind,
  type ConsultationPlace,
  type ConsultationRow,
  type Database,
  type Tx,
} from '@lianban/storage'
import { actorOf, type Tenants } from '@lianban/tenants'
import { notFound } from '../cases/errors.ts'
import type { Caller, Resource } from '../cases/ports.ts'
import { dayOf, dueOf, workdaysLeft, workdaysLeftWords, type CalendarOf } from '../clock/index.ts'
import type { MatterStore } from '../matters/matter-store.ts'
import type { Notices } from '../notices/index.ts'
import { organNamesOf } from '../supervision/cards/card-views.ts'
import { alreadyAnswered, answererHandledCase, codeUnknown, notGradable } from './consultation-error.ts'

/** Workdays until the answer. Source: domain paper C1-3; of consultations a county's own promise. */
export const ANSWER_WORKDAYS: Record<ConsultationKind, number> = { consultation: 2, complaint: 5 }
const CODE_BYTES = 15
const KIND_NAMES: Record<ConsultationKind, string> = { consultation: '咨询', complaint: '投诉' }
/** Who without an account asks, as the log names him: his name and telephone are not told. */
const SOMEBODY = { userId: 'asker', name: '咨询投诉人' }

export interface ConsultationsOptions {
  database: Database
  tenants: Pick<Tenants, 'authorization' | 'supervision' | 'organs'>
  notices: Pick<Notices, 'send'>
  matters: MatterStore
  calendarOf: CalendarOf
  /** UTC epoch milliseconds. */
  clock: () => number
}

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

/** As the asker reads it. */
export interface ConsultationView {
  id: string
  kind: ConsultationKind
  organName: string
  matterName: string | null
  caseNo: string | null
  text: string
  askedAt: number
  dueAt: number
  answer: string | null
  answeredAt: number | null
  grade: number | null
  gradeText: string | null
}

/** As the organ reads it, with whom it may call. */
export interface ConsultationItem extends ConsultationView {
  askerName: string
  askerPhone: string | null
  answeredByName: string | null
  /** `还剩 2 个工作日`; null once it is answered. */
  left: string | null
  late: boolean
  /** Whether the caller may answer it. */
  canAnswer: boolean
}

export interface GivenGrade {
  /** 5 to 1. */
  grade: number
  text?: string | null
}

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

type Place = Pick<ConsultationRow, 'organ_id' | 'matter_key' | 'matter_name' | 'case_id' | 'case_no'>
type Asker = Pick<ConsultationRow, 'asker_id' | 'asker_name' | 'asker_phone' | 'code_hash'>

export function createConsultations(options: ConsultationsOptions): Consultations {
  const { database, tenants, notices, matters, calendarOf, clock } = options

  const log = (tx: Tx, row: ConsultationRow, verb: string, by: { actor: { userId: string; name?: string }; ip?: string; more?: object }) =>
    tenants.supervision.record(tx, row.tenant_id, [
      {
        action: `${row.kind}.${verb}`,
        subject: row.case_id === null ? `consultation:${row.id}` : `case:${row.case_id}`,
        organId: row.organ_id,
        actor: by.actor,
        ip: by.ip,
        payload: { [row.kind]: row.id, matter: row.matter_key, dueAt: row.due_at, ...by.more },
      },
    ])

  /** Who answers: the organ of the matter, else the one that was chosen. @throws NOT_FOUND */
  const placeOf = async (tenantId: string, { organId, matterKey }: Asked): Promise<Place> => {
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

  const write = async (
    tenantId: string,
    asked: Asked,
    place: Place,
    asker: Asker,
    by: Parameters<typeof log>[3],
  ): Promise<ConsultationRow> => {
    const at = clock()
    const limit = { startAt: at, n: ANSWER_WORKDAYS[asked.kind], unit: 'workday' as const }
    const row: ConsultationRow = {
      ...{ tenant_id: tenantId, id: newId(), kind: asked.kind, text: asked.text.trim(), ...place, ...asker },
      ...{ asked_at: at, due_at: dueOf(limit, at, calendarOf(tenantId)).dueAt },
      ...{ answer: null, answered_by: null, answered_by_name: null, answered_at: null, grade: null, grade_text: null, graded_at: null },
    }
    await inTransaction(database, async (tx) => {
      await consultations(tx).insert(row)
      await log(tx, row, 'received', by)
      await notices.send(tx, tenantId, {
        to: {
          posts: (row.kind === 'complaint' ? ['organ-leader'] : ['organ-leader', 'window-clerk']).map((post) => ({
            post,
            organId: row.organ_id,
          })),
        },
        title: `收到${KIND_NAMES[row.kind]}${row.matter_name === null ? '' : `:${row.matter_name}`}`,
        text: `请在 ${dayOf(row.due_at - 1)} 前答复。`,
        link: '/consultations',
      })
    })
    return row
  }

  const rate = async (row: ConsultationRow, { grade, text }: GivenGrade, by: Parameters<typeof log>[3]): Promise<void> =>
    inTransaction(database, async (tx) => {
      const given = { grade, grade_text: text?.trim() || null, graded_at: clock() }
      if (!(await consultations(tx).grade(row.tenant_id, row.id, given))) throw notGradable()
      await log(tx, row, 'graded', { ...by, more: { grade } })
    })

  const coded = async (tenantId: string, code: string): Promise<ConsultationRow> => {
    const row = /^[\w-]{20}$/.test(code) ? await consultations(database).byCode(tenantId, hashOf(code)) : undefined
    if (!row) throw codeUnknown()
    return row
  }

  const viewsOf = async (tenantId: string, rows: readonly ConsultationRow[]): Promise<ConsultationView[]> => {
    const names = await organNamesOf(database, tenantId)
    return rows.map((row) => view(row, names))
  }

  /** Cases in which the caller, or whom he acts for, did a step. */
  const handledBy = async (caller: Caller, caseIds: readonly string[]): Promise<Set<string>> => {
    const persons = [caller.userId, ...(caller.actsFor ?? []).map(({ principal }) => principal.userId)]
    const facts = await caseFacts(database).ofCases(caller.tenantId, [...new Set(caseIds)], [])
    const did = ({ participants }: { participants: Record<string, string[]> }) =>
      Object.values(participants).some((ids) => ids.some((id) => persons.includes(id)))
    return new Set([...facts].flatMap(([id, one]) => (did(one) ? [id] : [])))
  }

  return {
    async ask(caller, { caseId, ...asked }) {
      await tenants.authorization.assert(caller, 'create', { type: 'consultation', applicantId: caller.userId })
      const place = caseId === undefined ? await placeOf(caller.tenantId, asked) : await ownCase(database, caller, caseId, clock())
      const asker = { asker_id: caller.userId, asker_name: caller.name, asker_phone: asked.phone ?? null, code_hash: null }
      const row = await write(caller.tenantId, asked, place, asker, { actor: actorOf(caller), ip: caller.ip })
      return { id: row.id, dueAt: row.due_at }
    },

    async askPublicly(tenantId, { name, phone, ...asked }, ip) {
      const code = randomBytes(CODE_BYTES).toString('base64url')
      const asker = { asker_id: null, asker_name: name.trim(), asker_phone: phone, code_hash: hashOf(code) }
      const row = await write(tenantId, asked, await placeOf(tenantId, asked), asker, { actor: SOMEBODY, ip })
      return { code, dueAt: row.due_at }
    },

    async mine(caller, page) {
      await tenants.authorization.assert(caller, 'create', { type: 'consultation', applicantId: caller.userId })
      const rows = await consultations(database).ofAsker(caller.tenantId, caller.userId, page)
      return { items: await viewsOf(caller.tenantId, rows), next: rows.length === page.limit ? rows.at(-1)!.id : null }
    },

    async list(caller, { after, ...query }) {
      const { authorization } = tenants
      const organId = caller.posts.find(
        (post) => authorization.decide(caller, 'list', { type: 'consultation', organId: post.organId }).allowed,
      )?.organId
      await authorization.assert(caller, 'list', { type: 'consultation', organId: organId ?? null })
      const restrict = await authorization.restrict(caller, 'list', 'consultation', { organId: 'organ_id' })
      const rows = await consultations(database).list({ ...query, tenantId: caller.tenantId, restrict, after: placeIn(after) })
      const names = await organNamesOf(database, caller.tenantId)
      const handled = await handledBy(
        caller,
        rows.flatMap(({ case_id }) => case_id ?? []),
      )
      const calendar = calendarOf(caller.tenantId)
      const last = rows.at(-1)
      return {
        items: rows.map((row) => ({
          ...view(row, names),
          askerName: row.asker_name,
          askerPhone: row.asker_phone,
          answeredByName: row.answered_by_name,
          left: row.answered_at === null ? workdaysLeftWords(workdaysLeft(clock(), row.due_at, calendar)) : null,
          late: (row.answered_at ?? clock()) > row.due_at,
          canAnswer:
            row.answered_at === null &&
            !handled.has(row.case_id ?? '') &&
            authorization.decide(caller, actionFor(row), resourceOf(row)).allowed,
        })),
        next: last && rows.length === query.limit ? `${last.due_at}_${last.id}` : null,
      }
    },

    async answer(caller, id, text) {
      const row = await consultations(database).get(caller.tenantId, id)
      if (!row) throw notFound('咨询投诉')
      await tenants.authorization.assert(caller, 'read', resourceOf(row), { hide: true })
      await tenants.authorization.assert(caller, actionFor(row), resourceOf(row))
      if (row.kind === 'complaint' && row.case_id !== null && (await handledBy(caller, [row.case_id])).size > 0) throw answererHandledCase()
      const at = clock()
      const given = { answer: text.trim(), answered_by: caller.userId, answered_by_name: caller.name, answered_at: at }
      await inTransaction(database, async (tx) => {
        if (!(await consultations(tx).answer(row.tenant_id, id, given))) throw alreadyAnswered()
        await log(tx, row, 'answered', { actor: actorOf(caller), ip: caller.ip, more: { late: at > row.due_at } })
        if (row.asker_id !== null)
          await notices.send(tx, row.tenant_id, {
            to: { userIds: [row.asker_id] },
            title: `您的${KIND_NAMES[row.kind]}已答复`,
            text: row.matter_name ?? '请查看答复内容。',
            link: '/my-consultations',
          })
      })
    },

    async grade(caller, id, given) {
      const row = await consultations(database).get(caller.tenantId, id)
      if (row?.asker_id !== caller.userId) throw notFound('咨询投诉')
      await rate(row, given, { actor: actorOf(caller), ip: caller.ip })
    },

    byCode: async (tenantId, code) => (await viewsOf(tenantId, [await coded(tenantId, code)]))[0]!,
    gradeByCode: async (tenantId, code, given, ip) => rate(await coded(tenantId, code), given, { actor: SOMEBODY, ip }),
  }
}

const hashOf = (code: string): string => createHash('sha256').update(code).digest('hex')

const resourceOf = ({ id, organ_id, asker_id }: ConsultationRow): Resource => ({
  ...{ type: 'consultation', id, organId: organ_id },
  ...(asker_id !== null && { applicantId: asker_id }),
})

const actionFor = ({ kind }: ConsultationRow) => (kind === 'complaint' ? 'answer-complaint' : 'answer')

/** A case that is the caller's own to complain of. @throws NOT_FOUND */
async function ownCase(database: Database, { tenantId, userId }: Caller, caseId: string, now: number): Promise<Place> {
  const file = await caseRows(database).get(tenantId, caseId, now)
  if (file?.applicant_id !== userId) throw notFound()
  const { organ_id, matter_key, matter_name, id, case_no } = file
  return { organ_id, matter_key, matter_name, case_id: id, case_no }
}

const view = (row: ConsultationRow, names: ReadonlyMap<string, string>): ConsultationView => ({
  id: row.id,
  kind: row.kind,
  organName: names.get(row.organ_id) ?? row.organ_id,
  matterName: row.matter_name,
  caseNo: row.case_no,
  text: row.text,
  askedAt: row.asked_at,
  dueAt: row.due_at,
  answer: row.answer,
  answeredAt: row.answered_at,
  grade: row.grade,
  gradeText: row.grade_text,
})

function placeIn(after: string | undefined): ConsultationPlace | undefined {
  const match = /^(\d{1,15})_([\w-]{1,64})$/.exec(after ?? '')
  return match ? { due_at: Number(match[1]), id: match[2]! } : undefined
}
