import type { Tx } from '../database.ts'
import { replaceVersion } from './versioned-row.ts'

/** Whose list: a person's own, or an organ's for all who work there. */
export interface ListOwner {
  kind: 'user' | 'organ'
  id: string
}

/** An ordered list that is read and changed as a whole. */
export interface OwnedListRow<Item> {
  tenant_id: string
  owner_kind: ListOwner['kind']
  owner_id: string
  items: Item[]
  version: number
  changed_at: number
  changed_by: string
}

/** Lists of one table; all such tables have the same columns. */
export const ownedLists =
  <Item>(table: 'phrase_list' | 'inbox_view_list') =>
  (db: Tx) => ({
    get: async (tenantId: string, owner: ListOwner): Promise<OwnedListRow<Item> | undefined> =>
      read<Item>(await db(table).where({ tenant_id: tenantId, owner_kind: owner.kind, owner_id: owner.id }).first()),

    ofOrgans: async (tenantId: string, organIds: readonly string[]): Promise<OwnedListRow<Item>[]> =>
      organIds.length === 0
        ? []
        : (
            await db(table)
              .where({ tenant_id: tenantId, owner_kind: 'organ' })
              .whereIn('owner_id', [...organIds])
          ).map((row) => read<Item>(row as Record<string, unknown>)!),

    /** Puts the list in the place of version `version - 1`; 1 is the first. @returns false: somebody else has changed it meanwhile */
    replace: ({ tenant_id, owner_kind, owner_id, ...list }: OwnedListRow<Item>): Promise<boolean> =>
      replaceVersion(db, table, { tenant_id, owner_kind, owner_id }, { ...list, items: JSON.stringify(list.items) }),
  })

const read = <Item>(row: Record<string, unknown> | undefined): OwnedListRow<Item> | undefined =>
  row && ({ ...row, items: JSON.parse(row.items as string) as unknown, changed_at: Number(row.changed_at) } as OwnedListRow<Item>)
