import {
  caseFacts,
  consultations,
  inTransaction,
  type ConsultationKind,
  type ConsultationPlace,
  type ConsultationRow,
} from '@lianban/storage'
import { actorOf } from '@lianban/tenants'
import { notFound } from '../cases/errors.ts'
import type { Caller } from '../cases/ports.ts'
import { workdaysLeft, workdaysLeftWords } from '../clock/index.ts'
import { organNamesOf } from '../supervision/cards/card-views.ts'
import { KIND_NAMES, logged, resourceOf, type ConsultationContext } from './consultation-context.ts'
import { alreadyAnswered, answererHandledCase } from './consultation-error.ts'
import { view, type ConsultationItem } from './consultation-views.ts'

/** @see Consultations.list */
export async function listForOrgan(
  context: ConsultationContext,
  caller: Caller,
  { after, ...query }: { answered: boolean; kind?: ConsultationKind; limit: number; after?: string },
): Promise<{ items: ConsultationItem[]; next: string | null }> {
  const { database, calendarOf, clock } = context
  const { authorization } = context.tenants
  const readable = (organId: string) => authorization.decide(caller, 'list', { type: 'consultation', organId }).allowed
  const organId = caller.posts.find((post) => readable(post.organId))?.organId ?? null
  await authorization.assert(caller, 'list', { type: 'consultation', organId })
  const restrict = await authorization.restrict(caller, 'list', 'consultation', { organId: 'organ_id' })
  const rows = await consultations(database).list({ ...query, tenantId: caller.tenantId, restrict, after: placeIn(after) })
  const names = await organNamesOf(database, caller.tenantId)
  const handled = await handledBy(context, caller, rows)
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
      canAnswer: row.answered_at === null && !handled.has(row.id) && authorization.decide(caller, actionFor(row), resourceOf(row)).allowed,
    })),
    next: last && rows.length === query.limit ? `${last.due_at}_${last.id}` : null,
  }
}

/** @see Consultations.answer */
export async function answer(context: ConsultationContext, caller: Caller, id: string, text: string): Promise<void> {
  const { database, tenants, notices, clock } = context
  const row = await consultations(database).get(caller.tenantId, id)
  if (!row) throw notFound('咨询投诉')
  await tenants.authorization.assert(caller, 'read', resourceOf(row), { hide: true })
  await tenants.authorization.assert(caller, actionFor(row), resourceOf(row))
  if ((await handledBy(context, caller, [row])).size > 0) throw answererHandledCase()
  const at = clock()
  const given = { answer: text.trim(), answered_by: caller.userId, answered_by_name: caller.name, answered_at: at }
  await inTransaction(database, async (tx) => {
    if (!(await consultations(tx).answer(row.tenant_id, id, given))) throw alreadyAnswered()
    await logged(context, tx, row, 'answered', { actor: actorOf(caller), ip: caller.ip, more: { late: at > row.due_at } })
    if (row.asker_id !== null)
      await notices.send(tx, row.tenant_id, {
        to: { userIds: [row.asker_id] },
        title: `您的${KIND_NAMES[row.kind]}已答复`,
        text: row.matter_name ?? '请查看答复内容。',
        link: '/my-consultations',
      })
  })
}

const actionFor = ({ kind }: ConsultationRow) => (kind === 'complaint' ? 'answer-complaint' : 'answer')

/** Complaints of cases in which the caller, or whom he acts for, did a step: somebody else answers these. @returns their ids */
async function handledBy({ database }: ConsultationContext, caller: Caller, rows: readonly ConsultationRow[]): Promise<Set<string>> {
  const complaints = rows.flatMap(({ id, kind, case_id }) => (kind === 'complaint' && case_id !== null ? [{ id, caseId: case_id }] : []))
  const persons = [caller.userId, ...(caller.actsFor ?? []).map(({ principal }) => principal.userId)]
  const facts = await caseFacts(database).ofCases(caller.tenantId, [...new Set(complaints.map(({ caseId }) => caseId))], [])
  const did = (caseId: string) => Object.values(facts.get(caseId)?.participants ?? {}).some((ids) => ids.some((id) => persons.includes(id)))
  return new Set(complaints.filter(({ caseId }) => did(caseId)).map(({ id }) => id))
}

function placeIn(after: string | undefined): ConsultationPlace | undefined {
  const match = /^(\d{1,15})_([\w-]{1,64})$/.exec(after ?? '')
  return match ? { due_at: Number(match[1]), id: match[2]! } : undefined
}
