import { licenceEvents, licences, newId, type CaseRow, type LicenceEventRow, type LicenceRow, type Tx } from '@lianban/storage'
import type { Caller } from '../ports.ts'
import type { Matter } from '../../matters/matter-definition.ts'
import type { DecisionRecord } from '../views.ts'
import { holderOf, licenceOf } from './face.ts'

/** A new licence of a case, in the transaction of its decision. */
export async function grantLicence(
  tx: Tx,
  {
    row,
    matter,
    decision,
    face,
    by,
    at,
  }: { row: CaseRow; matter: Matter; decision: DecisionRecord; face: LicenceRow['face']; by: Caller; at: number },
): Promise<LicenceRow> {
  const { key } = matter.matter
  const licence = licenceOf(matter.matter)
  const granted: LicenceRow = {
    tenant_id: row.tenant_id,
    id: newId(),
    licence_no: decision.licenceNo!,
    kind: licence.kind ?? key,
    name: licence.name,
    matter_key: key,
    matter_name: row.matter_name,
    organ_id: row.organ_id,
    organ_name: row.organ_name,
    case_id: row.id,
    paper_case_id: row.id,
    holder_id: row.applicant_id,
    ...holderOf(matter, row),
    face,
    valid_from: decision.validFrom ?? decision.decidedOn,
    valid_until: decision.validUntil,
    state: 'valid',
    state_at: null,
    created_at: at,
  }
  await licences(tx).insert(granted)
  await licenceEvents(tx).insert(licenceEvent(granted, { act: 'grant', stage: 'done', case_id: row.id, at, by, reason: decision.reasons }))
  return granted
}

/** One line of a licence's history, with what it does not say left empty. @param by null: the system */
export const licenceEvent = (
  { tenant_id, id }: Pick<LicenceRow, 'tenant_id' | 'id'>,
  { by, ...event }: Pick<LicenceEventRow, 'act' | 'stage' | 'case_id' | 'at'> & Partial<LicenceEventRow> & { by: Caller | null },
): LicenceEventRow => ({
  silence_at: null,
  reason: null,
  data: null,
  ...event,
  tenant_id,
  id: newId(),
  licence_id: id,
  actor_id: by?.userId ?? null,
  actor_name: by?.name ?? null,
})
