import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { restServer, type RestServer } from '../../test/rest-server.ts'
import { aProcess } from '../testing/index.ts'

/** Review, as often as it needs; then a wait for the payment, at most three days. */
const licence = aProcess('licence', { name: '许可' })
  .startEvent('Start', { attributes: { 'camunda:initiator': 'applicant' } })
  .userTask('Review', {
    name: '审查 ${title}',
    'camunda:candidateGroups': 'handlers,chiefs',
    'camunda:dueDate': '=now() + duration("P1D")',
    'camunda:formKey': 'review',
  })
  .exclusiveGateway('Decision')
  .condition('=again')
  .connectTo('Review')
  .moveTo('Decision')
  .defaultFlow()
  .messageCatch('Payment', 'paid')
  .endEvent('End')
  .toXml()
const bySlip = aProcess('slip').startEvent('SlipStart', { message: 'slip received' }).userTask('Read').endEvent('SlipEnd').toXml()

let server: RestServer
beforeAll(async () => {
  server = await restServer()
  await server.deploy(licence)
  await server.deploy(bySlip)
})
afterAll(() => server.close())
afterEach(() => expect(server.unexpected.splice(0)).toEqual([]))

interface Reply<T = Record<string, unknown>> {
  status: number
  body: T
}

async function call<T = Record<string, unknown>>(method: string, path: string, body?: object): Promise<Reply<T>> {
  const response = await fetch(`${server.baseUrl}${path}`, {
    method,
    headers: body ? { 'Content-Type': 'application/json' } : {},
    body: body && JSON.stringify(body),
  })
  const text = await response.text()
  if (text !== '') expect(response.headers.get('content-type')).toBe('application/json')
  return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T }
}
const get = async <T = Record<string, unknown>>(path: string): Promise<T> => (await call<T>('GET', path)).body
const start = async (businessKey: string) =>
  (
    await call<{ id: string }>('POST', '/process-definition/key/licence/start', {
      businessKey,
      variables: { title: { value: '三湖饭店', type: 'String' }, due: { value: '2026-03-02T09:00:00.000+0800', type: 'Date' } },
    })
  ).body.id
const taskOf = async (instanceId: string) =>
  (await get<{ id: string; assignee: string | null }[]>(`/task?processInstanceId=${instanceId}`))[0]!
const complete = (taskId: string, again: boolean) => call('POST', `/task/${taskId}/complete`, { variables: { again: { value: again } } })

