import type { Tx } from '../database.ts'
import { replaceVersion } from './versioned-row.ts'

export type DraftKind = 'task' | 'matter' | 'supplement'

export interface DraftPlace {
  tenantId: string
  userId: string
  kind: DraftKind
  /** Task, matter or case that it is of. */
  about: string
}

export interface DraftRow {
  tenant_id: string
  user_id: string
  kind: DraftKind
  about: string
  /** Title and content, encrypted. */
  sealed: string
  version: number
  saved_at: number
}

export const drafts = (db: Tx) => ({
  get: async (place: DraftPlace): Promise<DraftRow | undefined> => read(await db<DraftRow>('draft').where(keyOf(place)).first()),

  /** The person's, last saved first. */
  ofUser: async (tenantId: string, userId: string, limit: number): Promise<DraftRow[]> => {
    const rows = await db<DraftRow>('draft').where({ tenant_id: tenantId, user_id: userId }).orderBy('saved_at', 'desc').limit(limit)
    return rows.map((row) => read(row)!)
  },

  count: async (tenantId: string, userId: string): Promise<number> => {
    const [row] = await db('draft').where({ tenant_id: tenantId, user_id: userId }).count({ n: '*' })
    return Number((row as { n: number | string }).n)
  },

  /** Saves it in the place of `baseVersion`, 0: of none. @returns false: there is another version, or none any more */
  save: (place: DraftPlace, baseVersion: number, saved: Pick<DraftRow, 'sealed' | 'saved_at'>): Promise<boolean> =>
    replaceVersion(db, 'draft', keyOf(place), { ...saved, version: baseVersion + 1 }),

  remove: async (place: DraftPlace): Promise<void> => {
    await db('draft').where(keyOf(place)).delete()
  },

  /** Of everybody: what they are of is done. */
  removeAbout: async (tenantId: string, kind: DraftKind, about: string): Promise<void> => {
    await db('draft').where({ tenant_id: tenantId, kind, about }).delete()
  },

  /** Those last saved before `before`. @returns how many */
  deleteBefore: (tenantId: string, before: number): Promise<number> =>
    db('draft').where({ tenant_id: tenantId }).where('saved_at', '<', before).delete(),
})

const keyOf = ({ tenantId, userId, kind, about }: DraftPlace) => ({ tenant_id: tenantId, user_id: userId, kind, about })

const read = (row: DraftRow | undefined): DraftRow | undefined =>
  row && { ...row, version: Number(row.version), saved_at: Number(row.saved_at) }
