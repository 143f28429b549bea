import { describeOnDatabases } from '@lianban/storage/testing'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { restCalls } from '../../test/rest-calls.ts'
import { restServer, type RestServer } from '../../test/rest-server.ts'
import { aProcess } from '../testing/index.ts'

let server: RestServer
const { call, get, start, done, completeTasks } = restCalls(() => server)

describe('what the SDK and the tasklist ask beside the processes', () => {
  beforeAll(async () => {
    server = await restServer()
  })
  afterAll(() => server.close())
  afterEach(() => expect(server.unexpected.splice(0)).toEqual([]))

  test('the caller may do what the host let it do; others are not known', async () => {
    const check = (more = '') =>
      get(`/authorization/check?permissionName=ACCESS&resourceName=application&resourceType=0&resourceId=tasklist${more}`)
    expect(await check()).toEqual({ permissionName: 'ACCESS', resourceName: 'application', resourceId: 'tasklist', authorized: true })
    expect(await check('&userId=someone')).toMatchObject({ authorized: false })
    expect(await call('GET', '/authorization/check?permissionName=ACCESS')).toMatchObject({ status: 400 })
    expect(await get('/user/rest/profile')).toEqual({ id: 'rest', firstName: null, lastName: null, email: null })
    expect((await call('GET', '/user/someone/profile')).status).toBe(404)
  })

  test('groups, users, filters, tenants and authorizations are empty lists', async () => {
    expect(await get('/identity/groups?userId=rest')).toEqual({ groups: [], groupUsers: [] })
    for (const list of ['user', 'group', 'filter', 'tenant', 'authorization']) {
      expect(await get(`/${list}`)).toEqual([])
      expect(await get(`/${list}/count`)).toEqual({ count: 0 })
      expect((await call<{ links: object[] }>('OPTIONS', `/${list}`)).body.links).toHaveLength(2)
      expect(await call('GET', `/${list}?nonsense=1`)).toMatchObject({ status: 400 })
    }
    expect((await call('POST', '/group', { member: 'rest' })).body).toEqual([])
    expect((await call('GET', '/tenant/default')).status).toBe(404)
  })

  test('batches are done when they are answered; telemetry is off; the schema tells its changes', async () => {
    expect(await get('/batch')).toEqual([])
    expect(await get('/batch/statistics/count')).toEqual({ count: 0 })
    expect((await call('PUT', '/batch/x/suspended', { suspended: true })).status).toBe(404)
    expect(await get('/telemetry/configuration')).toEqual({ enableTelemetry: false })
    await done('POST', '/telemetry/configuration', { enableTelemetry: false })
    expect(await call('POST', '/telemetry/configuration', { enableTelemetry: true })).toMatchObject({ status: 400 })
    const log = await get('/schema/log')
    expect(log.at(-1)).toEqual({ timestamp: expect.any(String) as string, version: '202611240430-create-matter' })
    expect(await get('/engine')).toEqual([{ name: 'default' }])
    expect(await (await fetch(`${server.baseUrl}/engine/default/version`)).json()).toEqual({ version: '7.24.0' })
    expect((await fetch(`${server.baseUrl}/engine/other/version`)).status).toBe(404)
  })
})

describeOnDatabases('metrics', (open) => {
  beforeAll(async () => {
    server = await restServer(undefined, await open())
    await server.deploy(aProcess('p').startEvent('S').userTask('A').endEvent('E').toXml())
    await completeTasks(await start('p'))
    server.clock.advance('PT1H')
    await start('p')
  })
  afterAll(() => server.close())
  afterEach(() => expect(server.unexpected.splice(0)).toEqual([]))

  test.each([
    ['flow-node-instances', 5],
    ['activity-instance-end', 4],
    ['process-instances', 2],
    ['root-process-instance-start', 2],
    ['decision-instances', 0],
    ['job-successful', 0],
  ])('%s are %i', async (name, expected) => expect(await get(`/metrics/${name}/sum`)).toEqual({ result: expected }))

  test('in a span of time, and by interval', async () => {
    expect(await get('/metrics/process-instances/sum?startDate=2025-03-03T01:30:00.000%2B0000')).toEqual({ result: 1 })
    expect(await get('/metrics/process-instances/sum?endDate=2025-03-03T01:30:00.000%2B0000')).toEqual({ result: 1 })
    expect(await get('/metrics?name=flow-node-instances&interval=3600')).toEqual([
      { timestamp: '2025-03-03T02:00:00.000+0000', name: 'flow-node-instances', reporter: null, value: 2 },
      { timestamp: '2025-03-03T01:00:00.000+0000', name: 'flow-node-instances', reporter: null, value: 3 },
    ])
    expect(await call('GET', '/metrics?maxResults=201')).toMatchObject({ status: 400 })
    expect(await call('GET', '/metrics/happiness/sum')).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('flow-node-instances') as string },
    })
  })
})
