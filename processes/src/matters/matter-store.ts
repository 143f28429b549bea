import { matters, type Database, type MatterRow, type MatterVersionRow, type Tx } from '@lianban/storage'
import type { Day } from '../clock/index.ts'
import { storedDefinition, type Matter } from './matter-definition.ts'

/** A county has some thousand matters with a few versions each; more are read again. */
const MAX_CACHED_VERSIONS = 2000

/** Reads matters; a published version never changes, so each is read and parsed once. */
export interface MatterStore {
  /** On `db`, which inside a transaction must be the transaction. */
  version(db: Database | Tx, tenantId: string, key: string, version: number): Promise<Matter | undefined>
  /** The version in force on a day. */
  validOn(db: Database | Tx, tenantId: string, key: string, day: Day): Promise<Matter | undefined>
  /** Every version that was ever published, newest first. */
  versions(db: Database | Tx, tenantId: string, key: string): Promise<MatterVersionRow[]>
  /** Of every matter the version that a catalogue shows on a day, by key. */
  listOn(db: Database | Tx, tenantId: string, day: Day): Promise<Matter[]>
}

export function createMatterStore(): MatterStore {
  const cache = new Map<string, Matter>()
  const nameOf = (tenantId: string, key: string, version: number) => [tenantId, key, version].join('/')
  const keep = (row: MatterRow): Matter => {
    const name = nameOf(row.tenant_id, row.key, row.version)
    const matter = cache.get(name) ?? {
      ...storedDefinition(row.definition),
      version: row.version,
      definitionId: row.definition_id,
      validFrom: row.valid_from,
      validUntil: row.valid_until,
    }
    if (!cache.has(name)) {
      if (cache.size >= MAX_CACHED_VERSIONS) cache.clear()
      cache.set(name, matter)
    }
    return matter
  }
  const versionOf: MatterStore['version'] = async (db, tenantId, key, version) => {
    const cached = cache.get(nameOf(tenantId, key, version))
    if (cached) return cached
    const row = await matters(db).version(tenantId, key, version)
    return row && keep(row)
  }
  return {
    version: versionOf,
    async validOn(db, tenantId, key, day) {
      const row = await matters(db).begunBy(tenantId, key, day)
      return row && hasNotEnded(row, day) ? versionOf(db, tenantId, key, row.version) : undefined
    },
    versions: (db, tenantId, key) => matters(db).versions(tenantId, key),
    async listOn(db, tenantId, day) {
      const byKey = new Map<string, MatterVersionRow[]>()
      for (const version of await matters(db).versions(tenantId)) byKey.set(version.key, [...(byKey.get(version.key) ?? []), version])
      const shown = [...byKey.values()].map((versions) => shownOn(versions, day))
      const known = shown.flatMap(({ key, version }) => cache.get(nameOf(tenantId, key, version)) ?? [])
      const missing = shown.filter(({ key, version }) => !cache.has(nameOf(tenantId, key, version)))
      const read = (await matters(db).getMany(tenantId, missing)).map(keep)
      // A version is ended after it was published, where a release no longer has the matter.
      const ends = new Map(shown.map(({ key, valid_until }) => [key, valid_until]))
      const current = [...known, ...read].map((one) => ({ ...one, validUntil: ends.get(one.matter.key) ?? null }))
      return current.sort((a, b) => (a.matter.key < b.matter.key ? -1 : 1))
    },
  }
}

const hasNotEnded = ({ valid_until }: Pick<MatterVersionRow, 'valid_until'>, day: Day): boolean =>
  valid_until === null || valid_until >= day

/** The newest version that has begun; before any has, the newest. @param versions newest first, at least one */
export const shownOn = <Version extends Pick<MatterVersionRow, 'valid_from'>>(versions: readonly Version[], day: Day): Version =>
  versions.find(({ valid_from }) => valid_from === null || valid_from <= day) ?? versions[0]!
