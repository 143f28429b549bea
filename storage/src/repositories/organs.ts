import type { Tx } from '../database.ts'

export type OrganKind =
  'party' | 'government' | 'department' | 'institution' | 'town' | 'zone' | 'external' | 'court' | 'group'

export interface OrganRow {
  tenant_id: string
  id: string
  name: string
  short_name: string
  kind: OrganKind
  parent_id: string | null
  /** First and last day of validity, YYYY-MM-DD. */
  valid_from: string | null
  valid_until: string | null
  successor_id: string | null
  sort: number
}

export interface PostKindRow {
  tenant_id: string
  id: string
  name: string
  sort: number
}

export const organs = (db: Tx) => ({
  get: (tenantId: string, id: string): Promise<OrganRow | undefined> =>
    db<OrganRow>('organ').where({ tenant_id: tenantId, id }).first(),

  /** Every organ that ever was, in list order. A county has about a hundred. */
  list: (tenantId: string): Promise<OrganRow[]> =>
    db<OrganRow>('organ').where({ tenant_id: tenantId }).orderBy(['sort', 'id']),

  upsert: async (row: OrganRow): Promise<void> => {
    await db<OrganRow>('organ').insert(row).onConflict(['tenant_id', 'id']).merge()
  },

  postKinds: (tenantId: string): Promise<PostKindRow[]> =>
    db<PostKindRow>('post_kind').where({ tenant_id: tenantId }).orderBy(['sort', 'id']),

  upsertPostKind: async (row: PostKindRow): Promise<void> => {
    await db<PostKindRow>('post_kind').insert(row).onConflict(['tenant_id', 'id']).merge()
  },
})
