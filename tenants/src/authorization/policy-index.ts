import type { Enforcer } from 'casbin'
import type { Caller } from '../caller.ts'
import type { Condition } from './conditions.ts'
import type { OrganTree } from './organ-tree.ts'
import { actionMatches } from './permissions.ts'
import type { Resource } from './resource.ts'
import { scopeNamed, type Reach, type Scope } from './scopes.ts'

/** One rule, ready to be asked. */
export interface Rule {
  id: string
  role: string
  type: string
  actions: string
  scope: Scope
  condition: string
  effect: 'allow' | 'deny'
}

/** What a rule lets a caller list: the scope, and the organs in which he holds the rule's role. */
export interface Grant {
  rule: string
  scope: Scope
  organIds: string[]
}

export interface PolicyIndex {
  /** The rule that decides, or null where none allows. Microseconds: looks only at rules of the caller's roles and the type. */
  decide(caller: Caller, action: string, resource: Resource): { allowed: boolean; rule: Rule | null }
  /** What the caller may do with resources that are not known yet. Empty if nothing, or if a rule denies it altogether. */
  grants(caller: Caller, action: string, type: string): Grant[]
  /** Roles that some rule allows the action, narrower roles included. */
  rolesAllowed(action: string, type: string): string[]
}

/** Builds the index from what Casbin has loaded. A property test holds its decisions equal to Casbin's. */
export function buildIndex(enforcer: Enforcer, tree: OrganTree, conditions: Record<string, Condition>): PolicyIndex {
  const model = enforcer.getModel().model
  const widerRoles = closure(model.get('g')?.get('g')?.policy ?? [])
  const widerTypes = closure(model.get('g')?.get('g2')?.policy ?? [])
  const rules = (model.get('p')?.get('p')?.policy ?? []).map(asRule)
  const byRoleAndType = new Map<string, Rule[]>()
  for (const rule of rules) {
    const name = bucket(rule.role, rule.type)
    byRoleAndType.set(name, [...(byRoleAndType.get(name) ?? []), rule])
  }

  const rulesFor = (caller: Caller, action: string, type: string): Rule[] => {
    const roles = new Set(['*', ...widerRoles(caller.kind), ...caller.posts.flatMap(({ post }) => widerRoles(post))])
    const found: Rule[] = []
    for (const role of roles) {
      for (const wider of widerTypes(type)) {
        for (const rule of byRoleAndType.get(bucket(role, wider)) ?? [])
          if (actionMatches(action, rule.actions)) found.push(rule)
      }
    }
    return found
  }
  const reachOf = (caller: Caller, { role }: Rule): Reach & { organIds: string[] } => {
    const everywhere = role === '*' || widerRoles(caller.kind).includes(role)
    const posts = everywhere ? caller.posts : caller.posts.filter(({ post }) => widerRoles(post).includes(role))
    return { organIds: posts.map(({ organId }) => organId), tree }
  }
  const holds = (rule: Rule, caller: Caller, action: string, resource: Resource): boolean =>
    scopeNamed(rule.scope)!.holds(caller, resource, reachOf(caller, rule)) &&
    conditions[rule.condition]!.holds(caller, resource, action)

  return {
    decide: (caller, action, resource) => {
      const candidates = rulesFor(caller, action, resource.type)
      const denied = candidates.find((rule) => rule.effect === 'deny' && holds(rule, caller, action, resource))
      if (denied) return { allowed: false, rule: denied }
      const allowed = candidates.find((rule) => rule.effect === 'allow' && holds(rule, caller, action, resource))
      return { allowed: allowed !== undefined, rule: allowed ?? null }
    },

    grants: (caller, action, type) => {
      const candidates = rulesFor(caller, action, type)
      // A deny rule that could meet a list looks at nothing single: `checkPolicies` sees to that.
      if (candidates.some(({ effect, condition }) => effect === 'deny' && conditions[condition]!.looksAt === 'nothing'))
        return []
      return candidates
        .filter(({ effect }) => effect === 'allow')
        .map((rule) => ({ rule: rule.id, scope: rule.scope, organIds: reachOf(caller, rule).organIds }))
    },

    rolesAllowed: (action, type) => {
      const allowing = rules.filter(
        (rule) =>
          rule.effect === 'allow' && widerTypes(type).includes(rule.type) && actionMatches(action, rule.actions),
      )
      const wanted = new Set(allowing.map(({ role }) => role))
      const narrower = (model.get('g')?.get('g')?.policy ?? [])
        .map(([role]) => role!)
        .filter((role) => widerRoles(role).some((wider) => wanted.has(wider)))
      return [...new Set([...wanted, ...narrower])]
    },
  }
}

const bucket = (role: string, type: string): string => `${role}\n${type}`

function asRule([id, role, , type, actions, scope, condition, effect]: string[]): Rule {
  return {
    id: id!,
    role: role!,
    type: type!,
    actions: actions!,
    scope: scope as Scope,
    condition: condition!,
    effect: effect as Rule['effect'],
  }
}

/** From pairs (narrower, wider): a name with everything wider, itself first. */
function closure(links: readonly string[][]): (name: string) => readonly string[] {
  const known = new Map<string, readonly string[]>()
  const compute = (name: string): readonly string[] => {
    const reached = new Set([name])
    // A Set takes in what is added while it is walked.
    for (const at of reached) for (const [narrower, wider] of links) if (narrower === at) reached.add(wider!)
    return [...reached]
  }
  return (name) => {
    const found = known.get(name)
    if (found) return found
    const computed = compute(name)
    // Names come from callers too; only names that stand in a link are worth keeping.
    if (computed.length > 1) known.set(name, computed)
    return computed
  }
}
