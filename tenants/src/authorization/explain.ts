import { delegations, users, type Database } from '@lianban/storage'
import type { Caller, HeldPost, Mandate } from '../caller.ts'
import { notFound } from '../errors.ts'
import { callerOfUser, groupsOf, heldPostOf, mandateOf, successionAt } from '../people/caller-of-user.ts'
import type { Authorization } from './authorization.ts'
import type { Condition } from './conditions.ts'
import { COMPLETE_PREFIX, PERMISSION_NAMES, permissionLabel, type Action, type ResourceType } from './permissions.ts'
import type { Grant, PolicyIndex, Rule } from './policy-index.ts'
import type { Scope } from './scopes.ts'

export interface ExplainOptions {
  database: Database
  clock: () => number
  authorization: Pick<Authorization, 'assert' | 'ensure' | 'loadedFor' | 'conditions'>
}

/** One right of a person with the rule that gives it. */
export interface ExplainedRight {
  type: ResourceType
  action: string
  label: string
  rule: string
  role: string
  scope: Scope
  /** Names of the organs that the scope reaches from; empty where the scope does not go by organs. */
  organs: string[]
  /** The person acted for, where a delegation gives the right. */
  onBehalfOf: string | null
  /** Rules that may refuse it in a single case, in words. */
  unless: { rule: string; text: string }[]
}

export interface AblePerson {
  userId: string
  name: string
  posts: { organName: string; postName: string }[]
  rights: ExplainedRight[]
}

/** Persons answered at most; there are more where `isComplete` is false. */
const MAX_PERSONS = 500
/** Scopes that reach from the organs in which the role is held. */
const ORGAN_SCOPES: readonly Scope[] = ['organ', 'organ_tree', 'assigned', 'participant', 'party']

/** Answers from the same index that decides: who can do something and why, and what a person can do. */
export const createExplain = ({ database, clock, authorization }: ExplainOptions) => {
  const ask = async (caller: Caller): Promise<Asked> => {
    await authorization.assert(caller, 'list', { type: 'policy' })
    const { index, tree } = authorization.loadedFor(caller.tenantId)
    return { index, conditions: authorization.conditions, isWithin: tree.isWithin }
  }

  return {
    /** Everyone who can do it, with the rules that let him; with `organId`, only whose scope reaches that organ. */
    whoCan: async (
      caller: Caller,
      question: { type: ResourceType; action: Action; organId?: string },
    ): Promise<{ items: AblePerson[]; isComplete: boolean }> => {
      const asked = await ask(caller)
      const able: AblePerson[] = []
      for (const person of await staff(database, caller.tenantId, clock())) {
        const rights = rightsOfQuestion(asked, person, question)
          .filter((right) => reaches(asked, right, question.organId))
          .map(shown)
        if (rights.length === 0) continue
        if (able.length === MAX_PERSONS) return { items: able, isComplete: false }
        able.push({ userId: person.userId, name: person.name, posts: postViews(person.posts), rights })
      }
      return { items: able, isComplete: true }
    },

    /** Everything that a person can do now, and for whom. @throws NOT_FOUND */
    whatCan: async (caller: Caller, userId: string): Promise<AblePerson> => {
      const asked = await ask(caller)
      const row = await users(database).get(caller.tenantId, userId)
      if (!row) throw notFound()
      const person = await callerOfUser(database, row, clock())
      const rights = questionsOf(asked.index).flatMap((question) => rightsOfQuestion(asked, person, question).map(shown))
      return { userId, name: row.name, posts: postViews(person.posts), rights }
    },
  }
}

interface Asked {
  index: PolicyIndex
  conditions: Record<string, Condition>
  isWithin(organId: string, ancestorId: string): boolean
}

interface Question {
  type: ResourceType
  action: Action
}

