import { createHash } from 'node:crypto'
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { workerTokenOf } from '../src/server/worker-credential.ts'
import { ApiClient } from './support/api-client.ts'
import { apply, FORM, materials, PDF, waitForTask, work } from './support/licence-journey.ts'
import { NORTH, SOUTH, twoCounties, type TwoCounties } from './support/two-counties.ts'

const UNKNOWN = 'nobody.example.test'
const INSTALLATION_TOKEN = 'installation-token-of-the-test'

let both: TwoCounties
let north: Record<'applicant' | 'clerk' | 'auditor' | 'admin', ApiClient>
let south: typeof north
/** What the north has, and the south must not find. */
let foreign: { caseId: string; taskId: string; fileId: string; incidentId: string }

const login = (username: string, host: string) => ApiClient.login(both.url, username, undefined, host)
async function peopleAt(host: string): Promise<typeof north> {
  const [applicant, clerk, auditor, admin] = await Promise.all(
    ['shenqing', 'chuangkou', 'jianjian', 'xitong'].map((name) => login(name, host)),
  )
  return { applicant: applicant!, clerk: clerk!, auditor: auditor!, admin: admin! }
}
/**
 * What comes over the wire when an id is asked for, and which statements the database was sent for it, but for what
 * differs from one request to the next. Statements that are the same take the same way, and the same time.
 */
async function trace(client: ApiClient, method: 'get' | 'post', path: string, id: string): Promise<string[]> {
  const statements: string[] = []
  const listen = ({ sql }: { sql: string }) => statements.push(sql)
  both.services.database.on('query', listen)
  const { status, body } = await client[method](path.replace(':id', id))
  both.services.database.removeListener('query', listen)
  const text = JSON.stringify(body)
    .replaceAll(id, ':id')
    .replace(/"(requestId|hash|id)":"[^"]+"/g, '')
  return [String(status), text, ...statements]
}

beforeAll(async () => {
  both = await twoCounties()
  north = await peopleAt(NORTH.host)
  south = await peopleAt(SOUTH.host)
  const { caseId } = await apply(north.applicant)
  const { taskId } = await waitForTask(north.clerk, caseId, 'Task_Intake')
  const { fileId } = (await north.applicant.upload('a.pdf', PDF)).body
  foreign = { caseId, taskId, fileId, incidentId: 'none' }
})
afterAll(() => both.close())

describe('the address says which county is meant', () => {
  test('each county greets with its own name, whoever is called the same in both', async () => {
    const who = async (client: ApiClient) =>
      (await client.get<{ user: { id: string }; tenant: { id: string; name: string } }>('/api/session')).body
    expect(await who(north.clerk)).toMatchObject({ user: { id: 'chuangkou' }, tenant: { id: 'sanhu', name: '三湖县' } })
    expect(await who(south.clerk)).toMatchObject({ user: { id: 'chuangkou' }, tenant: { id: 'south', name: '南湖县' } })
  })

  test.each([UNKNOWN, '', 'SOUTH.example.test.evil', '127.0.0.1', 'x'.repeat(300)])(
    'the host "%s" means nobody: a page says so, the API too',
    async (host) => {
      const headers = { 'X-Forwarded-Host': host || ' ' }
      for (const path of ['/', '/login', '/verify/00000000000000000000000000000000', '/assets/x.js']) {
        const page = await fetch(both.url + path, { headers })
        expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
        expect(await page.text()).not.toMatch(/三湖|南湖|sanhu/)
      }
      for (const path of ['/api/session', '/api/demo-accounts', '/api/openapi.json', '/api/nothing', `/api/cases/${foreign.caseId}`]) {
        const answer = await fetch(both.url + path, { headers })
        expect([answer.status, ((await answer.json()) as { error: { code: string } }).error.code]).toEqual([404, 'UNKNOWN_HOST'])
      }
      const answer = await new ApiClient(both.url, host || ' ').post('/api/session', {
        username: 'chuangkou',
        password: 'Lianban@2026',
      })
      expect(answer.status).toBe(404)
    },
  )

  test.each(['North.Example.TEST', 'north.example.test:8443', 'north.example.test.'])('"%s" is the same host', async (host) => {
    expect((await north.clerk.at(host).get('/api/session')).status).toBe(200)
  })

  test('a load balancer asks without a tenant', async () => {
    expect((await fetch(`${both.url}/healthz`, { headers: { 'X-Forwarded-Host': UNKNOWN } })).status).toBe(200)
  })

  test('a session of one county is worthless at the other, and lives on at its own', async () => {
    expect((await north.auditor.at(SOUTH.host).get('/api/session')).status).toBe(401)
    expect((await north.auditor.at(SOUTH.host).get('/api/supervision/overview')).status).toBe(401)
    expect((await north.clerk.at(SOUTH.host).post(`/api/tasks/${foreign.taskId}/claim`)).status).toBe(401)
    expect((await north.auditor.get('/api/session')).status).toBe(200)
  })

  test('only the sample county shows accounts to try', async () => {
    expect((await new ApiClient(both.url, NORTH.host).get('/api/demo-accounts')).status).toBe(200)
    expect((await new ApiClient(both.url, SOUTH.host).get('/api/demo-accounts')).status).toBe(404)
  })

  test('a wrong password locks the account of one county alone', async () => {
    for (let i = 0; i < 5; i++) await new ApiClient(both.url, SOUTH.host).post('/api/session', { username: 'chujian', password: 'wrong' })
    expect(
      (
        await new ApiClient(both.url, SOUTH.host).post('/api/session', {
          username: 'chujian',
          password: 'Lianban@2026',
        })
      ).status,
    ).toBe(423)
    expect(
      (
        await new ApiClient(both.url, NORTH.host).post('/api/session', {
          username: 'chujian',
          password: 'Lianban@2026',
        })
      ).status,
    ).toBe(200)
  })
})

