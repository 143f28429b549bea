import { instances, type Database } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { aProcess, virtualClock } from '../testing/index.ts'
import { createEngine, type CommittedStep, type Engine, type EngineOptions } from './index.ts'

const actor = { userId: 'li' }
const county = 'sanhu'
const twoTasks = aProcess('two')
  .startEvent('Start')
  .userTask('One', { 'camunda:candidateGroups': 'scjg:handler' })
  .userTask('Two')
  .endEvent('End')
  .toXml()

describeOnDatabases('a batch', (open) => {
  let database: Database
  let engine: Engine
  const clock = virtualClock()
  let hooks: CommittedStep[][] = []
  let brokenHook = (_steps: CommittedStep[]) => {}
  const anEngine = (more: Partial<EngineOptions> = {}) => createEngine({ database, clock, batch: { maxAgeMs: 5 }, ...more })

  beforeAll(async () => {
    database = await open()
    engine = anEngine({
      onCommit: [
        async (_tx, steps) => {
          brokenHook(steps)
          hooks.push(steps)
        },
      ],
    })
    await engine.deploy({ tenantId: county, name: 'two', resources: [{ name: 'two.bpmn', content: twoTasks }] })
  })
  beforeEach(() => {
    hooks = []
    brokenHook = () => {}
  })
  const start = async () => (await engine.start({ tenantId: county, definitionKey: 'two', actor })).instanceId
  const taskOf = async (instanceId: string) => (await engine.tasks.list({ tenantId: county, instanceId, limit: 5 })).items[0]!
  const set = (instanceId: string, name: string, on = engine) =>
    on.setVariables({ tenantId: county, instanceId, variables: { [name]: true }, actor })

  test('many starts are one transaction', async () => {
    await Promise.all(Array.from({ length: 40 }, start))
    expect(hooks.map((steps) => steps.length)).toEqual([40])
  })

  test('several commands of one instance are carried out in order, a task opened and closed within it is never written', async () => {
    const instanceId = await start()
    hooks = []
    const task = await taskOf(instanceId)
    const [, state] = [await engine.instances.get(county, instanceId), await engine.instances.state(county, instanceId)]
    await Promise.all([
      set(instanceId, 'a'),
      engine.completeTask({ tenantId: county, taskId: task.id, actor }),
      // The next task's id is known to the one who counts: ids are numbered.
      engine.completeTask({ tenantId: county, taskId: `${instanceId}:${state.nextNumber}`, actor }),
    ])
    expect(hooks.map((steps) => steps.map(({ command }) => command.type))).toEqual([
      ['setVariables', 'completeUserTask', 'completeUserTask'],
    ])
    expect(await engine.instances.get(county, instanceId)).toMatchObject({ status: 'completed', version: 2 })
    expect(await database('user_task').where({ instance_id: instanceId })).toEqual([])
    expect(await database('user_task_candidate').where('task_id', 'like', `${instanceId}%`)).toEqual([])
    const events = (await database('engine_event').where({ instance_id: instanceId }).orderBy('seq')) as { seq: number; payload: string }[]
    const counts = events.map(({ payload }) => (JSON.parse(payload) as unknown[]).length)
    expect(events.map(({ seq }) => Number(seq))).toEqual(counts.map((_, i) => counts.slice(0, i).reduce((sum, count) => sum + count, 0)))
  })

  test('a rejected command does not disturb its neighbours', async () => {
    const instanceId = await start()
    hooks = []
    const results = await Promise.allSettled([
      set(instanceId, 'before'),
      engine.completeTask({ tenantId: county, taskId: `${instanceId}:999`, actor }),
      set('nobody', 'x'),
      set(instanceId, 'after'),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
    expect(hooks).toHaveLength(1)
    expect(await engine.instances.variables(county, instanceId)).toEqual({ before: true, after: true })
  })

  test('`within` is written with its step, and if it throws only its own command is undone', async () => {
    const [first, second, third] = [await start(), await start(), await start()]
    const note = (id: string) => database('deployment').where({ tenant_id: 'notes', id }).first()
    const complete = async (instanceId: string, fail: boolean) =>
      engine.completeTask({
        tenantId: county,
        taskId: (await taskOf(instanceId)).id,
        actor,
        within: async (tx, step) => {
          expect(step).toMatchObject({ instanceId, definitionKey: 'two', command: { type: 'completeUserTask' } })
          await tx('deployment').insert({ tenant_id: 'notes', id: instanceId, name: 'n', deployed_at: 1, content_hash: 'h' })
          if (fail) throw new Error('the numbers are used up')
        },
      })
    const results = await Promise.allSettled([complete(first, false), complete(second, true), complete(third, false)])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(results[1]).toMatchObject({ reason: { message: 'the numbers are used up' } })
    expect(await taskOf(first)).toMatchObject({ element_id: 'Two' })
    expect(await taskOf(second)).toMatchObject({ element_id: 'One' })
    expect([await note(first), await note(second), await note(third)].map(Boolean)).toEqual([true, false, true])
  })

  test('a hook that throws fails only the step that it cannot take', async () => {
    const [good, bad] = [await start(), await start()]
    brokenHook = (steps) => {
      if (steps.some(({ instanceId }) => instanceId === bad)) throw new Error('hook')
    }
    const results = await Promise.allSettled([set(good, 'x'), set(bad, 'x')])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(await engine.instances.variables(county, bad)).toEqual({})
  })

  test('a text too long for its column fails its own command and leaves nothing of it', async () => {
    const good = await start()
    const { id: taskId } = await taskOf(good)
    const results = await Promise.allSettled([
      engine.assignTask({ tenantId: county, taskId, assignee: 'x'.repeat(200), actor }),
      set(good, 'y'),
    ])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
    expect(results[0]).toMatchObject({ reason: { code: 'VALUE_TOO_LONG' } })
    const types = (await engine.instances.history(county, good)).map(({ type }) => type)
    expect(types).not.toContain('userTaskAssigned')
  })

  test('two engines that change one instance at once lose no change', async () => {
    const other = anEngine()
    const instanceId = await start()
    const names = Array.from({ length: 30 }, (_, i) => `v${i}`)
    for (let i = 0; i < names.length; i += 6) {
      await Promise.all(names.slice(i, i + 6).map((name, n) => set(instanceId, name, n % 2 === 0 ? engine : other)))
    }
    expect(Object.keys(await engine.instances.variables(county, instanceId)).sort()).toEqual([...names].sort())
    await other.close()
  })

  test('after a version conflict only the instance concerned is read and done again', async () => {
    const [calm, contended] = [await start(), await start()]
    hooks = []
    // Another process writes between our reading and our writing, once: the version is one higher than what was read.
    let interfere = true
    const rival = anEngine({
      functions: () => ({}),
      onCommit: [(_tx, steps) => Promise.resolve(void hooks.push(steps))],
      database: interfering(database, async (tx) => {
        if (!interfere) return
        interfere = false
        await tx('process_instance').where({ id: contended }).increment('version', 1)
      }),
    })
    await Promise.all([set(calm, 'x', rival), set(contended, 'x', rival)])
    expect(hooks.map((steps) => steps.map(({ instanceId }) => instanceId))).toEqual([[calm], [contended]])
    expect(await instances(database).get(county, contended)).toMatchObject({ version: 2 })
    expect(await engine.instances.variables(county, contended)).toEqual({ x: true })
    await rival.close()
  })
})

/** The database, but `before` runs in each transaction just before instances are written. */
function interfering(database: Database, before: (tx: Database) => Promise<void>): Database {
  const intercept = (tx: Database): Database =>
    new Proxy(tx, {
      get(target, property) {
        return property === 'client' ? interceptClient(target) : (Reflect.get(target, property, target) as unknown)
      },
    })
  // Rows are written by prepared statements of the connection itself.
  const interceptClient = (tx: Database): unknown =>
    new Proxy(tx.client as { acquireConnection: () => Promise<unknown> }, {
      get(target, property) {
        if (property !== 'acquireConnection') return Reflect.get(target, property, target) as unknown
        return async () => {
          await before(tx)
          return target.acquireConnection()
        }
      },
    })
  return new Proxy(database, {
    get(target, property) {
      if (property !== 'transaction') return Reflect.get(target, property, target) as unknown
      return (work: (tx: Database) => Promise<unknown>, options: object) => target.transaction((tx) => work(intercept(tx)), options)
    },
  })
}
