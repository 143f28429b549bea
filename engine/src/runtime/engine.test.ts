import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate, openDatabase, type Database } from '@lianban/storage'
import { describeOnDatabases, testDatabase } from '@lianban/storage/testing'
import { beforeAll, expect, test } from 'vitest'
import { aProcess, virtualClock } from '../testing/index.ts'
import { createEngine, type Engine } from './index.ts'

const actor = { userId: 'li' }
const county = 'sanhu'

const leave = aProcess('leave', { name: '请假' })
  .startEvent('Start')
  .userTask('Review', { name: '审查', 'camunda:candidateGroups': '${organ}:handler,${organ}:reviewer' })
  .exclusiveGateway('Granted')
  .condition('=granted')
  .messageCatch('Wait', 'collected')
  .endEvent('End')
  .moveTo('Granted')
  .defaultFlow()
  .endEvent('Refused')
  .toXml()
const byMessage = aProcess('complaint')
  .startEvent('Start', { message: 'complaint-filed' })
  .userTask('Handle', { 'camunda:assignee': 'wang' })
  .endEvent('End')
  .toXml()

describeOnDatabases('the engine', (open) => {
  let database: Database
  let engine: Engine
  const clock = virtualClock()
  beforeAll(async () => {
    database = await open()
    engine = createEngine({ database, clock })
    await engine.deploy({
      tenantId: county,
      name: 'leave',
      resources: [
        { name: 'leave.bpmn', content: leave },
        { name: 'complaint.bpmn', content: byMessage },
      ],
    })
  })
  const start = async (variables: Record<string, string | boolean> = {}, businessKey?: string) =>
    (await engine.start({ tenantId: county, definitionKey: 'leave', businessKey, variables: { organ: 'scjg', ...variables }, actor }))
      .instanceId
  const taskOf = async (instanceId: string) => (await engine.tasks.list({ tenantId: county, instanceId, limit: 5 })).items[0]!

  test('a case goes from its start through a task and a message to its end, and its history tells so', async () => {
    const instanceId = await start({}, 'case-1')
    const task = await taskOf(instanceId)
    expect(task).toMatchObject({
      tenant_id: county,
      business_key: 'case-1',
      element_id: 'Review',
      name: '审查',
      assignee: null,
      candidate_groups: ['scjg:handler', 'scjg:reviewer'],
      created_at: clock(),
    })
    await engine.completeTask({ tenantId: county, taskId: task.id, variables: { granted: true }, actor })
    expect(await engine.instances.activity(county, instanceId)).toEqual({
      active: ['Wait'],
      completed: ['Start', 'Review', 'Granted'],
      incidents: [],
    })
    await engine.correlate({ tenantId: county, messageName: 'collected', businessKey: 'case-1', variables: { by: '张三' }, actor })
    expect(await engine.instances.byBusinessKey(county, 'case-1')).toMatchObject({ id: instanceId, status: 'completed', ended_at: clock() })
    expect(await engine.instances.variables(county, instanceId)).toEqual({ organ: 'scjg', granted: true, by: '张三' })
    const types = (await engine.instances.history(county, instanceId)).map(({ type }) => type)
    expect([types[0], types.at(-1)]).toEqual(['instanceStarted', 'instanceCompleted'])
  })

  test('an inbox holds what the person is assigned and what the posts may take', async () => {
    const instanceId = await start()
    const { id: taskId } = await taskOf(instanceId)
    const inbox = { tenantId: county, assignee: 'wang', candidateGroups: ['scjg:handler'], instanceId }
    expect(await engine.tasks.count(inbox)).toBe(1)
    expect(await engine.tasks.count({ ...inbox, candidateGroups: ['wtgl:handler'] })).toBe(0)
    await engine.assignTask({ tenantId: county, taskId, assignee: 'zhao', expectedAssignee: null, actor })
    expect(await engine.tasks.count(inbox)).toBe(0)
    expect(await engine.tasks.count({ ...inbox, assignee: 'zhao' })).toBe(1)
  })

  test('of two who claim a task at once one gets it', async () => {
    const { id: taskId } = await taskOf(await start())
    const claim = (assignee: string) => engine.assignTask({ tenantId: county, taskId, assignee, expectedAssignee: null, actor })
    const results = await Promise.allSettled([claim('wang'), claim('zhao')])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'TASK_ALREADY_CLAIMED' } })
    await claim((await engine.tasks.get(county, taskId))!.assignee!)
  })

  test('a message that nobody or more than one waits for is refused', async () => {
    const send = (more: { businessKey?: string; instanceId?: string } = {}) =>
      engine.correlate({ tenantId: county, messageName: 'collected', actor, ...more })
    await expect(send()).rejects.toMatchObject({ code: 'MESSAGE_NOT_CORRELATED' })
    const ids = [await start(), await start()]
    for (const id of ids)
      await engine.completeTask({ tenantId: county, taskId: (await taskOf(id)).id, variables: { granted: true }, actor })
    await expect(send()).rejects.toMatchObject({ code: 'MESSAGE_NOT_CORRELATED' })
    await send({ instanceId: ids[0] })
    expect(await engine.instances.get(county, ids[0]!)).toMatchObject({ status: 'completed' })
    expect(await engine.correlateAll({ tenantId: county, messageName: 'collected', actor })).toMatchObject([
      { instanceId: ids[1], started: false, elementId: 'Wait' },
    ])
  })

  test('a message that nobody waits for starts the process that begins with it', async () => {
    const { instanceId, started } = await engine.correlate({ tenantId: county, messageName: 'complaint-filed', businessKey: 'c-9', actor })
    expect(started).toBe(true)
    expect(await engine.tasks.list({ tenantId: county, assignee: 'wang', definitionKey: 'complaint', limit: 10 })).toMatchObject({
      items: [{ instance_id: instanceId, business_key: 'c-9' }],
    })
  })

  test('an incident is listed, and retried after repair', async () => {
    const instanceId = await start()
    await engine.completeTask({ tenantId: county, taskId: (await taskOf(instanceId)).id, variables: { granted: 'perhaps' }, actor })
    const { incidents } = await engine.instances.activity(county, instanceId)
    expect(incidents).toHaveLength(1)
    expect((await engine.incidents.list({ tenantId: county, limit: 10 })).items).toMatchObject([
      { instance_id: instanceId, element_id: 'Granted' },
    ])
    await engine.setVariables({ tenantId: county, instanceId, variables: { granted: false }, actor })
    await engine.retryIncident({ tenantId: county, incidentId: incidents[0]!.incidentId, actor })
    expect(await engine.instances.get(county, instanceId)).toMatchObject({ status: 'completed' })
    expect((await engine.incidents.list({ tenantId: county, limit: 10 })).items).toEqual([])
  })

  test('an instance that is terminated leaves no open task behind', async () => {
    const instanceId = await start()
    await engine.terminate({ tenantId: county, instanceId, reason: 'withdrawn', actor })
    expect(await taskOf(instanceId)).toBeUndefined()
    expect(await engine.instances.get(county, instanceId)).toMatchObject({ status: 'terminated' })
  })

  test('another tenant sees and changes nothing', async () => {
    const instanceId = await start()
    const { id: taskId } = await taskOf(instanceId)
    expect(await engine.instances.get('other', instanceId)).toBeUndefined()
    await expect(engine.completeTask({ tenantId: 'other', taskId, actor })).rejects.toMatchObject({ code: 'TASK_NOT_FOUND' })
    await expect(engine.terminate({ tenantId: 'other', instanceId, reason: '', actor })).rejects.toMatchObject({
      code: 'INSTANCE_NOT_FOUND',
    })
    const { id: definitionId } = (await engine.definitions.latest(county, 'leave'))!
    await expect(engine.start({ tenantId: 'other', definitionId, actor })).rejects.toMatchObject({ code: 'DEFINITION_NOT_FOUND' })
    await expect(engine.start({ tenantId: 'other', definitionKey: 'leave', actor })).rejects.toMatchObject({ code: 'DEFINITION_NOT_FOUND' })
  })

  test('a new engine on the same database goes on where the old one stopped', async () => {
    const instanceId = await start({}, 'case-durable')
    const next = createEngine({ database, clock })
    await next.completeTask({ tenantId: county, taskId: (await taskOf(instanceId)).id, variables: { granted: true }, actor })
    await next.correlate({ tenantId: county, messageName: 'collected', businessKey: 'case-durable', actor })
    expect(await engine.instances.get(county, instanceId)).toMatchObject({ status: 'completed' })
    await next.close()
  })

  test('a key that does not fit its column is refused before the database sees it', async () => {
    await expect(start({}, 'x'.repeat(192))).rejects.toMatchObject({ code: 'VALUE_TOO_LONG' })
    await expect(start({ organ: 'x'.repeat(190) })).rejects.toMatchObject({ code: 'VALUE_TOO_LONG' })
  })
})

