import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { needOf } from '../src/server/engine-rest-rights.ts'
import { createApp } from '../src/server/app.ts'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ApiClient } from './support/api-client.ts'
import { installation, type Installation } from './support/installation.ts'

const DAY = 86_400_000
/** One external task of each topic. */
const MODEL = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="test">
  <bpmn:process id="exchange" isExecutable="true" camunda:historyTimeToLive="1">
    <bpmn:startEvent id="start"/><bpmn:sequenceFlow id="a" sourceRef="start" targetRef="fork"/>
    <bpmn:parallelGateway id="fork"/>
    <bpmn:sequenceFlow id="b" sourceRef="fork" targetRef="ours"/><bpmn:sequenceFlow id="c" sourceRef="fork" targetRef="theirs"/>
    <bpmn:serviceTask id="ours" name="本系统" camunda:type="external" camunda:topic="ours"/>
    <bpmn:serviceTask id="theirs" name="他系统" camunda:type="external" camunda:topic="theirs"/>
    <bpmn:sequenceFlow id="d" sourceRef="ours" targetRef="end1"/><bpmn:sequenceFlow id="e" sourceRef="theirs" targetRef="end2"/>
    <bpmn:endEvent id="end1"/><bpmn:endEvent id="end2"/>
  </bpmn:process>
</bpmn:definitions>`

let on: Installation
let security: ApiClient
beforeAll(async () => {
  on = await installation()
  security = await ApiClient.login(on.url, 'anquan')
  const { engine } = on.services
  await engine.deploy({ tenantId: 'sanhu', name: 'exchange', resources: [{ name: 'exchange.bpmn', content: MODEL }] })
  await engine.start({ tenantId: 'sanhu', definitionKey: 'exchange', actor: { userId: 'test' } })
})
afterAll(() => on.close())

const create = async (given: object) => {
  const body = { name: '数据交换', organId: 'xxzx', topics: [], rights: [], addresses: [], days: 30, ...given }
  return security.post<{ id: string; token: string }>('/api/api-tokens', body)
}
const tokenOf = async (given: object): Promise<string> => (await create(given)).body.token
const call = (token: string, method: string, path: string, body?: unknown, url = on.url) =>
  fetch(`${url}/engine-rest${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
  })
const fetchTopics = (token: string, ...topics: string[]) =>
  call(token, 'POST', '/external-task/fetchAndLock', {
    workerId: 'w',
    maxTasks: 10,
    topics: topics.map((topicName) => ({ topicName, lockDuration: 60_000 })),
  })

describe('a token for one topic', () => {
  test('fetches and answers tasks of its topic, and of no other', async () => {
    const [ours, theirs] = [await tokenOf({ topics: ['ours'] }), await tokenOf({ topics: ['theirs'] })]
    expect((await fetchTopics(ours, 'theirs')).status).toBe(403)
    expect((await fetchTopics(ours, 'ours', 'theirs')).status).toBe(403)
    const [task] = (await (await fetchTopics(ours, 'ours')).json()) as { id: string }[]
    const complete = `/external-task/${task!.id}/complete`
    for (const path of [complete, `/engine/default${complete}`, complete.replace(task!.id, encodeURIComponent(task!.id))])
      expect((await call(theirs, 'POST', path, { workerId: 'w' })).status).toBe(403)
    expect((await call(ours, 'POST', complete, { workerId: 'w' })).status).toBe(204)
    expect((await call(ours, 'POST', '/external-task/nothing/complete', { workerId: 'w' })).status).toBe(404)
    expect((await call(ours, 'POST', '/external-task/fetchAndLock', '{"topics":')).status).toBe(400)
  })

  test.each([
    ['GET', '/process-instance'],
    ['GET', '/task'],
    ['GET', '/external-task'],
    ['GET', '/history/variable-instance'],
    ['POST', '/message'],
    ['POST', '/deployment/create'],
    ['POST', '/process-definition/key/exchange/start'],
    ['POST', '/external-task//fetchAndLock'],
    ['POST', '/external-task/fetchAndLock/'],
    ['PUT', '/external-task/retries'],
    ['DELETE', '/process-instance/x'],
  ])('may not %s %s', async (method, path) => {
    const token = await tokenOf({ topics: ['ours'] })
    expect((await call(token, method, path, method === 'GET' ? undefined : {})).status).toBe(403)
  })

  test('a right opens its own line of the table and no more; the right to everything opens all', async () => {
    const reader = await tokenOf({ rights: ['process-instance:read'] })
    expect((await call(reader, 'GET', '/process-instance')).status).toBe(200)
    expect((await call(reader, 'POST', '/process-instance', {})).status).toBe(200)
    expect((await call(reader, 'POST', '/process-instance/delete', {})).status).toBe(403)
    expect((await call(reader, 'GET', '/task')).status).toBe(403)
    expect((await call(await tokenOf({ rights: ['full'] }), 'GET', '/task')).status).toBe(200)
  })

  test('the external task client works with it', async () => {
    await on.services.engine.start({ tenantId: 'sanhu', definitionKey: 'exchange', actor: { userId: 'test' } })
    const { Client, Variables } = await import('camunda-external-task-client-js')
    const token = await tokenOf({ topics: ['theirs'] })
    const client = new Client({
      baseUrl: `${on.url}/engine-rest`,
      workerId: 'a system of a department',
      autoPoll: false,
      interceptors: (config) => ({ ...config, headers: { ...(config.headers as object), Authorization: `Bearer ${token}` } }),
    })
    const done = new Promise<string>((resolve) => {
      client.subscribe('theirs', {}, async ({ task, taskService }) => {
        await taskService.complete(task, new Variables())
        resolve('done')
      })
    })
    client.start()
    expect(await done).toBe('done')
    client.stop()
  })
})

