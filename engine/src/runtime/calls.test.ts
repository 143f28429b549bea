import type { Database } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import { beforeAll, expect, test } from 'vitest'
import { MAX_CALL_DEPTH } from '../core/limits.ts'
import { aProcess } from '../testing/index.ts'
import { actor, county, testEngine, type TestEngine } from './engine-fixture.ts'

describeOnDatabases('a called process', (open) => {
  let database: Database
  let on: TestEngine
  beforeAll(async () => {
    database = await open()
    on = testEngine(database)
    await on.deploy(
      aProcess('outer')
        .startEvent()
        .callActivity('Call', '=child')
        .userTask('After')
        .endEvent()
        .boundaryError('Call', 'Caught', 'no')
        .endEvent('Refused'),
      aProcess('inner').startEvent().userTask('Inside').endEvent(),
      aProcess('quick').startEvent().task('Done').endEvent(),
      aProcess('failing').startEvent().userTask('Inside').endEvent('Fail', { error: 'no' }),
      aProcess('loop').startEvent().callActivity('Again', 'loop').endEvent(),
      aProcess('fan')
        .startEvent()
        .callActivity('Each', 'inner', { loop: { cardinality: 3 } })
        .userTask('After')
        .endEvent(),
    )
  })
  const called = async (instanceId: string) =>
    (await on.engine.instances.list({ tenantId: county, superInstanceId: instanceId }, { limit: 10 })).map(({ id }) => id)
  const incidents = async (instanceId: string) => (await on.engine.incidents.list({ tenantId: county, instanceId, limit: 10 })).items

  test('is started in the same transaction, and its end continues the caller', async () => {
    const outer = await on.start('outer', { child: 'inner' })
    const [inner] = await called(outer)
    expect(await on.engine.instances.get(county, inner!)).toMatchObject({
      super_instance_id: outer,
      root_instance_id: outer,
      call_depth: 1,
      started_by: 'li',
    })
    await on.complete(inner!)
    expect(await on.at(outer)).toEqual(['After'])
  })

  test('that ends at once answers before the start of its caller does', async () => {
    expect(await on.at(await on.start('outer', { child: 'quick' }))).toEqual(['After'])
    const started = await on.engine.start({ tenantId: county, definitionKey: 'quick', actor })
    expect(started.status).toBe('completed')
  })

  test('throws an error that its caller catches', async () => {
    const outer = await on.start('outer', { child: 'failing' })
    const [inner] = await called(outer)
    await on.complete(inner!)
    expect(await on.status(outer)).toBe('completed')
    expect(await on.engine.instances.activity(county, outer)).toMatchObject({ completed: expect.arrayContaining(['Refused']) as string[] })
  })

  test('that is not deployed, or is suspended, is an incident of the caller, and is called again by a retry', async () => {
    const outer = await on.start('outer', { child: 'later' })
    const [incident] = await incidents(outer)
    expect(incident).toMatchObject({ code: 'CALLED_PROCESS_NOT_FOUND', element_id: 'Call', phase: 'call' })
    await on.deploy(aProcess('later').startEvent().userTask('Inside').endEvent())
    await on.engine.suspendDefinitions({ tenantId: county, definitionKey: 'later', suspended: true, actor })
    await on.engine.retryIncident({ tenantId: county, incidentId: incident!.id, actor })
    expect(await incidents(outer)).toMatchObject([{ code: 'CALLED_PROCESS_NOT_STARTED' }])
    await on.engine.suspendDefinitions({ tenantId: county, definitionKey: 'later', suspended: false, actor })
    await on.engine.retryIncident({ tenantId: county, incidentId: (await incidents(outer))[0]!.id, actor })
    await on.complete((await called(outer))[0]!)
    expect(await on.at(outer)).toEqual(['After'])
  })

  test('that calls itself ends in an incident of the innermost one, not in a loop', async () => {
    const root = await on.start('loop')
    const all = await on.engine.instances.list({ tenantId: county, rootInstanceId: root }, { limit: 100 })
    expect(all).toHaveLength(MAX_CALL_DEPTH + 1)
    const innermost = all.find((row) => row.call_depth === MAX_CALL_DEPTH)!
    expect(await incidents(innermost.id)).toMatchObject([
      { code: 'CALLED_PROCESS_NOT_STARTED', message: expect.stringContaining('call itself') as string },
    ])
    await on.engine.terminate({ tenantId: county, instanceId: root, reason: 'enough', actor })
    expect(await on.running('loop')).toEqual([])
  })

  test('ends with its caller, and ended from outside is an incident of the caller', async () => {
    const outer = await on.start('fan')
    const inner = await called(outer)
    expect(inner).toHaveLength(3)
    await on.engine.terminate({ tenantId: county, instanceId: inner[0]!, reason: 'wrong one', actor })
    expect(await incidents(outer)).toMatchObject([
      { code: 'CALLED_PROCESS_TERMINATED', message: expect.stringContaining('wrong one') as string },
    ])
    await on.engine.terminate({ tenantId: county, instanceId: outer, reason: 'withdrawn', actor })
    expect(await Promise.all(inner.map((id) => on.status(id)))).toEqual(['terminated', 'terminated', 'terminated'])
  })

  test('all of a multi-instance that end in one batch continue the caller once', async () => {
    const outer = await on.start('fan')
    await Promise.all((await called(outer)).map((id) => on.complete(id)))
    expect(await on.at(outer)).toEqual(['After'])
  })

  test('cannot end while its caller is suspended; nothing of it is lost', async () => {
    const outer = await on.start('outer', { child: 'inner' })
    const [inner] = await called(outer)
    await on.engine.setInstanceSuspended({ tenantId: county, instanceId: outer, suspended: true, actor })
    await expect(on.complete(inner!)).rejects.toMatchObject({ code: 'INSTANCE_SUSPENDED' })
    expect(await on.at(inner!)).toEqual(['Inside'])
    await on.engine.setInstanceSuspended({ tenantId: county, instanceId: outer, suspended: false, actor })
    await on.complete(inner!)
    expect(await on.at(outer)).toEqual(['After'])
  })

  test('callers and called ones of two engines do not deadlock for good', async () => {
    const other = testEngine(database)
    const outers = await Promise.all(Array.from({ length: 10 }, () => on.start('outer', { child: 'inner' })))
    const inner = await Promise.all(outers.map(async (id) => (await called(id))[0]!))
    await Promise.allSettled(
      outers.flatMap((id, i) => [
        on.complete(inner[i]!),
        other.engine.terminate({ tenantId: county, instanceId: id, reason: 'race', actor }),
      ]),
    )
    expect(await Promise.all(outers.map((id) => on.status(id)))).toEqual(outers.map(() => 'terminated'))
    expect(await Promise.all(inner.map(async (id) => (await on.status(id)) !== 'active'))).toEqual(inner.map(() => true))
    await other.engine.close()
  })
})
