import { describeOnDatabases } from '@lianban/storage/testing'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { restCalls } from '../../test/rest-calls.ts'
import { restServer, type RestServer } from '../../test/rest-server.ts'
import { aProcess } from '../testing/index.ts'

const work = aProcess('work', { 'camunda:versionTag': 'v1', name: 'Work' })
  .startEvent('Start')
  .parallelGateway('Fork')
  .serviceTask('Print', 'print', { attributes: { 'camunda:taskPriority': '5' }, inputs: { paper: 'A4' }, properties: { colour: 'red' } })
  .endEvent('End')
  .moveTo('Fork')
  .serviceTask('Mail', 'mail')
  .connectTo('End')
  .toXml()

let server: RestServer
const { call, get, pick, start, done, count } = restCalls(() => server)
const fetchTasks = async (topic: object, more: object = {}) =>
  (
    await call<Record<string, unknown>[]>('POST', '/external-task/fetchAndLock', {
      workerId: 'w',
      maxTasks: 10,
      topics: [{ lockDuration: 60_000, ...topic }],
      ...more,
    })
  ).body

describeOnDatabases('external tasks', (open) => {
  let id: string
  beforeAll(async () => {
    server = await restServer(undefined, await open())
    await server.deploy(work)
    id = await start('work', 'one', { size: 3 })
    server.clock.advance(1000)
    await start('work', 'two', { size: 9 })
    await fetchTasks({ topicName: 'print', businessKey: 'one', variables: [] })
  })
  afterAll(() => server.close())
  afterEach(() => expect(server.unexpected.splice(0)).toEqual([]))

  test('one of them, field by field', async () => {
    const [task] = await get<{ id: string; processDefinitionId: string }[]>(`/external-task?processInstanceId=${id}&topicName=print`)
    expect(task).toEqual({
      activityId: 'Print',
      activityInstanceId: `Print:${task!.id}`,
      errorMessage: null,
      executionId: task!.id,
      id: task!.id,
      lockExpirationTime: '2025-03-03T01:01:01.000+0000',
      createTime: '2025-03-03T01:00:00.000+0000',
      processDefinitionId: task!.processDefinitionId,
      processDefinitionKey: 'work',
      processDefinitionVersionTag: 'v1',
      processInstanceId: id,
      retries: null,
      suspended: false,
      workerId: 'w',
      topicName: 'print',
      tenantId: null,
      priority: 5,
      businessKey: 'one',
    })
    expect(await get(`/external-task/${task!.id}`)).toEqual(task)
  })

  test.each([
    ['topicName=mail', 2],
    ['workerId=w', 1],
    ['locked=true', 1],
    ['notLocked=true', 3],
    ['withRetriesLeft=true', 4],
    ['noRetriesLeft=true', 0],
    ['lockExpirationAfter=2025-03-03T01:00:30.000%2B0000', 1],
    ['lockExpirationBefore=2025-03-03T01:00:30.000%2B0000', 0],
    ['activityIdIn=Print,Mail', 4],
    ['processDefinitionKeyIn=work', 4],
    ['processDefinitionNameLike=Wo%25', 4],
    ['active=true', 4],
    ['suspended=true', 0],
    ['priorityHigherThanOrEquals=5', 2],
    ['priorityLowerThanOrEquals=4', 2],
    ['tenantIdIn=other', 0],
  ])('%s finds %i', async (query, expected) => {
    expect(await count(`/external-task/count?${query}`)).toBe(expected)
    expect(await get(`/external-task?${query}`)).toHaveLength(expected)
  })

  test('by variables of the process; sorted by priority', async () => {
    const { body } = await call<{ priority: number }[]>('POST', '/external-task', {
      processVariables: [{ name: 'size', operator: 'gt', value: 5 }],
      sorting: [{ sortBy: 'taskPriority', sortOrder: 'desc' }],
    })
    expect(body.map(({ priority }) => priority)).toEqual([5, 0])
  })

  test('the topics that there is work for', async () => {
    expect(await get('/external-task/topic-names')).toEqual(['mail', 'print'])
    expect(await get('/external-task/topic-names?withLockedTasks=true')).toEqual(['print'])
  })

  test('priority and retries are set, of one and of many', async () => {
    const ids = await pick('id', '/external-task?topicName=mail&sortBy=createTime&sortOrder=asc')
    await done('PUT', `/external-task/${String(ids[1])}/priority`, { priority: 50 })
    expect((await fetchTasks({ topicName: 'mail' }, { maxTasks: 1 }))[0]).toMatchObject({ id: ids[1], priority: 50 })
    await done('PUT', '/external-task/retries', { externalTaskQuery: { topicName: 'mail' }, retries: 0 })
    expect(await count('/incident/count?incidentType=failedExternalTask')).toBe(2)
    const { body } = await call('POST', '/external-task/retries-async', { processInstanceIds: [id], retries: 3 })
    expect(body).toMatchObject({ type: 'set-external-task-retries', totalJobs: 2 })
    expect(await count('/incident/count')).toBe(1)
    expect(await call('PUT', '/external-task/retries', { externalTaskIds: [], retries: 1 })).toMatchObject({ status: 400 })
  })
})

describe('a worker', () => {
  beforeAll(async () => {
    server = await restServer()
    await server.deploy(work)
  })
  afterAll(() => server.close())
  afterEach(() => expect(server.unexpected.splice(0)).toEqual([]))

  test('gets the local variables alone, and the properties of the element', async () => {
    await start('work', null, { size: 3 })
    const [task] = await fetchTasks({
      topicName: 'print',
      localVariables: true,
      includeExtensionProperties: true,
      processDefinitionVersionTag: 'v1',
      withoutTenantId: true,
    })
    expect(task).toMatchObject({ variables: { paper: { value: 'A4' } }, extensionProperties: { colour: 'red' }, errorDetails: null })
    expect(Object.keys(task!.variables as object)).toEqual(['paper'])
    expect(await fetchTasks({ topicName: 'mail', tenantIdIn: ['other'] })).toEqual([])
  })

  test('tells variables with a failure', async () => {
    const id = await start('work')
    const [task] = await fetchTasks({ topicName: 'print', processDefinitionKey: 'work' })
    await done('POST', `/external-task/${String(task!.id)}/failure`, {
      workerId: 'w',
      errorMessage: 'no paper',
      errorDetails: 'tray 2',
      retries: 1,
      retryTimeout: 0,
      variables: { tray: { value: 2 } },
    })
    expect(await get(`/process-instance/${id}/variables/tray`)).toMatchObject({ value: 2 })
    expect(await (await fetch(`${server.baseUrl}/external-task/${String(task!.id)}/errorDetails`)).text()).toBe('tray 2')
  })
})
