import {
  inTransaction,
  organChanges,
  organs,
  policies,
  tenants,
  users,
  userPosts,
  type Database,
  type OrganChangeRow,
  type Tx,
} from '@lianban/storage'
import { organTree } from '../authorization/organ-tree.ts'
import { fieldInvalid, organCycle, organKindMismatch, organNotFound } from '../errors.ts'
import type { EntryInput } from '../supervision/entry.ts'
import type { ByWhom } from '../supervision/supervision.ts'
import { assertDay, dayOf, FROM_EVER, type Day } from './days.ts'
import { createOrganChanges } from './organ-changes.ts'
import { footprintOf, type OrganFootprint } from './organ-preview.ts'
import { inChargeAt, insertOrgan, isValidOn, organOfRow, organsAsOf, rowOfOrgan, type Organ } from './organ-timeline.ts'

export interface OrgansOptions {
  database: Database
  clock: () => number
  record(tx: Tx, tenantId: string, entries: EntryInput[]): Promise<void>
  /** The tree has changed: scopes that follow it are computed anew. */
  onChanged(tenantId: string): Promise<void>
  /** Posts have ended: the tasks that people held by them go back. */
  onPostsEnded(tenantId: string): Promise<void>
}

export interface Tenant {
  id: string
  name: string
  /** GB/T 2260. */
  regionCode: string
}

export interface PostKind {
  id: string
  name: string
}

/** A change of the tree as people read it. */
export interface OrganChange {
  id: string
  kind: OrganChangeRow['kind']
  organId: string
  on: Day
  state: OrganChangeRow['state']
  details: unknown
  reason: string
  byName: string
  createdAt: number
  doneAt: number | null
}

const MAX_CHANGES = 500
const POST_KIND_ID = /^[a-z][a-z0-9-]{0,31}$/
const MAX_POST_NAME_CHARS = 30

/** The tenant's organs 单位 and kinds of post 岗位. */
export const createOrgans = (options: OrgansOptions) => ({
  ...lookUps(options),
  ...corrections(options),
  ...createOrganChanges(options),
})

const lookUps = ({ database, clock }: OrgansOptions) => ({
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

  /** In list order. With `on`, only those valid on that day, YYYY-MM-DD, with the names and parents of that day. */
  list: async (tenantId: string, filter: { on?: Day } = {}): Promise<Organ[]> => {
    const { on } = filter
    if (on === undefined) return (await organs(database).list(tenantId)).map(organOfRow)
    assertDay(on, '日期')
    return (await organsAsOf(database, tenantId, on)).filter((organ) => isValidOn(organ, on))
  },

  /** The organ's full name on a day: a document about that day prints it. @throws ORGAN_NOT_FOUND */
  nameOn: async (tenantId: string, organId: string, day: Day): Promise<string> => {
    const row = await organs(database).nameOn(tenantId, organId, day)
    if (!row) throw organNotFound(organId)
    return row.name
  },

  /** Who has the organ's duties now: itself, or whoever took them over. */
  inCharge: (tenantId: string, organId: string): Promise<string> => inChargeAt(database, tenantId, organId, clock()),

  postKinds: async (tenantId: string): Promise<PostKind[]> =>
    (await organs(database).postKinds(tenantId)).map(({ id, name }) => ({ id, name })),

  /** What the tree went through and what is planned, newest day first, 500 at most. */
  changes: async (tenantId: string): Promise<OrganChange[]> =>
    (await organChanges(database).list(tenantId, MAX_CHANGES)).map((row) => ({
      id: row.id,
      kind: row.kind,
      organId: row.organ_id,
      on: row.on_day,
      state: row.state,
      details: row.details,
      reason: row.reason,
      byName: row.created_by_name ?? row.created_by,
      createdAt: row.created_at,
      doneAt: row.done_at,
    })),

  /** Every name that the organ had or is to have, oldest first. */
  names: async (tenantId: string, organId: string): Promise<{ from: Day; name: string; shortName: string }[]> =>
    (await organs(database).names(tenantId))
      .filter((row) => row.organ_id === organId)
      .map((row) => ({ from: row.from_day, name: row.name, shortName: row.short_name })),

  /** What a change of these organs would touch. */
  footprint: (tenantId: string, organIds: readonly string[]): Promise<OrganFootprint> =>
    footprintOf(database, { clock }, tenantId, organIds),

  /** Who holds a post in the organ now. */
  people: async (tenantId: string, organId: string) => users(database).list({ tenantId, organIds: [organId], now: clock(), limit: 200 }),
})

