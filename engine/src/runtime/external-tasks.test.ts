import { describeOnDatabases } from '@lianban/storage/testing'
import type { Database } from '@lianban/storage'
import { beforeAll, expect, test } from 'vitest'
import { aProcess, virtualClock } from '../testing/index.ts'
import { createEngine, type Engine, type FetchRequest } from './index.ts'

const actor = { userId: 'li' }
const county = 'sanhu'
const render = aProcess('render')
  .startEvent('Start')
  .serviceTask('Render', 'render', { properties: { template: 'licence' }, attributes: { 'camunda:taskPriority': '${urgency}' } })
  .endEvent('End')
  .boundaryError('Render', 'NoData', 'NO_DATA')
  .userTask('Repair')
  .endEvent('Repaired')
  .toXml()

describeOnDatabases('external tasks', (open) => {
  let database: Database
  let engine: Engine
  const clock = virtualClock()
  beforeAll(async () => {
    database = await open()
    engine = createEngine({ database, clock })
    await engine.deploy({ tenantId: county, name: 'render', resources: [{ name: 'render.bpmn', content: render }] })
  })
  /** Tests share a database: each works on its own business key. */
  const start = async (businessKey: string, variables: Record<string, number | string> = {}) =>
    (await engine.start({ tenantId: county, definitionKey: 'render', businessKey, variables: { urgency: 0, ...variables }, actor }))
      .instanceId
  const fetch = (
    businessKey: string,
    workerId = 'w1',
    more: Partial<FetchRequest['topics'][number]> = {},
    request: Partial<FetchRequest> = {},
  ) =>
    engine.externalTasks.fetchAndLock({
      tenantId: county,
      workerId,
      maxTasks: 10,
      topics: [{ topicName: 'render', lockDuration: 10_000, businessKey, ...more }],
      ...request,
    })

  test('a worker gets the task with its properties and visible variables, locks it and completes it once', async () => {
    const instanceId = await start('complete', { name: '三湖饭店' })
    const [task] = await fetch('complete')
    expect(task).toMatchObject({
      row: { instance_id: instanceId, element_id: 'Render', worker_id: 'w1', properties: { template: 'licence' }, retries: null },
      lockExpiresAt: clock() + 10_000,
      variables: { name: { value: '三湖饭店' } },
    })
    expect(await fetch('complete', 'w2')).toEqual([])
    const call = { tenantId: county, taskId: task!.row.id, workerId: 'w1' }
    await expect(engine.externalTasks.complete({ ...call, workerId: 'w2' })).rejects.toMatchObject({ code: 'EXTERNAL_TASK_NOT_LOCKED' })
    await engine.externalTasks.complete({ ...call, variables: { pdf: 'abc' } })
    expect(await engine.instances.variables(county, instanceId)).toMatchObject({ pdf: 'abc' })
    await expect(engine.externalTasks.complete(call)).rejects.toMatchObject({ code: 'EXTERNAL_TASK_NOT_FOUND' })
  })

  test('workers that ask at the same time get different tasks, and one who may not ask fails alone', async () => {
    for (let i = 0; i < 3; i++) await start('together', { urgency: i })
    const one = (workerId: string) => fetch('together', workerId, {}, { maxTasks: 1 })
    const broken = fetch('together', 'w5', { topicName: undefined as never })
    const answers = await Promise.allSettled([one('w1'), broken, one('x'.repeat(192)), one('w2'), one('w3'), one('w4')])
    const urgency = (answer: (typeof answers)[number]) =>
      answer.status === 'fulfilled' ? answer.value.map(({ variables }) => variables.urgency!.value) : (answer.reason as Error).message
    expect(answers.map(urgency)).toEqual([
      [2],
      expect.stringContaining('Undefined binding'),
      expect.stringContaining('worker id'),
      [1],
      [0],
      [],
    ])
  })

  test('a topic of which one fetch left nothing is not looked for again, but one that leaves out some is', async () => {
    await start('left', { urgency: 1 })
    const [none, some] = await Promise.all([fetch('nothing has this key'), fetch('left', 'w2')])
    expect([none.length, some.length]).toEqual([0, 1])
  })

  test('no variables, some, or all that are visible', async () => {
    await start('variables', { a: 'x', b: 'y' })
    const names = async (variables: string[] | null | undefined) => {
      const [task] = await fetch('variables', 'w1', { variables })
      await engine.externalTasks.unlock({ tenantId: county, taskId: task!.row.id })
      return Object.keys(task!.variables).sort()
    }
    expect(await names([])).toEqual([])
    expect(await names(['b', 'none'])).toEqual(['b'])
    expect(await names(null)).toEqual(['a', 'b', 'urgency'])
  })

  test('the most urgent first, then the oldest; without priority the oldest', async () => {
    await start('order', { urgency: 1, name: 'first' })
    clock.advance(1)
    await start('order', { urgency: 9, name: 'urgent' })
    const order = async (request: Partial<FetchRequest>) => {
      const tasks = await fetch('order', 'w1', {}, request)
      for (const { row } of tasks) await engine.externalTasks.unlock({ tenantId: county, taskId: row.id })
      return tasks.map(({ variables }) => variables.name!.value)
    }
    expect(await order({})).toEqual(['urgent', 'first'])
    expect(await order({ usePriority: false })).toEqual(['first', 'urgent'])
    expect(await order({ usePriority: false, createTimeOrder: 'desc', maxTasks: 1 })).toEqual(['urgent'])
  })

  test('filters: definition, version tag, process variables', async () => {
    await start('filter', { kind: 'a' })
    const found = async (more: Partial<FetchRequest['topics'][number]>) => {
      const tasks = await fetch('filter', 'w1', more)
      for (const { row } of tasks) await engine.externalTasks.unlock({ tenantId: county, taskId: row.id })
      return tasks.length
    }
    expect(await found({ processDefinitionKeys: ['render'], processVariables: { kind: 'a' } })).toBe(1)
    expect(await found({ processVariables: { kind: 'b' } })).toBe(0)
    expect(await found({ processDefinitionKeys: ['other'] })).toBe(0)
    expect(await found({ processDefinitionIds: ['other'] })).toBe(0)
    expect(await found({ processDefinitionVersionTag: 'v1' })).toBe(0)
    expect(
      await engine.externalTasks.fetchAndLock({
        tenantId: 'other',
        workerId: 'w',
        maxTasks: 1,
        topics: [{ topicName: 'render', lockDuration: 1 }],
      }),
    ).toEqual([])
  })

  test('competing workers share the tasks out, none goes to two', async () => {
    await Promise.all(Array.from({ length: 40 }, () => start('compete')))
    const engines = [engine, createEngine({ database, clock }), createEngine({ database, clock })]
    const taken: string[] = []
    for (let round = 0; taken.length < 40 && round < 20; round++) {
      const fetched = await Promise.all(
        engines.map((one, i) =>
          one.externalTasks.fetchAndLock({
            tenantId: county,
            workerId: `w${i}`,
            maxTasks: 5,
            topics: [{ topicName: 'render', lockDuration: 10_000, businessKey: 'compete', variables: [] }],
          }),
        ),
      )
      taken.push(...fetched.flat().map(({ row }) => row.id))
    }
    expect(taken).toHaveLength(40)
    expect(new Set(taken).size).toBe(40)
  })

  test('a failure with retries holds the task back; the last one raises an incident that new retries resolve', async () => {
    const instanceId = await start('fail')
    const [first] = await fetch('fail')
    const call = { tenantId: county, taskId: first!.row.id, workerId: 'w1' }
    await engine.externalTasks.fail({ ...call, errorMessage: '打印机没有纸', errorDetails: 'trace', retries: 1, retryTimeout: 5_000 })
    expect(await fetch('fail')).toEqual([])
    clock.advance(5_000)
    expect(await fetch('fail')).toMatchObject([{ row: { retries: 1, error_message: '打印机没有纸', error_details: 'trace' } }])
    await engine.externalTasks.fail({ ...call, errorMessage: '仍然没有纸', retries: 0, retryTimeout: 0 })
    expect(await fetch('fail')).toEqual([])
    const { incidents } = await engine.instances.activity(county, instanceId)
    expect(incidents).toMatchObject([{ elementId: 'Render', code: 'EXTERNAL_TASK_FAILED', message: '仍然没有纸' }])
    await engine.externalTasks.setRetries({ tenantId: county, taskId: call.taskId, retries: 2 })
    expect((await engine.instances.activity(county, instanceId)).incidents).toEqual([])
    expect(await fetch('fail')).toMatchObject([{ row: { retries: 2 } }])
  })

  test('retries can be set on a task that never failed, and 0 raises an incident', async () => {
    const instanceId = await start('retries')
    const {
      row: { id: taskId },
    } = (await fetch('retries'))[0]!
    await engine.externalTasks.setRetries({ tenantId: county, taskId, retries: 5 })
    expect(await engine.externalTasks.get(county, taskId)).toMatchObject({ retries: 5, exhausted: 0 })
    await engine.externalTasks.setRetries({ tenantId: county, taskId, retries: 0 })
    const {
      incidents: [incident],
    } = await engine.instances.activity(county, instanceId)
    await engine.retryIncident({ tenantId: county, incidentId: incident!.incidentId, retries: 3, actor })
    expect(await engine.externalTasks.get(county, taskId)).toMatchObject({ retries: 3, exhausted: 0 })
  })

  test('a BPMN error leaves by its boundary event', async () => {
    const instanceId = await start('error')
    const [task] = await fetch('error')
    await engine.externalTasks.bpmnError({
      tenantId: county,
      taskId: task!.row.id,
      workerId: 'w1',
      errorCode: 'NO_DATA',
      variables: { why: '缺材料' },
    })
    expect((await engine.instances.activity(county, instanceId)).active).toEqual(['Repair'])
    expect(await engine.instances.variables(county, instanceId)).toMatchObject({ why: '缺材料' })
  })

  test('locks: extended while they hold, not after; taken over when expired; an expired one that nobody took may complete', async () => {
    await start('lock')
    const {
      row: { id: taskId },
    } = (await fetch('lock'))[0]!
    const mine = { tenantId: county, taskId, workerId: 'w1' }
    await engine.externalTasks.extendLock({ ...mine, newDuration: 20_000 })
    clock.advance(15_000)
    await expect(engine.externalTasks.lock({ ...mine, workerId: 'w2', lockDuration: 1 })).rejects.toMatchObject({
      code: 'EXTERNAL_TASK_LOCKED',
    })
    await expect(engine.externalTasks.extendLock({ ...mine, workerId: 'w2', newDuration: 1 })).rejects.toMatchObject({
      code: 'EXTERNAL_TASK_NOT_LOCKED',
    })
    clock.advance(5_000)
    await expect(engine.externalTasks.extendLock({ ...mine, newDuration: 1 })).rejects.toMatchObject({ code: 'EXTERNAL_TASK_LOCK_EXPIRED' })
    await engine.externalTasks.lock({ ...mine, workerId: 'w2', lockDuration: 1_000 })
    await expect(engine.externalTasks.complete(mine)).rejects.toMatchObject({ code: 'EXTERNAL_TASK_NOT_LOCKED' })
    clock.advance(60_000)
    await engine.externalTasks.complete({ ...mine, workerId: 'w2' })
  })

  test('a worker who completes twice in one batch completes once', async () => {
    await start('twice')
    const [task] = await fetch('twice')
    const call = { tenantId: county, taskId: task!.row.id, workerId: 'w1' }
    const results = await Promise.allSettled([engine.externalTasks.complete(call), engine.externalTasks.complete(call)])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  })

  test('listeners hear of tasks that became free', async () => {
    let heard = 0
    const stop = engine.externalTasks.onAvailable(() => heard++)
    await start('hear')
    expect(heard).toBe(1)
    const {
      row: { id: taskId },
    } = (await fetch('hear'))[0]!
    await engine.externalTasks.release({ tenantId: county, workerId: 'w1', taskIds: [taskId] })
    expect(heard).toBe(2)
    stop()
    await start('hear')
    expect(heard).toBe(2)
  })
})
