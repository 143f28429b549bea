import fc from 'fast-check'
import { policies as policyTable, type Database } from '@lianban/storage'
import { testDatabase } from '@lianban/storage/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CONDITIONS } from './conditions.ts'
import { COUNTY_POLICIES, COUNTY_ROLE_LINKS } from './county-policies.ts'
import { openEnforcer } from './enforcer.ts'
import { narrowToPortions } from './list-filter.ts'
import { decideFor, listPortions } from './decide.ts'
import { organTree } from './organ-tree.ts'
import { checkPolicies, policyRows, typeLinkRows, type Policy, type RoleLink } from './policy.ts'
import { buildIndex } from './policy-index.ts'
import type { Resource } from './resource.ts'
import type { ListColumns } from './scopes.ts'
import { aCaller, anAction, aResource, ORGANS, someLinks, somePolicies } from '../../test/arbitraries.ts'

let db: Database
beforeAll(async () => {
  db = await testDatabase()
  await db.schema.createTable('thing', (t) => {
    t.integer('id').primary()
    t.string('type')
    t.string('organ_id')
    t.string('applicant_id')
    t.string('assignee')
    t.string('matter_key')
  })
  await db.schema.createTable('thing_part', (t) => {
    t.integer('thing_id')
    t.string('kind')
    t.string('value')
  })
})
afterAll(() => db.destroy())

const tree = organTree(ORGANS)

async function open(rules: readonly Policy[], links: readonly RoleLink[]) {
  checkPolicies(rules, CONDITIONS)
  await policyTable(db).replaceSource('t', 'types', typeLinkRows('t', 'types'))
  await policyTable(db).replaceSource('t', 'test', policyRows('t', 'test', rules, links))
  const enforcer = await openEnforcer(db, 't', tree, CONDITIONS)
  return { enforcer, index: buildIndex(enforcer, tree, CONDITIONS) }
}

test('the index decides as Casbin does (random rules, callers, resources, actions)', async () => {
  let allowed = 0
  await fc.assert(
    fc.asyncProperty(
      somePolicies,
      someLinks,
      fc.array(fc.tuple(aCaller, anAction, aResource), { minLength: 20, maxLength: 20 }),
      async (rules, links, questions) => {
        const { enforcer, index } = await open(rules, links)
        for (const [caller, action, resource] of questions) {
          const expected = enforcer.enforceSync(caller, 't', resource, action)
          if (expected) allowed += 1
          expect(index.decide(caller, action, resource).allowed).toBe(expected)
        }
      },
    ),
    { numRuns: 120 },
  )
  expect(allowed).toBeGreaterThan(100)
})

test('with the rules of the county, too, the index decides as Casbin does', async () => {
  const { enforcer, index } = await open(COUNTY_POLICIES, COUNTY_ROLE_LINKS)
  fc.assert(
    fc.property(aCaller, anAction, aResource, (caller, action, resource) => {
      expect(index.decide(caller, action, resource).allowed).toBe(enforcer.enforceSync(caller, 't', resource, action))
    }),
    { numRuns: 800 },
  )
})

const part =
  (kind: string, values: readonly string[]): ((query: Parameters<NonNullable<ListColumns['participants']>>[0]) => void) =>
  (query) =>
    void query.whereExists((some) => {
      void some
        .select('value')
        .from('thing_part')
        .whereRaw('thing_part.thing_id = thing.id')
        .where({ kind })
        .whereIn('value', [...values])
    })

const COLUMNS: ListColumns = {
  organId: 'thing.organ_id',
  applicantId: 'thing.applicant_id',
  assignee: 'thing.assignee',
  matterKey: 'thing.matter_key',
  participants: (query, userIds) => part('participant', userIds)(query),
  organs: (query, organIds) => part('organ', organIds)(query),
  readers: (query, userId) => part('reader', [userId])(query),
  candidates: (query, { userId, groups }) =>
    void query.where((either) => {
      part('candidate-user', [userId])(either)
      void either.orWhere((group) => part('candidate-group', groups)(group))
    }),
}

const partsOf = (resource: Resource): [string, string][] => [
  ...Object.values(resource.participants!).flatMap((users) => users.map((value): [string, string] => ['participant', value])),
  ...Object.values(resource.parties!).flatMap((ids) => ids.map((value): [string, string] => ['organ', value])),
  ...resource.readers!.map((value): [string, string] => ['reader', value]),
  ...resource.candidateUsers!.map((value): [string, string] => ['candidate-user', value]),
  ...resource.candidateGroups!.map((value): [string, string] => ['candidate-group', value]),
]

test('a list holds exactly what may be listed one by one (random rules, callers, delegations, rows)', async () => {
  let listed = 0
  await fc.assert(
    fc.asyncProperty(
      somePolicies,
      someLinks,
      aCaller,
      fc.array(aResource, { minLength: 15, maxLength: 15 }),
      async (rules, links, caller, resources) => {
        const { index } = await open(rules, links)
        await db('thing').delete()
        await db('thing_part').delete()
        await db('thing').insert(
          resources.map((r, id) => ({
            id,
            type: r.type,
            organ_id: r.organId,
            applicant_id: r.applicantId,
            assignee: r.assignee,
            matter_key: r.matterKey,
          })),
        )
        const parts = resources.flatMap((r, thing_id) => partsOf(r).map(([kind, value]) => ({ thing_id, kind, value })))
        if (parts.length > 0) await db('thing_part').insert(parts)
        for (const type of ['case', 'task'] as const) {
          for (const action of ['list', 'read'] as const) {
            const query = db('thing').where({ type }).orderBy('id').select('id')
            narrowToPortions(query, listPortions(index, caller, action, type), tree, COLUMNS)
            const inList = ((await query) as { id: number }[]).map(({ id }) => id)
            const oneByOne = resources.flatMap((r, id) => (r.type === type && decideFor(index, caller, action, r).allowed ? [id] : []))
            listed += inList.length
            expect(inList).toEqual(oneByOne)
          }
        }
      },
    ),
    { numRuns: 150 },
  )
  expect(listed).toBeGreaterThan(200)
})

test('a decision takes microseconds', async () => {
  const { index } = await open(COUNTY_POLICIES, COUNTY_ROLE_LINKS)
  const [question] = fc.sample(fc.tuple(aCaller, aResource), { numRuns: 1, seed: 7 })
  const [caller, resource] = question!
  const rounds = 20_000
  const start = performance.now()
  for (let i = 0; i < rounds; i++) index.decide(caller, 'read', resource)
  expect((performance.now() - start) / rounds).toBeLessThan(0.1)
})

test.each<[string, Partial<Policy>]>([
  ['a scope that is not registered', { scope: 'universe' as Policy['scope'] }],
  ['a scope named like a method of objects', { scope: 'constructor' as Policy['scope'] }],
  ['a condition that is not registered', { condition: 'process.exit()' }],
  ['a resource type that does not exist', { type: 'galaxy' }],
  ['a condition on the single resource in a rule about lists', { condition: 'sod_chain_distinct', actions: 'list' }],
  ['a deny of lists for a part of them', { effect: 'deny', actions: '*', scope: 'organ' }],
  ['no action', { actions: '' }],
  ['a name that is taken', { id: 'everyone-session' }],
])('a rule with %s is refused', (_name, more) => {
  const rule: Policy = { id: 'x', role: 'handler', type: 'task', actions: 'claim', scope: 'organ', ...more }
  expect(() => checkPolicies([...COUNTY_POLICIES, rule], CONDITIONS)).toThrow(expect.objectContaining({ code: 'POLICY_INVALID' }))
})
