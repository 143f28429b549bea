import { describeOnDatabases } from '@lianban/storage/testing'
import type { Database } from '@lianban/storage'
import { beforeAll, expect, test } from 'vitest'
import { aProcess, virtualClock } from '../testing/index.ts'
import { createEngine, type Engine } from './index.ts'

const actor = { userId: 'li' }
const county = 'sanhu'
const reminded = aProcess('reminded')
  .startEvent('Start')
  .userTask('Review')
  .endEvent('End')
  .boundaryTimer('Review', 'Remind', { duration: 'PT1H' }, { interrupting: false })
  .timerCatch('Again', { duration: 'PT0S' })
  .endEvent('Reminded')
  .toXml()

describeOnDatabases('timers', (open) => {
  let database: Database
  let engine: Engine
  const clock = virtualClock()
  beforeAll(async () => {
    database = await open()
    engine = createEngine({ database, clock })
    await engine.deploy({ tenantId: county, name: 'reminded', resources: [{ name: 'reminded.bpmn', content: reminded }] })
  })
  const start = async () => (await engine.start({ tenantId: county, definitionKey: 'reminded', actor })).instanceId
  const firings = async (instanceId: string) =>
    (await engine.instances.history(county, instanceId)).filter(({ type }) => type === 'timerFired').length

  test('a timer fires when it is due and not before; what becomes due by it fires too', async () => {
    const instanceId = await start()
    clock.advance('PT59M59S')
    expect(await engine.runDueJobs()).toBe(0)
    clock.advance('PT1S')
    expect(await engine.runDueJobs()).toBe(2)
    expect(await engine.runDueJobs()).toBe(0)
    expect((await engine.instances.activity(county, instanceId)).completed).toContain('Reminded')
  })

  test('a timer of a task that was completed never fires', async () => {
    const instanceId = await start()
    const {
      items: [task],
    } = await engine.tasks.list({ tenantId: county, instanceId, limit: 1 })
    await engine.completeTask({ tenantId: county, taskId: task!.id, actor })
    clock.advance('PT2H')
    expect(await engine.runDueJobs()).toBe(0)
    expect(await firings(instanceId)).toBe(0)
  })

  test('two engines on one database fire each timer exactly once', async () => {
    const other = createEngine({ database, clock })
    const ids = await Promise.all(Array.from({ length: 150 }, start))
    clock.advance('PT1H')
    const fired = await Promise.all([engine.runDueJobs(), other.runDueJobs()])
    // What one engine opened while the other had looked already is due in the next run.
    const rest = await engine.runDueJobs()
    expect(fired[0]! + fired[1]! + rest).toBe(300)
    for (const id of ids) expect(await firings(id)).toBe(2)
    await other.close()
  })

  test('a timer that an engine took and never fired is fired by another one when the lease ends', async () => {
    const instanceId = await start()
    clock.advance('PT1H')
    await database('job')
      .where({ instance_id: instanceId })
      .update({ lease_owner: 'dead', available_at: clock() + 60_000 })
    expect(await engine.runDueJobs()).toBe(0)
    clock.advance('PT1M')
    expect(await engine.runDueJobs()).toBe(2)
  })

  test('the background loop wakes for a timer that was set while it slept', async () => {
    const fired = withResolvers()
    const live = createEngine({
      database,
      maxIdleMs: 60_000,
      onCommit: [
        (_tx, steps) =>
          Promise.resolve(steps.some(({ events }) => events.some(({ type }) => type === 'timerFired')) ? fired.resolve() : undefined),
      ],
    })
    await live.deploy({
      tenantId: 'live',
      name: 'soon',
      resources: [
        { name: 'soon.bpmn', content: aProcess('soon').startEvent('S').timerCatch('T', { duration: 'PT0.02S' }).endEvent('E').toXml() },
      ],
    })
    live.run()
    await live.runDueJobs()
    const { instanceId } = await live.start({ tenantId: 'live', definitionKey: 'soon', actor })
    await fired.promise
    await live.close()
    expect(await engine.instances.get('live', instanceId)).toMatchObject({ status: 'completed' })
  })
})

function withResolvers() {
  let resolve = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}
