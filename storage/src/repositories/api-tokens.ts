import type { Tx } from '../database.ts'

export interface ApiTokenRow {
  tenant_id: string
  id: string
  /** SHA-256, hex. */
  token_hash: string
  /** How it begins, to tell tokens apart. */
  hint: string
  name: string
  organ_id: string
  topics: string[]
  rights: string[]
  /** CIDR; none = from anywhere. */
  addresses: string[]
  created_at: number
  created_by: string
  expires_at: number
  last_used_at: number | null
  last_used_ip: string | null
  revoked_at: number | null
  revoked_by: string | null
}

type Stored = Omit<ApiTokenRow, 'topics' | 'rights' | 'addresses'> & {
  topics: string
  rights: string
  addresses: string
}

const parsed = (row: Stored): ApiTokenRow => ({
  ...row,
  topics: JSON.parse(row.topics) as string[],
  rights: JSON.parse(row.rights) as string[],
  addresses: JSON.parse(row.addresses) as string[],
})

export const apiTokens = (db: Tx) => ({
  byHash: async (tokenHash: string): Promise<ApiTokenRow | undefined> => {
    const row = (await db('api_token').where({ token_hash: tokenHash }).first()) as Stored | undefined
    return row && parsed(row)
  },

  get: async (tenantId: string, id: string): Promise<ApiTokenRow | undefined> => {
    const row = (await db('api_token').where({ tenant_id: tenantId, id }).first()) as Stored | undefined
    return row && parsed(row)
  },

  /** Latest first; `after` is the id of the last one seen. */
  list: async (tenantId: string, { limit, after }: { limit: number; after?: string }): Promise<ApiTokenRow[]> => {
    const rows = (await db('api_token')
      .where({ tenant_id: tenantId })
      .andWhere((rest) => (after === undefined ? rest : rest.where('id', '<', after)))
      .orderBy('id', 'desc')
      .limit(limit)) as Stored[]
    return rows.map(parsed)
  },

  insert: async (row: ApiTokenRow): Promise<void> => {
    const { topics, rights, addresses } = row
    await db('api_token').insert({
      ...row,
      topics: JSON.stringify(topics),
      rights: JSON.stringify(rights),
      addresses: JSON.stringify(addresses),
    })
  },

  /** @returns whether this call did it */
  revoke: async (tenantId: string, id: string, at: number, by: string): Promise<boolean> =>
    (await db('api_token').where({ tenant_id: tenantId, id, revoked_at: null }).update({ revoked_at: at, revoked_by: by })) > 0,

  used: async (tenantId: string, id: string, at: number, ip: string): Promise<void> => {
    await db('api_token').where({ tenant_id: tenantId, id }).update({ last_used_at: at, last_used_ip: ip })
  },
})
