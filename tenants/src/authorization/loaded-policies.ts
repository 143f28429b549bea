import { organs, policies, type Database } from '@lianban/storage'
import type { Condition } from './conditions.ts'
import { openEnforcer } from './enforcer.ts'
import { organTree, type OrganTree } from './organ-tree.ts'
import { buildIndex, type PolicyIndex } from './policy-index.ts'

/** The rules of one tenant, loaded. */
export interface Loaded {
  version: number
  checkedAt: number
  tree: OrganTree
  index: PolicyIndex
  postNames: ReadonlyMap<string, string>
}

/** Keeps the rules of each tenant in memory and notices when another process changed them. */
export function loadedPolicies(
  database: Database,
  conditions: Record<string, Condition>,
  clock: () => number,
  checkEveryMs: number,
) {
  const tenants = new Map<string, Loaded>()
  const reload = async (tenantId: string): Promise<void> => {
    tenants.set(tenantId, await load(database, conditions, tenantId, clock()))
  }
  return {
    reload,

    /** Makes sure that the rules are loaded and not older than `checkEveryMs`. */
    ensure: async (tenantId: string): Promise<void> => {
      const loaded = tenants.get(tenantId)
      if (!loaded) return reload(tenantId)
      if (clock() - loaded.checkedAt < checkEveryMs) return
      loaded.checkedAt = clock()
      if ((await policies(database).version(tenantId)) !== loaded.version) await reload(tenantId)
    },

    /** @throws Error if they were never loaded */
    loadedFor: (tenantId: string): Loaded => {
      const loaded = tenants.get(tenantId)
      if (!loaded)
        throw new Error(`the policies of tenant ${tenantId} are not loaded: await authorization.reload first`)
      return loaded
    },
  }
}

async function load(
  database: Database,
  conditions: Record<string, Condition>,
  tenantId: string,
  now: number,
): Promise<Loaded> {
  // The version first: a change in between makes the next check load again.
  const version = await policies(database).version(tenantId)
  const tree = organTree(await organs(database).list(tenantId))
  const kinds = await organs(database).postKinds(tenantId)
  const enforcer = await openEnforcer(database, tenantId, tree, conditions)
  const postNames = new Map(kinds.map(({ id, name }) => [id, name]))
  return { version, checkedAt: now, tree, index: buildIndex(enforcer, tree, conditions), postNames }
}