describe('a case by REST', () => {
  test('an inbox: found by group, claimed once, given back, completed', async () => {
    const id = await start('inbox')
    const inbox = (query: string) => get<object[]>(`/task?processInstanceId=${id}&${query}`)
    expect(await inbox('candidateGroup=handlers')).toMatchObject([
      {
        name: '审查 三湖饭店',
        taskDefinitionKey: 'Review',
        due: '2025-03-04T01:00:00.000+0000',
        formKey: 'review',
        assignee: null,
        executionId: expect.any(String) as string,
      },
    ])
    expect(await inbox('candidateGroup=others')).toEqual([])
    const task = await taskOf(id)
    expect(await get(`/task/${task.id}/identity-links`)).toMatchObject([
      { groupId: 'handlers', type: 'candidate' },
      { groupId: 'chiefs', type: 'candidate' },
    ])
    // when two claim it
    expect((await call('POST', `/task/${task.id}/claim`, { userId: 'li' })).status).toBe(204)
    expect(await call('POST', `/task/${task.id}/claim`, { userId: 'wang' })).toMatchObject({
      status: 500,
      body: { type: 'TaskAlreadyClaimedException' },
    })
    expect((await call('POST', `/task/${task.id}/claim`, { userId: 'li' })).status).toBe(204)
    // then it is in one inbox
    expect(await inbox('assignee=li')).toHaveLength(1)
    expect(await inbox('candidateGroup=handlers')).toEqual([])
    expect((await call('POST', `/task/${task.id}/unclaim`)).status).toBe(204)
    expect(await inbox('candidateGroups=handlers,others&unassigned=true')).toHaveLength(1)
    // and the same question as a POST
    const asked = await call('POST', '/task', {
      processInstanceId: id,
      candidateGroups: ['handlers'],
      sorting: [{ sortBy: 'created', sortOrder: 'desc' }],
    })
    expect(asked.body).toHaveLength(1)
    expect((await call('POST', '/task/count', { processInstanceId: id })).body).toEqual({ count: 1 })
    // when it is done
    expect((await complete(task.id, false)).status).toBe(204)
    expect(await complete(task.id, false)).toMatchObject({ status: 404, body: { type: 'RestException', code: 0 } })
  })

  test('variables: read, changed and removed, with their types', async () => {
    const id = await start('variables')
    const variables = `/process-instance/${id}/variables`
    expect(await get(variables)).toEqual({
      title: { type: 'String', value: '三湖饭店', valueInfo: {} },
      due: { type: 'Date', value: '2026-03-02T01:00:00.000+0000', valueInfo: {} },
      applicant: { type: 'String', value: 'rest', valueInfo: {} },
    })
    expect((await call('PUT', `${variables}/area`, { value: '12', type: 'integer' })).status).toBe(204)
    expect(await get(`${variables}/area`)).toEqual({ type: 'Integer', value: 12, valueInfo: {} })
    expect(
      (await call('POST', variables, { modifications: { form: { type: 'Json', value: '{"a":[1]}' } }, deletions: ['due'] })).status,
    ).toBe(204)
    expect(await get(`/task/${(await taskOf(id)).id}/variables?variableNames=form,due,area`)).toEqual({
      form: { type: 'Json', value: '{"a":[1]}', valueInfo: {} },
      area: { type: 'Integer', value: 12, valueInfo: {} },
    })
    expect((await call('DELETE', `${variables}/area`)).status).toBe(204)
    expect(await call('GET', `${variables}/area`)).toMatchObject({
      status: 404,
      body: { message: expect.stringContaining('area') as string },
    })
    expect(await call('PUT', `${variables}/area`, { value: 'x', type: 'Integer' })).toMatchObject({ status: 400 })
  })

  test('names from Object.prototype are variables like any other', async () => {
    const id = await start('prototype')
    expect(await call('GET', `/process-instance/${id}/variables/constructor`)).toMatchObject({ status: 404 })
    expect((await call('PUT', `/process-instance/${id}/variables/constructor`, { value: 1 })).status).toBe(204)
    expect(await get(`/process-instance/${id}/variables/constructor`)).toMatchObject({ value: 1 })
  })

  test('a message ends the wait; one that nobody waits for is 400', async () => {
    const id = await start('message')
    expect(await call('POST', '/message', { messageName: 'paid', businessKey: 'message' })).toMatchObject({
      status: 400,
      body: { type: 'RestException', message: expect.stringContaining('MismatchingMessageCorrelationException') as string },
    })
    await complete((await taskOf(id)).id, false)
    const result = await call('POST', '/message', {
      messageName: 'paid',
      businessKey: 'message',
      processVariables: { fee: { value: 10 } },
      resultEnabled: true,
      variablesInResultEnabled: true,
    })
    expect(result).toMatchObject({
      status: 200,
      body: [{ resultType: 'Execution', execution: { processInstanceId: id, ended: true }, variables: { fee: { value: 10 } } }],
    })
    expect((await call('GET', `/process-instance/${id}`)).status).toBe(404)
    expect(await get(`/history/process-instance/${id}`)).toMatchObject({ state: 'COMPLETED', businessKey: 'message', startUserId: 'rest' })
  })

  test('a message starts a process', async () => {
    const { body } = await call<{ processInstance: { id: string } }[]>('POST', '/message', {
      messageName: 'slip received',
      businessKey: 'slip-1',
      resultEnabled: true,
    })
    expect(body).toMatchObject([{ resultType: 'ProcessDefinition', processInstance: { definitionKey: 'slip', businessKey: 'slip-1' } }])
    expect(await get(`/task?processInstanceBusinessKey=slip-1`)).toMatchObject([{ taskDefinitionKey: 'Read' }])
  })

  test('history tells every time that an element was entered, also in a loop', async () => {
    const id = await start('history')
    await complete((await taskOf(id)).id, true)
    server.clock.advance(60_000)
    await complete((await taskOf(id)).id, false)
    const activities = await get<{ activityId: string; endTime: string | null; durationInMillis: number | null }[]>(
      `/history/activity-instance?processInstanceId=${id}`,
    )
    expect(activities.map(({ activityId, durationInMillis }) => [activityId, durationInMillis])).toEqual([
      ['Start', 0],
      ['Review', 0],
      ['Decision', 0],
      ['Review', 60_000],
      ['Decision', 0],
      ['Payment', null],
    ])
    expect(await get(`/history/activity-instance/count?processInstanceId=${id}&unfinished=true`)).toEqual({ count: 1 })
    expect(await get(`/process-instance/${id}/activity-instances`)).toMatchObject({
      activityType: 'processDefinition',
      childActivityInstances: [{ activityId: 'Payment', activityType: 'intermediateMessageCatch' }],
    })
  })

  test('deleting an instance ends it once and keeps its history', async () => {
    const id = await start('delete')
    expect((await call('DELETE', `/process-instance/${id}`)).status).toBe(204)
    expect(await call('DELETE', `/process-instance/${id}`)).toMatchObject({ status: 404, body: { type: 'RestException' } })
    expect((await call('DELETE', `/process-instance/${id}?failIfNotExists=false`)).status).toBe(204)
    expect((await call('DELETE', '/process-instance/none?failIfNotExists=false')).status).toBe(204)
    expect(await get(`/history/process-instance?processInstanceId=${id}&finished=true`)).toMatchObject([{ state: 'EXTERNALLY_TERMINATED' }])
    expect(await get(`/task/count?processInstanceId=${id}`)).toEqual({ count: 0 })
  })

  test('an incident of the model is found with its element, and gone with its case', async () => {
    const id = await start('incident')
    const { id: taskId } = await taskOf(id)
    expect((await call('POST', `/task/${taskId}/complete`, { variables: { again: { value: '是' } } })).status).toBe(204)
    expect(await get(`/incident?processInstanceId=${id}`)).toMatchObject([{ incidentType: 'failedJob', activityId: 'Decision' }])
    expect(await get(`/process-instance?withIncident=true&businessKey=incident`)).toMatchObject([{ id }])
    await call('DELETE', `/process-instance/${id}`)
    expect(await get(`/incident/count?processInstanceId=${id}`)).toEqual({ count: 0 })
  })

  test('lists are paged and sorted, counts are not', async () => {
    const ids = [await start('page'), await start('page'), await start('page')].sort()
    const page = (query: string) =>
      get<{ id: string }[]>(`/process-instance?businessKey=page&sortBy=instanceId&${query}`).then((rows) => rows.map(({ id }) => id))
    expect(await page('sortOrder=asc&maxResults=2')).toEqual(ids.slice(0, 2))
    expect(await page('sortOrder=asc&firstResult=2&maxResults=2')).toEqual(ids.slice(2))
    expect(await page('sortOrder=desc&maxResults=1')).toEqual(ids.slice(2))
    expect(await get('/process-instance/count?businessKey=page&maxResults=1')).toEqual({ count: 3 })
    expect(await call('GET', '/process-instance?maxResults=1001')).toMatchObject({ status: 400 })
  })

  test('the definition is read back by key and by id', async () => {
    const byKey = await get<{ id: string }>('/process-definition/key/licence')
    expect(byKey).toMatchObject({ key: 'licence', name: '许可', version: 1 })
    expect(await get(`/process-definition/${byKey.id}`)).toEqual(byKey)
    expect(await get(`/process-definition/${byKey.id}/xml`)).toEqual({ id: byKey.id, bpmn20Xml: licence })
    expect((await call('GET', '/process-definition/key/none')).status).toBe(404)
    expect((await call('POST', '/process-definition/key/none/start', {})).status).toBe(404)
    expect((await call('POST', '/process-definition/key/slip/start', {})).status).toBe(500)
  })
})
