import type { Knex } from 'knex'

/** A document issued in a case; its id is the external task that produced it. */
export interface IssuedDocumentRow {
  tenant_id: string
  id: string
  case_id: string
  template: string
  name: string
  number: string | null
  sha256: string
  /** Bytes. */
  size: number
  media_type: string
  verify_code: string | null
  /** What the public verification page may show. */
  public_data: unknown
  created_at: number
}

export const issuedDocuments = (db: Knex) => ({
  /** Writes the document once: the same id again changes nothing. */
  insertOnce: async (row: IssuedDocumentRow): Promise<void> => {
    const stored = { ...row, public_data: row.public_data == null ? null : JSON.stringify(row.public_data) }
    await db('issued_document').insert(stored).onConflict(['tenant_id', 'id']).ignore()
  },

  get: async (tenantId: string, id: string): Promise<IssuedDocumentRow | undefined> => first(db, { tenant_id: tenantId, id }),

  byVerifyCode: async (tenantId: string, code: string): Promise<IssuedDocumentRow | undefined> =>
    first(db, { tenant_id: tenantId, verify_code: code }),

  forCase: (tenantId: string, caseId: string): Promise<IssuedDocumentRow[]> => forCases(db, tenantId, [caseId]),

  /** Of a page of cases, oldest first. */
  forCases: (tenantId: string, caseIds: readonly string[]): Promise<IssuedDocumentRow[]> => forCases(db, tenantId, caseIds),
})

async function forCases(db: Knex, tenantId: string, caseIds: readonly string[]): Promise<IssuedDocumentRow[]> {
  const rows: Record<string, unknown>[] = await db('issued_document')
    .where({ tenant_id: tenantId })
    .whereIn('case_id', [...caseIds])
    .orderBy(['created_at', 'id'])
  return rows.map(read)
}

async function first(db: Knex, where: Record<string, string>): Promise<IssuedDocumentRow | undefined> {
  const row: Record<string, unknown> | undefined = await db('issued_document').where(where).first()
  return row && read(row)
}

const read = (row: Record<string, unknown>): IssuedDocumentRow =>
  ({
    ...row,
    size: Number(row.size),
    created_at: Number(row.created_at),
    public_data: row.public_data == null ? null : (JSON.parse(row.public_data as string) as unknown),
  }) as IssuedDocumentRow
