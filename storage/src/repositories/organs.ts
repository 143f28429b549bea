import type { Tx } from '../database.ts'
import { readRows } from '../read-rows.ts'

export type OrganKind = 'party' | 'government' | 'department' | 'institution' | 'town' | 'zone' | 'external' | 'court' | 'group'

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

/** A name from a day on, until the next one begins. */
export interface OrganNameRow {
  tenant_id: string
  organ_id: string
  from_day: string
  name: string
  short_name: string
}

export interface OrganParentRow {
  tenant_id: string
  organ_id: string
  from_day: string
  parent_id: string | null
}

export interface OrganSuccessionRow {
  tenant_id: string
  from_id: string
  to_id: string
  on_day: string
  /** 1: takes over open cases, matters and tasks. */
  heir: number
}

export const organs = (db: Tx) => ({
  get: (tenantId: string, id: string): Promise<OrganRow | undefined> => db<OrganRow>('organ').where({ tenant_id: tenantId, id }).first(),

  /** Every organ that ever was, in list order. A county has about a hundred. */
  list: (tenantId: string): Promise<OrganRow[]> => db<OrganRow>('organ').where({ tenant_id: tenantId }).orderBy(['sort', 'id']),

  upsert: async (row: OrganRow): Promise<void> => {
    await db<OrganRow>('organ').insert(row).onConflict(['tenant_id', 'id']).merge()
  },

  postKinds: (tenantId: string): Promise<PostKindRow[]> =>
    db<PostKindRow>('post_kind').where({ tenant_id: tenantId }).orderBy(['sort', 'id']),

  upsertPostKind: async (row: PostKindRow): Promise<void> => {
    await db<PostKindRow>('post_kind').insert(row).onConflict(['tenant_id', 'id']).merge()
  },

  names: (tenantId: string): Promise<OrganNameRow[]> =>
    db<OrganNameRow>('organ_name').where({ tenant_id: tenantId }).orderBy(['organ_id', 'from_day']),

  /** The name valid on the day; of a day before the organ began its first. */
  nameOn: async (tenantId: string, organId: string, day: string): Promise<OrganNameRow | undefined> =>
    (await db<OrganNameRow>('organ_name')
      .where({ tenant_id: tenantId, organ_id: organId })
      .where('from_day', '<=', day)
      .orderBy('from_day', 'desc')
      .first()) ?? db<OrganNameRow>('organ_name').where({ tenant_id: tenantId, organ_id: organId }).orderBy('from_day').first(),

  putName: async (row: OrganNameRow): Promise<void> => {
    await db<OrganNameRow>('organ_name').insert(row).onConflict(['tenant_id', 'organ_id', 'from_day']).merge()
  },

  removeName: async (tenantId: string, organId: string, fromDay: string): Promise<void> => {
    await db<OrganNameRow>('organ_name').where({ tenant_id: tenantId, organ_id: organId, from_day: fromDay }).delete()
  },

  parents: (tenantId: string): Promise<OrganParentRow[]> =>
    db<OrganParentRow>('organ_parent').where({ tenant_id: tenantId }).orderBy(['organ_id', 'from_day']),

  putParent: async (row: OrganParentRow): Promise<void> => {
    await db<OrganParentRow>('organ_parent').insert(row).onConflict(['tenant_id', 'organ_id', 'from_day']).merge()
  },

  removeParent: async (tenantId: string, organId: string, fromDay: string): Promise<void> => {
    await db<OrganParentRow>('organ_parent').where({ tenant_id: tenantId, organ_id: organId, from_day: fromDay }).delete()
  },

  successions: (tenantId: string): Promise<OrganSuccessionRow[]> =>
    readRows(db, 'select * from organ_succession where tenant_id = ? order by from_id, to_id', [tenantId]),

  insertSuccessions: async (rows: OrganSuccessionRow[]): Promise<void> => {
    if (rows.length > 0) await db<OrganSuccessionRow>('organ_succession').insert(rows)
  },

  removeSuccessions: async (tenantId: string, fromIds: readonly string[]): Promise<void> => {
    await db<OrganSuccessionRow>('organ_succession').where({ tenant_id: tenantId }).whereIn('from_id', fromIds).delete()
  },

  /** Takes an organ away that never was: one that a cancelled change had planned. */
  remove: async (tenantId: string, organId: string): Promise<void> => {
    await db('organ_name').where({ tenant_id: tenantId, organ_id: organId }).delete()
    await db('organ_parent').where({ tenant_id: tenantId, organ_id: organId }).delete()
    await db('organ').where({ tenant_id: tenantId, id: organId }).delete()
  },
})
