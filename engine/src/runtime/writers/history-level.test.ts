import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import { aProcess, virtualClock } from '../../testing/index.ts'
import { createEngine, type Engine, type HistoryLevel } from '../index.ts'

const tenantId = 'county'
const actor = { userId: 'wang' }
const model = aProcess('short').startEvent('Start').userTask('Review').endEvent('End').toXml()

describeOnDatabases('a history level', (open) => {
  describe.each([
    ['none', { history_activity: 0, history_task: 0, variable: 0, user_operation: 0 }],
    ['activity', { history_activity: 3, history_task: 1, variable: 0, user_operation: 0 }],
    ['audit', { history_activity: 3, history_task: 1, variable: 2, user_operation: 0 }],
    ['full', { history_activity: 3, history_task: 1, variable: 2, user_operation: 2 }],
  ] as [HistoryLevel, Record<string, number>][])('%s', (historyLevel, expected) => {
    let database: Database
    let engine: Engine
    beforeAll(async () => {
      database = await open()
      engine = createEngine({ database, clock: virtualClock(), historyLevel })
      await engine.deploy({ tenantId, name: 'test', resources: [{ name: 'short.bpmn', content: model }] })
    })
    afterAll(() => engine.close())
    const counted = async () => {
      const counts: Record<string, number> = {}
      for (const table of Object.keys(expected)) counts[table] = (await database(table)).length
      return counts
    }

    test('keeps so much of an ended instance, and always what queries of running ones ask for', async () => {
      const { instanceId } = await engine.start({ tenantId, definitionKey: 'short', variables: { fee: 5 }, actor })
      const running = { where: [{ column: 'instance_id', op: '=' as const, value: instanceId }], tenantId }
      expect(await engine.lists.count('variable', running)).toBe(1)
      expect(
        await engine.lists.count('history_activity', { ...running, where: [...running.where, { column: 'ended_at', op: 'null' }] }),
      ).toBe(1)
      const {
        items: [task],
      } = await engine.tasks.list({ tenantId, instanceId, limit: 1 })
      await engine.completeTask({ tenantId, taskId: task!.id, variables: { done: true }, actor })
      expect(await counted()).toEqual(expected)
      // the events are there at every level
      expect((await engine.instances.history(tenantId, instanceId)).at(-1)).toMatchObject({ type: 'instanceCompleted' })
    })
  })
})

describeOnDatabases('variables as rows', (open) => {
  let database: Database
  let engine: Engine
  beforeAll(async () => {
    database = await open()
    engine = createEngine({ database, clock: virtualClock() })
    await engine.deploy({ tenantId, name: 'test', resources: [{ name: 'short.bpmn', content: model }] })
  })
  afterAll(() => engine.close())
  const rows = (instanceId: string) =>
    database('variable')
      .where({ instance_id: instanceId })
      .orderBy('name')
      .select('name', 'type', 'text_value', 'number_value', 'value', 'alive')

  test('hold each value so that it can be compared, and take over changes', async () => {
    const { instanceId } = await engine.start({
      tenantId,
      definitionKey: 'short',
      actor,
      variables: { a: 'text', b: 5, c: false, d: [1], e: null, f: 'x'.repeat(5000) },
      typedVariables: { g: { value: '2026-03-02T01:00:00.000Z', type: 'Date' } },
    })
    expect(await rows(instanceId)).toEqual([
      { name: 'a', type: 'String', text_value: 'text', number_value: null, value: null, alive: 1 },
      { name: 'b', type: 'Integer', text_value: null, number_value: 5, value: null, alive: 1 },
      { name: 'c', type: 'Boolean', text_value: null, number_value: 0, value: null, alive: 1 },
      { name: 'd', type: 'Json', text_value: null, number_value: null, value: '[1]', alive: 1 },
      { name: 'e', type: 'Null', text_value: null, number_value: null, value: null, alive: 1 },
      { name: 'f', type: 'String', text_value: null, number_value: null, value: JSON.stringify('x'.repeat(5000)), alive: 1 },
      { name: 'g', type: 'Date', text_value: null, number_value: Date.UTC(2026, 2, 2, 1), value: '"2026-03-02T01:00:00.000Z"', alive: 1 },
    ])
    await engine.setVariables({ tenantId, instanceId, variables: { a: 6 }, remove: ['b'], actor })
    expect((await rows(instanceId)).slice(0, 2)).toEqual([
      { name: 'a', type: 'Integer', text_value: null, number_value: 6, value: null, alive: 1 },
      { name: 'b', type: 'Integer', text_value: null, number_value: 5, value: null, alive: -1 },
    ])
    // when one comes again
    await engine.setVariables({ tenantId, instanceId, variables: { b: 7 }, actor })
    expect((await rows(instanceId))[1]).toMatchObject({ number_value: 7, alive: 1 })
  })

  test('a name that fits no column is refused before anything is written', async () => {
    await expect(engine.start({ tenantId, definitionKey: 'short', actor, variables: { ['n'.repeat(192)]: 1 } })).rejects.toMatchObject({
      code: 'VALUE_TOO_LONG',
    })
  })
})
