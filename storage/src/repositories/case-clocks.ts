import type { Tx } from '../database.ts'

export interface CaseSuspensionRow {
  tenant_id: string
  id: string
  case_id: string
  kind: string
  state: 'requested' | 'refused' | 'open' | 'closed'
  reason: string
  /** YYYY-MM-DD */
  planned_end: string
  requested_by: string
  requested_by_name: string
  requested_at: number
  decided_by: string | null
  decided_by_name: string | null
  decided_at: number | null
  decision_opinion: string | null
  notice_number: string | null
  ended_by: string | null
  ended_by_name: string | null
  ended_at: number | null
  result: string | null
}

export interface CaseExtensionRow {
  tenant_id: string
  id: string
  case_id: string
  state: 'requested' | 'granted' | 'refused' | 'lapsed'
  reasons: string
  amount: number
  unit: string
  requested_by: string
  requested_by_name: string
  requested_at: number
  decided_by: string | null
  decided_by_name: string | null
  decided_at: number | null
  decision_opinion: string | null
  notice_number: string | null
}

const INSTANTS = ['requested_at', 'decided_at', 'ended_at'] as const

/** What has been asked and decided about the clock of a case. */
export const caseClocks = (db: Tx) => ({
  addSuspension: async (row: CaseSuspensionRow): Promise<void> => {
    await db('case_suspension').insert(row)
  },
  updateSuspension: async (tenantId: string, id: string, patch: Partial<CaseSuspensionRow>): Promise<void> => {
    await db('case_suspension').where({ tenant_id: tenantId, id }).update(patch)
  },
  /** Of a case, oldest first. */
  suspensions: async (tenantId: string, caseId: string): Promise<CaseSuspensionRow[]> =>
    (await db('case_suspension').where({ tenant_id: tenantId, case_id: caseId }).orderBy('id')).map(read<CaseSuspensionRow>),

  addExtension: async (row: CaseExtensionRow): Promise<void> => {
    await db('case_extension').insert(row)
  },
  updateExtension: async (tenantId: string, id: string, patch: Partial<CaseExtensionRow>): Promise<void> => {
    await db('case_extension').where({ tenant_id: tenantId, id }).update(patch)
  },
  /** Of a case, oldest first. */
  extensions: async (tenantId: string, caseId: string): Promise<CaseExtensionRow[]> =>
    (await db('case_extension').where({ tenant_id: tenantId, case_id: caseId }).orderBy('id')).map(read<CaseExtensionRow>),
})

function read<Row>(raw: Record<string, unknown>): Row {
  const row = { ...raw }
  for (const column of INSTANTS) if (row[column] != null) row[column] = Number(row[column])
  return row as Row
}
