import { beforeAll, beforeEach, expect, test } from 'vitest'
import { inTransaction, type Database } from '../database.ts'
import { describeOnDatabases } from '../testing/index.ts'
import { subscriptions, type SubscriptionRow } from './subscriptions.ts'

const aTimer = (row: Partial<SubscriptionRow> & { id: string }): SubscriptionRow => ({
  tenant_id: 'county', instance_id: 'i', definition_key: 'd', business_key: 'case-1', token_id: 'i:1', element_id: 'Timer', kind: 'timer',
  due_at: 1000, message_name: null, lease_owner: null, leased_until: 0, ...row,
})
const aMessage = (row: Partial<SubscriptionRow> & { id: string }) => aTimer({ kind: 'message', due_at: null, message_name: 'paid', ...row })

describeOnDatabases('subscriptions', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })
  beforeEach(() => db('subscription').delete())
  const lease = (owner: string, now: number) =>
    inTransaction(db, (tx) => subscriptions(tx).lease({ owner, now, until: now + 500, limit: 10 })).then((rows) => rows.map((row) => row.id))

  test('due timers of all tenants are leased earliest first, and to one owner until the lease ends', async () => {
    await subscriptions(db).insert([
      aTimer({ id: 'late', due_at: 900 }), aTimer({ id: 'later', due_at: 1000, tenant_id: 'other' }), aTimer({ id: 'future', due_at: 1001 }), aMessage({ id: 'message' }),
    ])
    expect(await lease('a', 1000)).toEqual(['late', 'later'])
    expect(await lease('b', 1000)).toEqual([])
    expect(await subscriptions(db).nextDueAt(1000)).toBe(1001)
    expect(await lease('b', 1500)).toEqual(['late', 'later', 'future'])
  })

  test('messages are found by name, business key and instance', async () => {
    await subscriptions(db).insert([aMessage({ id: 'one' }), aMessage({ id: 'two', business_key: 'case-2', instance_id: 'j' }), aTimer({ id: 'timer' })])
    const ids = async (more: { businessKey?: string; instanceId?: string }) =>
      (await subscriptions(db).waiting({ tenantId: 'county', messageName: 'paid', ...more }, 10)).map((row) => row.id)
    expect(await ids({})).toEqual(['one', 'two'])
    expect(await ids({ businessKey: 'case-2' })).toEqual(['two'])
    expect(await ids({ instanceId: 'i' })).toEqual(['one'])
    expect(await subscriptions(db).nextDueAt(0)).toBe(1000)
  })
})
