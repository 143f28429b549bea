import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { describeOnDatabases } from '@lianban/storage/testing'
import type { Database } from '@lianban/storage'
import { testTenants, type TestTenants } from '../testing/index.ts'
import type { Caller } from '../caller.ts'
import type { Policy } from './policy.ts'

const RULE: Policy = {
  id: 'supervisor-cases',
  role: 'supervisor',
  type: 'case',
  actions: 'list|read',
  scope: 'tenant',
  condition: 'always',
  effect: 'allow',
}
const CASE = { type: 'case', id: 'c1', organId: 'scjg', participants: {} } as const

describeOnDatabases('changes of policies', (open) => {
  let db: Database
  let t: TestTenants
  beforeEach(async () => {
    db = await open()
    t = await testTenants(db)
  })
  afterEach(async () => {
    t.remove()
    await db.destroy()
  })

  const caller = (userId: string): Promise<Caller> => t.tenants.users.caller(t.tenantId, userId)
  const desk = () => t.tenants.policies
  const mayRead = async (): Promise<boolean> => t.tenants.authorization.decide(await caller('zhuguan'), 'read', CASE).allowed
  const proposed = async (put: Policy[] = [RULE], remove: string[] = []): Promise<string> =>
    desk().propose(await caller('anquan'), { put, remove, reason: '主管需要查阅办件' })

  test('are proposed by one security administrator and confirmed by another, and count from then on', async () => {
    const id = await proposed()
    expect(await mayRead()).toBe(false)
    await expect(desk().confirm(await caller('anquan'), id)).rejects.toMatchObject({ code: 'SECOND_PERSON_NEEDED' })
    const version = await desk().confirm(await caller('anquan2'), id)
    expect(await mayRead()).toBe(true)
    expect((await desk().changes(await caller('anquan'), { limit: 10 })).items).toMatchObject([
      {
        id,
        status: 'confirmed',
        version,
        proposedBy: { name: '吕安' },
        decidedBy: { name: '田静' },
        rules: [{ id: RULE.id, before: null, after: RULE }],
      },
    ])
    const { items } = await t.tenants.supervision.entries(t.tenantId, { subject: `policy-change:${id}`, limit: 10 })
    expect(items.map(({ action, actorId }) => [action, actorId])).toEqual([
      ['policy.change-proposed', 'anquan'],
      ['policy.change-confirmed', 'anquan2'],
    ])
  })

  test('are refused by the next question of another process as soon as a right is taken back', async () => {
    await desk().confirm(await caller('anquan2'), await proposed())
    const other = await testTenants(db)
    const question = async () => other.tenants.authorization.assert(await caller('zhuguan'), 'read', CASE)
    await question()
    await desk().confirm(await caller('anquan2'), await proposed([], [RULE.id]))
    await expect(question()).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
    other.remove()
  })

  test('keep every version: the rules of a decision taken then can be read now', async () => {
    const added = await desk().confirm(await caller('anquan2'), await proposed())
    const narrowed = await desk().confirm(await caller('anquan2'), await proposed([{ ...RULE, actions: 'list' }]))
    const removed = await desk().confirm(await caller('anquan2'), await proposed([], [RULE.id]))
    const at = async (version: number) => (await desk().rulesAt(await caller('anquan'), version)).find(({ id }) => id === RULE.id)
    expect(await at(added - 1)).toBeUndefined()
    expect(await at(added)).toEqual(RULE)
    expect(await at(narrowed)).toMatchObject({ actions: 'list' })
    expect(await at(removed)).toBeUndefined()
    const history = await desk().history(await caller('anquan'), { ruleId: RULE.id, limit: 10 })
    expect(history.map(({ version, after }) => [version, after?.actions ?? null])).toEqual([
      [removed, null],
      [narrowed, 'list'],
      [added, 'list|read'],
    ])
  })

  test('made on rules that changed meanwhile are stale, and of two confirmations at once one counts', async () => {
    const [first, second] = [await proposed(), await proposed([{ ...RULE, actions: 'list' }])]
    const both = await Promise.allSettled([desk().confirm(await caller('anquan2'), first), desk().confirm(await caller('anquan2'), first)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(desk().confirm(await caller('anquan2'), second)).rejects.toMatchObject({
      code: 'POLICY_CHANGE_STALE',
      details: { rules: [RULE.id] },
    })
  })

  test('are rejected with a reason by another, withdrawn by the proposer, and then closed', async () => {
    const id = await proposed()
    await expect(desk().reject(await caller('anquan2'), id, ' ')).rejects.toMatchObject({ code: 'REASON_MISSING' })
    await expect(desk().withdraw(await caller('anquan2'), id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await desk().reject(await caller('anquan2'), id, '范围过宽')
    await expect(desk().confirm(await caller('anquan2'), id)).rejects.toMatchObject({ code: 'ALREADY_DECIDED' })
    const second = await proposed()
    await desk().withdraw(await caller('anquan'), second)
    const { items } = await desk().changes(await caller('anquan'), { limit: 10 })
    expect(items.map(({ status, note }) => [status, note])).toEqual([
      ['withdrawn', ''],
      ['rejected', '范围过宽'],
    ])
  })

  test.each<[string, Policy[], string[], string]>([
    ['what keeps administrators from business', [{ ...RULE, id: 'administrator-no-business' }], [], 'POLICY_INVALID'],
    ['what keeps auditors from deciding', [], ['auditor-decides-nothing'], 'POLICY_INVALID'],
    ['to something that is not registered', [{ ...RULE, condition: 'process.exit()' }], [], 'POLICY_INVALID'],
    ['one rule in two ways', [RULE], [RULE.id], 'POLICY_INVALID'],
    ['nothing', [], ['no-such-rule'], 'POLICY_CHANGE_EMPTY'],
  ])('of %s are refused', async (_what, put, remove, code) => {
    await expect(proposed(put, remove)).rejects.toMatchObject({ code })
  })

  test.each(['xitong', 'shenji', 'jianjian', 'zhuguan', 'pizhun', 'shenqing'])('are not for %s', async (userId) => {
    const who = await caller(userId)
    await expect(desk().propose(who, { put: [RULE], remove: [], reason: 'x' })).rejects.toMatchObject({
      code: 'NOT_AUTHORIZED',
    })
    await expect(desk().list(who)).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
  })

  describe('brought by a release', () => {
    const ship = (policies: Policy[]) =>
      t.tenants.authorization.shipPolicies({
        tenantId: t.tenantId,
        source: 'county',
        policies,
        by: { actor: { userId: 'system' } },
      })

    test('may be more than one statement takes', async () => {
      const many = Array.from({ length: 1_200 }, (_, i) => ({ ...RULE, id: `rule-${i}` }))
      expect(await ship(many)).toBe(1_200)
      expect((await desk().list(await caller('anquan'))).rules.length).toBeGreaterThan(1_200)
    })

    test('add what the tenant never had, and leave alone what its people changed or removed', async () => {
      expect(await ship([RULE])).toBe(1)
      await desk().confirm(await caller('anquan2'), await proposed([{ ...RULE, actions: 'list' }]))
      expect(await ship([RULE])).toBe(0)
      expect((await desk().list(await caller('anquan'))).rules.find(({ id }) => id === RULE.id)).toMatchObject({
        actions: 'list',
        source: 'county',
      })
      await desk().confirm(await caller('anquan2'), await proposed([], [RULE.id]))
      expect(await ship([RULE])).toBe(0)
      expect(await mayRead()).toBe(false)
    })
  })
})
