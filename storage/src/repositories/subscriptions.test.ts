import { beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database } from '../database.ts'
import { describeOnDatabases } from '../testing/index.ts'
import { subscriptions, type SubscriptionRow } from './subscriptions.ts'

const aMessage = (row: Partial<SubscriptionRow> & { id: string }): SubscriptionRow => ({
  tenant_id: 'county',
  instance_id: 'i',
  definition_id: 'd:1:x',
  definition_key: 'd',
  business_key: 'case-1',
  scope_id: 'i',
  token_id: 'i:1',
  element_id: 'Wait',
  kind: 'message',
  event_name: 'paid',
  created_at: 1000,
  ...row,
})

describeOnDatabases('subscriptions', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })
  beforeEach(() => db('subscription').delete())

  test('events are found by kind and name, business key, instance, and when they were listened to', async () => {
    await subscriptions(db).insert([
      aMessage({ id: 'one' }),
      aMessage({ id: 'signal', kind: 'signal' }),
      aMessage({ id: 'two', business_key: 'case-2', instance_id: 'j', created_at: 2000 }),
    ])
    const ids = async (more: {
      businessKey?: string
      instanceId?: string
      instanceIdNot?: string
      createdUntil?: number
      after?: string
    }) => (await subscriptions(db).waiting({ tenantId: 'county', kind: 'message', eventName: 'paid', ...more }, 10)).map((row) => row.id)
    expect(await ids({})).toEqual(['one', 'two'])
    expect(await ids({ businessKey: 'case-2' })).toEqual(['two'])
    expect(await ids({ instanceId: 'i' })).toEqual(['one'])
    expect(await ids({ instanceIdNot: 'i' })).toEqual(['two'])
    expect(await ids({ createdUntil: 1999 })).toEqual(['one'])
    expect(await ids({ after: 'one' })).toEqual(['two'])
  })

  test('an execution is the token that waits, or the scope of an event sub-process', async () => {
    await subscriptions(db).insert([
      aMessage({ id: 'token', token_id: 'i:7' }),
      aMessage({ id: 'scope', token_id: null, scope_id: 'i' }),
      aMessage({ id: 'inner', token_id: 'i:9', scope_id: 'i:7' }),
    ])
    expect((await subscriptions(db).ofExecution('county', 'i:7')).map(({ id }) => id)).toEqual(['token'])
    expect((await subscriptions(db).ofExecution('county', 'i')).map(({ id }) => id)).toEqual(['scope'])
  })
})