const corrections = ({ database, clock, record, onChanged }: OrgansOptions) => ({
  /**
   * Adds an organ as if it had always been so, or corrects what is written of it today; a reform is a change with its
   * day. @throws ORGAN_NOT_FOUND for the parent, ORGAN_CYCLE, ORGAN_KIND_MISMATCH
   */
  upsert: async (tenantId: string, organ: Organ, by: ByWhom): Promise<void> => {
    await inTransaction(database, (tx) => correctOrgan(tx, { clock, record }, tenantId, organ, by))
    await onChanged(tenantId)
  },

  /** Adds a kind of post or gives it another name. @throws FIELD_INVALID */
  putPostKind: async (tenantId: string, kind: PostKind & { sort?: number }, by: ByWhom): Promise<void> => {
    await inTransaction(database, (tx) => putPostKind(tx, { clock, record }, tenantId, kind, by))
    await onChanged(tenantId)
  },
})

/** In the caller's transaction. @throws as `upsert` */
export async function correctOrgan(
  tx: Tx,
  { clock, record }: Pick<OrgansOptions, 'clock' | 'record'>,
  tenantId: string,
  organ: Organ,
  by: ByWhom,
): Promise<void> {
  const all = await organs(tx).list(tenantId)
  if (organ.parentId !== null && !all.some(({ id }) => id === organ.parentId)) throw organNotFound(organ.parentId)
  if (organ.parentId !== null && organTree(all).isWithin(organ.parentId, organ.id)) throw organCycle(organ.id)
  const before = all.find(({ id }) => id === organ.id)
  if (
    before &&
    (before.kind === 'external') !== (organ.kind === 'external') &&
    (await userPosts(tx).isHeld(tenantId, { organ_id: organ.id }, clock()))
  )
    throw organKindMismatch()
  if (before) await correctToday(tx, tenantId, organ, dayOf(clock()))
  else await insertOrgan(tx, tenantId, organ)
  await policies(tx).bumpVersion(tenantId, clock())
  await record(tx, tenantId, [{ action: 'organ.changed', subject: `organ:${organ.id}`, organId: organ.id, ...by, payload: { ...organ } }])
}

async function correctToday(tx: Tx, tenantId: string, organ: Organ, today: Day): Promise<void> {
  const at = { tenant_id: tenantId, organ_id: organ.id }
  const holding = <T extends { organ_id: string; from_day: string }>(rows: T[]) =>
    rows.filter((row) => row.organ_id === organ.id && row.from_day <= today).at(-1)?.from_day ?? organ.validFrom ?? FROM_EVER
  const nameFrom = holding(await organs(tx).names(tenantId))
  const parentFrom = holding(await organs(tx).parents(tenantId))
  await organs(tx).putName({ ...at, from_day: nameFrom, name: organ.name, short_name: organ.shortName })
  await organs(tx).putParent({ ...at, from_day: parentFrom, parent_id: organ.parentId })
  await organs(tx).upsert(rowOfOrgan(tenantId, organ))
}

/** In the caller's transaction. @throws FIELD_INVALID */
export async function putPostKind(
  tx: Tx,
  { clock, record }: Pick<OrgansOptions, 'clock' | 'record'>,
  tenantId: string,
  kind: PostKind & { sort?: number },
  by: ByWhom,
): Promise<void> {
  const name = kind.name.trim()
  if (!POST_KIND_ID.test(kind.id)) throw fieldInvalid('id', '岗位标识应以小写字母开头,只含小写字母、数字和连字符,不超过 32 个字符。')
  if (name === '' || [...name].length > MAX_POST_NAME_CHARS)
    throw fieldInvalid('name', `岗位名称不能为空,且不超过 ${MAX_POST_NAME_CHARS} 个字。`)
  const known = await organs(tx).postKinds(tenantId)
  const sort = kind.sort ?? known.find(({ id }) => id === kind.id)?.sort ?? known.length
  await organs(tx).upsertPostKind({ tenant_id: tenantId, id: kind.id, name, sort })
  await policies(tx).bumpVersion(tenantId, clock())
  await record(tx, tenantId, [{ action: 'post-kind.changed', subject: `post-kind:${kind.id}`, ...by, payload: { id: kind.id, name } }])
}
