import { describeOnDatabases } from '@lianban/storage/testing'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { restCalls } from '../../test/rest-calls.ts'
import { restServer, type RestServer } from '../../test/rest-server.ts'
import { aProcess } from '../testing/index.ts'

const review = aProcess('review', { name: 'Review' })
  .startEvent('Start')
  .userTask('Check', { name: 'Check' })
  .userTask('Sign')
  .endEvent('End')
  .toXml()
const outer = aProcess('outer').startEvent('Start').callActivity('Call', 'review').endEvent('End').toXml()
const failing = aProcess('failing')
  .startEvent('Start')
  .expressionTask('Boom', '=missing.value > 1', { resultVariable: 'x', inputs: { y: '${nothing.there}' } })
  .endEvent('End')
  .toXml()

let server: RestServer
const { call, get, pick, start, done, count, completeTasks } = restCalls(() => server)
const named = new Map<string, string>()
const names = async (query: string) =>
  (await pick('id', `/process-instance?${query}`))
    .map((id) => named.get(String(id)) ?? 'other')
    .sort()
    .join(' ')
const asked = async (body: object) => {
  const { body: rows } = await call<{ id: string }[]>('POST', '/process-instance', body)
  return rows
    .map(({ id }) => named.get(id) ?? 'other')
    .sort()
    .join(' ')
}

describeOnDatabases('the process instance query', (open) => {
  beforeAll(async () => {
    named.clear()
    server = await restServer(undefined, await open())
    for (const xml of [review, outer, failing]) await server.deploy(xml)
    named.set(await start('review', 'permit-1', { area: 12, title: 'Hotel', urgent: true }), 'hotel')
    named.set(await start('review', 'permit-2', { area: 80, title: 'Bakery' }), 'bakery')
    const caller = await start('outer', 'outer-1')
    named.set(caller, 'outer')
    const called = await pick('id', `/process-instance?superProcessInstance=${caller}`)
    named.set(String(called[0]), 'called')
    named.set(await start('failing', 'broken'), 'broken')
    await done('PUT', `/process-instance/${idOf('bakery')}/suspended`, { suspended: true })
    await completeTasks(idOf('hotel'))
  })
  afterAll(() => server.close())
  afterEach(() => expect(server.unexpected.splice(0)).toEqual([]))
  const idOf = (name: string) => [...named].find(([, known]) => known === name)![0]

  test.each([
    ['', 'bakery broken called hotel outer'],
    ['processDefinitionKey=review', 'bakery called hotel'],
    ['processDefinitionKeyIn=outer,failing', 'broken outer'],
    ['processDefinitionKeyNotIn=review', 'broken outer'],
    ['businessKey=permit-1', 'hotel'],
    ['businessKeyLike=permit%25', 'bakery hotel'],
    ['suspended=true', 'bakery'],
    ['active=true&processDefinitionKey=review', 'called hotel'],
    ['rootProcessInstances=true', 'bakery broken hotel outer'],
    ['leafProcessInstances=true', 'bakery broken called hotel'],
    ['withIncident=true', 'broken'],
    ['incidentType=failedJob', 'broken'],
    ['incidentMessageLike=%25nothing%25', 'broken'],
    ['activityIdIn=Check', 'bakery called'],
    ['activityIdIn=Sign,Call', 'hotel outer'],
    ['variables=area_gt_20', 'bakery'],
    ['variables=title_like_Ho%25', 'hotel'],
    ['variables=TITLE_eq_hotel&variableNamesIgnoreCase=true&variableValuesIgnoreCase=true', 'hotel'],
    ['withoutTenantId=true&processDefinitionKey=outer', 'outer'],
    ['tenantIdIn=other', ''],
  ])('%s finds %s', async (query, expected) => {
    // a number in a query string is text: such filters are asked as JSON below
    if (query.startsWith('variables=area')) expect(await asked({ variables: [{ name: 'area', operator: 'gt', value: 20 }] })).toBe(expected)
    else expect(await names(query)).toBe(expected)
  })

  test('by the definition, its deployment, the called instance and the root', async () => {
    const [definition] = await get('/process-definition?key=outer')
    expect(await names(`processDefinitionId=${String(definition!.id)}`)).toBe('outer')
    expect(await names(`deploymentId=${String(definition!.deploymentId)}`)).toBe('outer')
    expect(await names(`subProcessInstance=${idOf('called')}`)).toBe('outer')
    expect(await names(`rootProcessInstanceId=${idOf('outer')}`)).toBe('called outer')
    expect(await names(`processInstanceIds=${idOf('hotel')},${idOf('broken')}`)).toBe('broken hotel')
  })

  test('as JSON with alternatives, sorted and paged; counts are neither', async () => {
    expect(await asked({ orQueries: [{ businessKey: 'permit-1', suspended: true }], processDefinitionKey: 'review' })).toBe('bakery hotel')
    const { body } = await call<{ businessKey: string }[]>('POST', '/process-instance?firstResult=1&maxResults=2', {
      rootProcessInstances: true,
      sorting: [{ sortBy: 'businessKey', sortOrder: 'desc' }],
    })
    expect(body.map(({ businessKey }) => businessKey)).toEqual(['permit-1', 'outer-1'])
    expect(await count('/process-instance/count?rootProcessInstances=true&maxResults=1')).toBe(4)
    expect((await call('POST', '/process-instance/count', { suspended: true })).body).toEqual({ count: 1 })
  })

  test('one of them, field by field', async () => {
    const [definition] = await get('/process-definition?key=review')
    expect(await get(`/process-instance/${idOf('bakery')}`)).toEqual({
      links: [],
      id: idOf('bakery'),
      definitionId: definition!.id,
      definitionKey: 'review',
      businessKey: 'permit-2',
      caseInstanceId: null,
      ended: false,
      suspended: true,
      tenantId: null,
    })
  })
})

