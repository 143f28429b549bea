import {
  attachments,
  caseEvents,
  cases,
  inTransaction,
  licenceEvents,
  licences,
  type CaseWithLamp,
  type LicenceRow,
} from '@lianban/storage'
import { chineseDay } from '../../clock/index.ts'
import { caseLine } from '../case-lines.ts'
import type { CaseContext } from '../context.ts'
import { dutyEntry } from '../duties/duty-ports.ts'
import { SYSTEM_ACTOR } from '../log-entries.ts'
import { nextTerm } from './act-change.ts'
import { licenceEvent } from './grant-licence.ts'
import { licenceOf } from './face.ts'

/** Of one sweep; the rest waits for the next one, a minute later. */
const MAX_SWEPT = 200

/**
 * 逾期未作决定的,视为准予延续: every licence that has ended while the application for its renewal, handed in in time, lay
 * undecided, is renewed for its term by the system itself, once: an entry that the supervision's rules read, a line in the
 * case and notices, each in a transaction of its own. Several servers may sweep at once. Source: 行政许可法 article 50.
 * @returns how many were renewed
 */
export async function sweepRenewals(context: CaseContext, tenantId: string): Promise<number> {
  const found = await licences(context.database).renewedBySilence(tenantId, context.clock(), MAX_SWEPT)
  let renewed = 0
  for (const one of found) if (await renewBySilence(context, tenantId, one)) renewed += 1
  return renewed
}

async function renewBySilence(
  context: CaseContext,
  tenantId: string,
  { licenceId, caseId }: { licenceId: string; caseId: string },
): Promise<boolean> {
  const at = context.clock()
  return inTransaction(context.database, async (tx) => {
    const licence = await licences(tx).lock({ tenant_id: tenantId, id: licenceId })
    const row = await cases(tx).get(tenantId, caseId, at)
    const answered = (await licenceEvents(tx).ofCase(tenantId, caseId)).some(({ stage }) => stage === 'silence')
    // Decided, taken back or said by another server since the look.
    if (!licence || !row || answered || licence.state !== 'valid' || row.decided_at !== null || row.closed_at !== null) return false
    const matter = await context.matters.version(tx, tenantId, row.matter_key, row.matter_version)
    const term = matter ? nextTerm(licence, licenceOf(matter.matter).validYears) : null
    if (!term) return false
    await licences(tx).update(licence, { valid_until: term.until })
    const paper = { caseId: licence.paper_case_id, ownerId: licence.holder_id, kind: licence.kind }
    await attachments(tx).endLicencePaper(tenantId, paper, term.until)
    const data = { lines: [], ...term }
    await licenceEvents(tx).insert(licenceEvent(licence, { act: 'renew', stage: 'silence', case_id: caseId, at, by: null, data }))
    const text = `有效期届满前未作决定,视为准予延续至${chineseDay(term.until)}`
    const line = { tenant_id: tenantId, case_id: caseId, at, type: 'renewed-by-silence', step_name: '视为准予延续', action_text: text }
    await caseEvents(tx).insert([caseLine({ ...line, actor_name: SYSTEM_ACTOR.name, started_at: row.submitted_at })])
    const payload = {
      licence: licence.id,
      licenceNo: licence.licence_no,
      endedOn: licence.valid_until,
      validUntil: term.until,
      basis: '行政许可法第五十条',
    }
    await context.tenants.supervision.record(tx, tenantId, [dutyEntry(null, row, 'licence.renewed-by-silence', payload)])
    await tell(context, tx, { row, licence, until: term.until })
    return true
  })
}

async function tell(
  context: CaseContext,
  tx: Parameters<CaseContext['notices']['send']>[0],
  { row, licence, until }: { row: CaseWithLamp; licence: LicenceRow; until: string },
): Promise<void> {
  const about = `“${licence.name}”(${licence.licence_no})`
  await context.notices.send(tx, row.tenant_id, {
    kind: 'licence',
    to: { userIds: [row.applicant_id] },
    title: `${licence.name}视为准予延续`,
    text: `您按时申请延续的${about}在有效期届满前没有作出决定,依法视为准予延续至${chineseDay(until)}。`,
    link: `/my-licences/${licence.id}`,
  })
  await context.notices.send(tx, row.tenant_id, {
    kind: 'licence',
    to: { posts: [{ post: 'organ-leader', organId: row.organ_id }] },
    title: `逾期未决定,视为准予延续:${row.applicant_name}`,
    text: `${row.case_no} 申请延续的${about}在有效期届满前没有作出决定,依法视为准予延续。请尽快确认延续、换发证照。`,
    link: `/licences/${licence.id}`,
  })
}
