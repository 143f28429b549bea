import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { restCalls } from '../../test/rest-calls.ts'
import { restServer, type RestServer } from '../../test/rest-server.ts'
import { aProcess } from '../testing/index.ts'

const leave = (tag: string) =>
  aProcess('leave', {
    name: 'Leave',
    'camunda:versionTag': tag,
    'camunda:historyTimeToLive': 'P30D',
    'camunda:isStartableInTasklist': 'false',
  })
    .startEvent('Start')
    .userTask('Approve', { name: 'Approve' })
    .userTask('Note')
    .endEvent('End')
    .toXml()
const broken = aProcess('broken')
  .startEvent('Start')
  .parallelGateway('Fork')
  .userTask('A')
  .endEvent('End')
  .moveTo('Fork')
  .expressionTask('Boom', '${x}', { inputs: { x: '${nothing.there}' } })
  .connectTo('End')
  .moveTo('Fork')
  .callActivity('Call', 'leave')
  .connectTo('End')
  .toXml()
const form = `<?xml version="1.0"?><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">
<bpmn:process id="form" isExecutable="true"><bpmn:startEvent id="S"><bpmn:extensionElements><camunda:formData businessKey="number">
<camunda:formField id="number" label="Number" type="string"><camunda:validation><camunda:constraint name="required"/></camunda:validation></camunda:formField>
<camunda:formField id="days" type="long" defaultValue="3"><camunda:validation><camunda:constraint name="max" config="10"/></camunda:validation></camunda:formField>
</camunda:formData></bpmn:extensionElements></bpmn:startEvent><bpmn:userTask id="T"/><bpmn:endEvent id="E"/>
<bpmn:sequenceFlow id="f1" sourceRef="S" targetRef="T"/><bpmn:sequenceFlow id="f2" sourceRef="T" targetRef="E"/></bpmn:process></bpmn:definitions>`

let server: RestServer
const { call, get, pick, start, done, count } = restCalls(() => server)
const idOf = async (key: string, version: number) => String((await pick('id', `/process-definition?key=${key}&version=${version}`))[0])

beforeAll(async () => {
  server = await restServer()
  for (const xml of [leave('v1'), leave('v2'), broken, form]) await server.deploy(xml)
})
afterAll(() => server.close())
afterEach(() => expect(server.unexpected.splice(0)).toEqual([]))