describe('a process instance', () => {
  beforeAll(async () => {
    server = await restServer()
    for (const xml of [review, outer]) await server.deploy(xml)
  })
  afterAll(() => server.close())
  afterEach(() => expect(server.unexpected.splice(0)).toEqual([]))

  test('is suspended and goes on', async () => {
    const id = await start('review')
    const [task] = await pick('id', `/task?processInstanceId=${id}`)
    await done('PUT', `/process-instance/${id}/suspended`, { suspended: true })
    expect(await call('POST', `/task/${String(task)}/complete`, {})).toMatchObject({
      status: 500,
      body: { type: 'SuspendedEntityInteractionException' },
    })
    await done('PUT', '/process-instance/suspended', { processInstanceIds: [id], suspended: false })
    await done('POST', `/task/${String(task)}/complete`, {})
    await done('PUT', '/process-instance/suspended', { processDefinitionKey: 'review', suspended: true })
    expect(await get(`/process-instance/${id}`)).toMatchObject({ suspended: true })
  })

  test('is modified: what runs is cancelled, other things begin', async () => {
    const id = await start('review')
    const tree = await get<{ childActivityInstances: { id: string; activityId: string }[] }>(`/process-instance/${id}/activity-instances`)
    await done('POST', `/process-instance/${id}/modification`, {
      instructions: [
        { type: 'cancel', activityInstanceId: tree.childActivityInstances[0]!.id },
        {
          type: 'startBeforeActivity',
          activityId: 'Sign',
          variables: { note: { value: 'moved', type: 'String' }, own: { value: 1, local: true } },
        },
      ],
      annotation: 'skipped',
    })
    expect(await pick('taskDefinitionKey', `/task?processInstanceId=${id}`)).toEqual(['Sign'])
    expect(await get(`/process-instance/${id}/variables`)).toEqual({ note: { value: 'moved', type: 'String', valueInfo: {} } })
    // and what is not in the model is refused
    const wrong = (instructions: object[], more = {}) => call('POST', `/process-instance/${id}/modification`, { instructions, ...more })
    expect(await wrong([{ type: 'startBeforeActivity', activityId: 'Nowhere' }])).toMatchObject({ status: 400 })
    expect(await wrong([{ type: 'startBeforeActivity', activityId: 'Sign' }], { skipIoMappings: true })).toMatchObject({ status: 400 })
    expect(await wrong([])).toMatchObject({ status: 400 })
  })

  test('is deleted with a reason; many are by a query, within the call', async () => {
    const [first, second, third] = [await start('review', 'batch'), await start('review', 'batch'), await start('review', 'other')]
    await done('DELETE', `/process-instance/${first}?skipCustomListeners=true&skipIoMappings=true`)
    const { status, body } = await call('POST', '/process-instance/delete', {
      processInstanceQuery: { businessKey: 'batch' },
      deleteReason: 'tidy',
    })
    expect([status, body]).toEqual([
      200,
      {
        id: expect.any(String) as string,
        type: 'instance-deletion',
        totalJobs: 1,
        jobsCreated: 1,
        batchJobsPerSeed: 1,
        invocationsPerBatchJob: 1,
        seedJobDefinitionId: null,
        monitorJobDefinitionId: null,
        batchJobDefinitionId: null,
        suspended: false,
        tenantId: null,
        createUserId: 'rest',
        startTime: '2025-03-03T01:00:00.000+0000',
        executionStartTime: '2025-03-03T01:00:00.000+0000',
      },
    ])
    expect((await call('GET', `/batch/${String(body.id)}`)).status).toBe(404)
    expect((await call('GET', `/process-instance/${second}`)).status).toBe(404)
    expect((await call('GET', `/process-instance/${third}`)).status).toBe(200)
    expect(
      (
        await call('POST', '/process-instance/delete-historic-query-based', {
          historicProcessInstanceQuery: { processInstanceBusinessKey: 'gone' },
        })
      ).status,
    ).toBe(400)
    await start('review', 'gone')
    expect(
      (
        await call('POST', '/process-instance/delete-historic-query-based', {
          historicProcessInstanceQuery: { processInstanceBusinessKey: 'gone', unfinished: true },
        })
      ).body,
    ).toMatchObject({ totalJobs: 1 })
    expect(await call('POST', '/process-instance/delete', { processInstanceIds: [] })).toMatchObject({ status: 400 })
    expect(await call('POST', '/process-instance/delete', { processInstanceIds: [third, 'none'] })).toMatchObject({
      status: 500,
      body: { message: expect.stringContaining('1 of 2 failed') as string },
    })
  })

  test('many get variables and messages at once', async () => {
    const ids = [await start('review'), await start('review')]
    const { body } = await call('POST', '/process-instance/variables-async', {
      processInstanceIds: ids,
      variables: { note: { value: 'all', type: 'String' } },
    })
    expect(body).toMatchObject({ type: 'set-variables', totalJobs: 2 })
    for (const id of ids) expect(await get(`/process-instance/${id}/variables/note`)).toMatchObject({ value: 'all' })
  })

  test('bytes are put and fetched as they are', async () => {
    const id = await start('review')
    const form = new FormData()
    form.append('data', new Blob([new Uint8Array([0, 255, 7])]), 'x.bin')
    form.append('valueType', 'Bytes')
    const path = `${server.baseUrl}/process-instance/${id}/variables/raw/data`
    expect((await fetch(path, { method: 'POST', body: form })).status).toBe(204)
    expect([...new Uint8Array(await (await fetch(path)).arrayBuffer())]).toEqual([0, 255, 7])
  })

  test('has the comments of its tasks', async () => {
    const id = await start('review')
    const [task] = await pick('id', `/task?processInstanceId=${id}`)
    const { body } = await call<{ id: string }>('POST', `/task/${String(task)}/comment/create`, { message: 'looks good' })
    expect(await get(`/process-instance/${id}/comment`)).toMatchObject([{ id: body.id, message: 'looks good', processInstanceId: id }])
    await done('PUT', `/process-instance/${id}/comment`, { id: body.id, message: 'changed' })
    expect(await pick('message', `/process-instance/${id}/comment`)).toEqual(['changed'])
    await done('DELETE', `/process-instance/${id}/comment/${body.id}`)
    expect(await get(`/process-instance/${id}/comment`)).toEqual([])
  })
})
