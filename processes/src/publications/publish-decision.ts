import {
  caseEvents,
  cases,
  inTransaction,
  issuedDocuments,
  publications,
  type CaseRow,
  type PublicationRow,
  type Tx,
} from '@lianban/storage'
import { caseLine } from '../cases/case-lines.ts'
import { systemEntry } from '../cases/log-entries.ts'
import type { DecisionRecord } from '../cases/views.ts'
import { CaseTaskError } from '../workers/case-tasks.ts'
import { PUBLICATION_KINDS, kindOfResult, type PublicationKind } from './publication-kinds.ts'
import { publicationOf } from './publication-of.ts'
import type { PublicationsOptions } from './publications-options.ts'

/** What the process learns of a publication: the variable `publication`. */
export interface Published {
  id: string
  state: PublicationRow['state']
}

/**
 * 双公示: makes the decision of a case public, or keeps on record why it is not. Once for each decision: whoever comes second
 * gets what stands there.
 * @throws CaseTaskError NO_CASE, NO_DECISION
 */
export async function publishDecision(options: PublicationsOptions, tenantId: string, caseId: string): Promise<Published> {
  const { database, matters, calendarOf, clock } = options
  const at = clock()
  const row = await cases(database).get(tenantId, caseId, at)
  if (!row) throw new CaseTaskError('NO_CASE', `没有编号为“${caseId}”的办件，不能公示`)
  const decision = row.decision as DecisionRecord | null
  const kind = decision && kindOfResult(decision.result)
  if (!decision || !kind) throw new CaseTaskError('NO_DECISION', `办件“${row.case_no}”没有可以公示的决定`)
  const before = (await publications(database).ofCase(tenantId, caseId)).find((one) => one.kind === kind)
  if (before) return { id: before.id, state: before.state }
  const matter = await matters.version(database, tenantId, row.matter_key, row.matter_version)
  if (!matter) throw new CaseTaskError('NO_CASE', `办件“${row.case_no}”的事项版本已不存在，不能公示`)
  const documents = await issuedDocuments(database).forCase(tenantId, caseId)
  const publication = publicationOf({ row, matter, decision, kind, documents }, calendarOf(tenantId), at)
  return inTransaction(database, async (tx) => {
    if (!(await publications(tx).insertOnce(publication))) {
      const first = (await publications(tx).ofCase(tenantId, caseId)).find((one) => one.kind === kind)!
      return { id: first.id, state: first.state }
    }
    await record(tx, options, row, publication, kind)
    return { id: publication.id, state: publication.state }
  })
}

async function record(
  tx: Tx,
  { tenants }: PublicationsOptions,
  row: CaseRow,
  publication: PublicationRow,
  kind: PublicationKind,
): Promise<void> {
  const { tenant_id: tenantId, id, licence_no: licenceNo, state, state_reason: reason, due_at: dueAt, published_at: at } = publication
  if (licenceNo !== null && kind !== 'grant') await publications(tx).invalidate(tenantId, licenceNo, id)
  const isPublic = state === 'public'
  await caseEvents(tx).insert([
    caseLine({
      ...{ tenant_id: tenantId, case_id: row.id, at, type: 'decision-published', step_name: '公示' },
      ...{ action_text: isPublic ? `公示${PUBLICATION_KINDS[kind].text}决定` : '决定不予公示', opinion: reason },
    }),
  ])
  const payload = {
    publication: id,
    kind,
    number: publication.document_number,
    dueAt,
    late: at > dueAt,
    ...(reason !== null && { reason }),
  }
  await tenants.supervision.record(tx, tenantId, [
    systemEntry(isPublic ? 'decision.published' : 'decision.withheld', { caseId: row.id, organId: row.organ_id, payload }),
  ])
}
