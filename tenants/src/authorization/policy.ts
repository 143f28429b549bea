import type { PolicyRow } from '@lianban/storage'
import { policyInvalid } from '../errors.ts'
import type { Condition } from './conditions.ts'
import { actionMatches, PERMISSIONS, WIDER_TYPES } from './permissions.ts'
import { scopeNamed, type Scope } from './scopes.ts'

/** A rule as it is written down: `role` may do `actions` on `type` within `scope` if `condition` holds. */
export interface Policy {
  /** Stable name, unique in the tenant; shown with every decision. At most 64 characters. */
  id: string
  /** Post key, caller kind, wider role, or `*`. */
  role: string
  type: string
  /** Parted by `|`; `complete:*` for all that begin so; `*` for all. */
  actions: string
  scope: Scope
  /** @default 'always' */
  condition?: string
  /** @default 'allow' */
  effect?: 'allow' | 'deny'
}

/** `role` has every right of `wider`. */
export interface RoleLink {
  role: string
  wider: string
}

const MAX_ID_CHARS = 64
const MAX_ACTIONS_CHARS = 191
/** Actions that are asked for lists too, where the single resource is not known. */
const LIST_ACTIONS = ['list', 'read']

/** Refuses rules that name what is not registered, or that lists could not follow. @throws POLICY_INVALID */
export function checkPolicies(policies: readonly Policy[], conditions: Record<string, Condition>): void {
  const ids = new Set<string>()
  for (const policy of policies) {
    const { id, type, actions, scope, condition = 'always', effect = 'allow' } = policy
    if (id === '' || id.length > MAX_ID_CHARS || ids.has(id)) throw policyInvalid(id, `名称应唯一且不超过 ${MAX_ID_CHARS} 个字符。`)
    ids.add(id)
    if (!Object.hasOwn(PERMISSIONS, type) && !Object.hasOwn(WIDER_TYPES, type)) throw policyInvalid(id, `没有资源类型“${type}”。`)
    if (actions === '' || actions.length > MAX_ACTIONS_CHARS) throw policyInvalid(id, '操作不能为空或过长。')
    if (!scopeNamed(scope)) throw policyInvalid(id, `没有数据范围“${scope}”。`)
    if (!Object.hasOwn(conditions, condition)) throw policyInvalid(id, `没有条件“${condition}”。`)
    const meetsLists = LIST_ACTIONS.some((action) => actionMatches(action, actions))
    if (meetsLists && conditions[condition]!.looksAt === 'resource') throw policyInvalid(id, `条件“${condition}”不能用于列表和查看。`)
    if (meetsLists && effect === 'deny' && scope !== 'any' && scope !== 'tenant')
      throw policyInvalid(id, '禁止列表和查看的规则只能是全部范围。')
  }
}

/** Rows of a set of rules, with the links that make resource types part of wider ones. */
export function policyRows(tenantId: string, source: string, policies: readonly Policy[], links: readonly RoleLink[]): PolicyRow[] {
  const base = { tenant_id: tenantId, source, actions: null, scope: null, condition_name: null, effect: null }
  return [
    ...policies.map(({ id, role, type, actions, scope, condition = 'always', effect = 'allow' }) => ({
      ...base,
      id,
      ptype: 'p' as const,
      role,
      type,
      actions,
      scope,
      condition_name: condition,
      effect,
    })),
    ...links.map(({ role, wider }) => ({ ...base, id: `g:${role}:${wider}`, ptype: 'g' as const, role, type: wider })),
  ]
}

/** The rule of a row. */
export const policyOfRow = (row: PolicyRow): Policy => ({
  id: row.id,
  role: row.role,
  type: row.type,
  actions: row.actions ?? '',
  scope: row.scope as Scope,
  condition: row.condition_name ?? 'always',
  effect: row.effect ?? 'allow',
})

/** The same for every tenant: which resource types are part of which wider name. */
export function typeLinkRows(tenantId: string, source: string): PolicyRow[] {
  const base = {
    tenant_id: tenantId,
    source,
    actions: null,
    scope: null,
    condition_name: null,
    effect: null,
    ptype: 'g2' as const,
  }
  return Object.entries(WIDER_TYPES).flatMap(([wider, types]) =>
    types.map((type) => ({ ...base, id: `g2:${type}:${wider}`, role: type, type: wider })),
  )
}
