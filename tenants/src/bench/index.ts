import { organs, type Database } from '@lianban/storage'
import { CONDITIONS } from '../authorization/conditions.ts'
import { openEnforcer } from '../authorization/enforcer.ts'
import { organTree } from '../authorization/organ-tree.ts'
import { buildIndex } from '../authorization/policy-index.ts'
import type { Resource } from '../authorization/resource.ts'
import type { Caller } from '../caller.ts'

/** One tenant's rules twice: as the index that decides, and as Casbin alone would. For the benchmark only. */
export interface BenchRules {
  decide(caller: Caller, action: string, resource: Resource): boolean
  enforceSync(caller: Caller, action: string, resource: Resource): boolean
}

export async function openTenantRules(database: Database, tenantId: string): Promise<BenchRules> {
  const tree = organTree(await organs(database).list(tenantId))
  const enforcer = await openEnforcer(database, tenantId, tree, CONDITIONS)
  const index = buildIndex(enforcer, tree, CONDITIONS)
  return {
    decide: (...question) => index.decide(...question).allowed,
    enforceSync: (caller, action, resource) => enforcer.enforceSync(caller, tenantId, resource, action),
  }
}
