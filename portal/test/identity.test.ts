import { authenticatorCode } from '@lianban/tenants/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ApiClient } from './support/api-client.ts'
import { installation, type Installation } from './support/installation.ts'

const DEMO = 'Lianban@2026'
const OWN = 'Shanquan#72-Yu'
const MINUTE = 60_000

let on: Installation
beforeAll(async () => {
  on = await installation({ SECOND_FACTOR: 'required', SINGLE_SESSION: '1' })
})
afterAll(() => on.close())

interface Step {
  step?: string
  enrolment?: { manualKey: string; uri: string }
  recoveryCodes?: string[]
}

const browser = () => new ApiClient(on.url)
const withPassword = (client: ApiClient, username: string, password = DEMO) => client.step<Step>('/api/session', { username, password })
const keys = new Map<string, string>()
const codeOf = (username: string): string => {
  on.time.now += MINUTE
  return authenticatorCode(keys.get(username)!, on.time.now)
}

/** Logs in a person who must have a second factor, enrolling him the first time. */
async function loggedIn(username: string): Promise<ApiClient> {
  const client = browser()
  const { body } = await withPassword(client, username)
  if (body.step === 'enrolment') {
    keys.set(username, body.enrolment!.manualKey)
    await client.step('/api/session/enrolment', { code: authenticatorCode(keys.get(username)!, on.time.now) })
  } else await client.step('/api/session/second-factor', { code: codeOf(username) })
  expect((await client.get('/api/session')).status).toBe(200)
  return client
}

