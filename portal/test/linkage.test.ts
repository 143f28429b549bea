import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ApiClient } from './support/api-client.ts'
import { installation, type Installation } from './support/installation.ts'

const AT = { longitude: 119.06, latitude: 33.14 }

let on: Installation
beforeAll(async () => {
  on = await installation({ MAP_TILES: 'https://tiles.example.test/{z}/{x}/{y}.png' })
})
afterAll(() => on.close())
const login = (username: string) => ApiClient.login(on.url, username)

/** Claims and completes the one task of this step. */
async function does(username: string, elementId: string, action: string, rest: object = {}): Promise<void> {
  const client = await login(username)
  const { body } = await client.get<{ items: { taskId: string; elementId: string }[] }>('/api/inbox?view=todo')
  const task = body.items.find((item) => item.elementId === elementId)
  expect(task, `${username} ${elementId}`).toBeDefined()
  const answer = await client.post(`/api/tasks/${task!.taskId}/complete`, { action, ...rest })
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 })
}

describe('the hotline 12345', () => {
  const newToken = async (rights: string[]): Promise<{ id: string; token: string }> => {
    const security = await login('anquan')
    const body = { name: '12345', organId: 'xxzx', topics: [], rights, addresses: [], days: 30 }
    return (await security.post<{ id: string; token: string }>('/api/api-tokens', body)).body
  }
  const tokenOf = async (rights: string[]): Promise<string> => (await newToken(rights)).token
  const call = async (token: string | null, method: string, path: string, body?: object) => {
    const headers = { 'Content-Type': 'application/json', ...(token !== null && { Authorization: `Bearer ${token}` }) }
    const response = await fetch(`${on.url}/api/hotline${path}`, { method, headers, body: body && JSON.stringify(body) })
    return { status: response.status, body: (response.status === 204 ? {} : await response.json()) as Record<string, unknown> }
  }
  const order = {
    ...{ orderNo: '12345-0001', kind: 'normal', category: 'S0101', position: AT, place: '人民路12号', summary: '垃圾无人清运' },
    ...{ callerName: '李女士', callerPhone: '13900000001' },
  }

  test('an order sent twice is one case with both numbers and a reply clock; its answer is fetched once', async () => {
    const token = await tokenOf(['hotline:exchange'])
    const first = await call(token, 'POST', '/orders', order)
    expect(first).toMatchObject({ status: 201, body: { orderNo: '12345-0001', state: 'reported', answer: null } })
    // Five workdays from Monday 2 March 2026.
    expect(first.body.replyDueAt).toBe(Date.parse('2026-03-09T17:30:00+08:00'))
    const [second, third] = await Promise.all([call(token, 'POST', '/orders', order), call(token, 'POST', '/orders', order)])
    expect([second.body.incidentNo, third.body.incidentNo]).toEqual([first.body.incidentNo, first.body.incidentNo])
    expect((await call(token, 'GET', '/answers')).body).toEqual({ items: [] })
    expect((await call(token, 'POST', '/orders/12345-0001/confirmation')).status).toBe(409)

    await does('xxzx-shouli', 'Task_Accept', 'valid')
    await does('xxzx-zhiban', 'Task_File', 'file', { fields: { category: 'S0101' } })
    await does('xxzx-paiqian', 'Task_Dispatch', 'dispatch', { form: { lead: 'cgj' } })
    await does('cgj-chuzhi', 'Task_Receive', 'receive')
    const disposer = await login('cgj-chuzhi')
    const photo = await upload(disposer)
    await does('cgj-chuzhi', 'Task_Dispose', 'done', { fields: { measure: '已清运', photos: [photo] } })
    await does('xxzx-hecha', 'Task_Verify', 'pass', { fields: { way: 'call', finding: '属实' } })
    await does('xxzx-zhiban', 'Task_Close', 'close', { fields: { answer: '垃圾已经清运' } })

    const { body } = await call(token, 'GET', '/answers')
    expect(body.items).toMatchObject([
      { orderNo: '12345-0001', incidentNo: first.body.incidentNo, answer: '垃圾已经清运', state: 'closed' },
    ])
    for (let i = 0; i < 2; i++) expect((await call(token, 'POST', '/orders/12345-0001/confirmation')).status).toBe(204)
    expect((await call(token, 'GET', '/answers')).body).toEqual({ items: [] })

    // What the caller says of it opens the case again, once.
    expect((await call(token, 'POST', '/orders/12345-0001/rating', { grade: 1, text: '没清完' })).body).toEqual({ reopened: true })
    expect((await call(token, 'GET', '/orders/12345-0001')).body).toMatchObject({ state: 'disposing' })
  })

  test('an order that comes to nothing has its answer, and so has one that repeats it later; both are told of', async () => {
    // given two orders about the same, of which one is not the county's affair
    const token = await tokenOf(['hotline:exchange'])
    const first = await call(token, 'POST', '/orders', { ...order, orderNo: '12345-0002', place: '县界外' })
    await does('xxzx-shouli', 'Task_Accept', 'invalid', { opinion: '不在本县辖区' })
    await call(token, 'POST', '/orders', { ...order, orderNo: '12345-0003', place: '县界外' })
    await does('xxzx-shouli', 'Task_Accept', 'duplicate', { fields: { original: first.body.incidentNo } })

    // then the hotline finds both answers, and the log says when they were there
    const { body } = await call(token, 'GET', '/answers')
    expect(body.items).toMatchObject([
      { orderNo: '12345-0002', state: 'invalid', answer: '不予受理:不在本县辖区' },
      { orderNo: '12345-0003', state: 'duplicate', answer: `与案件${String(first.body.incidentNo)}反映同一问题,该案件已经办理完毕` },
    ])
    for (const orderNo of ['12345-0002', '12345-0003']) {
      const log = await on.services.tenants.supervision.entries('sanhu', { subject: `hotline:${orderNo}`, limit: 5 })
      expect(log.items).toMatchObject([{ action: 'hotline.answered', organId: 'xxzx', payload: { orderNo } }])
      expect((await call(token, 'POST', `/orders/${orderNo}/confirmation`)).status).toBe(204)
    }
  })

  test('without a token of this right nothing opens', async () => {
    expect((await call(null, 'GET', '/answers')).status).toBe(401)
    expect((await call('lianban_nothing', 'GET', '/answers')).status).toBe(401)
    expect((await call(await tokenOf(['task:read']), 'GET', '/answers')).status).toBe(403)
    const token = await tokenOf(['hotline:exchange'])
    expect((await call(token, 'POST', '/orders', { ...order, orderNo: 'x y' })).status).toBe(400)
    expect((await call(token, 'POST', '/orders', { ...order, orderNo: '2', position: { longitude: 121, latitude: 31 } })).status).toBe(422)
    expect((await call(token, 'GET', '/orders/nothing')).status).toBe(404)
  })

  test('a token without the right is refused in the log, too', async () => {
    const { id, token } = await newToken(['task:read'])
    expect((await call(token, 'GET', '/answers')).status).toBe(403)
    const log = await on.services.tenants.supervision.entries('sanhu', { subject: `api-token:${id}`, limit: 5 })
    expect(log.items.filter(({ action }) => action === 'access.refused')).toMatchObject([{ payload: { reason: 'hotline:exchange' } }])
  })
})

