import { describeOnDatabases } from '@lianban/storage/testing'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { restCalls } from '../../test/rest-calls.ts'
import { restServer, type RestServer } from '../../test/rest-server.ts'
import { aProcess } from '../testing/index.ts'

const waiting = aProcess('waiting')
  .startEvent('Start')
  .parallelGateway('Fork')
  .messageCatch('Paid', 'paid')
  .endEvent('End')
  .moveTo('Fork')
  .signalCatch('Open', 'opened')
  .connectTo('End')
  .moveTo('Fork')
  .receiveTask('Receive')
  .connectTo('End')
  .moveTo('Fork')
  .userTask('Task', {}, { inputs: { own: '${1 + 1}' } })
  .connectTo('End')
  .toXml()
const byMessage = aProcess('byMessage').startEvent('Slip', { message: 'slip' }).userTask('Read').endEvent('End').toXml()
const bySignal = aProcess('bySignal').startEvent('Alarm', { signal: 'alarm' }).userTask('Act').endEvent('End').toXml()
const byCondition = aProcess('byCondition').startEvent('Hot', { condition: '=temperature > 30' }).userTask('Cool').endEvent('End').toXml()
const aside = aProcess('aside')
  .startEvent('Start')
  .userTask('Work')
  .endEvent('End')
  .eventSubProcess('Ask', { message: 'question', interrupting: false }, (inner) => inner.userTask('Reply').endEvent('End2'))
  .toXml()

let server: RestServer
const { call, get, pick, start, done, count } = restCalls(() => server)

describeOnDatabases('executions', (open) => {
  let id: string
  beforeAll(async () => {
    server = await restServer(undefined, await open())
    for (const xml of [waiting, byMessage]) await server.deploy(xml)
    id = await start('waiting', 'w-1', { colour: 'red' })
    await start('waiting', 'w-2', { colour: 'blue' })
  })
  afterAll(() => server.close())
  afterEach(() => expect(server.unexpected.splice(0)).toEqual([]))
  const executionAt = async (activityId: string) =>
    String((await pick('id', `/execution?processInstanceId=${id}&activityId=${activityId}`))[0])

  test.each([
    ['businessKey=w-1', 4],
    ['activityId=Receive', 2],
    ['messageEventSubscriptionName=paid', 2],
    ['signalEventSubscriptionName=opened&businessKey=w-2', 1],
    ['processVariables=colour_eq_red', 4],
    ['variables=own_neq_x', 2],
    ['active=true&processDefinitionKey=waiting', 8],
    ['suspended=true', 0],
    ['incidentType=failedJob', 0],
  ])('%s finds %i', async (query, expected) => {
    expect(await count(`/execution/count?${query}`)).toBe(expected)
    expect(await get(`/execution?${query}&sortBy=instanceId&sortOrder=asc`)).toHaveLength(expected)
  })

  test('one of them, and the instance as one', async () => {
    const execution = await executionAt('Task')
    expect(await get(`/execution/${execution}`)).toEqual({ id: execution, processInstanceId: id, ended: false, tenantId: null })
    expect(await get(`/execution/${id}`)).toEqual({ id, processInstanceId: id, ended: false, tenantId: null })
    for (const gone of ['none', `${id}:99999`]) expect((await call('GET', `/execution/${gone}`)).status).toBe(404)
  })

  test('its own variables are set and removed there', async () => {
    const execution = await executionAt('Task')
    expect(await get(`/execution/${execution}/localVariables`)).toEqual({
      own: { type: expect.any(String) as string, value: 2, valueInfo: {} },
    })
    expect(await get(`/execution/${execution}/localVariables/colour`)).toMatchObject({ value: 'red' })
    expect(await get(`/execution/${id}/localVariables`)).toMatchObject({ colour: { value: 'red' } })
    await done('PUT', `/execution/${execution}/localVariables/note`, { value: 'mine', type: 'String' })
    expect(await get(`/execution/${execution}/localVariables/note`)).toMatchObject({ value: 'mine' })
    expect((await call('GET', `/process-instance/${id}/variables/note`)).status).toBe(404)
    await done('POST', `/execution/${execution}/localVariables`, { deletions: ['note'] })
    expect((await call('GET', `/execution/${execution}/localVariables/note`)).status).toBe(404)
  })

  test('event subscriptions: of instances, then of start events', async () => {
    expect(await count('/event-subscription/count')).toBe(5)
    expect(await pick('eventName', '/event-subscription?eventType=message&sortBy=created&sortOrder=asc')).toEqual(['paid', 'paid', 'slip'])
    expect(await pick('eventName', '/event-subscription?eventType=message&firstResult=2&maxResults=5')).toEqual(['slip'])
    const [definition] = await pick('id', '/process-definition?key=byMessage')
    expect(await get('/event-subscription?eventName=slip')).toEqual([
      {
        id: `${String(definition)}:Slip`,
        eventType: 'message',
        eventName: 'slip',
        executionId: null,
        processInstanceId: null,
        activityId: 'Slip',
        createdDate: '2025-03-03T01:00:00.000+0000',
        tenantId: null,
      },
    ])
    expect(await get(`/event-subscription?processInstanceId=${id}&activityId=Paid`)).toEqual([
      {
        id: expect.any(String) as string,
        eventType: 'message',
        eventName: 'paid',
        executionId: await executionAt('Paid'),
        processInstanceId: id,
        activityId: 'Paid',
        createdDate: '2025-03-03T01:00:00.000+0000',
        tenantId: null,
      },
    ])
  })

  test('a message subscription is looked at and triggered; a receive task goes on by a signal', async () => {
    const execution = await executionAt('Paid')
    const path = `/execution/${execution}/messageSubscriptions/paid`
    expect(await get(path)).toMatchObject({ eventType: 'message', eventName: 'paid', executionId: execution, activityId: 'Paid' })
    await done('POST', `${path}/trigger`, { variables: { fee: { value: 10, type: 'Integer' } } })
    expect((await call('GET', path)).status).toBe(404)
    expect(await get(`/process-instance/${id}/variables/fee`)).toMatchObject({ value: 10 })
    await done('POST', `/execution/${await executionAt('Receive')}/signal`, {})
    expect(await pick('id', `/execution?processInstanceId=${id}&activityId=Receive`)).toEqual([])
    // nobody else waits for a signal in this instance
    expect(await call('POST', `/execution/${id}/signal`, {})).toMatchObject({ status: 400 })
  })
})