describe('nothing of one county is there for the other', () => {
  test.each([
    '/api/cases?view=organ',
    '/api/cases?view=mine',
    '/api/inbox',
    '/api/inbox?view=done',
    '/api/cases?view=all',
    '/api/supervision/cases',
    '/api/incidents',
  ])('lists are empty: %s', async (path) => {
    for (const client of Object.values(south)) {
      const { status, body } = await client.get<{ items: unknown[]; count?: number }>(path)
      if (status === 200) expect(body).toMatchObject({ items: [] })
      if (status === 200 && body.count !== undefined) expect(body.count).toBe(0)
    }
  })

  test('counts are its own', async () => {
    const total = async (client: ApiClient) => (await client.get<{ total: number }>('/api/supervision/overview')).body.total
    expect([await total(north.auditor), await total(south.auditor)]).toEqual([1, 0])
  })

  test("another county's id and one that nobody has give the same bytes, on the same way", async () => {
    const { caseId, taskId, fileId } = foreign
    const missing = '0'.repeat(26)
    const reads = ['/api/cases/:id', '/api/cases/:id/timeline', '/api/cases/:id/diagram', '/api/supervision/cases/:id/log'].map((path) => [
      path,
      caseId,
    ])
    const others = [...reads, ['/api/tasks/:id', taskId], ['/api/tasks/:id/people?post=handler', taskId], ['/api/files/:id', fileId]] as [
      string,
      string,
    ][]
    for (const [path, id] of others)
      for (const client of Object.values(south))
        expect(await trace(client, 'get', path, id)).toEqual(await trace(client, 'get', path, missing))
    const writes: [string, string][] = [
      ['/api/tasks/:id/claim', taskId],
      ['/api/tasks/:id/release', taskId],
      ['/api/incidents/:id/retry', taskId],
    ]
    for (const [path, id] of writes)
      for (const client of Object.values(south))
        expect(await trace(client, 'post', path, id)).toEqual(await trace(client, 'post', path, missing))
    expect(await south.clerk.post(`/api/tasks/${taskId}/complete`, { action: 'accept' })).toMatchObject({ status: 404 })
    expect(await south.applicant.post(`/api/cases/${caseId}/supplement`, { materials: {} })).toMatchObject({
      status: 404,
    })
    expect(await waitForTask(north.clerk, caseId, 'Task_Intake')).toMatchObject({ taskId, assignee: null })
  })

  test('its numbers begin at one, and the same number may stand in both', async () => {
    const first = await apply(south.applicant)
    const number = async (client: ApiClient, id: string) => (await client.get<{ caseNo: string }>(`/api/cases/${id}`)).body.caseNo
    expect(await number(south.applicant, first.caseId)).toBe(await number(north.applicant, foreign.caseId))
    expect((await north.auditor.get(`/api/cases/${first.caseId}`)).status).toBe(404)
  })

  test('the same key of a second click means another request in each county', async () => {
    const key = 'the-same-key-in-both'
    const body = async (client: ApiClient) => ({
      matterKey: 'food-business-licence',
      form: FORM,
      materials: await materials(client),
    })
    const [a, b] = [
      await north.applicant.post('/api/cases', await body(north.applicant), key),
      await south.applicant.post('/api/cases', await body(south.applicant), key),
    ]
    expect([a.status, b.status]).toEqual([201, 201])
    expect((await south.applicant.get(`/api/cases/${String(a.body.caseId)}`)).status).toBe(404)
  })

  test('files handed in to one county cannot be attached in the other', async () => {
    const stolen = await materials(north.applicant)
    const answer = await south.applicant.post('/api/cases', {
      matterKey: 'food-business-licence',
      form: FORM,
      materials: stolen,
    })
    expect(answer.status).toBe(422)
  })

  test("a file's hash is no key to it: the store of another county does not have it", async () => {
    const secret = Buffer.concat([PDF, Buffer.from('north only')])
    await north.applicant.upload('secret.pdf', secret)
    const sha256 = createHash('sha256').update(secret).digest('hex')
    await expect(both.services.objectsOf(SOUTH.id).get(sha256)).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' })
    const stream = await both.services.objectsOf(NORTH.id).get(sha256)
    stream.destroy()
  })

  test('what happens in one county is in its log alone', async () => {
    const seen = async (tenantId: string) =>
      (await both.services.tenants.supervision.entries(tenantId, { subject: `case:${foreign.caseId}`, limit: 50 })).items.filter(
        ({ action }) => action !== 'supervision.looked-up',
      ).length
    expect(await seen(NORTH.id)).toBeGreaterThan(0)
    expect(await seen(SOUTH.id)).toBe(0)
    await both.services.tenants.supervision.sealAll()
    const heads = await Promise.all([NORTH.id, SOUTH.id].map((id) => both.services.tenants.supervision.status(id)))
    expect(JSON.stringify(heads[0])).not.toBe(JSON.stringify(heads[1]))
  })

  test('a live count tells of its own county only', async () => {
    let told = 0
    const end = both.services.inboxFeed.subscribe(SOUTH.id, () => told++)
    await work(north.clerk, foreign.caseId, 'Task_Intake', { action: 'accept' })
    end()
    expect(told).toBe(0)
  })
})

