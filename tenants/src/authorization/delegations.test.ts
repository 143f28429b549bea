import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '@lianban/storage/testing'
import type { Database } from '@lianban/storage'
import { testTenants, type TestTenants } from '../testing/index.ts'
import type { NewDelegation } from './delegations.ts'

const DAY_MS = 86_400_000
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
const proposes = async (userId: string, change: Partial<NewDelegation> = {}): Promise<string> => {
  const { now } = t.time
  const plain = { delegateId: 'shenhe', matters: null, actions: null, amountLimitFen: null }
  const asked = { ...plain, startsAt: now, endsAt: now + DAY_MS, reason: '出差', ...change }
  return t.tenants.delegations.propose(await caller(userId), asked)
}

test.each<[string, string, Partial<NewDelegation>, string]>([
  ['to oneself', 'pizhun', { delegateId: 'pizhun' }, 'delegateId'],
  ['to an applicant', 'pizhun', { delegateId: 'shenqing' }, 'delegateId'],
  ['to nobody', 'pizhun', { delegateId: 'no-one' }, 'delegateId'],
  ['to an auditor', 'pizhun', { delegateId: 'jianjian' }, 'delegateId'],
  ['to an administrator', 'pizhun', { delegateId: 'xitong' }, 'delegateId'],
  ['to a person of another organisation', 'pizhun', { delegateId: 'youxian' }, 'delegateId'],
  ['by an administrator', 'xitong', {}, 'principal'],
  ['for more than thirty days', 'pizhun', { endsAt: 9e15 }, 'endsAt'],
  ['that ends before it begins', 'pizhun', { startsAt: 9e15 }, 'endsAt'],
  ['for no matter', 'pizhun', { matters: [] }, 'matters'],
  ['of rights that are not steps', 'pizhun', { actions: 'grant|*' }, 'actions'],
  ['with a line below nothing', 'pizhun', { amountLimitFen: -1 }, 'amountLimitFen'],
])('a delegation %s is refused and says which part', async (_what, userId, change, field) => {
  await expect(proposes(userId, change)).rejects.toMatchObject({ code: 'DELEGATION_INVALID', details: { field } })
})

test('an auditor delegates nothing, and an applicant neither', async () => {
  await expect(proposes('jianjian')).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
  await expect(proposes('shenqing')).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
  await expect(proposes('pizhun', { reason: '  ' })).rejects.toMatchObject({ code: 'REASON_MISSING' })
})

test('it lends from the acceptance on, tells both sides where it stands, and each step is in the log', async () => {
  const id = await proposes('pizhun')
  const statusFor = async (userId: string) => (await t.tenants.delegations.list(await caller(userId))).find((one) => one.id === id)?.status
  expect((await caller('shenhe')).actsFor ?? []).toEqual([])
  expect([await statusFor('pizhun'), await statusFor('shenhe'), await statusFor('chengban')]).toEqual(['proposed', 'proposed', undefined])
  await expect(t.tenants.delegations.accept(await caller('chengban'), id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(t.tenants.delegations.accept(await caller('pizhun'), id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await t.tenants.delegations.accept(await caller('shenhe'), id)
  await expect(t.tenants.delegations.accept(await caller('shenhe'), id)).rejects.toMatchObject({
    code: 'DELEGATION_NOT_OPEN',
  })
  expect(await statusFor('pizhun')).toBe('active')
  expect((await caller('shenhe')).actsFor).toMatchObject([
    { delegationId: id, principal: { userId: 'pizhun', delegate: { userId: 'shenhe' } } },
  ])
  await t.tenants.delegations.end(await caller('shenhe'), id)
  expect(await statusFor('pizhun')).toBe('revoked')
  expect((await caller('shenhe')).actsFor ?? []).toEqual([])
  const { items } = await t.tenants.supervision.entries(t.tenantId, { subject: 'user:pizhun', limit: 50 })
  expect(items.filter(({ action }) => action.startsWith('delegation.')).map(({ action }) => action)).toEqual([
    'delegation.proposed',
    'delegation.accepted',
    'delegation.revoked',
  ])
})

test('a principal who becomes an administrator lends nothing any more', async () => {
  const id = await proposes('pizhun')
  await t.tenants.delegations.accept(await caller('shenhe'), id)
  const by = { actor: { userId: 'system' } }
  const post = { tenantId: t.tenantId, userId: 'pizhun', organId: 'scjg', post: 'approver', by }
  await t.tenants.users.endPost(post)
  await t.tenants.users.grantPost({ ...post, organId: 'xxzx', post: 'audit-admin' })
  expect((await caller('shenhe')).actsFor).toEqual([])
})
