import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Koa from 'koa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { restServer, type RestServer } from '../../test/rest-server.ts'
import { aProcess } from '../testing/index.ts'
import { engineRest } from './index.ts'

const model = aProcess('p')
  .startEvent('Start')
  .parallelGateway('Fork')
  .userTask('Task')
  .endEvent('End')
  .moveTo('Fork')
  .serviceTask('Work', 'topic')
  .connectTo('End')
  .moveTo('Fork')
  .messageCatch('Paid', 'paid')
  .connectTo('End')
  .moveTo('Fork')
  .timerCatch('Wait', { duration: 'PT1H' })
  .connectTo('End')
  .moveTo('Fork')
  .expressionTask('Boom', '${x}', { inputs: { x: '${nothing.there}' } })
  .connectTo('End')
  .toXml()
const table = `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="f" name="f" namespace="n"><decision id="d" name="d"><literalExpression id="l"><text>1</text></literalExpression></decision></definitions>`

/** Lists that each hold something of the tenant that has deployed and started. */
const LISTS = [
  'deployment',
  'process-definition',
  'decision-definition',
  'process-instance',
  'execution',
  'task',
  'external-task',
  'event-subscription',
  'job',
  'job-definition',
  'incident',
]

let server: RestServer
let http: Server
/** As a host with several tenants: which one it is, the caller's log-in says. */
const call = async (tenant: string, method: string, path: string, body?: object) => {
  const response = await fetch(`http://127.0.0.1:${(http.address() as AddressInfo).port}/engine-rest${path}`, {
    method,
    headers: { 'X-Tenant': tenant, ...(body && { 'Content-Type': 'application/json' }) },
    body: body && JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as Record<string, unknown>[] & Record<string, unknown> }
}

beforeAll(async () => {
  server = await restServer()
  const app = new Koa()
  app.use(engineRest({ engine: server.engine, tenantOf: (ctx) => ctx.get('X-Tenant') }))
  http = createServer(app.callback())
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  await server.engine.deploy({
    tenantId: 'north',
    name: 'all',
    resources: [
      { name: 'p.bpmn', content: model },
      { name: 'd.dmn', content: table },
    ],
  })
  await call('north', 'POST', '/process-definition/key/p/start', { businessKey: 'b' })
})
afterAll(async () => {
  http.closeAllConnections()
  await new Promise((resolve) => http.close(resolve))
  await server.close()
})

describe('a tenant', () => {
  test.each(LISTS)('sees its own %s, another one none of it, whatever it asks for', async (list) => {
    const own = await call('north', 'GET', `/${list}`)
    expect(own.body.length).toBeGreaterThan(0)
    if (own.body[0]!.tenantId !== undefined) expect(own.body[0]).toMatchObject({ tenantId: 'north' })
    for (const query of ['', '?tenantIdIn=north']) expect((await call('south', 'GET', `/${list}${query}`)).body).toEqual([])
    expect((await call('south', 'GET', `/${list}/count`)).body).toEqual({ count: 0 })
    expect((await call('north', 'GET', `/${list}/count?tenantIdIn=north`)).body).toEqual({ count: own.body.length })
    if (list === 'event-subscription') return
    const id = String(own.body[0]!.id)
    expect((await call('north', 'GET', `/${list}/${id}`)).status).toBe(200)
    expect((await call('south', 'GET', `/${list}/${id}`)).status).toBe(404)
  })

  test('can change nothing of another one', async () => {
    const idOf = async (list: string) => String((await call('north', 'GET', `/${list}`)).body[0]!.id)
    const instance = await idOf('process-instance')
    const attempts: [string, string, object?][] = [
      ['DELETE', `/process-instance/${instance}`],
      ['PUT', `/process-instance/${instance}/suspended`, { suspended: true }],
      ['PUT', `/process-instance/${instance}/variables/x`, { value: 1 }],
      ['POST', `/process-instance/${instance}/modification`, { instructions: [{ type: 'cancel', activityId: 'Task' }] }],
      ['POST', `/execution/${await idOf('execution')}/signal`, {}],
      ['POST', `/job/${await idOf('job')}/execute`],
      ['PUT', `/job/${await idOf('job')}/priority`, { priority: 1 }],
      ['PUT', `/job-definition/${await idOf('job-definition')}/suspended`, { suspended: true }],
      ['DELETE', `/incident/${await idOf('incident')}`],
      ['PUT', `/external-task/${await idOf('external-task')}/priority`, { priority: 1 }],
      ['POST', `/task/${await idOf('task')}/complete`, {}],
      ['PUT', `/process-definition/${await idOf('process-definition')}/suspended`, { suspended: true }],
      ['DELETE', `/process-definition/key/p`],
      ['POST', '/process-definition/key/p/start', {}],
      ['POST', '/decision-definition/key/d/evaluate', {}],
      ['DELETE', `/deployment/${await idOf('deployment')}`],
    ]
    for (const [method, path, body] of attempts)
      expect([method, path, (await call('south', method, path, body)).status]).toEqual([method, path, 404])
    // messages and signals stay within, operations on many find nobody
    expect((await call('south', 'POST', '/message', { messageName: 'paid' })).status).toBe(400)
    expect((await call('south', 'POST', '/process-instance/delete', { processInstanceQuery: { businessKey: 'b' } })).status).toBe(400)
    expect((await call('south', 'POST', '/process-instance/delete', { processInstanceIds: [instance] })).status).toBe(404)
    expect(
      (
        await call('south', 'POST', '/external-task/fetchAndLock', {
          workerId: 'w',
          maxTasks: 5,
          topics: [{ topicName: 'topic', lockDuration: 1000 }],
        })
      ).body,
    ).toEqual([])
    expect((await call('north', 'GET', `/process-instance/${instance}`)).body).toMatchObject({ suspended: false })
  })

  test('names itself by key and tenant', async () => {
    expect((await call('north', 'GET', '/process-definition/key/p/tenant-id/north')).body).toMatchObject({ key: 'p', tenantId: 'north' })
    expect((await call('north', 'GET', '/process-definition/key/p/tenant-id/south')).status).toBe(404)
    expect((await call('north', 'GET', '/tenant')).body).toEqual([{ id: 'north', name: 'north' }])
  })
})
