import type { Knex } from 'knex'
import type { LinkageCategoryRow, LinkageHotlineRow, LinkagePhotoRow } from './linkage-rows.ts'

/** Categories of incidents 事部件分类, every version. */
export const linkageCategories = (db: Knex) => ({
  current: async (tenantId: string): Promise<LinkageCategoryRow[]> =>
    ((await db('linkage_category').where({ tenant_id: tenantId, current: true }).orderBy('code')) as LinkageCategoryRow[]).map(
      readCategory,
    ),

  get: async (tenantId: string, code: string, version?: number): Promise<LinkageCategoryRow | undefined> => {
    const row = (await db('linkage_category')
      .where({ tenant_id: tenantId, code, ...(version === undefined ? { current: true } : { version }) })
      .first()) as LinkageCategoryRow | undefined
    return row && readCategory(row)
  },

  /** Newest first. */
  versions: async (tenantId: string, code: string): Promise<LinkageCategoryRow[]> =>
    ((await db('linkage_category').where({ tenant_id: tenantId, code }).orderBy('version', 'desc')) as LinkageCategoryRow[]).map(
      readCategory,
    ),

  /** As they come; those that are there already stay. */
  insertMissing: async (rows: readonly LinkageCategoryRow[]): Promise<void> =>
    void (await db('linkage_category')
      .insert(rows.map((row) => ({ ...row, content: JSON.stringify(row.content) })))
      .onConflict(['tenant_id', 'code', 'version'])
      .ignore()),

  /** @returns false if the current version is no longer the one before */
  change: async (row: LinkageCategoryRow): Promise<boolean> => {
    const replaced = await db('linkage_category')
      .where({ tenant_id: row.tenant_id, code: row.code, version: row.version - 1, current: true })
      .update({ current: false })
    if (replaced !== 1) return false
    await db('linkage_category').insert({ ...row, content: JSON.stringify(row.content) })
    return true
  },
})

/** Orders of the hotline 12345. */
export const linkageHotline = (db: Knex) => ({
  insert: async (row: LinkageHotlineRow): Promise<void> => void (await db('linkage_hotline').insert(row)),

  get: async (tenantId: string, orderNo: string): Promise<LinkageHotlineRow | undefined> => {
    const row = (await db('linkage_hotline').where({ tenant_id: tenantId, order_no: orderNo }).first()) as LinkageHotlineRow | undefined
    return row && readHotline(row)
  },

  ofIncident: async (tenantId: string, incidentId: string): Promise<LinkageHotlineRow | undefined> => {
    const row = (await db('linkage_hotline').where({ tenant_id: tenantId, incident_id: incidentId }).first()) as
      LinkageHotlineRow | undefined
    return row && readHotline(row)
  },

  /** Answers that the hotline has not said it has, earliest first. */
  unfetched: async (tenantId: string, limit: number): Promise<LinkageHotlineRow[]> =>
    (
      (await db('linkage_hotline')
        .where({ tenant_id: tenantId })
        .whereNotNull('answered_at')
        .whereNull('fetched_at')
        .orderBy(['answered_at', 'order_no'])
        .limit(limit)) as LinkageHotlineRow[]
    ).map(readHotline),

  answer: async (tenantId: string, incidentId: string, answer: string, at: number): Promise<void> =>
    void (await db('linkage_hotline')
      .where({ tenant_id: tenantId, incident_id: incidentId })
      .update({ answer, answered_at: at, fetched_at: null })),

  markFetched: async (tenantId: string, orderNo: string, at: number): Promise<void> =>
    void (await db('linkage_hotline')
      .where({ tenant_id: tenantId, order_no: orderNo })
      .whereNotNull('answered_at')
      .whereNull('fetched_at')
      .update({ fetched_at: at })),
})

/** Photos on their way from a phone. */
export const linkagePhotos = (db: Knex) => ({
  get: async (tenantId: string, ownerId: string, uploadKey: string): Promise<LinkagePhotoRow | undefined> => {
    const row = (await db('linkage_photo').where({ tenant_id: tenantId, owner_id: ownerId, upload_key: uploadKey }).first()) as
      (Omit<LinkagePhotoRow, 'parts'> & { parts: string }) | undefined
    return row && { ...row, created_at: Number(row.created_at), parts: JSON.parse(row.parts) as string[] }
  },

  /** Begins it; one that has begun stays as it is. */
  begin: async (row: LinkagePhotoRow): Promise<void> =>
    void (await db('linkage_photo')
      .insert({ ...row, parts: JSON.stringify(row.parts) })
      .onConflict(['tenant_id', 'owner_id', 'upload_key'])
      .ignore()),

  /** @returns false if another part came first */
  putParts: async ({ tenant_id, owner_id, upload_key, parts }: LinkagePhotoRow, before: readonly string[]): Promise<boolean> =>
    (await db('linkage_photo')
      .where({ tenant_id, owner_id, upload_key, parts: JSON.stringify(before) })
      .update({ parts: JSON.stringify(parts) })) === 1,

  /** @returns false if it has a file already */
  finish: async (tenantId: string, ownerId: string, uploadKey: string, fileId: string): Promise<boolean> =>
    (await db('linkage_photo')
      .where({ tenant_id: tenantId, owner_id: ownerId, upload_key: uploadKey })
      .whereNull('file_id')
      .update({ file_id: fileId })) === 1,
})

const readCategory = (row: LinkageCategoryRow): LinkageCategoryRow => ({
  ...row,
  current: Boolean(row.current),
  content: JSON.parse(row.content as string) as unknown,
  changed_at: Number(row.changed_at),
})

const readHotline = (row: LinkageHotlineRow): LinkageHotlineRow => ({
  ...row,
  received_at: Number(row.received_at),
  reply_due_at: Number(row.reply_due_at),
  answered_at: row.answered_at === null ? null : Number(row.answered_at),
  fetched_at: row.fetched_at === null ? null : Number(row.fetched_at),
})