describe('what is told to everyone', () => {
  beforeAll(async () => {
    server = await restServer()
    for (const xml of [waiting, byMessage, bySignal, byCondition, aside]) await server.deploy(xml)
  })
  afterAll(() => server.close())
  afterEach(() => expect(server.unexpected.splice(0)).toEqual([]))

  test('a signal reaches all that wait for it, or one', async () => {
    const [first, second] = [await start('waiting'), await start('waiting')]
    const openOf = (id: string) => pick('id', `/execution?processInstanceId=${id}&activityId=Open`)
    await done('POST', '/signal', { name: 'opened', executionId: (await openOf(first))[0] })
    expect([(await openOf(first)).length, (await openOf(second)).length]).toEqual([0, 1])
    await done('POST', '/signal', { name: 'opened', variables: { by: { value: 'all' } } })
    expect(await openOf(second)).toEqual([])
    await done('POST', '/signal', { name: 'alarm' })
    expect(await pick('taskDefinitionKey', '/task?processDefinitionKey=bySignal')).toEqual(['Act'])
    expect(await call('POST', '/signal', { name: 'opened', tenantId: 'other' })).toMatchObject({ status: 400 })
  })

  test('variables start the processes whose condition they fulfil', async () => {
    const cold = await call<object[]>('POST', '/condition', { variables: { temperature: { value: 20 } } })
    const hot = await call<object[]>('POST', '/condition', { variables: { temperature: { value: 40 } }, businessKey: 'hot' })
    expect([cold, hot]).toMatchObject([
      { status: 200, body: [] },
      { status: 200, body: [{ definitionKey: 'byCondition', businessKey: 'hot', ended: false }] },
    ])
  })

  test('a message: by business key, by variables, with variables for the scope that it begins, to all', async () => {
    const id = await start('aside', 'a-1', { number: 7 })
    await start('aside', 'a-2', { number: 8 })
    const send = (body: object) => call<Record<string, unknown>[]>('POST', '/message', { messageName: 'question', ...body })
    expect(await send({})).toMatchObject({ status: 400 })
    const { body } = await send({
      correlationKeys: { number: { value: 7 } },
      processVariablesToTriggeredScope: { text: { value: 'why?' } },
      resultEnabled: true,
    })
    expect(body).toEqual([
      {
        resultType: 'Execution',
        execution: { id: expect.any(String) as string, processInstanceId: id, ended: false, tenantId: null },
        processInstance: null,
      },
    ])
    expect((await call('GET', `/process-instance/${id}/variables/text`)).status).toBe(404)
    expect(await pick('taskDefinitionKey', `/task?processInstanceId=${id}&taskDefinitionKey=Reply`)).toEqual(['Reply'])
    const all = await send({ all: true, resultEnabled: true, variablesInResultEnabled: true })
    expect(all.body).toMatchObject([{ variables: { number: { type: 'Integer' } } }, { variables: {} }])
  })
})