describe('giving and taking away', () => {
  test('only the security administrator; the token is shown once and kept as a hash; every step is recorded', async () => {
    const { id, token } = (await create({ topics: ['ours'] })).body
    expect(token).toMatch(/^lbt_[\w-]{43}$/)
    const list = await security.get('/api/api-tokens')
    expect(JSON.stringify(list.body)).not.toContain(token)
    expect(JSON.stringify(await on.services.database('api_token'))).not.toContain(token)
    for (const username of ['xitong', 'zhuguan', 'jianjian', 'shenqing']) {
      const other = await ApiClient.login(on.url, username)
      expect((await other.get('/api/api-tokens')).status).toBe(403)
      expect((await other.post(`/api/api-tokens/${id}/revocation`)).status).toBe(403)
    }
    expect((await fetchTopics(token, 'ours')).status).toBe(200)
    expect((await security.post(`/api/api-tokens/${id}/revocation`)).status).toBe(204)
    expect((await security.post(`/api/api-tokens/${id}/revocation`)).status).toBe(409)
    expect((await fetchTopics(token, 'ours')).status).toBe(401)
    const { items } = await on.services.tenants.supervision.entries('sanhu', { subject: `api-token:${id}`, limit: 50 })
    expect(items.map(({ action }) => action)).toEqual(['api-token.created', 'api-token.revoked', 'access.refused'])
  })

  test('revoked here, it is refused by the other server process at its next call', async () => {
    const { id, token } = (await create({ topics: ['ours'] })).body
    const other = createServer(createApp({ ...on.services, logger: pino({ level: 'silent' }) }).callback())
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const otherUrl = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
    const body = { workerId: 'w', maxTasks: 0, topics: [] }
    expect((await call(token, 'POST', '/external-task/fetchAndLock', body, otherUrl)).status).toBe(200)
    await security.post(`/api/api-tokens/${id}/revocation`)
    expect((await call(token, 'POST', '/external-task/fetchAndLock', body, otherUrl)).status).toBe(401)
    other.closeAllConnections()
    await new Promise((resolve) => other.close(resolve))
  })

  test('from another address, after its time, or changed in a letter it opens nothing', async () => {
    expect((await fetchTopics(await tokenOf({ topics: ['ours'], addresses: ['10.2.0.0/16'] }), 'ours')).status).toBe(401)
    expect((await fetchTopics(await tokenOf({ topics: ['ours'], addresses: ['127.0.0.0/8'] }), 'ours')).status).toBe(200)
    const token = await tokenOf({ topics: ['ours'], days: 1 })
    expect((await fetchTopics(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`, 'ours')).status).toBe(401)
    on.time.now += DAY
    expect((await fetchTopics(token, 'ours')).status).toBe(401)
    security = await ApiClient.login(on.url, 'anquan')
  })

  test.each([
    [{ topics: [] }, '至少'],
    [{ topics: ['ours'], days: 400 }, '有效期'],
    [{ topics: ['ours'], addresses: ['10.2.0.0/33'] }, '10.2.0.0/16'],
    [{ topics: ['a b'] }, '主题'],
    [{ rights: ['everything'] }, '权限'],
    [{ topics: ['ours'], organId: 'nowhere' }, '单位'],
  ])('%j is refused with what to do', async (given, words) => {
    const answer = await create(given)
    expect(answer).toMatchObject({ status: 422, body: { error: { code: 'API_TOKEN_INVALID' } } })
    expect(answer.body.error!.message).toContain(words)
  })
})

test('what is written otherwise than in the table needs the right to everything', () => {
  expect(needOf('POST', '/External-Task/fetchAndLock')).toEqual({ right: 'full' })
  expect(needOf('POST', '/history/process-instance/delete')).toEqual({ right: 'full' })
  expect(needOf('POST', '/history/cleanup')).toEqual({ right: 'full' })
  expect(needOf('PATCH', '/message')).toEqual({ right: 'full' })
})
