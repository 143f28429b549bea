import { organs, type OrganKind, type OrganRow, type OrganSuccessionRow, type Tx } from '@lianban/storage'
import { dayOf, FROM_EVER, type Day } from './days.ts'

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

export const isValidOn = ({ validFrom, validUntil }: Pick<Organ, 'validFrom' | 'validUntil'>, day: Day): boolean =>
  (validFrom === null || validFrom <= day) && (validUntil === null || day <= validUntil)

/** Every organ that ever was, with the name and the parent of `day`: of one that has not begun its first, of one that has ended its last. */
export async function organsAsOf(db: Tx, tenantId: string, day: Day): Promise<Organ[]> {
  const rows = await organs(db).list(tenantId)
  const names = latestBy(await organs(db).names(tenantId), day)
  const parents = latestBy(await organs(db).parents(tenantId), day)
  return rows.map((row) => {
    const name = names.get(row.id)
    const parent = parents.get(row.id)
    return {
      ...organOfRow(row),
      ...(name && { name: name.name, shortName: name.short_name }),
      ...(parent && { parentId: parent.parent_id }),
    }
  })
}

/** Of each organ the row that holds on `day`; rows come in the order of their days. */
function latestBy<T extends { organ_id: string; from_day: string }>(rows: readonly T[], day: Day): Map<string, T> {
  const found = new Map<string, T>()
  for (const row of rows) if (!found.has(row.organ_id) || row.from_day <= day) found.set(row.organ_id, row)
  return found
}

/** Adds an organ with the beginning of its names and parents. */
export async function insertOrgan(tx: Tx, tenantId: string, organ: Organ): Promise<void> {
  const from = { tenant_id: tenantId, organ_id: organ.id, from_day: organ.validFrom ?? FROM_EVER }
  await organs(tx).upsert(rowOfOrgan(tenantId, organ))
  await organs(tx).putName({ ...from, name: organ.name, short_name: organ.shortName })
  await organs(tx).putParent({ ...from, parent_id: organ.parentId })
}

/**
 * Puts what holds on `day` into the organs' own rows, which rights and lists follow.
 * @returns whether anything differed
 */
export async function materialise(tx: Tx, tenantId: string, day: Day): Promise<boolean> {
  const now = new Map((await organs(tx).list(tenantId)).map((row) => [row.id, row]))
  let changed = false
  for (const organ of await organsAsOf(tx, tenantId, day)) {
    const row = now.get(organ.id)!
    if (row.name === organ.name && row.short_name === organ.shortName && row.parent_id === organ.parentId) continue
    await organs(tx).upsert(rowOfOrgan(tenantId, organ))
    changed = true
  }
  return changed
}

/**
 * Who has an organ's duties on a day: itself, or whoever took them over, also through several reforms.
 * @param successions of the tenant
 */
export function inChargeOn(successions: readonly OrganSuccessionRow[], organId: string, day: Day): string {
  const seen = new Set<string>()
  let at = organId
  while (!seen.has(at)) {
    seen.add(at)
    const next = successions.find((row) => row.heir === 1 && row.from_id === at && row.on_day <= day)
    if (!next) return at
    at = next.to_id
  }
  return at
}

/** The organs whose duties `organId` has on a day, without itself. */
export function predecessorsOn(successions: readonly OrganSuccessionRow[], organId: string, day: Day): string[] {
  const found = new Set<string>()
  const waiting = [organId]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop())
    for (const row of successions)
      if (row.heir === 1 && row.to_id === at && row.on_day <= day && row.from_id !== organId && !found.has(row.from_id)) {
        found.add(row.from_id)
        waiting.push(row.from_id)
      }
  return [...found].sort()
}

/** The same from the database, at an instant. */
export const inChargeAt = async (db: Tx, tenantId: string, organId: string, now: number): Promise<string> =>
  inChargeOn(await organs(db).successions(tenantId), organId, dayOf(now))

export const organOfRow = (row: OrganRow): Organ => ({
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
