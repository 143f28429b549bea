import {
  inTransaction,
  organs,
  policies,
  tenants,
  type Database,
  type OrganKind,
  type OrganRow,
  type Tx,
} from '@lianban/storage'
import { organTree } from '../authorization/organ-tree.ts'
import { organCycle, organNotFound } from '../errors.ts'
import type { EntryInput } from '../supervision/entry.ts'
import type { ByWhom } from '../supervision/supervision.ts'

export interface OrgansOptions {
  database: Database
  clock: () => number
  record(tx: Tx, tenantId: string, entries: EntryInput[]): Promise<void>
  /** The tree has changed: scopes that follow it are computed anew. */
  onChanged(tenantId: string): Promise<void>
}

export interface Tenant {
  id: string
  name: string
  /** GB/T 2260. */
  regionCode: string
}

export interface Organ {
  id: string
  /** Full official name, printed on documents. */
  name: string
  shortName: string
  kind: OrganKind
  parentId: string | null
  /** First and last day, YYYY-MM-DD; null = open. */
  validFrom: string | null
  validUntil: string | null
  /** The organ that took over the duties. */
  successorId: string | null
  sort: number
}

export interface PostKind {
  id: string
  name: string
}

const DAY_MS = 86_400_000

/** The tenant's organs 单位 and kinds of post 岗位. */
export function createOrgans(options: OrgansOptions) {
  const { database, clock, record, onChanged } = options

  const put = async (tx: Tx, tenantId: string, organ: Organ, by: ByWhom): Promise<void> => {
    const all = await organs(tx).list(tenantId)
    if (organ.parentId !== null && !all.some(({ id }) => id === organ.parentId)) throw organNotFound(organ.parentId)
    if (organ.parentId !== null && organTree(all).isWithin(organ.parentId, organ.id)) throw organCycle(organ.id)
    await organs(tx).upsert(rowOfOrgan(tenantId, organ))
    await policies(tx).bumpVersion(tenantId, clock())
    await record(tx, tenantId, [
      { action: 'organ.changed', subject: `organ:${organ.id}`, organId: organ.id, ...by, payload: { ...organ } },
    ])
  }

  return {
    /** @throws Error if there is no such tenant: its id comes from the configuration, not from people */
    tenant: async (tenantId: string): Promise<Tenant> => {
      const row = await tenants(database).get(tenantId)
      if (!row) throw new Error(`there is no tenant ${tenantId}`)
      return { id: row.tenant_id, name: row.name, regionCode: row.region_code }
    },

    get: async (tenantId: string, id: string): Promise<Organ | undefined> => {
      const row = await organs(database).get(tenantId, id)
      return row && organOfRow(row)
    },

    /** In list order. With `on`, only those valid on that day, YYYY-MM-DD. */
    list: async (tenantId: string, filter: { on?: string } = {}): Promise<Organ[]> => {
      const rows = await organs(database).list(tenantId)
      return rows.map(organOfRow).filter((organ) => filter.on === undefined || isValidOn(organ, filter.on))
    },

    postKinds: async (tenantId: string): Promise<PostKind[]> =>
      (await organs(database).postKinds(tenantId)).map(({ id, name }) => ({ id, name })),

    /** Adds an organ or changes it. @throws ORGAN_NOT_FOUND for the parent, ORGAN_CYCLE */
    upsert: async (tenantId: string, organ: Organ, by: ByWhom): Promise<void> => {
      await inTransaction(database, (tx) => put(tx, tenantId, organ, by))
      await onChanged(tenantId)
    },

    /**
     * A reform: from the day `on`, `successor` takes the place of the organs. They keep their names for what was before.
     * Posts and policies do not move by themselves. @throws ORGAN_NOT_FOUND
     */
    succeed: async (
      tenantId: string,
      organIds: readonly string[],
      successor: Organ,
      on: string,
      by: ByWhom,
    ): Promise<void> => {
      await inTransaction(database, async (tx) => {
        await put(tx, tenantId, { ...successor, validFrom: on }, by)
        for (const id of organIds) {
          const row = await organs(tx).get(tenantId, id)
          if (!row) throw organNotFound(id)
          await put(tx, tenantId, { ...organOfRow(row), validUntil: dayBefore(on), successorId: successor.id }, by)
        }
      })
      await onChanged(tenantId)
    },
  }
}

export const isValidOn = ({ validFrom, validUntil }: Organ, day: string): boolean =>
  (validFrom === null || validFrom <= day) && (validUntil === null || day <= validUntil)

const dayBefore = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10)

const organOfRow = (row: OrganRow): Organ => ({
  id: row.id,
  name: row.name,
  shortName: row.short_name,
  kind: row.kind,
  parentId: row.parent_id,
  validFrom: row.valid_from,
  validUntil: row.valid_until,
  successorId: row.successor_id,
  sort: row.sort,
})

export const rowOfOrgan = (tenantId: string, organ: Organ): OrganRow => ({
  tenant_id: tenantId,
  id: organ.id,
  name: organ.name,
  short_name: organ.shortName,
  kind: organ.kind,
  parent_id: organ.parentId,
  valid_from: organ.validFrom,
  valid_until: organ.validUntil,
  successor_id: organ.successorId,
  sort: organ.sort,
})
