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

/** A rule that meets a set of roles, a type and an action, with the posts of those roles that give it; null = whoever asks. */
interface Candidate {
  rule: Rule
  posts: ReadonlySet<string> | null
}

/** Rules that may decide a question, denials first: the first that holds decides. */
interface Question {
  deny: readonly Candidate[]
  allow: readonly Candidate[]
}

/** Questions remembered; a county asks a few thousand kinds, and an attacker's made-up action names must not fill the memory. */
const MAX_QUESTIONS = 20_000

/** Builds the index from what Casbin has loaded. A property test holds its decisions equal to Casbin's. */
export function buildIndex(enforcer: Enforcer, tree: OrganTree, conditions: Record<string, Condition>): PolicyIndex {
  const model = enforcer.getModel().model
  const roleLinks = model.get('g')?.get('g')?.policy ?? []
  const widerRoles = closure(roleLinks)
  const widerTypes = closure(model.get('g')?.get('g2')?.policy ?? [])
  const rules = (model.get('p')?.get('p')?.policy ?? []).map(asRule)
  const questionOf = questions({ byRole: byRole(rules), widerRoles, widerTypes })
  const context = { tree }

  const holds = ({ rule, posts }: Candidate, caller: Caller, action: string, resource: Resource): boolean =>
    scopeNamed(rule.scope)!.holds(caller, resource, reachOf(caller, posts, tree)) &&
    conditions[rule.condition]!.holds(caller, resource, action, context)

  // A deny rule that could meet a list looks at nothing single: `checkPolicies` sees to that.
  const denies = (caller: Caller, action: string, type: string): boolean =>
    questionOf(caller, action, type).deny.some(({ rule }) => conditions[rule.condition]!.looksAt === 'nothing')

  return {
    rules,
    decide: (caller, action, resource) => {
      const { deny, allow } = questionOf(caller, action, resource.type)
      for (const candidate of deny)
        if (holds(candidate, caller, action, resource)) return { allowed: false, rule: candidate.rule }
      for (const candidate of allow)
        if (holds(candidate, caller, action, resource)) return { allowed: true, rule: candidate.rule }
      return { allowed: false, rule: null }
    },
    denies,
    denials: (caller, action, type) => questionOf(caller, action, type).deny.map(({ rule }) => rule),
    grants: (caller, action, type) => {
      if (denies(caller, action, type)) return []
      return questionOf(caller, action, type).allow.map(({ rule, posts }) => ({
        rule: rule.id,
        scope: rule.scope,
        organIds: [...reachOf(caller, posts, tree).organIds],
      }))
    },
    rolesAllowed: (action, type) => {
      const types = widerTypes(type)
      const allowing = rules.filter(
        (rule) => rule.effect === 'allow' && types.includes(rule.type) && actionMatches(action, rule.actions),
      )
      const wanted = new Set(allowing.map(({ role }) => role))
      const narrower = roleLinks
        .map(([role]) => role!)
        .filter((role) => widerRoles(role).some((wide) => wanted.has(wide)))
      return [...new Set([...wanted, ...narrower])]
    },
  }
}

type Wider = (name: string) => readonly string[]

interface QuestionSource {
  byRole: ReadonlyMap<string, readonly Rule[]>
  widerRoles: Wider
  widerTypes: Wider
}

/** Finds the rules of a caller's roles, a type and an action; callers with the same posts ask the same question. */
function questions(source: QuestionSource): (caller: Caller, action: string, type: string) => Question {
  const known = new Map<string, Question>()
  const rolesKeys = new WeakMap<Caller, string>()
  const rolesKeyOf = (caller: Caller): string => {
    const found = rolesKeys.get(caller)
    if (found !== undefined) return found
    const key = [caller.kind, ...new Set(caller.posts.map(({ post }) => post).sort())].join('\n')
    rolesKeys.set(caller, key)
    return key
  }
  return (caller, action, type) => {
    const key = `${type}\n${action}\n${rolesKeyOf(caller)}`
    const found = known.get(key)
    if (found) return found
    if (known.size >= MAX_QUESTIONS) known.clear()
    const question = newQuestion(source, caller, action, type)
    known.set(key, question)
    return question
  }
}

function newQuestion(
  { byRole, widerRoles, widerTypes }: QuestionSource,
  caller: Caller,
  action: string,
  type: string,
): Question {
  const types = new Set(widerTypes(type))
  const ofKind = widerRoles(caller.kind)
  const posts = [...new Set(caller.posts.map(({ post }) => post))]
  const roles = new Set(['*', ...ofKind, ...posts.flatMap((post) => widerRoles(post))])
  const candidates = [...roles].flatMap((role) => {
    const everywhere = role === '*' || ofKind.includes(role)
    const giving = everywhere ? null : new Set(posts.filter((post) => widerRoles(post).includes(role)))
    return (byRole.get(role) ?? [])
      .filter((rule) => types.has(rule.type) && actionMatches(action, rule.actions))
      .map((rule): Candidate => ({ rule, posts: giving }))
  })
  return {
    deny: candidates.filter(({ rule }) => rule.effect === 'deny'),
    allow: candidates.filter(({ rule }) => rule.effect === 'allow'),
  }
}

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
