import type { Tx } from '../database.ts'

/** An address that opens one thing once. Instants are UTC epoch milliseconds. */
export interface OneTimeTokenRow {
  tenant_id: string
  id: string
  purpose: string
  /** SHA-256, hex. */
  token_hash: string
  owner_id: string
  data: unknown
  created_at: number
  expires_at: number
  used_at: number | null
  /** SHA-256 of what the one device that used it goes on with. */
  key_hash: string | null
  ended_at: number | null
}

export interface PhoneUploadFileRow {
  tenant_id: string
  token_id: string
  position: number
  file_id: string
  created_at: number
}

export const oneTimeTokens = (db: Tx) => ({
  insert: async (row: OneTimeTokenRow): Promise<void> => {
    await db('one_time_token').insert({ ...row, data: JSON.stringify(row.data) })
  },

  byHash: async (tenantId: string, tokenHash: string): Promise<OneTimeTokenRow | undefined> =>
    read(await db('one_time_token').where({ tenant_id: tenantId, token_hash: tokenHash }).first()),

  get: async (tenantId: string, id: string): Promise<OneTimeTokenRow | undefined> =>
    read(await db('one_time_token').where({ tenant_id: tenantId, id }).first()),

  /** Those of a person that are open at an instant. */
  open: async (tenantId: string, ownerId: string, purpose: string, at: number): Promise<OneTimeTokenRow[]> =>
    (
      (await db('one_time_token')
        .where({ tenant_id: tenantId, owner_id: ownerId, purpose, ended_at: null })
        .andWhere('expires_at', '>', at)) as unknown[]
    ).map((row) => read(row)!),

  /** The one use that it has. @returns false: it was used, taken back, or its time is over */
  use: async (tenantId: string, id: string, at: number, keyHash: string | null): Promise<boolean> =>
    (await db('one_time_token')
      .where({ tenant_id: tenantId, id, used_at: null, ended_at: null })
      .andWhere('expires_at', '>', at)
      .update({ used_at: at, key_hash: keyHash })) === 1,

  /** @returns false: it had ended before */
  end: async (tenantId: string, id: string, at: number): Promise<boolean> =>
    (await db('one_time_token').where({ tenant_id: tenantId, id, ended_at: null }).update({ ended_at: at })) === 1,

  /** Forgets those whose time was over before an instant, with the lists of their files. @returns how many */
  deleteExpired: async (tenantId: string, before: number): Promise<number> => {
    const old = db('one_time_token').where({ tenant_id: tenantId }).andWhere('expires_at', '<', before)
    const ids = ((await old.clone().select('id')) as { id: string }[]).map(({ id }) => id)
    if (ids.length === 0) return 0
    await db('phone_upload_file').where({ tenant_id: tenantId }).whereIn('token_id', ids).delete()
    return db('one_time_token').where({ tenant_id: tenantId }).whereIn('id', ids).delete()
  },
})

export const phoneUploadFiles = (db: Tx) => ({
  /** @throws a unique violation if another file took this position meanwhile */
  insert: async (row: PhoneUploadFileRow): Promise<void> => {
    await db('phone_upload_file').insert(row)
  },

  /** In the order in which they came. */
  of: async (tenantId: string, tokenId: string): Promise<PhoneUploadFileRow[]> =>
    (
      (await db<PhoneUploadFileRow>('phone_upload_file')
        .where({ tenant_id: tenantId, token_id: tokenId })
        .orderBy('position')) as PhoneUploadFileRow[]
    ).map((row) => ({ ...row, position: Number(row.position), created_at: Number(row.created_at) })),
})

function read(raw: unknown): OneTimeTokenRow | undefined {
  if (raw === undefined) return undefined
  const row = raw as Record<string, unknown>
  const instant = (value: unknown) => (value == null ? null : Number(value))
  return {
    ...(row as unknown as OneTimeTokenRow),
    data: JSON.parse(row.data as string) as unknown,
    created_at: Number(row.created_at),
    expires_at: Number(row.expires_at),
    used_at: instant(row.used_at),
    ended_at: instant(row.ended_at),
  }
}
