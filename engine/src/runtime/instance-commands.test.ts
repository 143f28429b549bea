import { describeOnDatabases } from '@lianban/storage/testing'
import { beforeAll, expect, test } from 'vitest'
import { generatePlan } from '../core/migration-plan.ts'
import { aProcess } from '../testing/index.ts'
import { actor, county, testEngine, type TestEngine } from './engine-fixture.ts'

describeOnDatabases('the administration of instances', (open) => {
  let on: TestEngine
  beforeAll(async () => {
    on = testEngine(await open())
    await on.deploy(
      aProcess('two')
        .startEvent()
        .userTask('First')
        .userTask('Second')
        .endEvent()
        .boundaryTimer('First', 'Late', { duration: 'PT1H' })
        .endEvent('TooLate'),
      aProcess('worked').startEvent().serviceTask('Work', 'topic').endEvent(),
      aProcess('received').startEvent().receiveTask('Wait').userTask('After').endEvent(),
    )
  })
  const call = { tenantId: county, actor }

  test('a suspended instance stands still: its timers, tasks and work wait until it is resumed', async () => {
    const [id, worked] = [await on.start('two'), await on.start('worked')]
    for (const instanceId of [id, worked]) await on.engine.setInstanceSuspended({ ...call, instanceId, suspended: true })
    await on.engine.setInstanceSuspended({ ...call, instanceId: id, suspended: true })
    on.clock.advance('PT2H')
    expect(await on.engine.runDueJobs()).toBe(0)
    const fetch = () =>
      on.engine.externalTasks.fetchAndLock({
        tenantId: county,
        workerId: 'w',
        maxTasks: 5,
        topics: [{ topicName: 'topic', lockDuration: 1000 }],
      })
    expect(await fetch()).toEqual([])
    await expect(on.complete(id)).rejects.toMatchObject({ code: 'INSTANCE_SUSPENDED' })
    expect(await on.engine.instances.count({ tenantId: county, suspended: true })).toBe(2)
    for (const instanceId of [id, worked]) await on.engine.setInstanceSuspended({ ...call, instanceId, suspended: false })
    expect(await on.engine.runDueJobs()).toBe(1)
    expect(await on.status(id)).toBe('completed')
    expect(await fetch()).toHaveLength(1)
  })

  test('is modified: tokens are cancelled and started', async () => {
    const id = await on.start('two')
    await on.engine.modify({
      ...call,
      instanceId: id,
      reason: 'wrong step',
      instructions: [
        { type: 'cancelAll', elementId: 'First' },
        { type: 'startBefore', elementId: 'Second', variables: { note: { value: 'moved' } } },
      ],
    })
    expect([await on.at(id), (await on.variables(id)).note]).toEqual([['Second'], 'moved'])
    expect(await on.engine.jobs.ofInstance(county, id)).toEqual([])
    const nowhere = on.engine.modify({ ...call, instanceId: id, instructions: [{ type: 'startBefore', elementId: 'Nowhere' }] })
    await expect(nowhere).rejects.toMatchObject({ code: 'ELEMENT_NOT_FOUND' })
    await expect(on.engine.modify({ ...call, tenantId: 'other', instanceId: id, instructions: [] })).rejects.toMatchObject({
      code: 'INSTANCE_NOT_FOUND',
    })
  })

  test('starts anywhere, and starts again with the variables of the end or of the start', async () => {
    const { instanceId: first, definitionId } = await on.engine.start({
      ...call,
      definitionKey: 'two',
      businessKey: 'b-1',
      variables: { a: 1 },
      instructions: [{ type: 'startBefore', elementId: 'Second' }],
    })
    expect(await on.at(first)).toEqual(['Second'])
    await on.complete(first, { a: 2, b: 3 })
    const again = { ...call, definitionId, instanceId: first, instructions: [{ type: 'startAfter' as const, elementId: 'First' }] }
    const last = await on.engine.restart(again)
    expect([await on.at(last.instanceId), await on.variables(last.instanceId)]).toEqual([['Second'], { a: 2, b: 3 }])
    expect(await on.engine.instances.get(county, last.instanceId)).toMatchObject({ business_key: 'b-1' })
    const initial = await on.engine.restart({ ...again, initialVariables: true, withoutBusinessKey: true })
    expect(await on.variables(initial.instanceId)).toEqual({ a: 1 })
    await expect(on.engine.restart({ ...again, instanceId: last.instanceId })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  })

  test('variables are set and removed on the process, on a token, or where they are seen', async () => {
    const id = await on.start('two', { shared: 1 })
    const token = Object.keys((await on.engine.instances.state(county, id)).tokens)[0]!
    await on.engine.setVariables({ ...call, instanceId: id, scopeId: token, variables: { local: 1 } })
    await on.engine.setVisibleVariables({ ...call, executionId: token, variables: { shared: 2, local: 2, fresh: 2 } })
    const local = async () => (await on.engine.instances.state(county, id)).tokens[token]!.variables
    expect([await on.variables(id), await local()]).toEqual([{ shared: 2, fresh: 2 }, { local: { value: 2 } }])
    await on.engine.setVisibleVariables({ ...call, executionId: token, remove: ['local', 'shared'] })
    expect([await on.variables(id), (await local()) ?? {}]).toEqual([{ fresh: 2 }, {}])
  })

  test('a receive task goes on by a direct signal', async () => {
    const id = await on.start('received')
    const token = Object.keys((await on.engine.instances.state(county, id)).tokens)[0]!
    await on.engine.signalToken({ ...call, executionId: token, variables: { seen: true } })
    expect([await on.at(id), await on.variables(id)]).toEqual([['After'], { seen: true }])
    await expect(on.engine.signalToken({ ...call, executionId: token })).rejects.toMatchObject({ code: 'TASK_NOT_FOUND' })
  })

  test('is migrated to another version with its tasks, timers and rows', async () => {
    const id = await on.start('two')
    const source = await on.engine.definitions.latest(county, 'two')
    await on.deploy(
      aProcess('two')
        .startEvent()
        .userTask('First')
        .userTask('Third')
        .endEvent()
        .boundaryTimer('First', 'Late', { duration: 'PT1H' })
        .endEvent('TooLate'),
    )
    const target = await on.engine.definitions.latest(county, 'two')
    const [from, to] = await Promise.all([source, target].map((definition) => on.engine.definitions.process(county, definition!.id)))
    await on.engine.migrate({ ...call, instanceId: id, plan: generatePlan(from!, to!) })
    expect(await on.engine.instances.get(county, id)).toMatchObject({ definition_id: target!.id })
    expect(await on.engine.jobs.ofInstance(county, id)).toMatchObject([{ definition_id: target!.id, element_id: 'Late' }])
    await on.complete(id)
    expect(await on.at(id)).toEqual(['Third'])
  })
})