/** A photo as the disposal organs hand it in. */
async function upload(client: ApiClient): Promise<{ fileId: string; name: string; size: number }> {
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(picture(4000))], { type: 'image/jpeg' }), '后.jpg')
  const answer = await fetch(`${on.url}/api/uploads`, { method: 'POST', headers: headersOf(client), body: form })
  const { fileId, name, size } = (await answer.json()) as { fileId: string; name: string; size: number }
  return { fileId, name, size }
}

const headersOf = (client: ApiClient) => ({
  Cookie: client.cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
  'X-CSRF-Token': client.csrfToken,
})

/** Begins like a JPEG file; the rest is noise. */
const picture = (bytes: number): Buffer =>
  Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), randomBytes(bytes)])

describe('a report from a phone', () => {
  test('photos go on where they were cut off, and the report is one case however often it is sent', async () => {
    const worker = await login('lianhu-wangge')
    const bytes = picture(700_000)
    const part = 256 * 1024
    const count = Math.ceil(bytes.length / part)
    expect(count).toBeGreaterThan(1)
    const put = async (index: number, body: Buffer) => {
      const path = `/api/linkage/photos/photo-0001/parts/${index}?size=${bytes.length}`
      const headers = { ...headersOf(worker), 'Content-Type': 'application/octet-stream' }
      const answer = await fetch(on.url + path, { method: 'PUT', headers, body: new Uint8Array(body) })
      return { status: answer.status, body: (await answer.json()) as { parts: number; fileId: string | null } }
    }
    const piece = (index: number) => bytes.subarray(index * part, (index + 1) * part)
    expect((await put(0, piece(0))).body).toEqual({ parts: 1, fileId: null })
    // Sent again, because its answer was lost; out of order; of the wrong size.
    expect((await put(0, piece(0))).body).toEqual({ parts: 1, fileId: null })
    if (count > 2) expect((await put(2, piece(2))).status).toBe(409)
    expect((await put(1, Buffer.alloc(10))).status).toBe(409)
    const report = {
      ...{ category: 'S0102', position: { ...AT, system: 'wgs84' }, place: '人民路', summary: '路面不洁', photos: ['photo-0001'] },
    }
    expect(await worker.post('/api/linkage/reports', report, 'report-0001')).toMatchObject({
      status: 409,
      body: { error: { details: { reason: 'PHOTOS_MISSING' } } },
    })
    for (let index = 1; index < count; index++) await put(index, piece(index))
    const whole = (await worker.get<{ parts: number; fileId: string }>('/api/linkage/photos/photo-0001')).body
    expect(whole).toEqual({ parts: count, fileId: expect.any(String) as string })
    const kept = await fetch(`${on.url}/api/files/${whole.fileId}`, { headers: headersOf(worker) })
    expect(Buffer.from(await kept.arrayBuffer()).equals(bytes)).toBe(true)

    const sent = await Promise.all([1, 2].map(() => worker.post('/api/linkage/reports', report, 'report-0001')))
    const again = await worker.post<{ caseId: string }>('/api/linkage/reports', report, 'report-0001')
    expect(again.status).toBe(201)
    expect(sent.filter(({ status }) => status === 201).every(({ body }) => body.caseId === again.body.caseId)).toBe(true)
    const centre = await login('xxzx-paiqian')
    const { body } = await centre.get<{ items: { summary: string }[] }>('/api/linkage/incidents?state=open')
    expect(body.items.filter(({ summary }) => summary === '路面不洁')).toHaveLength(1)
    expect((await centre.get(`/api/linkage/incidents/${again.body.caseId}`)).body).toMatchObject({
      before: [{ fileId: whole.fileId }],
      after: [],
    })
    // A town's own grid worker sees what he reported; another does not.
    expect((await worker.get(`/api/linkage/incidents/${again.body.caseId}`)).status).toBe(200)
    expect((await (await login('luzhou-wangge')).get(`/api/linkage/incidents/${again.body.caseId}`)).status).toBe(404)
  })

  test('a part that is longer than a part is refused with the limit, and the connection goes on', async () => {
    const worker = await login('lianhu-wangge')
    const path = '/api/linkage/photos/photo-0002/parts/0?size=900000'
    const answer = await worker.send('PUT', path, new Uint8Array(900_000), { 'Content-Type': 'application/octet-stream' })
    expect(answer).toMatchObject({ status: 413, body: { error: { code: 'FILE_TOO_LARGE' } } })
    expect(answer.body.error!.message).toContain('256 KB')
  })

  test('of a phone with shifted coordinates lies where it was taken', async () => {
    const worker = await login('lianhu-wangge')
    const shifted = { longitude: 119.065107, latitude: 33.138626, system: 'gcj02' }
    const { body } = await worker.post<{ caseId: string }>('/api/linkage/reports', {
      ...{ category: 'S0102', position: shifted, place: '人民路', summary: '路面污物', photos: [] },
    })
    const incident = (await worker.get<{ longitude: number; latitude: number }>(`/api/linkage/incidents/${body.caseId}`)).body
    expect(Math.abs(incident.longitude - shifted.longitude)).toBeGreaterThan(0.003)
    expect(Math.abs(incident.longitude - AT.longitude)).toBeLessThan(0.002)
  })
})

