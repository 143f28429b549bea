import { caseEvents, circulations, inTransaction, newId, type CirculationRow, type Tx } from '@lianban/storage'
import { actorOf } from '@lianban/tenants'
import { caseLine, lineActor } from '../case-lines.ts'
import type { CaseContext } from '../context.ts'
import { once } from '../idempotency.ts'
import type { Caller, SupervisionEntry } from '../ports.ts'
import { readableCase } from '../resources.ts'
import { textRequired } from './errors.ts'
import { assertMayCirculate } from './may-circulate.ts'
import { namesText, resolveRecipients, type Person, type Recipients } from './recipients.ts'

export interface CirculationRequest {
  to: Recipients
  /** What they should look at. */
  note?: string
  idempotencyKey: string
}

export interface Circulated {
  id: string
  readers: number
}

export const MAX_NOTE_CHARS = 500

/**
 * Sends a case round 传阅 by hand. Each reader may read this case, and nothing else, until it is cancelled; the flow does not
 * know of it, so that returns and withdrawals leave it alone.
 * @throws CaseError RECIPIENTS_INVALID, TEXT_REQUIRED, IDEMPOTENCY_KEY_REUSED; NOT_FOUND, NOT_AUTHORIZED
 */
export function circulate(context: CaseContext, caller: Caller, caseId: string, request: CirculationRequest): Promise<Circulated> {
  const { idempotencyKey, ...body } = request
  return once<Circulated>(context, { caller, key: idempotencyKey, operation: `case.circulate ${caseId}`, body }, async (remember) => {
    const loaded = await readableCase(context, caller, caseId)
    const acting = await assertMayCirculate(context, caller, loaded)
    const note = request.note?.trim() ?? ''
    if (note.length > MAX_NOTE_CHARS) throw textRequired('传阅说明', MAX_NOTE_CHARS, 'note')
    const people = await resolveRecipients(context, loaded, request.to)
    return inTransaction(context.database, async (tx) => {
      const circulated = await writeCirculation(context, tx, {
        row: loaded.row,
        people,
        by: { ...actorOf(acting), ip: acting.ip },
        source: 'manual',
        elementId: null,
        stepName: '传阅',
        note,
        line: lineActor(acting),
        at: context.clock(),
      })
      await remember(tx, circulated)
      return circulated
    })
  })
}

export interface NewCirculation {
  row: { tenant_id: string; id: string; case_no: string; organ_id: string; matter_name: string; applicant_name: string }
  people: readonly Person[]
  by: SupervisionEntry['actor'] & { ip?: string }
  source: CirculationRow['source']
  elementId: string | null
  stepName: string
  note: string
  /** Who stands on the time line. */
  line: ReturnType<typeof lineActor>
  at: number
}

/** Writes a circulation with its readers, their notices, line and entry: a handful of statements, however many readers there are. */
export async function writeCirculation(
  { notices, tenants }: Pick<CaseContext, 'notices'> & { tenants: Pick<CaseContext['tenants'], 'supervision'> },
  tx: Tx,
  { row, people, by, source, elementId, stepName, note, line, at }: NewCirculation,
): Promise<Circulated> {
  const id = newId()
  const { ip, ...actor } = by
  const byName = line.actor_name ?? actor.userId
  const tenantId = row.tenant_id
  await circulations(tx).insert(
    {
      tenant_id: tenantId,
      id,
      case_id: row.id,
      source,
      element_id: elementId,
      step_name: stepName,
      note,
      by_id: actor.userId,
      by_name: byName,
      at,
    },
    people.map((person) => person.id),
  )
  await notices.send(tx, tenantId, {
    kind: 'circulation',
    to: { userIds: people.map((person) => person.id) },
    title: `传阅:${row.applicant_name} ${row.matter_name}`,
    text: `${byName}将办件 ${row.case_no} 传阅给您。${note}`,
    link: `/reading/${row.id}`,
  })
  await caseEvents(tx).insert([
    caseLine({
      tenant_id: tenantId,
      case_id: row.id,
      at,
      type: 'circulated',
      element_id: elementId,
      step_name: stepName,
      action_text: `${source === 'manual' ? '传阅' : '抄送'}给${namesText(people)}`,
      opinion: note || null,
      data: { circulation: id },
      ...line,
    }),
  ])
  const payload = { circulation: id, source, element: elementId, step: stepName, note, readers: people.map((person) => person.id) }
  await tenants.supervision.record(tx, tenantId, [
    { action: 'case.circulated', subject: `case:${row.id}`, organId: row.organ_id, actor, ip, payload },
  ])
  return { id, readers: people.length }
}
