import type { Knex } from 'knex'

export interface AttachmentRow {
  tenant_id: string
  id: string
  owner_id: string
  /** null until it is handed in with a case. */
  case_id: string | null
  sha256: string
  name: string
  /** Bytes. */
  size: number
  media_type: string
  created_at: number
}

export interface CaseMaterialRow {
  tenant_id: string
  case_id: string
  /** 0 with the application, 1 with the supplement. */
  round: number
  material_key: string
  position: number
  file_id: string
  created_at: number
}

export const attachments = (db: Knex) => ({
  insert: async (row: AttachmentRow): Promise<void> => {
    await db('attachment').insert(row)
  },

  get: async (tenantId: string, id: string): Promise<AttachmentRow | undefined> => {
    const row = await db<AttachmentRow>('attachment').where({ tenant_id: tenantId, id }).first()
    return row && read(row as AttachmentRow)
  },

  getMany: async (tenantId: string, ids: string[]): Promise<AttachmentRow[]> => {
    const rows = await db<AttachmentRow>('attachment').where({ tenant_id: tenantId }).whereIn('id', ids)
    return (rows as AttachmentRow[]).map(read)
  },

  /** Ties the owner's free attachments to a case. @returns how many were free and are tied now */
  attach: (tenantId: string, ownerId: string, ids: string[], caseId: string): Promise<number> =>
    db('attachment').where({ tenant_id: tenantId, owner_id: ownerId }).whereNull('case_id').whereIn('id', ids).update({ case_id: caseId }),

  /** Which of these contents the owner has handed in before, whatever they were called; SHA-256 in hex. */
  handedIn: async (tenantId: string, ownerId: string, contents: readonly string[]): Promise<Set<string>> => {
    const rows = (await db('attachment')
      .where({ tenant_id: tenantId, owner_id: ownerId })
      .whereNotNull('case_id')
      .whereIn('sha256', [...contents])
      .distinct('sha256')) as { sha256: string }[]
    return new Set(rows.map(({ sha256 }) => sha256))
  },

  insertMaterials: async (rows: CaseMaterialRow[]): Promise<void> => {
    if (rows.length > 0) await db('case_material').insert(rows)
  },

  /** Every material of a case, all rounds, with its file; oldest round first. */
  materials: async (tenantId: string, caseId: string): Promise<(CaseMaterialRow & { file: AttachmentRow })[]> => {
    const materials: CaseMaterialRow[] = await db('case_material')
      .where({ tenant_id: tenantId, case_id: caseId })
      .orderBy(['round', 'material_key', 'position'])
    const files = await attachments(db).getMany(
      tenantId,
      materials.map((row) => row.file_id),
    )
    const byId = new Map(files.map((file) => [file.id, file]))
    return materials.flatMap((row) => {
      const file = byId.get(row.file_id)
      return file ? [{ ...row, created_at: Number(row.created_at), file }] : []
    })
  },
})

const read = (row: AttachmentRow): AttachmentRow => ({ ...row, size: Number(row.size), created_at: Number(row.created_at) })
