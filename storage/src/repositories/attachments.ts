import type { Knex } from 'knex'
import { insertRows } from '../write-rows.ts'

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
  /** Material kind of the county; null: it serves its own case only. */
  kind: string | null
  trust: TrustGrade
  /** Last day, YYYY-MM-DD, on which the paper itself is valid. */
  valid_until: string | null
  /** Used again: the attachment it was taken from, and the case that one came with. */
  source_id: string | null
  source_case_id: string | null
  verified_by: string | null
  verified_name: string | null
  verified_at: number | null
  watermark: string | null
  void_at: number | null
}

/**
 * How far a paper may be trusted: A issued by an organ, B its original was seen at a window, C uploaded by the applicant,
 * D declared by himself. Source: 国办函〔2016〕108号.
 */
export type TrustGrade = 'A' | 'B' | 'C' | 'D'

/** A file as it is uploaded: nobody's business yet. */
export const newAttachment = (
  row: Pick<AttachmentRow, 'tenant_id' | 'id' | 'owner_id' | 'sha256' | 'name' | 'size' | 'media_type' | 'created_at'> &
    Partial<AttachmentRow>,
): AttachmentRow => ({
  case_id: null,
  kind: null,
  trust: 'C',
  valid_until: null,
  source_id: null,
  source_case_id: null,
  verified_by: null,
  verified_name: null,
  verified_at: null,
  watermark: null,
  void_at: null,
  ...row,
})

export interface CaseMaterialRow {
  tenant_id: string
  case_id: string
  /** 0 with the application, 1 with the supplement, 2 what was owed, from 3 on in place of what was there before. */
  round: number
  material_key: string
  position: number
  file_id: string
  created_at: number
}

export const attachments = (db: Knex) => ({
  insert: async (row: AttachmentRow): Promise<void> => {
    await insertRows(db, 'attachment', [row])
  },

  get: async (tenantId: string, id: string): Promise<AttachmentRow | undefined> => {
    const row = await db<AttachmentRow>('attachment').where({ tenant_id: tenantId, id }).first()
    return row && read(row as AttachmentRow)
  },

  getMany: async (tenantId: string, ids: string[]): Promise<AttachmentRow[]> => {
    const rows = await db<AttachmentRow>('attachment').where({ tenant_id: tenantId }).whereIn('id', ids)
    return (rows as AttachmentRow[]).map(read)
  },

  /** Every file of a case, in the order in which they came. */
  ofCase: async (tenantId: string, caseId: string): Promise<AttachmentRow[]> =>
    ((await db('attachment').where({ tenant_id: tenantId, case_id: caseId }).orderBy(['created_at', 'id'])) as AttachmentRow[]).map(
      (row) => ({
        ...row,
        created_at: Number(row.created_at),
      }),
    ),

  /** Ties the owner's free attachments to a case, as papers of one material; `as.owner_id`: whose they are from now on. @returns how many were free and are tied now */
  attach: (
    tenantId: string,
    ownerId: string,
    ids: string[],
    as: Pick<AttachmentRow, 'case_id' | 'kind' | 'trust' | 'valid_until'> & Partial<Pick<AttachmentRow, 'owner_id'>>,
  ): Promise<number> =>
    db('attachment')
      .where({ tenant_id: tenantId, owner_id: ownerId })
      .whereNull('case_id')
      .whereIn('id', ids)
      .update({ ...as }),

  /** The paper of a licence, among its holder's own, and what was made of it for other cases: good until this day from now on. */
  endLicencePaper: async (
    tenantId: string,
    paper: { caseId: string; ownerId: string; kind: string },
    validUntil: string | null,
  ): Promise<void> => {
    const own = await db<AttachmentRow>('attachment')
      .where({ tenant_id: tenantId, case_id: paper.caseId, owner_id: paper.ownerId, kind: paper.kind, trust: 'A' })
      .select('id')
    const ids = own.map(({ id }) => id)
    await db('attachment')
      .where({ tenant_id: tenantId })
      .andWhere((either) => void either.whereIn('id', ids).orWhereIn('source_id', ids))
      .update({ valid_until: validUntil })
  },

  /**
   * What the owner has handed in, or an organ has issued to him, of these kinds and may be used again: best grade first,
   * then newest. @param today day of the county, YYYY-MM-DD
   */
  reusable: async (tenantId: string, ownerId: string, kinds: readonly string[], today: string, limit: number): Promise<AttachmentRow[]> => {
    if (kinds.length === 0) return []
    const rows = await db<AttachmentRow>('attachment')
      .where({ tenant_id: tenantId, owner_id: ownerId })
      .whereIn('kind', [...kinds])
      .whereNotNull('case_id')
      .whereIn('trust', ['A', 'B', 'C'])
      .whereNull('void_at')
      .andWhere((valid) => valid.whereNull('valid_until').orWhere('valid_until', '>=', today))
      .orderBy([{ column: 'trust' }, { column: 'created_at', order: 'desc' }, { column: 'id', order: 'desc' }])
      .limit(limit)
    return (rows as AttachmentRow[]).map(read)
  },

  /** The original of an upload was seen: C becomes B. @returns false if it is no upload of that case, or was seen before */
  verify: async (
    tenantId: string,
    id: string,
    seen: Required<Pick<AttachmentRow, 'verified_by' | 'verified_name' | 'verified_at' | 'valid_until'>>,
  ): Promise<boolean> =>
    (await db('attachment')
      .where({ tenant_id: tenantId, id, trust: 'C' })
      .whereNotNull('case_id')
      .update({ ...seen, trust: 'B' })) === 1,

  /** What came of a case is no longer worth anything: its licence was revoked. @returns how many papers are offered no longer */
  voidIssued: (tenantId: string, caseId: string, at: number): Promise<number> =>
    db('attachment').where({ tenant_id: tenantId, case_id: caseId, trust: 'A' }).whereNull('void_at').update({ void_at: at }),

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

const read = (row: AttachmentRow): AttachmentRow => ({
  ...row,
  size: Number(row.size),
  created_at: Number(row.created_at),
  verified_at: row.verified_at === null ? null : Number(row.verified_at),
  void_at: row.void_at === null ? null : Number(row.void_at),
})