describe('process definitions', () => {
  test('one of them, field by field, by id and by key', async () => {
    const id = await idOf('leave', 2)
    const [deploymentId] = await pick('deploymentId', `/process-definition?processDefinitionId=${id}`)
    const expected = {
      id,
      key: 'leave',
      category: null,
      description: null,
      name: 'Leave',
      version: 2,
      resource: 'test.bpmn',
      deploymentId,
      diagram: null,
      suspended: false,
      tenantId: null,
      versionTag: 'v2',
      historyTimeToLive: 30,
      startableInTasklist: false,
    }
    expect(await get(`/process-definition/${id}`)).toEqual(expected)
    expect(await get('/process-definition/key/leave')).toEqual(expected)
    expect(await call('GET', '/process-definition/key/leave/tenant-id/other')).toMatchObject({
      status: 404,
      body: { type: 'RestException', message: expect.stringContaining('tenant-id: other') as string },
    })
    expect((await call('GET', `/process-definition/${id}/diagram`)).status).toBe(204)
  })

  test.each([
    ['key=leave', 2],
    ['key=leave&latestVersion=true', 1],
    ['keysIn=leave,form', 3],
    ['keyLike=%25rok%25', 1],
    ['name=Leave', 2],
    ['nameLike=Le%25&versionTag=v1', 1],
    ['versionTagLike=v%25', 2],
    ['withoutVersionTag=true', 2],
    ['notStartableInTasklist=true', 2],
    ['startableInTasklist=true&startablePermissionCheck=true', 2],
    ['resourceName=test.bpmn', 4],
    ['suspended=true', 0],
    ['active=true', 4],
    ['withoutTenantId=true&version=2', 1],
    ['deployedAfter=2030-01-01T00:00:00.000%2B0000', 0],
  ])('%s finds %i', async (query, expected) => {
    expect(await count(`/process-definition/count?${query}`)).toBe(expected)
    expect(await get(`/process-definition?${query}`)).toHaveLength(expected)
  })

  test('sorted by several things', async () => {
    const order = (sortBy: string, sortOrder: string) =>
      get<{ key: string; version: number }[]>(`/process-definition?sortBy=${sortBy}&sortOrder=${sortOrder}`)
    expect((await order('key', 'desc')).map(({ key, version }) => `${key}${version}`)).toEqual(['leave2', 'leave1', 'form1', 'broken1'])
    expect((await order('version', 'desc'))[0]).toMatchObject({ version: 2 })
  })

  test('tell how many instances, failed jobs and incidents they have, and where these are', async () => {
    const instance = await start('broken')
    const rows = await get<{ id: string }[]>('/process-definition/statistics?failedJobs=true&incidents=true')
    const of = (id: string) => rows.find((row) => row.id === id)
    const id = await idOf('broken', 1)
    expect(of(id)).toEqual({
      '@class': 'org.camunda.bpm.engine.rest.dto.repository.ProcessDefinitionStatisticsResultDto',
      id,
      instances: 1,
      failedJobs: 1,
      incidents: [{ incidentType: 'failedJob', incidentCount: 1 }],
      definition: await get(`/process-definition/${id}`),
    })
    expect(of(await idOf('leave', 1))).toMatchObject({ instances: 0, failedJobs: 0, incidents: [] })
    expect(of(await idOf('leave', 2))).toMatchObject({ instances: 1 })
    // and of one definition by activity
    const activities = await get(`/process-definition/${id}/statistics?incidentsForType=failedJob`)
    expect(activities.sort((a, b) => String(a.id).localeCompare(String(b.id)))).toEqual([
      {
        '@class': 'org.camunda.bpm.engine.rest.dto.repository.ActivityStatisticsResultDto',
        id: 'A',
        instances: 1,
        failedJobs: 0,
        incidents: [],
      },
      expect.objectContaining({ id: 'Boom', instances: 1, incidents: [{ incidentType: 'failedJob', incidentCount: 1 }] }),
      expect.objectContaining({ id: 'Call', instances: 1 }),
    ])
    await done('DELETE', `/process-instance/${instance}`)
  })

  test('name the processes that they call', async () => {
    expect(await get(`/process-definition/${await idOf('broken', 1)}/static-called-process-definitions`)).toMatchObject([
      { key: 'leave', version: 2, calledFromActivityIds: ['Call'], callingProcessDefinitionId: await idOf('broken', 1) },
    ])
  })
})

