import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '@lianban/storage/testing'
import type { Database } from '@lianban/storage'
import { testTenants, type TestTenants } from '../testing/index.ts'
import type { Action, ResourceType } from './permissions.ts'

let db: Database
let t: TestTenants
beforeAll(async () => {
  db = await testDatabase()
  t = await testTenants(db)
})
afterAll(async () => {
  t.remove()
  await db.destroy()
})

const caller = (userId: string) => t.tenants.users.caller(t.tenantId, userId)
const whoCan = async (type: ResourceType, action: Action, organId?: string) =>
  t.tenants.policies.whoCan(await caller('anquan'), { type, action, organId })

test('who can decide, by which rule, and what may stand in the way', async () => {
  const { items, isComplete } = await whoCan('task', 'complete:Task_Decide')
  expect(isComplete).toBe(true)
  expect(items).toMatchObject([
    {
      name: '郑国华',
      posts: [{ organName: '三湖县市场监督管理局', postName: '批准人(分管领导)' }],
      rights: [
        {
          rule: 'c3:approver:Task_Decide',
          role: 'approver',
          scope: 'assigned',
          organs: ['三湖县市场监督管理局'],
          onBehalfOf: null,
        },
      ],
    },
  ])
  expect(items[0]!.rights[0]!.unless.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['sod_chain_distinct', 'sod_payee_not_judge']))
})

test('only those whose right reaches an organ are named when one is asked for', async () => {
  const of = async (organId: string) => (await whoCan('case', 'read', organId)).items.map(({ userId }) => userId)
  expect(await of('scjg')).toEqual(expect.arrayContaining(['chuangkou', 'pizhun', 'jianjian']))
  expect(await of('scjg')).not.toContain('chengguan')
  expect(await of('cgj')).toContain('chengguan')
})

test('who acts for another is named with him', async () => {
  const { now } = t.time
  const asked = {
    delegateId: 'chujian',
    matters: null,
    actions: null,
    amountLimitFen: null,
    startsAt: now,
    endsAt: now + 1,
    reason: '出差',
  }
  const id = await t.tenants.delegations.propose(await caller('pizhun'), asked)
  await t.tenants.delegations.accept(await caller('chujian'), id)
  const { items } = await whoCan('task', 'complete:Task_Decide')
  expect(items.map(({ name, rights }) => [name, rights[0]!.onBehalfOf])).toEqual([
    ['冯丽', '郑国华'],
    ['郑国华', null],
  ])
  t.time.now += 1
})

test('what a person can do is every right with its rule; an auditor reads and decides nothing', async () => {
  const rightsOf = async (userId: string) => (await t.tenants.policies.whatCan(await caller('anquan'), userId)).rights
  expect((await rightsOf('pizhun')).map(({ action, rule }) => [action, rule])).toContainEqual([
    'complete:Task_Decide',
    'c3:approver:Task_Decide',
  ])
  const auditor = await rightsOf('jianjian')
  expect(auditor.map(({ type, action }) => `${type}:${action}`)).toEqual(
    expect.arrayContaining(['case:read', 'supervision:verify', 'card:issue']),
  )
  expect(auditor.filter(({ action }) => action.startsWith('complete:'))).toEqual([])
  const admin = await rightsOf('xitong')
  expect(admin.filter(({ type }) => ['case', 'task', 'attachment', 'document'].includes(type))).toEqual([])
})

test('who took over a merged organ’s cases is named, just as the decision lets him', async () => {
  const fresh = await testDatabase()
  const merged = await testTenants(fresh)
  try {
    const { tenants, tenantId } = merged
    const by = { actor: { userId: 'xitong', name: '何平' } }
    const plan = { tenantId, on: '2026-03-02', reason: '机构改革', by }
    await tenants.organs.merge({ ...plan, organIds: ['cgj'], into: { id: 'scjg' } })
    const callerOf = (userId: string) => tenants.users.caller(tenantId, userId)
    const security = await callerOf('anquan')
    const asked = { type: 'case', action: 'read', organId: 'cgj' } as const
    const { items } = await tenants.policies.whoCan(security, asked)
    const named = items.filter(({ rights }) => rights.some(({ scope }) => scope !== 'participant'))

    // then everyone is named whom the decision lets, and nobody else
    const people = (await tenants.users.list(tenantId, { limit: 200 })).items
    const allowed = []
    for (const { id } of people)
      if (tenants.authorization.decide(await callerOf(id), 'read', { type: 'case', id: 'c1', organId: 'cgj' }).allowed) allowed.push(id)
    expect(named.map(({ userId }) => userId).sort()).toEqual(allowed.sort())
    expect(allowed).toEqual(expect.arrayContaining(['pizhun', 'chengguan']))

    // and the organ that was shows in the reason, not among the posts that are held
    const approver = named.find(({ userId }) => userId === 'pizhun')!
    expect(approver.posts).toEqual([{ organName: '三湖县市场监督管理局', postName: '批准人(分管领导)' }])
    expect(approver.rights[0]!.organs).toContain('三湖县城市管理局')
  } finally {
    merged.remove()
    await fresh.destroy()
  }
})

test('only the security administrator asks; a person who is not there is not found', async () => {
  for (const userId of ['xitong', 'zhuguan', 'pizhun', 'jianjian'])
    await expect(t.tenants.policies.whatCan(await caller(userId), 'pizhun')).rejects.toMatchObject({
      code: 'NOT_AUTHORIZED',
    })
  await expect(t.tenants.policies.whatCan(await caller('anquan'), 'no-one')).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
})
