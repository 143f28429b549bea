import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { describeOnDatabases } from '@lianban/storage/testing'
import { restServer, type RestServer } from '../../../test/rest-server.ts'

const DAY = 86_400_000
const NS = 'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t"'
const bpmn = (id: string, body: string, ttl = 'P30D') =>
  `<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions ${NS}><bpmn:process id="${id}" name="过程" isExecutable="true" camunda:historyTimeToLive="${ttl}">${body}</bpmn:process></bpmn:definitions>`
const flows = (...pairs: [string, string][]) =>
  pairs.map(([from, to], i) => `<bpmn:sequenceFlow id="f${i}" sourceRef="${from}" targetRef="${to}"/>`).join('')
const loop = '<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>'
const whole = bpmn(
  'whole',
  `<bpmn:startEvent id="Start"/><bpmn:userTask id="Review" name="审查" camunda:assignee="li"/>
  <bpmn:boundaryEvent id="Timeout" attachedToRef="Review"><bpmn:timerEventDefinition><bpmn:timeDuration>P5D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>
  <bpmn:userTask id="Each">${loop}</bpmn:userTask><bpmn:serviceTask id="Send" camunda:type="external" camunda:topic="send"/>
  <bpmn:endEvent id="End"/><bpmn:endEvent id="Late"/>${flows(['Start', 'Review'], ['Review', 'Each'], ['Each', 'Send'], ['Send', 'End'], ['Timeout', 'Late'])}`,
)
const straight = bpmn(
  'straight',
  `<bpmn:startEvent id="S"/><bpmn:task id="T" camunda:asyncBefore="true"/><bpmn:exclusiveGateway id="G"/><bpmn:endEvent id="E"/>${flows(['S', 'T'], ['T', 'G'], ['G', 'E'])}`,
  '10',
)

interface Row extends Record<string, unknown> {
  id: string
  activityId: string
}

