import type { Tx } from '../database.ts'
import { replaceVersion } from './versioned-row.ts'

export type PhraseOwner = { kind: 'user' | 'organ'; id: string }

export interface PhraseListRow {
  tenant_id: string
  owner_kind: PhraseOwner['kind']
  owner_id: string
  /** In order. `kind`: the kind of action that it fits; null: any. */
  items: { text: string; kind: 'primary' | 'default' | 'danger' | null }[]
  version: number
  changed_at: number
  changed_by: string
}

export const phraseLists = (db: Tx) => ({
  get: async (tenantId: string, owner: PhraseOwner): Promise<PhraseListRow | undefined> =>
    read(await db('phrase_list').where({ tenant_id: tenantId, owner_kind: owner.kind, owner_id: owner.id }).first()),

  ofOrgans: async (tenantId: string, organIds: readonly string[]): Promise<PhraseListRow[]> =>
    organIds.length === 0
      ? []
      : (
          await db('phrase_list')
            .where({ tenant_id: tenantId, owner_kind: 'organ' })
            .whereIn('owner_id', [...organIds])
        ).map((row) => read(row as Record<string, unknown>)!),

  /** Puts the list in the place of version `version - 1`; 1 is the first. @returns false: somebody else has changed it meanwhile */
  replace: ({ tenant_id, owner_kind, owner_id, ...list }: PhraseListRow): Promise<boolean> =>
    replaceVersion(db, 'phrase_list', { tenant_id, owner_kind, owner_id }, { ...list, items: JSON.stringify(list.items) }),
})

const read = (row: Record<string, unknown> | undefined): PhraseListRow | undefined =>
  row && ({ ...row, items: JSON.parse(row.items as string) as unknown, changed_at: Number(row.changed_at) } as PhraseListRow)