describe("a worker's token opens one county", () => {
  const engineRest = (token: string, path: string, body?: object) =>
    fetch(`${both.url}/engine-rest${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: body && JSON.stringify(body),
    })

  /** A token of the county's own security administrator. */
  const reader = async (tenantId: string): Promise<string> => {
    const { users, apiTokens } = both.services.tenants
    const given = { name: '核对', organId: 'xxzx', topics: [], rights: ['process-instance:read'], addresses: [], days: 1 }
    return (await apiTokens.create(await users.caller(tenantId, 'anquan'), given)).token
  }

  test('each sees its own instances; the other county counts none of them', async () => {
    const readers = { [NORTH.id]: await reader(NORTH.id), [SOUTH.id]: await reader(SOUTH.id) }
    const ids = async (tenantId: string) =>
      ((await (await engineRest(readers[tenantId]!, '/process-instance')).json()) as { id: string }[]).map(({ id }) => id)
    const [ofNorth, ofSouth] = [await ids(NORTH.id), await ids(SOUTH.id)]
    expect(ofNorth.length).toBeGreaterThan(0)
    expect(ofNorth.filter((id) => ofSouth.includes(id))).toEqual([])
    for (const id of ofNorth) expect((await engineRest(readers[SOUTH.id]!, `/process-instance/${id}`)).status).toBe(404)
  })

  test.each([
    ['of the installation, which does not say which county', INSTALLATION_TOKEN],
    ['of another installation', workerTokenOf('some other installation token', SOUTH.id)],
    ['of a county that is not there', workerTokenOf(INSTALLATION_TOKEN, 'east')],
    ['with the other county put in', workerTokenOf(INSTALLATION_TOKEN, NORTH.id).replace('sanhu', 'south')],
    ['that is none', ''],
  ])('the token %s is refused', async (_name, token) => {
    expect((await engineRest(token, '/process-instance')).status).toBe(401)
  })
})

test("the installation's own workers may do nothing but their topics", async () => {
  const engineRest = (path: string, body?: object) =>
    fetch(`${both.url}/engine-rest${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { Authorization: `Bearer ${workerTokenOf(INSTALLATION_TOKEN, SOUTH.id)}`, 'Content-Type': 'application/json' },
      body: body && JSON.stringify(body),
    })
  expect((await engineRest('/process-instance')).status).toBe(403)
  const fetchTopic = (topicName: string) =>
    engineRest('/external-task/fetchAndLock', { workerId: 'w', maxTasks: 1, topics: [{ topicName, lockDuration: 1000 }] })
  expect((await fetchTopic('render-document')).status).toBe(200)
  expect((await fetchTopic('something-else')).status).toBe(403)
})

describe('a county is closed', () => {
  test('nobody gets in, by no door, and the other one works on; then it is opened again', async () => {
    const by = { actor: { userId: 'operator' } }
    await both.services.tenants.tenancy.setDisabled(SOUTH.id, true, by)
    expect(await south.clerk.get('/api/session')).toMatchObject({
      status: 404,
      body: { error: { code: 'UNKNOWN_HOST' } },
    })
    expect(
      (
        await fetch(`${both.url}/engine-rest/task`, {
          headers: { Authorization: `Bearer ${workerTokenOf(INSTALLATION_TOKEN, SOUTH.id)}` },
        })
      ).status,
    ).toBe(401)
    expect((await north.clerk.get('/api/inbox')).status).toBe(200)
    await both.services.tenants.tenancy.setDisabled(SOUTH.id, false, by)
    expect((await south.clerk.get('/api/inbox')).status).toBe(200)
  })
})

test('the Host header itself is what counts where no proxy is trusted', async () => {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    request(`${both.url}/api/session`, { headers: { Host: NORTH.host } }, (answer) => resolve(answer.resume().statusCode))
      .on('error', reject)
      .end()
  })
  expect(status).toBe(401)
})
