import { describeOnDatabases } from '@lianban/storage/testing'
import { jobs, type Database } from '@lianban/storage'
import { beforeAll, expect, test } from 'vitest'
import { aProcess } from '../testing/index.ts'
import { actor, county, testEngine, type TestEngine } from './engine-fixture.ts'

describeOnDatabases('events between instances', (open) => {
  let database: Database
  let on: TestEngine
  beforeAll(async () => {
    database = await open()
    on = testEngine(database)
    await on.deploy(
      aProcess('listener').startEvent().signalCatch('Alarm', 'alarm').userTask('Alarmed').endEvent(),
      aProcess('again')
        .startEvent()
        .userTask('Watch')
        .endEvent()
        .boundarySignal('Watch', 'Heard', 'noise', { interrupting: false })
        .endEvent('Noted'),
      aProcess('starter').startEvent('Start', { signal: 'alarm' }).userTask('Begun').endEvent(),
      aProcess('thrower').startEvent().signalThrow('Throw', 'alarm', { floor: 'level' }).userTask('Thrown').endEvent(),
      aProcess('conditional').startEvent('Start', { condition: '=amount > 100' }).userTask('Checked').endEvent(),
      aProcess('mail').startEvent().receiveTask('Wait', 'letter').endEvent(),
    )
  })
  const endAll = async (...keys: string[]) => {
    for (const key of keys)
      for (const instanceId of await on.running(key)) await on.engine.terminate({ tenantId: county, instanceId, reason: 'next', actor })
  }

  test('a thrown signal reaches whoever waits and starts whoever starts by it, once each, after the commit', async () => {
    const waiting = await Promise.all(Array.from({ length: 5 }, () => on.start('listener')))
    on.clock.advance(1)
    await on.start('thrower', { level: 3 })
    expect(await on.at(waiting[0]!)).toEqual(['Alarm'])
    await on.engine.runDueJobs()
    for (const id of waiting) expect([await on.at(id), (await on.variables(id)).floor]).toEqual([['Alarmed'], 3])
    const begun = await on.running('starter')
    expect(begun).toHaveLength(1)
    expect(await on.variables(begun[0]!)).toEqual({ floor: 3 })
    expect(await on.engine.runDueJobs()).toBe(0)
    await endAll('listener', 'starter', 'thrower')
  })

  test('two engines deliver a signal to each receiver exactly once', async () => {
    const watching = await Promise.all(Array.from({ length: 120 }, () => on.start('again')))
    const other = testEngine(database)
    other.clock.set(on.clock())
    const sent = [
      on.engine.signal({ tenantId: county, name: 'noise', actor }),
      other.engine.signal({ tenantId: county, name: 'noise', actor }),
    ]
    await Promise.all(sent)
    await Promise.all([on.engine.runDueJobs(), other.engine.runDueJobs()])
    await on.engine.runDueJobs()
    for (const id of watching) {
      const heard = (await on.engine.instances.history(county, id)).filter(({ type }) => type === 'signalReceived')
      expect(heard).toHaveLength(2)
    }
    await endAll('again')
    await other.engine.close()
  })

  test('who began to wait after a signal was sent does not hear it', async () => {
    const now = on.clock()
    await on.start('thrower')
    on.clock.set(now + 1)
    const late = await on.start('listener')
    await on.engine.runDueJobs()
    expect(await on.at(late)).toEqual(['Alarm'])
    await endAll('listener', 'starter', 'thrower')
  })

  test('a delivery that was left over by a crash is made when its lease ends', async () => {
    const id = await on.start('listener')
    on.clock.advance(1)
    await on.start('thrower')
    const [signal] = (await database('job').where({ kind: 'signal' })) as { tenant_id: string; id: string }[]
    await jobs(database).change(county, signal!.id, { lease_owner: 'dead', available_at: on.clock() + 60_000 })
    expect(await on.engine.runDueJobs()).toBe(0)
    on.clock.advance('PT1M')
    await on.engine.runDueJobs()
    expect(await on.at(id)).toEqual(['Alarmed'])
    await endAll('listener', 'starter', 'thrower')
  })

  test('a signal to one execution reaches no other, and is refused where it does not wait', async () => {
    const [one, other] = [await on.start('listener'), await on.start('listener')]
    const [subscription] = await on.engine.instances.subscriptions(county, one)
    await on.engine.signal({ tenantId: county, name: 'alarm', executionId: subscription!.token_id!, variables: { floor: 1 }, actor })
    expect([await on.at(one), await on.at(other)]).toEqual([['Alarmed'], ['Alarm']])
    const again = on.engine.signal({ tenantId: county, name: 'alarm', executionId: subscription!.token_id!, actor })
    await expect(again).rejects.toMatchObject({ code: 'SUBSCRIPTION_NOT_FOUND' })
    await endAll('listener')
  })

  test('a condition starts what it holds for', async () => {
    const request = { tenantId: county, businessKey: 'c-1', actor }
    expect(await on.engine.evaluateConditions({ ...request, variables: { amount: 1 } })).toEqual([])
    expect(await on.engine.evaluateConditions({ ...request, variables: { other: 1 } })).toEqual([])
    const started = await on.engine.evaluateConditions({ ...request, variables: { amount: 200 } })
    expect(started).toHaveLength(1)
    expect(await on.at(started[0]!.instanceId)).toEqual(['Checked'])
  })

  test('a message is for who has the right local variables, or for one execution', async () => {
    const [one, other] = [await on.start('mail'), await on.start('mail')]
    const tokens = await Promise.all([one, other].map(async (id) => Object.keys((await on.engine.instances.state(county, id)).tokens)[0]!))
    await on.engine.setVariables({ tenantId: county, instanceId: one, scopeId: tokens[0]!, variables: { box: 7 }, actor })
    const request = { tenantId: county, messageName: 'letter', actor }
    await expect(on.engine.correlate(request)).rejects.toMatchObject({ code: 'MESSAGE_NOT_CORRELATED' })
    expect(await on.engine.correlate({ ...request, localCorrelationKeys: { box: 7 } })).toMatchObject({
      instanceId: one,
      elementId: 'Wait',
    })
    expect(await on.engine.correlate({ ...request, executionId: tokens[1]! })).toMatchObject({ instanceId: other })
  })

  test('a message finds the one instance that is meant by its variables among very many', async () => {
    const orders = await Promise.all(
      Array.from({ length: 1_100 }, (_, i) => on.start('mail', { order: `o-${i}`, number: i, big: 'x'.repeat(i === 1_090 ? 5_000 : 1) })),
    )
    const request = { tenantId: county, messageName: 'letter', actor }
    const find = (correlationKeys: Record<string, string | number>) => on.engine.correlate({ ...request, correlationKeys })
    expect(await find({ order: 'o-1099' })).toMatchObject({ instanceId: orders[1_099] })
    expect(await find({ number: 1_098, order: 'o-1098' })).toMatchObject({ instanceId: orders[1_098] })
    expect(await find({ big: 'x'.repeat(5_000) })).toMatchObject({ instanceId: orders[1_090] })
    await expect(find({ order: '1097' })).rejects.toMatchObject({ code: 'MESSAGE_NOT_CORRELATED' })
    await expect(find({ big: 'x' })).rejects.toMatchObject({ code: 'MESSAGE_NOT_CORRELATED' })
  })
})