describe('logging in over HTTP', () => {
  test('enrolment, then the code, at every login; the cookie of the login under way opens nothing', async () => {
    const client = browser()
    const begun = await withPassword(client, 'pizhun')
    expect(begun).toMatchObject({ status: 202, body: { step: 'enrolment', name: '郑国华' } })
    for (const path of ['/api/session', '/api/inbox', '/api/account/security'])
      expect(await client.get(path)).toMatchObject({ status: 401, body: { error: { code: 'NOT_LOGGED_IN' } } })
    expect((await client.get<Step>('/api/session/step')).body.enrolment).toEqual(begun.body.enrolment)
    keys.set('pizhun', begun.body.enrolment!.manualKey)
    expect(await client.step('/api/session/enrolment', { code: '000000' })).toMatchObject({
      status: 403,
      body: { error: { code: 'SECOND_FACTOR_REFUSED' } },
    })
    const done = await client.step<Step>('/api/session/enrolment', { code: authenticatorCode(keys.get('pizhun')!, on.time.now) })
    expect(done).toMatchObject({ status: 200, body: { user: { id: 'pizhun' } } })
    expect(done.body.recoveryCodes).toHaveLength(10)

    const next = browser()
    expect(await withPassword(next, 'pizhun')).toMatchObject({ status: 202, body: { step: 'second-factor' } })
    const code = codeOf('pizhun')
    expect((await next.step('/api/session/second-factor', { code })).status).toBe(200)
    expect(await client.get('/api/session')).toMatchObject({
      status: 401,
      body: { error: { message: expect.stringMatching('另一处登录') as string, details: { reason: 'replaced' } } },
    })
    const third = browser()
    await withPassword(third, 'pizhun')
    expect(await third.step('/api/session/second-factor', { code })).toMatchObject({ status: 403 })
    expect((await third.step('/api/session/second-factor', { code: done.body.recoveryCodes![0] })).status).toBe(200)
  })

  test('no step is answered out of turn, without its cookie, or from another site', async () => {
    const client = browser()
    await withPassword(client, 'pizhun')
    expect((await client.step('/api/session/password', { password: OWN })).status).toBe(409)
    expect((await client.step('/api/session/enrolment', { code: '000000' })).status).toBe(409)
    expect(await browser().step('/api/session/second-factor', { code: '000000' })).toMatchObject({
      status: 401,
      body: { error: { code: 'LOGIN_OVER' } },
    })
    const crossSite = await fetch(`${on.url}/api/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'cross-site' },
      body: JSON.stringify({ username: 'chuangkou', password: DEMO }),
    })
    expect(crossSite.status).toBe(403)
    const form = await fetch(`${on.url}/api/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body: JSON.stringify({ username: 'chuangkou', password: DEMO }),
    })
    expect(form.status).toBe(400)
  })

  test('a cookie that was planted before the login is no session afterwards', async () => {
    const planted = 'A'.repeat(43)
    const answer = await fetch(`${on.url}/api/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Cookie: `lianban_session=${planted}` },
      body: JSON.stringify({ username: 'chuangkou', password: DEMO }),
    })
    expect(answer.status).toBe(200)
    const cookies = answer.headers.getSetCookie()
    expect(cookies.join()).not.toContain(planted)
    expect(cookies.find((one) => one.startsWith('lianban_session='))).toMatch(/httponly/i)
    expect((await fetch(`${on.url}/api/session`, { headers: { Cookie: `lianban_session=${planted}` } })).status).toBe(401)
  })
})

describe("one's own account", () => {
  test('another password: the old one is asked, the published one is refused, wrong ones lock', async () => {
    const client = await ApiClient.login(on.url, 'takan1')
    const change = (current: string, password: string) => client.post('/api/account/password', { current, password })
    expect(await change('wrong', OWN)).toMatchObject({ status: 403, body: { error: { code: 'PASSWORD_WRONG' } } })
    expect(await change(DEMO, 'Takan1#72-River')).toMatchObject({ status: 422, body: { error: { code: 'PASSWORD_TOO_WEAK' } } })
    expect(await change(DEMO, DEMO)).toMatchObject({ status: 422 })
    expect((await change(DEMO, OWN)).status).toBe(204)
    expect((await client.get('/api/session')).status).toBe(200)
    expect((await withPassword(browser(), 'takan1')).status).toBe(401)
    for (let i = 0; i < 3; i++) await change('wrong', OWN)
    expect(await change('wrong', OWN)).toMatchObject({ status: 423, body: { error: { code: 'ACCOUNT_LOCKED' } } })
    const admin = await loggedIn('xitong')
    expect((await admin.post('/api/users/takan1/unlock')).status).toBe(204)
    expect((await withPassword(browser(), 'takan1', OWN)).status).toBe(200)
  })

  test('a second factor of one’s own will: password first, no change of it without a code; who must have one keeps it', async () => {
    const client = await ApiClient.login(on.url, 'chujian')
    expect(await client.get('/api/account/security')).toMatchObject({
      body: { secondFactor: { since: null, required: false, offered: true }, identity: null },
    })
    expect((await client.post('/api/account/second-factor', { password: 'wrong' })).status).toBe(403)
    const begun = await client.post<{ manualKey: string }>('/api/account/second-factor', { password: DEMO })
    keys.set('chujian', begun.body.manualKey)
    const confirmed = await client.post('/api/account/second-factor/confirmation', { code: codeOf('chujian') })
    expect(confirmed.body.recoveryCodes).toHaveLength(10)
    expect((await client.post('/api/account/second-factor', { password: DEMO })).status).toBe(403)
    expect((await client.post('/api/account/second-factor/removal', { password: DEMO, code: codeOf('chujian') })).status).toBe(204)
    const approver = await loggedIn('pizhun')
    expect(await approver.post('/api/account/second-factor/removal', { password: DEMO, code: codeOf('pizhun') })).toMatchObject({
      status: 409,
      body: { error: { code: 'SECOND_FACTOR_NEEDED' } },
    })
  })

  test('sessions: seen, ended one by one or all; no one else’s', async () => {
    const [home, library] = [await ApiClient.login(on.url, 'shenqing'), await ApiClient.login(on.url, 'shenqing')]
    const { items } = (await home.get<{ items: { id: string; current: boolean }[] }>('/api/account/sessions')).body
    expect(items.map(({ current }) => current).sort()).toEqual([false, true])
    expect((await home.remove(`/api/account/sessions/${items.find(({ current }) => !current)!.id}`)).status).toBe(204)
    expect(await library.get('/api/session')).toMatchObject({ status: 401, body: { error: { details: { reason: 'ended-by-owner' } } } })
    const clerk = await ApiClient.login(on.url, 'chengban')
    const [foreign] = (await clerk.get<{ items: { id: string }[] }>('/api/account/sessions')).body.items
    expect((await home.remove(`/api/account/sessions/${foreign!.id}`)).status).toBe(404)
    expect((await home.remove('/api/account/sessions')).status).toBe(204)
    expect((await home.get('/api/session')).status).toBe(401)
  })
})

describe('what administrators do', () => {
  test('handing out a password is the system administrator’s, taking a second factor away the security administrator’s', async () => {
    const [system, security] = [await loggedIn('xitong'), await loggedIn('anquan')]
    expect((await security.post('/api/users/takan2/reset-password')).status).toBe(403)
    expect((await system.post('/api/users/pizhun/reset-second-factor')).status).toBe(403)
    expect((await system.post('/api/users/xitong/reset-password')).status).toBe(409)
    expect((await system.post('/api/users/nobody/reset-password')).status).toBe(404)
    const { password } = (await system.post<{ password: string }>('/api/users/takan2/reset-password')).body
    const client = browser()
    expect(await withPassword(client, 'takan2', password)).toMatchObject({ status: 202, body: { step: 'password' } })
    expect((await client.step('/api/session/password', { password: OWN })).status).toBe(200)
    expect((await security.post('/api/users/pizhun/reset-second-factor')).status).toBe(204)
    expect(await withPassword(browser(), 'pizhun')).toMatchObject({ body: { step: 'enrolment' } })
  })
})