test('what was answered is still there after the process and its connection are gone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lianban-engine-'))
  const url = `sqlite:${join(folder, 'engine.db')}`
  const first = openDatabase(url)
  await migrate(first)
  const engine = createEngine({ database: first })
  await engine.deploy({ tenantId: county, name: 'leave', resources: [{ name: 'leave.bpmn', content: leave }] })
  const { instanceId } = await engine.start({ tenantId: county, definitionKey: 'leave', variables: { organ: 'scjg' }, actor })
  await first.destroy()

  const second = openDatabase(url)
  const next = createEngine({ database: second })
  const {
    items: [task],
  } = await next.tasks.list({ tenantId: county, instanceId, limit: 1 })
  await next.completeTask({ tenantId: county, taskId: task!.id, variables: { granted: false }, actor })
  expect(await next.instances.get(county, instanceId)).toMatchObject({ status: 'completed' })
  await second.destroy()
  await rm(folder, { recursive: true })
})

test('a closed engine takes no more commands', async () => {
  const database = await testDatabase()
  const engine = createEngine({ database })
  engine.run()
  await engine.close()
  expect(engine.closing.aborted).toBe(true)
  await expect(engine.terminate({ tenantId: county, instanceId: 'x', reason: '', actor })).rejects.toMatchObject({ code: 'ENGINE_CLOSED' })
  await database.destroy()
})
