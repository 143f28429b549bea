import { organs, policies, type Database } from '@lianban/storage'
import type { Condition } from './conditions.ts'
import { openEnforcer } from './enforcer.ts'
import { organTree, type OrganTree } from './organ-tree.ts'
import { buildIndex, type PolicyIndex } from './policy-index.ts'

/** The rules of one tenant, loaded. */
export interface Loaded {
  version: number
  tree: OrganTree
  index: PolicyIndex
  postNames: ReadonlyMap<string, string>
}

/**
 * Keeps the rules of each tenant in memory. Every question first compares the version in the database, one row by its
 * key, so that a right taken back in another process is refused by the very next call here.
 */
export function loadedPolicies(database: Database, conditions: Record<string, Condition>) {
  const tenants = new Map<string, Loaded>()
  const loading = new Map<string, Promise<void>>()
  const reload = async (tenantId: string): Promise<void> => {
    const loaded = await load(database, conditions, tenantId)
    // Of two loads that ran at the same time the older one must not win.
    if (loaded.version >= (tenants.get(tenantId)?.version ?? 0)) tenants.set(tenantId, loaded)
  }
  const reloadOnce = (tenantId: string): Promise<void> => {
    const under = loading.get(tenantId)
    if (under) return under
    const started = reload(tenantId).finally(() => loading.delete(tenantId))
    loading.set(tenantId, started)
    return started
  }
  return {
    reload,

    /** Makes sure that the rules are those of this moment. */
    ensure: async (tenantId: string): Promise<void> => {
      const version = await policies(database).version(tenantId)
      // A load that was under way may have begun before this version.
      while ((tenants.get(tenantId)?.version ?? -1) < version) await reloadOnce(tenantId)
    },

    /** @throws Error if they were never loaded */
    loadedFor: (tenantId: string): Loaded => {
      const loaded = tenants.get(tenantId)
      if (!loaded) throw new Error(`the policies of tenant ${tenantId} are not loaded: await authorization.reload first`)
      return loaded
    },
  }
}

async function load(database: Database, conditions: Record<string, Condition>, tenantId: string): Promise<Loaded> {
  // The version first: a change in between makes the next check load again.
  const version = await policies(database).version(tenantId)
  const tree = organTree(await organs(database).list(tenantId))
  const kinds = await organs(database).postKinds(tenantId)
  const enforcer = await openEnforcer(database, tenantId, tree, conditions)
  const postNames = new Map(kinds.map(({ id, name }) => [id, name]))
  return { version, tree, index: buildIndex(enforcer, tree, conditions), postNames }
}