test('a standard is changed by who may, from the version he saw, and the change is in the log', async () => {
  const lead = await login('zhuguan')
  const { items } = (await lead.get<{ items: { code: string; version: number; lead: string }[] }>('/api/linkage/standards')).body
  expect(items).toHaveLength(33)
  const { code, version, ...content } = items.find((item) => item.code === 'S0101')!
  const change = { version, content: { ...content, proposed: false, radiusM: 80 }, reason: '县政府第12次常务会议确定' }
  const put = async (client: ApiClient, body: object) =>
    fetch(`${on.url}/api/linkage/standards/${code}`, {
      method: 'PUT',
      headers: { ...headersOf(client), 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
  expect((await put(await login('xxzx-zhiban'), change)).status).toBe(403)
  expect((await put(lead, { ...change, content: { ...change.content, lead: 'nobody' } })).status).toBe(409)
  expect((await put(lead, change)).status).toBe(200)
  expect((await put(lead, change)).status).toBe(409)
  expect((await lead.get(`/api/linkage/standards/${code}/versions`)).body).toMatchObject({
    items: [{ version: 2, changedBy: '许文', content: { radiusM: 80, proposed: false } }, { version: 1 }],
  })
  const log = await on.services.tenants.supervision.entries('sanhu', { subject: 'incident-category:S0101', limit: 5 })
  expect(log.items.map(({ action }) => action)).toEqual(['linkage.category-changed'])
})

test('tiles come from the origin that is set up, and from no other', async () => {
  const answer = await fetch(`${on.url}/api/session`)
  expect(answer.headers.get('content-security-policy')).toContain("img-src 'self' data: blob: https://tiles.example.test;")
  const map = (await (await login('xxzx-paiqian')).get<{ tiles: string; map: { features: unknown[] } }>('/api/linkage/map')).body
  expect(map).toMatchObject({ tiles: 'https://tiles.example.test/{z}/{x}/{y}.png', map: { type: 'FeatureCollection' } })
  expect(map.map.features).toHaveLength(45)
})
