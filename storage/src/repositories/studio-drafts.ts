import type { Tx } from '../database.ts'
import { replaceVersion } from './versioned-row.ts'
import type { FileHashes } from './studio-files.ts'
import { insertOrIgnore } from '../insert-or-ignore.ts'

/** A draft of a process package. */
export interface StudioDraftRow {
  tenant_id: string
  id: string
  name: string
  package_key: string
  version: number
  files: FileHashes
  /** The release that it was begun from. */
  based_on: string | null
  created_by: string
  created_at: number
  updated_by: string
  updated_by_name: string
  updated_at: number
}

/** Who has a draft open now. */
export interface StudioEditorRow {
  tenant_id: string
  draft_id: string
  user_id: string
  name: string
  since: number
  seen_at: number
}

/** Files of a package that were sent in, until a draft is begun from them. */
export interface StudioImportRow {
  tenant_id: string
  id: string
  files: FileHashes
  created_by: string
  created_at: number
}

type Stored<Row> = Omit<Row, 'files'> & { files: string }

/** A county has some hundred drafts at most. */
const MAX_DRAFTS_LISTED = 500

export const studioDrafts = (db: Tx) => ({
  insert: async (row: StudioDraftRow): Promise<void> => {
    await db('studio_draft').insert(stored(row))
  },

  get: async (tenantId: string, id: string): Promise<StudioDraftRow | undefined> => {
    const row: Stored<StudioDraftRow> | undefined = await db('studio_draft').where({ tenant_id: tenantId, id }).first()
    return row && read(row)
  },

  /** Without their files, last changed first. */
  list: async (tenantId: string): Promise<Omit<StudioDraftRow, 'files'>[]> => {
    const rows: Stored<StudioDraftRow>[] = await db('studio_draft')
      .where({ tenant_id: tenantId })
      .orderBy('updated_at', 'desc')
      .limit(MAX_DRAFTS_LISTED)
    return rows.map((row) => {
      const { files: _, ...rest } = read(row)
      return rest
    })
  },

  /** In the place of the version before `row.version`. @returns false: it was changed or taken away meanwhile */
  replace: (row: StudioDraftRow): Promise<boolean> => {
    const { tenant_id, id, ...rest } = stored(row)
    return replaceVersion(db, 'studio_draft', { tenant_id, id }, rest)
  },

  /** What it is compared with from now on; that is no change of the draft. */
  setBase: async (tenantId: string, id: string, releaseId: string): Promise<void> => {
    await db('studio_draft').where({ tenant_id: tenantId, id }).update({ based_on: releaseId })
  },

  remove: async (tenantId: string, id: string): Promise<boolean> => {
    await db('studio_editor').where({ tenant_id: tenantId, draft_id: id }).delete()
    return (await db('studio_draft').where({ tenant_id: tenantId, id }).delete()) > 0
  },

  /** The person has it open now. */
  seen: async (row: Omit<StudioEditorRow, 'since'>, goneBefore: number): Promise<void> => {
    const { tenant_id, draft_id, user_id, seen_at } = row
    const place = { tenant_id, draft_id, user_id }
    await db('studio_editor').where({ tenant_id, draft_id }).where('seen_at', '<', goneBefore).delete()
    const updated = await db('studio_editor').where(place).update({ seen_at })
    if (updated === 0) await insertOrIgnore(db, 'studio_editor', { ...row, since: seen_at })
  },

  editors: async (tenantId: string, draftId: string, seenSince: number): Promise<StudioEditorRow[]> => {
    const rows: StudioEditorRow[] = await db('studio_editor')
      .where({ tenant_id: tenantId, draft_id: draftId })
      .where('seen_at', '>=', seenSince)
      .orderBy('since')
    return rows.map((row) => ({ ...row, since: Number(row.since), seen_at: Number(row.seen_at) }))
  },

  insertImport: async (row: StudioImportRow): Promise<void> => {
    await db('studio_import').insert({ ...row, files: JSON.stringify(row.files) })
  },

  getImport: async (tenantId: string, id: string): Promise<StudioImportRow | undefined> => {
    const row: Stored<StudioImportRow> | undefined = await db('studio_import').where({ tenant_id: tenantId, id }).first()
    return row && { ...row, files: JSON.parse(row.files) as FileHashes, created_at: Number(row.created_at) }
  },

  /** What nobody made a draft of. @returns how many */
  deleteImportsBefore: (tenantId: string, before: number): Promise<number> =>
    db('studio_import').where({ tenant_id: tenantId }).where('created_at', '<', before).delete(),
})

const stored = (row: StudioDraftRow) => ({ ...row, files: JSON.stringify(row.files) })

const read = (row: Stored<StudioDraftRow>): StudioDraftRow => ({
  ...row,
  files: JSON.parse(row.files) as FileHashes,
  version: Number(row.version),
  created_at: Number(row.created_at),
  updated_at: Number(row.updated_at),
})