/** Everyone on the staff with the posts and delegations of this moment, in a few queries however many they are. */
async function staff(database: Database, tenantId: string, now: number): Promise<Caller[]> {
  const callers = new Map<string, Caller & { posts: HeldPost[]; actsFor: Mandate[] }>()
  for (const row of await users(database).everyPostAt(tenantId, now)) {
    const { user_id: userId, user_name: name } = row
    const known = callers.get(userId)
    const caller = known ?? { tenantId, userId, name, kind: 'staff' as const, posts: [], groups: [], actsFor: [] }
    caller.posts.push(heldPostOf(row))
    callers.set(userId, caller)
  }
  const withInherited = await successionAt(database, tenantId, now)
  for (const caller of callers.values()) {
    caller.posts = withInherited(caller.posts)
    caller.groups = groupsOf(caller.posts)
  }
  for (const row of await delegations(database).allActive(tenantId, now)) {
    const [delegate, principal] = [callers.get(row.delegate_id), callers.get(row.principal_id)]
    if (delegate && principal) delegate.actsFor.push(...mandateOf(delegate, principal, row))
  }
  return [...callers.values()]
}

/** A right with the organs in which it is held; those of the person acted for, where it is lent. */
type FoundRight = ExplainedRight & { organIds: readonly string[] }

const shown = ({ organIds: _organIds, ...right }: FoundRight): ExplainedRight => right

function rightsOfQuestion(asked: Asked, person: Caller, question: Question): FoundRight[] {
  const own = rightsIn(asked, person, question, null)
  const lent = (person.actsFor ?? []).flatMap((mandate: Mandate) => rightsIn(asked, mandate.principal, question, mandate.principal.name))
  return [...own, ...lent]
}

function rightsIn({ index, conditions }: Asked, person: Caller, { type, action }: Question, onBehalfOf: string | null): FoundRight[] {
  const rules = new Map(index.rules.map((rule) => [rule.id, rule]))
  const unless = index
    .denials(person, action, type)
    .filter(({ condition }) => conditions[condition]!.looksAt === 'resource')
    .map((rule) => ({ rule: rule.id, text: conditions[rule.condition]!.refusal }))
  return index.grants(person, action, type).map((grant) => {
    const rule = rules.get(grant.rule)!
    return {
      type,
      action,
      label: permissionLabel(type, action),
      rule: rule.id,
      role: rule.role,
      scope: rule.scope,
      organs: ORGAN_SCOPES.includes(rule.scope) ? organNames(person, grant) : [],
      organIds: grant.organIds,
      onBehalfOf,
      unless,
    }
  })
}

const organNames = (person: Caller, { organIds }: Grant): string[] => [
  ...new Set(person.posts.filter(({ organId }) => organIds.includes(organId)).map(({ organName }) => organName)),
]

/** Whether a right can meet something in the charge of the organ. */
function reaches({ isWithin }: Asked, { scope, organIds }: FoundRight, organId: string | undefined): boolean {
  // Not a right of anybody's until a case is brought to him: else every person of the county would be named.
  if (scope === 'reader' || scope === 'party') return false
  if (organId === undefined || !['organ', 'organ_tree', 'assigned'].includes(scope)) return true
  return scope === 'organ_tree' ? organIds.some((id) => isWithin(organId, id)) : organIds.includes(organId)
}

/** Every question that the vocabulary and the rules know: `complete` is asked for each step that a rule names. */
function questionsOf(index: PolicyIndex): Question[] {
  const steps = new Set(index.rules.flatMap(({ effect, actions }) => (effect === 'allow' ? stepsOf(actions) : [])))
  return [
    ...PERMISSION_NAMES.filter(({ action }) => action !== ('complete' as Action)),
    ...[...steps].map((action): Question => ({ type: 'task', action })),
  ]
}

const stepsOf = (actions: Rule['actions']): Action[] =>
  actions.split('|').filter((one): one is `complete:${string}` => one.startsWith(COMPLETE_PREFIX) && !one.endsWith('*'))

/** What is really held; what came by succession shows in the organs of a right. */
const postViews = (posts: readonly HeldPost[]): AblePerson['posts'] =>
  posts.filter(({ heldIn }) => heldIn === undefined).map(({ organName, post, postName }) => ({ organName, postName: postName ?? post }))