describeOnDatabases('the history by REST', (open) => {
  let server: RestServer
  beforeAll(async () => {
    server = await restServer(undefined, await open())
    await server.deploy(whole)
    await server.deploy(straight)
  })
  afterAll(() => server.close())
  afterEach(() => expect(server.unexpected.splice(0)).toEqual([]))

  async function call<T = Row[]>(method: string, path: string, body?: object): Promise<{ status: number; body: T }> {
    const response = await fetch(`${server.baseUrl}${path}`, {
      method,
      headers: body && { 'Content-Type': 'application/json' },
      body: body && JSON.stringify(body),
    })
    const text = await response.text()
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T }
  }
  const get = async <T = Row[]>(path: string): Promise<T> => (await call<T>('GET', path)).body
  const start = async (key: string, variables: object = {}) =>
    (await call<{ id: string }>('POST', `/process-definition/key/${key}/start`, { businessKey: key, variables })).body.id
  const tasks = (id: string) => get(`/task?processInstanceId=${id}`)
  const complete = async (id: string) => {
    for (const task of await tasks(id)) await call('POST', `/task/${task.id}/complete`, {})
  }

  test('activities, tasks, variables and logs tell a whole instance', async () => {
    // given an instance that is reviewed, done by two, sent and finished
    const id = await start('whole', { title: { value: '饭店', type: 'String' }, fee: { value: 5, type: 'Integer' } })
    const [review] = await tasks(id)
    await call('POST', `/task/${review!.id}/assignee`, { userId: 'wang' })
    server.clock.advance(3_600_000)
    await call('PUT', `/task/${review!.id}/localVariables/note`, { value: 'ok' })
    await complete(id)
    await complete(id)
    const [locked] = (
      await call('POST', '/external-task/fetchAndLock', {
        workerId: 'w',
        maxTasks: 1,
        topics: [{ topicName: 'send', lockDuration: 10_000 }],
      })
    ).body
    await call('POST', `/external-task/${locked!.id}/failure`, {
      workerId: 'w',
      errorMessage: 'no line',
      errorDetails: 'at …',
      retries: 0,
      retryTimeout: 0,
    })
    const [incident] = await get(`/incident?processInstanceId=${id}`)
    await call('PUT', `/external-task/${locked!.id}/retries`, { retries: 1 })
    await call('POST', '/external-task/fetchAndLock', { workerId: 'w', maxTasks: 1, topics: [{ topicName: 'send', lockDuration: 10_000 }] })
    expect((await call('POST', `/external-task/${locked!.id}/complete`, { workerId: 'w', variables: { fee: { value: 6 } } })).status).toBe(
      204,
    )

    // then its activities stand in the order of entering
    const activities = await get(`/history/activity-instance?processInstanceId=${id}`)
    expect(activities.map(({ activityId, activityType }) => `${activityId}:${activityType as string}`)).toEqual([
      'Start:startEvent',
      'Review:userTask',
      'Each#multiInstanceBody:multiInstanceBody',
      'Each:userTask',
      'Each:userTask',
      'Send:serviceTask',
      'End:noneEndEvent',
    ])
    expect(activities[1]).toMatchObject({
      assignee: 'wang',
      taskId: review!.id,
      durationInMillis: 3_600_000,
      parentActivityInstanceId: id,
      canceled: false,
      processDefinitionKey: 'whole',
      rootProcessInstanceId: id,
    })
    expect(activities[3]!.parentActivityInstanceId).toBe(activities[2]!.id)
    expect(activities.at(-1)).toMatchObject({ completeScope: true })
    expect(await get(`/history/activity-instance/count?activityId=Each%23multiInstanceBody`)).toEqual({ count: 1 })
    // and its tasks
    expect(await get(`/history/task?processInstanceId=${id}&sortBy=taskDefinitionKey&sortOrder=desc`)).toMatchObject([
      { taskDefinitionKey: 'Review', name: '审查', assignee: 'wang', deleteReason: 'completed', duration: 3_600_000 },
      { taskDefinitionKey: 'Each' },
      { taskDefinitionKey: 'Each' },
    ])
    expect(await get('/history/task/count?taskAssignee=wang&finished=true&processFinished=true')).toEqual({ count: 1 })
    expect(
      (await get(`/history/identity-link-log?taskId=${review!.id}`)).map(({ operationType, type, userId, assignerId }) => [
        operationType,
        type,
        userId,
        assignerId,
      ]),
    ).toEqual([
      ['add', 'assignee', 'li', null],
      ['delete', 'assignee', 'li', 'rest'],
      ['add', 'assignee', 'wang', 'rest'],
    ])
    // and variables, of tasks and loops too
    expect(await get(`/history/variable-instance?processInstanceId=${id}&variableName=fee`)).toMatchObject([
      { name: 'fee', value: 6, type: 'Integer', state: 'CREATED', activityInstanceId: id },
    ])
    expect(await get(`/history/variable-instance?taskIdIn=${review!.id}`)).toMatchObject([
      { name: 'note', taskId: review!.id, value: 'ok' },
    ])
    expect(await get(`/history/variable-instance/count?processInstanceId=${id}&variableName=loopCounter`)).toEqual({ count: 2 })
    expect(await get(`/variable-instance?processInstanceIdIn=${id}`)).toEqual([])
    expect(await get(`/history/detail?processInstanceId=${id}&sortBy=time&sortOrder=asc`)).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ variableName: 'fee', value: 5, revision: 0, initial: true }),
        expect.objectContaining({ variableName: 'fee', value: 6, revision: 1, initial: false }),
      ]) as object,
    )
    // and what went wrong
    expect(await get(`/history/incident?processInstanceId=${id}`)).toMatchObject([
      { id: incident!.id, incidentType: 'failedExternalTask', incidentMessage: 'no line', open: false, resolved: true, deleted: false },
    ])
    const log = await get(`/history/external-task-log?processInstanceId=${id}`)
    expect(log.map((row) => ['creationLog', 'failureLog', 'successLog'].find((flag) => row[flag]))).toEqual([
      'creationLog',
      'failureLog',
      'successLog',
    ])
    const details = await fetch(`${server.baseUrl}/history/external-task-log/${log[1]!.id}/error-details`)
    expect(await details.text()).toBe('at …')
    // and who did what
    const operations = await get(`/history/user-operation?processInstanceId=${id}&sortBy=timestamp&sortOrder=asc`)
    expect(operations.map(({ operationType }) => operationType)).toEqual([
      'Create',
      'Assign',
      'SetVariable',
      'Complete',
      'Complete',
      'Complete',
      expect.any(String),
    ])
    expect(operations[1]).toMatchObject({ userId: 'rest', entityType: 'Task', taskId: review!.id, property: 'assignee', newValue: 'wang' })
    // and the instance itself
    expect(await get(`/history/process-instance/${id}`)).toMatchObject({
      state: 'COMPLETED',
      startActivityId: 'Start',
      processDefinitionName: '过程',
      processDefinitionVersion: 1,
      removalTime: expect.any(String) as string,
      businessKey: 'whole',
    })
    const events = await get<{ seq: number; type: string }[]>(`/history/process-instance/${id}/events`)
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i))
    expect([events[0]!.type, events.at(-1)!.type]).toEqual(['instanceStarted', 'instanceCompleted'])
  })

  test('what was cancelled is told as cancelled, and a timer that was not needed as deleted', async () => {
    const id = await start('whole')
    await call('DELETE', `/process-instance/${id}`)
    expect(await get(`/history/activity-instance?processInstanceId=${id}&canceled=true`)).toMatchObject([{ activityId: 'Review' }])
    expect(await get(`/history/task?processInstanceId=${id}`)).toMatchObject([
      { deleteReason: expect.any(String) as string, taskState: 'Deleted' },
    ])
    expect(
      (await get(`/history/job-log?processInstanceId=${id}`)).map((row) => [row.jobDefinitionType, row.creationLog, row.deletionLog]),
    ).toEqual([
      ['timer', true, false],
      ['timer', false, true],
    ])
    expect(await get(`/history/process-instance?processInstanceId=${id}&externallyTerminated=true`)).toMatchObject([
      { state: 'EXTERNALLY_TERMINATED' },
    ])
    expect(await get('/history/process-instance/count?internallyTerminated=true')).toEqual({ count: 0 })
  })

  test('an asynchronous activity begins when its job does; a batch writes begun and ended at once', async () => {
    const id = await start('straight')
    expect((await get(`/history/activity-instance?processInstanceId=${id}`)).map(({ activityId }) => activityId)).toEqual(['S'])
    server.clock.advance(1000)
    await server.engine.runDueJobs()
    expect(
      (await get(`/history/activity-instance?processInstanceId=${id}`)).map(({ activityId, durationInMillis }) => [
        activityId,
        durationInMillis,
      ]),
    ).toEqual([
      ['S', 0],
      ['T', 0],
      ['G', 0],
      ['E', 0],
    ])
    expect((await get(`/history/job-log?processInstanceId=${id}`)).map((row) => [row.jobDefinitionType, row.successLog])).toEqual([
      ['async-continuation', false],
      ['async-continuation', true],
    ])
  })

  test('variables of running instances, by value, type and holder', async () => {
    const id = await start('whole', {
      name: { value: 'Zhang', type: 'String' },
      price: { value: 12.5 },
      urgent: { value: true },
      day: { value: '2026-03-02T09:00:00.000+0800', type: 'Date' },
      rows: { value: '[1,2]', type: 'Json' },
      thing: { value: '{"a":1}', type: 'Object', valueInfo: { objectTypeName: 'map', serializationDataFormat: 'application/json' } },
      nothing: { value: null },
    })
    const names = async (query: string) => (await get(`/variable-instance?processInstanceIdIn=${id}&${query}`)).map(({ name }) => name)
    expect(await names('sortBy=variableName&sortOrder=asc')).toEqual(['day', 'name', 'nothing', 'price', 'rows', 'thing', 'urgent'])
    expect(await names('variableValues=name_eq_Zhang')).toEqual(['name'])
    expect(await names('variableNameLike=n%25')).toEqual(['name', 'nothing'])
    const by = async (value: unknown, operator = 'eq') =>
      (
        await call('POST', '/variable-instance', {
          processInstanceIdIn: [id],
          variableValues: [{ name: { 12: 'price' }[String(value)] ?? 'urgent', operator, value }],
        })
      ).body
    expect(await by(true)).toMatchObject([{ name: 'urgent', value: true, type: 'Boolean' }])
    expect(await by(12, 'gt')).toMatchObject([{ name: 'price', value: 12.5, type: 'Double' }])
    expect(await get(`/variable-instance?processInstanceIdIn=${id}&variableName=thing`)).toMatchObject([
      { type: 'Object', value: { a: 1 }, valueInfo: { objectTypeName: 'map' } },
    ])
    const [thing] = (await call('POST', '/variable-instance?deserializeValues=false', { processInstanceIdIn: [id], variableName: 'thing' }))
      .body
    expect(thing).toMatchObject({ value: '{"a":1}', executionId: id, taskId: null })
    expect(await get(`/variable-instance/${thing!.id}`)).toMatchObject({ name: 'thing' })
    expect(await get(`/process-instance?variables=name_eq_Zhang`)).toMatchObject([{ id }])
    // when one is removed
    await call('DELETE', `/process-instance/${id}/variables/name`)
    expect(await names('variableName=name')).toEqual([])
    expect(await get(`/history/variable-instance?processInstanceId=${id}&variableName=name`)).toEqual([])
    expect(await get(`/history/variable-instance?processInstanceId=${id}&variableName=name&includeDeleted=true`)).toMatchObject([
      { state: 'DELETED' },
    ])
    expect(await get('/history/process-instance/count?variables=name_eq_Zhang')).toMatchObject({ count: expect.any(Number) as number })
  })

  test('how often each activity was gone through', async () => {
    const { id } = await get<Row>('/process-definition/key/whole')
    const statistics = await get(
      `/history/process-definition/${id}/statistics?finished=true&canceled=true&incidents=true&sortBy=activityId&sortOrder=asc`,
    )
    expect(statistics.find((row) => row.id === 'Review')).toMatchObject({ instances: 1, finished: 2, canceled: 1 })
    expect(statistics.find((row) => row.id === 'Send')).toMatchObject({ instances: 0, finished: 1, resolvedIncidents: 1 })
  })

  test('what is older than its time to live goes, in batches, and nothing that runs', async () => {
    // given an instance with more rows than one batch, one that ended later, and those that run
    const ended = (await get('/history/process-instance?finished=true&processDefinitionKey=straight'))[0]!.id
    expect(await get('/history/cleanup/configuration')).toMatchObject({ enabled: true })
    expect((await call('POST', '/history/cleanup')).body).toEqual({ removedProcessInstances: 0 })
    // when ten days are over
    server.clock.advance(10 * DAY)
    const later = await start('straight')
    await server.engine.runDueJobs()
    const running = await start('whole')
    expect((await call('POST', '/history/cleanup')).body).toEqual({ removedProcessInstances: 1 })
    // then only what is due is gone, with all that belongs to it
    expect((await call('GET', `/history/process-instance/${ended}`)).status).toBe(404)
    for (const path of ['activity-instance', 'task', 'variable-instance', 'job-log', 'user-operation'])
      expect(await get(`/history/${path}?processInstanceId=${ended}`)).toEqual([])
    expect((await call('GET', `/history/process-instance/${later}`)).status).toBe(200)
    // when a year is over, the running one stays
    server.clock.advance(365 * DAY)
    await call('POST', '/history/cleanup')
    expect(await get(`/history/process-instance?finished=true`)).toEqual([])
    expect(await get(`/process-instance/${running}`)).toMatchObject({ id: running })
    expect((await call('DELETE', `/history/process-instance/${running}`)).status).toBe(500)
  })

  test('what someone deletes by hand: variables of one that ended, and many at once, but none that runs', async () => {
    const [ended, running] = [await start('straight', { secret: { value: 'x' } }), await start('whole')]
    expect((await call('DELETE', `/history/process-instance/${ended}/variable-instances`)).status).toBe(500)
    await server.engine.runDueJobs()
    expect((await call('DELETE', `/history/process-instance/${ended}/variable-instances`)).status).toBe(204)
    expect(await get(`/history/variable-instance?processInstanceId=${ended}`)).toEqual([])
    expect(
      await call('POST', '/history/process-instance/delete', { historicProcessInstanceQuery: { processDefinitionKey: 'straight' } }),
    ).toMatchObject({ status: 200, body: { type: 'historic-instance-deletion', totalJobs: 1 } })
    expect((await call('GET', `/history/process-instance/${ended}`)).status).toBe(404)
    expect((await call('POST', '/history/process-instance/delete', { historicProcessInstanceIds: [running] })).status).toBe(500)
    expect(await get(`/process-instance/${running}`)).toMatchObject({ id: running })
  })

  test('what goes on in another definition after a migration is told as of that one', async () => {
    const version = (task: string) =>
      bpmn('moving', `<bpmn:startEvent id="S"/><bpmn:userTask id="${task}"/><bpmn:endEvent id="E"/>${flows(['S', task], [task, 'E'])}`)
    await server.deploy(version('Before'))
    const id = await start('moving')
    const { id: source } = await get<Row>('/process-definition/key/moving')
    await server.deploy(version('After'))
    const { id: target } = await get<Row>('/process-definition/key/moving')
    const migrationPlan = {
      sourceProcessDefinitionId: source,
      targetProcessDefinitionId: target,
      instructions: [{ sourceActivityIds: ['Before'], targetActivityIds: ['After'] }],
    }
    expect((await call('POST', '/migration/execute', { migrationPlan, processInstanceIds: [id] })).status).toBe(204)
    expect(
      (await get(`/history/activity-instance?processInstanceId=${id}`)).map((row) => [row.activityId, row.processDefinitionId]),
    ).toEqual([
      ['S', source],
      ['After', target],
    ])
    expect(await get(`/history/task?processInstanceId=${id}`)).toMatchObject([{ taskDefinitionKey: 'After', processDefinitionId: target }])
    await complete(id)
    expect(await get(`/history/process-instance/${id}`)).toMatchObject({ state: 'COMPLETED', processDefinitionId: target })
  })

  test('unknown parameters are refused everywhere', async () => {
    for (const path of [
      'process-instance',
      'activity-instance',
      'task',
      'variable-instance',
      'incident',
      'job-log',
      'external-task-log',
      'user-operation',
      'decision-instance',
      'detail',
    ]) {
      expect(await call('GET', `/history/${path}?nonsense=1`)).toMatchObject({ status: 400, body: { type: 'InvalidRequestException' } })
    }
  })
})
