import type { Database, NumberKind, RegisterQuery, RegisterRow } from '@lianban/storage'
import type { TenantsPort } from '../cases/ports.ts'

export interface RegistersOptions {
  database: Database
  tenants: TenantsPort
  /** Epoch milliseconds. */
  clock: () => number
  /** Rows of one export. @default 50,000 */
  maxExportRows?: number
}

export interface RegisterFilter {
  kind: NumberKind
  organId?: string
  /** Document type 许受, or the scheme of the number. */
  type?: string
  year?: number
  state?: 'valid' | 'void'
  /** Part of the number, the case number or the applicant's name. */
  q?: string
}

/** A line of a register. Instants are epoch milliseconds. */
export interface RegisterEntry {
  kind: NumberKind
  number: string
  type: string
  organId: string
  organName: string
  caseId: string
  caseNo: string
  matterName: string
  applicantName: string
  issuedAt: number
  /** The paper with this number; null until it is made. */
  document: { id: string; name: string; sha256: string } | null
  void: { at: number; byName: string; reason: string } | null
}

export const presentEntry = (row: RegisterRow): RegisterEntry => ({
  kind: row.kind,
  number: row.number,
  type: row.type,
  organId: row.organ_id,
  organName: row.organ_name,
  caseId: row.case_id,
  caseNo: row.case_no,
  matterName: row.matter_name,
  applicantName: row.applicant_name,
  issuedAt: row.issued_at,
  document: row.document_id === null ? null : { id: row.document_id, name: row.document_name ?? '', sha256: row.document_sha256 ?? '' },
  void: row.voided_at === null ? null : { at: row.voided_at, byName: row.voided_by_name ?? '', reason: row.void_reason ?? '' },
})

export const filterOf = (tenantId: string, { q, ...filter }: RegisterFilter): Omit<RegisterQuery, 'order' | 'after' | 'limit'> => ({
  tenantId,
  ...filter,
  q: q?.trim() || undefined,
})
