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
  /** Whether a rule denies it altogether, whatever the resource. */
  denies(caller: Caller, action: string, type: string): boolean
  /** The rules that may refuse it, depending on the resource. */
  denials(caller: Caller, action: string, type: string): Rule[]
  /** Roles that some rule allows the action, narrower roles included. */
  rolesAllowed(action: string, type: string): string[]
  /** Every rule, in the order of loading. */
  rules: readonly Rule[]
}

/** A role of a caller, with the posts that give it; null = he has it whatever his posts. */
interface HeldRole {
  role: string
  posts: ReadonlySet<string> | null
}

/** The rules of one role about a type and an action. */
interface RoleRules {
  deny: readonly Rule[]
  allow: readonly Rule[]
}

/** Questions remembered for each role; an attacker's made-up action names must not fill the memory. */
const MAX_QUESTIONS_PER_ROLE = 1_000
const NO_RULES: RoleRules = { deny: [], allow: [] }

/** Builds the index from what Casbin has loaded. A property test holds its decisions equal to Casbin's. */
export function buildIndex(enforcer: Enforcer, tree: OrganTree, conditions: Record<string, Condition>): PolicyIndex {
  const model = enforcer.getModel().model
  const roleLinks = model.get('g')?.get('g')?.policy ?? []
  const widerRoles = closure(roleLinks)
  const widerTypes = closure(model.get('g')?.get('g2')?.policy ?? [])
  const rules = (model.get('p')?.get('p')?.policy ?? []).map(asRule)
  const rolesOf = heldRoles(widerRoles)
  const rulesOf = rulesByRole(rules, widerTypes)
  const context = { tree }

  const holds = (rule: Rule, posts: HeldRole['posts'], caller: Caller, action: string, resource: Resource): boolean =>
    scopeNamed(rule.scope)!.holds(caller, resource, reachOf(caller, posts, tree)) &&
    conditions[rule.condition]!.holds(caller, resource, action, context)

  const firstThatHolds = (effect: 'deny' | 'allow', caller: Caller, action: string, resource: Resource): Rule | null => {
    for (const { role, posts } of rolesOf(caller))
      for (const rule of rulesOf(role, resource.type, action)[effect]) if (holds(rule, posts, caller, action, resource)) return rule
    return null
  }

  const denials = (caller: Caller, action: string, type: string): Rule[] =>
    rolesOf(caller).flatMap(({ role }) => rulesOf(role, type, action).deny)
  // A deny rule that could meet a list looks at nothing single: `checkPolicies` sees to that.
  const denies = (caller: Caller, action: string, type: string): boolean =>
    denials(caller, action, type).some(({ condition }) => conditions[condition]!.looksAt === 'nothing')

  return {
    rules,
    denies,
    denials,
    decide: (caller, action, resource) => {
      const denied = firstThatHolds('deny', caller, action, resource)
      if (denied) return { allowed: false, rule: denied }
      const allowed = firstThatHolds('allow', caller, action, resource)
      return { allowed: allowed !== null, rule: allowed }
    },
    grants: (caller, action, type) => {
      if (denies(caller, action, type)) return []
      return rolesOf(caller).flatMap(({ role, posts }) =>
        rulesOf(role, type, action).allow.map((rule) => ({
          rule: rule.id,
          scope: rule.scope,
          organIds: [...reachOf(caller, posts, tree).organIds],
        })),
      )
    },
    rolesAllowed: (action, type) => {
      const types = widerTypes(type)
      const allowing = rules.filter((rule) => rule.effect === 'allow' && types.includes(rule.type) && actionMatches(action, rule.actions))
      const wanted = new Set(allowing.map(({ role }) => role))
      const narrower = roleLinks.map(([role]) => role!).filter((role) => widerRoles(role).some((wide) => wanted.has(wide)))
      return [...new Set([...wanted, ...narrower])]
    },
  }
}

type Wider = (name: string) => readonly string[]

/** The roles of a caller; remembered as long as the caller itself lives, which is one request. */
function heldRoles(widerRoles: Wider): (caller: Caller) => readonly HeldRole[] {
  const known = new WeakMap<Caller, readonly HeldRole[]>()
  const compute = (caller: Caller): readonly HeldRole[] => {
    const always = ['*', ...widerRoles(caller.kind)]
    const byPost = new Map<string, Set<string>>()
    for (const { post } of caller.posts) {
      for (const role of widerRoles(post)) byPost.set(role, (byPost.get(role) ?? new Set()).add(post))
    }
    for (const role of always) byPost.delete(role)
    return [...always.map((role) => ({ role, posts: null })), ...[...byPost].map(([role, posts]) => ({ role, posts }))]
  }
  return (caller) => {
    const found = known.get(caller) ?? compute(caller)
    known.set(caller, found)
    return found
  }
}

/** Finds the rules of a role about a type and an action, and remembers what it found. */
function rulesByRole(rules: readonly Rule[], widerTypes: Wider): (role: string, type: string, action: string) => RoleRules {
  const all = byRole(rules)
  const known = new Map<string, Map<string, RoleRules>>([...all.keys()].map((role) => [role, new Map()]))
  return (role, type, action) => {
    const questions = known.get(role)
    if (!questions) return NO_RULES
    const key = `${type}\n${action}`
    const found = questions.get(key)
    if (found) return found
    const types = widerTypes(type)
    const meant = all.get(role)!.filter((rule) => types.includes(rule.type) && actionMatches(action, rule.actions))
    const answer = { deny: meant.filter(isDenial), allow: meant.filter((rule) => !isDenial(rule)) }
    if (questions.size >= MAX_QUESTIONS_PER_ROLE) questions.clear()
    questions.set(key, answer)
    return answer
  }
}

const isDenial = ({ effect }: Rule): boolean => effect === 'deny'

/** The organs in which the caller holds one of the posts. */
const reachOf = (caller: Caller, posts: ReadonlySet<string> | null, tree: OrganTree): Reach => ({
  get organIds() {
    const held = posts === null ? caller.posts : caller.posts.filter(({ post }) => posts.has(post))
    return held.map(({ organId }) => organId)
  },
  tree,
})

function byRole(rules: readonly Rule[]): Map<string, Rule[]> {
  const found = new Map<string, Rule[]>()
  for (const rule of rules) {
    const same = found.get(rule.role)
    if (same) same.push(rule)
    else found.set(rule.role, [rule])
  }
  return found
}

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
function closure(links: readonly string[][]): Wider {
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
