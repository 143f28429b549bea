import { matters, type Database, type MatterRow, type Tx } from '@lianban/storage'
import type { Matter, MatterDefinition } from './matter-definition.ts'

/** A county has some thousand matters with a few versions each; more are read again. */
const MAX_CACHED_VERSIONS = 2000

/** Reads matters; a published version never changes, so each is read and parsed once. */
export interface MatterStore {
  /** On `db`, which inside a transaction must be the transaction. */
  version(db: Database | Tx, tenantId: string, key: string, version: number): Promise<Matter | undefined>
  latest(db: Database | Tx, tenantId: string, key: string): Promise<Matter | undefined>
  listLatest(db: Database | Tx, tenantId: string): Promise<Matter[]>
}

export function createMatterStore(): MatterStore {
  const cache = new Map<string, Matter>()
  const keep = (row: MatterRow): Matter => {
    const name = [row.tenant_id, row.key, row.version].join('/')
    const matter = cache.get(name) ?? { ...(row.definition as MatterDefinition), version: row.version, definitionId: row.definition_id }
    if (!cache.has(name)) {
      if (cache.size >= MAX_CACHED_VERSIONS) cache.clear()
      cache.set(name, matter)
    }
    return matter
  }
  return {
    async version(db, tenantId, key, version) {
      const cached = cache.get([tenantId, key, version].join('/'))
      if (cached) return cached
      const row = await matters(db).version(tenantId, key, version)
      return row && keep(row)
    },
    async latest(db, tenantId, key) {
      const row = await matters(db).latest(tenantId, key)
      return row && keep(row)
    },
    async listLatest(db, tenantId) {
      return (await matters(db).listLatest(tenantId)).map(keep)
    },
  }
}
