import fc from 'fast-check'
import type { Caller, Mandate } from '../src/caller.ts'
import type { Policy, RoleLink } from '../src/authorization/policy.ts'
import type { Resource } from '../src/authorization/resource.ts'
import { SCOPES, type Scope } from '../src/authorization/scopes.ts'

/*
 * Small worlds, so that random rules, callers and resources meet often. Organs: b under a, c under b, d alone.
 */

export const ORGANS = [
  { id: 'a', parent_id: null },
  { id: 'b', parent_id: 'a' },
  { id: 'c', parent_id: 'b' },
  { id: 'd', parent_id: null },
] as const

const POSTS = ['window-clerk', 'handler', 'reviewer', 'disciplinary-auditor']
const USERS = ['u1', 'u2', 'u3']
const NODES = ['Task_Intake', 'Task_Review', 'Task_Audit', 'Task_SiteCheckA', 'Task_SiteCheckB', 'Task_Other']
const organId = fc.constantFrom(...ORGANS.map(({ id }) => id))
const user = fc.constantFrom(...USERS)

const aPerson: fc.Arbitrary<Caller> = fc
  .record({
    userId: user,
    kind: fc.constantFrom('staff' as const, 'applicant' as const),
    held: fc.uniqueArray(fc.record({ organId, post: fc.constantFrom(...POSTS) }), {
      maxLength: 3,
      selector: (h) => `${h.organId}:${h.post}`,
    }),
  })
  .map(({ userId, kind, held }) => ({
    tenantId: 't',
    userId,
    name: userId,
    kind,
    posts: held.map((post) => ({ ...post, organName: post.organId })),
    groups: held.map((post) => `${post.organId}:${post.post}`),
  }))

const MATTERS = ['licence', 'permit']

const aMandate: fc.Arbitrary<Omit<Mandate, 'delegationId'>> = fc.record({
  principal: aPerson.map((person) => ({ ...person, kind: 'staff' as const })),
  matters: fc.option(fc.subarray(MATTERS, { minLength: 1 })),
  actions: fc.option(fc.constantFrom('complete:*', 'complete:Task_Review', 'complete:Task_Audit|complete:Task_Decide')),
  amountLimitFen: fc.option(fc.constantFrom(0, 100, 1_000)),
})

/** A person, now and then with others to act for. */
export const aCaller: fc.Arbitrary<Caller> = fc.tuple(aPerson, fc.array(aMandate, { maxLength: 2 })).map(([person, mandates]) => ({
  ...person,
  actsFor: mandates
    .filter(({ principal }) => principal.userId !== person.userId)
    .map(({ principal, ...mandate }, i) => {
      const { userId, name, posts } = person
      return { ...mandate, delegationId: `d${i}`, principal: { ...principal, delegate: { userId, name, posts } } }
    }),
}))

const RULES = ['sod_intake_not_handler', 'sod_chain_distinct', 'sod_two_officers', 'sod_payee_not_judge', 'sod_requester_not_approver']

export const aResource: fc.Arbitrary<Resource> = fc.record({
  type: fc.constantFrom('case' as const, 'task' as const),
  organId: fc.option(organId),
  parties: fc.dictionary(fc.constantFrom('coop', 'payee'), fc.uniqueArray(organId, { maxLength: 2 }), { maxKeys: 2 }),
  matterKey: fc.constantFrom(...MATTERS),
  amountFen: fc.option(fc.constantFrom(50, 500, 5_000)),
  separation: fc.dictionary(fc.constantFrom(...RULES), fc.subarray(NODES, { minLength: 2 }), { maxKeys: 3 }),
  waivers: fc.array(fc.record({ rule: fc.constantFrom(...RULES), node: fc.constantFrom(...NODES), userId: user }), {
    maxLength: 2,
  }),
  applicantId: user,
  assignee: fc.option(user),
  candidateGroups: fc.uniqueArray(
    fc.tuple(organId, fc.constantFrom(...POSTS)).map(([organ, post]) => `${organ}:${post}`),
    { maxLength: 2 },
  ),
  candidateUsers: fc.uniqueArray(user, { maxLength: 1 }),
  participants: fc.dictionary(fc.constantFrom(...NODES), fc.uniqueArray(user, { maxLength: 2 }), { maxKeys: 3 }),
  readers: fc.uniqueArray(user, { maxLength: 2 }),
  node: fc.constantFrom(...NODES),
})

export const anAction = fc.oneof(
  fc.constantFrom('list' as const, 'read' as const, 'claim' as const),
  fc.constantFrom(...NODES).map((node) => `complete:${node}` as const),
)

const scope = fc.constantFrom(...(Object.keys(SCOPES) as Scope[]))
const role = fc.constantFrom('*', 'staff', 'applicant', 'case-officer', ...POSTS)
const type = fc.constantFrom('case', 'task', 'any', 'business')

const aRule = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      role,
      type,
      actions: fc.constantFrom('list|read', 'claim', 'complete:*', 'complete:Task_Review|read', '*'),
      scope,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      role,
      type,
      actions: fc.constantFrom('claim|complete:*', 'complete:*', 'complete:Task_Audit'),
      scope,
      condition: fc.constantFrom('always', 'node_mismatch', ...RULES),
      effect: fc.constant('deny' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      role,
      type,
      actions: fc.constantFrom('*', 'list', 'read|claim'),
      scope: fc.constantFrom('any' as const, 'tenant' as const),
      condition: fc.constantFrom('always', 'auditors_decide_nothing'),
      effect: fc.constant('deny' as const),
    }),
  },
)

export const somePolicies: fc.Arbitrary<Policy[]> = fc
  .array(aRule, { minLength: 1, maxLength: 8 })
  .map((rules) => rules.map((rule, i) => ({ ...rule, id: `rule-${i}` })))

export const someLinks: fc.Arbitrary<RoleLink[]> = fc.uniqueArray(
  fc
    .record({ role: fc.constantFrom(...POSTS, 'staff'), wider: fc.constantFrom('case-officer', 'reviewer') })
    .filter((link) => link.role !== link.wider),
  { maxLength: 4, selector: (link) => `${link.role}>${link.wider}` },
)
