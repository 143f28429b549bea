import { newEnforcer, type Enforcer } from 'casbin'
import type { Database } from '@lianban/storage'
import type { Caller } from '../caller.ts'
import { PolicyAdapter } from './adapter.ts'
import type { Condition } from './conditions.ts'
import { authorizationModel } from './model.ts'
import type { OrganTree } from './organ-tree.ts'
import { actionMatches } from './permissions.ts'
import type { Resource } from './resource.ts'
import { scopeNamed } from './scopes.ts'

/** Casbin's enforcer of one tenant, with the registered scopes and conditions. Cost of a decision grows with the rules. */
export async function openEnforcer(
  database: Database,
  tenantId: string,
  tree: OrganTree,
  conditions: Record<string, Condition>,
): Promise<Enforcer> {
  // Given at once, the adapter would be asked for the policies of every tenant.
  const enforcer = await newEnforcer(authorizationModel())
  enforcer.setAdapter(new PolicyAdapter(database))
  enforcer.enableAutoSave(false)
  const includes = (role: string, wider: string): boolean => enforcer.getRoleManager().syncedHasLink!(role, wider)
  const organsOf = (caller: Caller, role: string): string[] =>
    caller.posts.filter(({ post }) => role === '*' || includes(caller.kind, role) || includes(post, role)).map(({ organId }) => organId)

  await enforcer.addFunction(
    'holdsRole',
    (caller: Caller, role: string) => role === '*' || includes(caller.kind, role) || caller.posts.some(({ post }) => includes(post, role)),
  )
  await enforcer.addFunction('actMatch', actionMatches)
  await enforcer.addFunction('inScope', (caller: Caller, resource: Resource, scope: string, role: string) =>
    scopeNamed(scope)!.holds(caller, resource, { organIds: organsOf(caller, role), tree }),
  )
  await enforcer.addFunction('conditionHolds', (caller: Caller, resource: Resource, action: string, name: string) =>
    conditions[name]!.holds(caller, resource, action, { tree }),
  )
  await enforcer.loadFilteredPolicy({ tenantId })
  return enforcer
}