describe('starting', () => {
  test('at given places instead of the start event, with variables in return', async () => {
    const { body } = await call<{ id: string }>('POST', '/process-definition/key/leave/start', {
      businessKey: 'l-1',
      variables: { days: { value: '3', type: 'Long' } },
      startInstructions: [{ type: 'startAfterActivity', activityId: 'Approve' }],
      withVariablesInReturn: true,
    })
    expect(body).toEqual({
      links: [{ method: 'GET', href: `${server.baseUrl}/process-instance/${body.id}`, rel: 'self' }],
      id: body.id,
      definitionId: await idOf('leave', 2),
      definitionKey: 'leave',
      businessKey: 'l-1',
      caseInstanceId: null,
      ended: false,
      suspended: false,
      tenantId: null,
      variables: { days: { value: 3, type: 'Long', valueInfo: {} } },
    })
    expect(await pick('taskDefinitionKey', `/task?processInstanceId=${body.id}`)).toEqual(['Note'])
    expect(
      await call('POST', '/process-definition/key/leave/start', { startInstructions: [{ type: 'cancel', activityId: 'Note' }] }),
    ).toMatchObject({ status: 400 })
    expect(await call('POST', '/process-definition/key/leave/start', { skipCustomListeners: true })).toMatchObject({ status: 400 })
  })

  test('by a form: its key, its fields and their defaults, its constraints, its business key', async () => {
    const id = await idOf('form', 1)
    expect(await get('/process-definition/key/form/startForm')).toEqual({
      key: `embedded:engine://engine/:engine/process-definition/${id}/rendered-form`,
      camundaFormRef: null,
      contextPath: null,
    })
    expect(await get('/process-definition/key/form/form-variables?variableNames=days')).toEqual({
      days: { value: 3, type: 'Long', valueInfo: {} },
    })
    expect(await (await fetch(`${server.baseUrl}/process-definition/${id}/rendered-form`)).text()).toContain('cam-variable-name="days"')
    const submit = (variables: object) => call<{ id: string }>('POST', '/process-definition/key/form/submit-form', { variables })
    expect(await submit({})).toMatchObject({ status: 400, body: { message: expect.stringContaining("'number'") as string } })
    expect(await submit({ number: { value: 'n-1' }, days: { value: 11 } })).toMatchObject({ status: 400 })
    const { body } = await submit({ number: { value: 'n-1' }, more: { value: true } })
    expect(body).toMatchObject({ businessKey: 'n-1' })
    expect(await get(`/process-instance/${body.id}/variables`)).toMatchObject({ days: { value: 3 }, more: { value: true } })
    expect(await call('GET', '/process-definition/key/form/deployed-start-form')).toMatchObject({ status: 400 })
  })

  test('again what has ended, with its variables', async () => {
    const first = await start('leave', 'again', { days: 5 })
    await done('DELETE', `/process-instance/${first}`)
    await done('POST', `/process-definition/${await idOf('leave', 2)}/restart`, {
      processInstanceIds: [first],
      instructions: [{ type: 'startBeforeActivity', activityId: 'Note' }],
    })
    const [second] = await pick('id', '/process-instance?businessKey=again')
    expect(await get(`/process-instance/${String(second)}/variables`)).toMatchObject({ days: { value: 5 } })
    expect(await pick('taskDefinitionKey', `/task?processInstanceId=${String(second)}`)).toEqual(['Note'])
    const { body } = await call('POST', `/process-definition/${await idOf('leave', 2)}/restart-async`, {
      historicProcessInstanceQuery: { processInstanceBusinessKey: 'again' },
      instructions: [{ type: 'startBeforeActivity', activityId: 'Approve' }],
      withoutBusinessKey: true,
      initialVariables: true,
    })
    expect(body).toMatchObject({ type: 'instance-restart', totalJobs: 1 })
  })
})

describe('administration', () => {
  test('a suspended definition starts nothing; at a date it does again', async () => {
    await done('PUT', '/process-definition/key/leave/suspended', { suspended: true, includeProcessInstances: true })
    expect(await call('POST', '/process-definition/key/leave/start', {})).toMatchObject({
      status: 500,
      body: { type: 'SuspendedEntityInteractionException' },
    })
    expect(await count('/process-definition/count?suspended=true&key=leave')).toBe(2)
    expect(await count('/process-instance/count?processDefinitionKey=leave&active=true')).toBe(0)
    await done('PUT', '/process-definition/suspended', {
      processDefinitionKey: 'leave',
      suspended: false,
      includeProcessInstances: true,
      executionDate: '2025-03-03T12:00:00.000+0800',
    })
    expect(await count('/process-definition/count?suspended=true&key=leave')).toBe(2)
    server.clock.advance('PT4H')
    await server.engine.runDueJobs()
    expect(await count('/process-definition/count?suspended=true&key=leave')).toBe(0)
    expect(await call('PUT', '/process-definition/suspended', { suspended: true })).toMatchObject({ status: 400 })
  })

  test('its time to live is changed and forgotten', async () => {
    const id = await idOf('leave', 1)
    await done('PUT', `/process-definition/${id}/history-time-to-live`, { historyTimeToLive: 5 })
    expect(await get(`/process-definition/${id}`)).toMatchObject({ historyTimeToLive: 5 })
    await done('PUT', `/process-definition/${id}/history-time-to-live`, { historyTimeToLive: null })
    expect(await get(`/process-definition/${id}`)).toMatchObject({ historyTimeToLive: null })
  })

  test('it is deleted with its instances only', async () => {
    await start('form')
    expect(await call('DELETE', '/process-definition/key/form')).toMatchObject({ status: 500, body: { code: 10_001 } })
    await done('DELETE', '/process-definition/key/form?cascade=true')
    expect((await call('GET', '/process-definition/key/form')).status).toBe(404)
  })
})
