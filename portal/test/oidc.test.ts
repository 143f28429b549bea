import { afterAll, beforeAll, expect, test } from 'vitest'
import { ApiClient } from './support/api-client.ts'
import { installation, type Installation } from './support/installation.ts'
import { CLIENT, oidcIssuer, type Issuer } from './support/oidc-issuer.ts'

const DEMO = 'Lianban@2026'

let on: Installation
let issuer: Issuer
beforeAll(async () => {
  // The issuer must know our address, and we the issuer's: the issuer's port is taken first.
  issuer = await oidcIssuer('http://127.0.0.1:1/api/oidc/callback')
  await issuer.close()
  on = await installation({
    OIDC_ISSUER: issuer.url,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
    OIDC_SECOND_FACTOR_VALUES: 'otp',
    OIDC_USERNAME_CLAIM: 'employee_no',
    SECOND_FACTOR: 'required',
  })
  on.time.now = Date.now()
  issuer = await oidcIssuer(`${on.url}/api/oidc/callback`, Number(new URL(issuer.url).port))
})
afterAll(async () => {
  await on.close()
  await issuer.close()
})

/** To the issuer and back. @returns where the page goes then */
async function goAndReturn(client: ApiClient, from = '/inbox'): Promise<string> {
  const back = await issuer.walk(await client.follow(`/api/oidc/start?from=${encodeURIComponent(from)}`))
  expect(back.startsWith(`${on.url}/api/oidc/callback?`)).toBe(true)
  return client.follow(back.slice(on.url.length))
}

test('an identity that means nobody is linked after a login with the password, and logs in alone from then on', async () => {
  Object.assign(issuer.person, { sub: 'sub-of-wang', claims: { name: '王小燕' }, amr: [] })
  const client = new ApiClient(on.url)
  expect(await goAndReturn(client)).toBe('/login?from=%2Finbox&step=1')
  expect(await client.get('/api/session/step')).toMatchObject({ status: 200, body: { step: 'link', name: '王小燕' } })
  expect((await client.get('/api/session')).status).toBe(401)
  expect((await client.step('/api/session', { username: 'chuangkou', password: 'wrong', link: true })).status).toBe(401)
  expect((await client.step('/api/session', { username: 'chuangkou', password: DEMO, link: true })).status).toBe(200)

  const next = new ApiClient(on.url)
  expect(await goAndReturn(next)).toBe('/inbox')
  expect(await next.get('/api/session')).toMatchObject({ body: { user: { id: 'chuangkou' } } })
  expect(await next.get('/api/account/security')).toMatchObject({ body: { identity: { linked: { name: '王小燕' } } } })
})

test('a login without the word to link links nothing', async () => {
  Object.assign(issuer.person, { sub: 'sub-of-zhao', claims: { name: '赵' }, amr: [] })
  const client = new ApiClient(on.url)
  await goAndReturn(client)
  expect((await client.step('/api/session', { username: 'chengban', password: DEMO })).status).toBe(200)
  expect(await goAndReturn(new ApiClient(on.url))).toMatch(/step=1/)
})

test('a claim that is configured to hold the user name finds the account; a name or an e-mail address never does', async () => {
  Object.assign(issuer.person, { sub: 'sub-of-sun', claims: { name: '孙建国', employee_no: 'takan1' }, amr: [] })
  const client = new ApiClient(on.url)
  expect(await goAndReturn(client, '/cases')).toBe('/cases')
  Object.assign(issuer.person, { sub: 'sub-of-other', claims: { name: '孙建国', email: 'takan2' }, amr: [] })
  expect(await goAndReturn(new ApiClient(on.url))).toMatch(/step=1/)
})

test('the second factor is asked for unless the issuer says that it has asked', async () => {
  Object.assign(issuer.person, { sub: 'sub-of-zheng', claims: { name: '郑国华', employee_no: 'pizhun' }, amr: ['pwd'] })
  const client = new ApiClient(on.url)
  expect(await goAndReturn(client)).toMatch(/step=1/)
  expect(await client.get('/api/session/step')).toMatchObject({ body: { step: 'enrolment' } })
  Object.assign(issuer.person, { amr: ['pwd', 'otp'] })
  issuer.person.claims = { ...issuer.person.claims, amr: ['pwd', 'otp'] }
  expect(await goAndReturn(new ApiClient(on.url))).toBe('/inbox')
})

test.each([
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example/', '/'],
  ['/inbox?view=done', '/inbox?view=done'],
])('after the login the place %s is %s', async (from, place) => {
  Object.assign(issuer.person, { sub: 'sub-of-sun', claims: { employee_no: 'takan1' }, amr: [] })
  expect(await goAndReturn(new ApiClient(on.url), from)).toBe(place)
})

test('a code that another browser obtained, or that comes twice, or with a changed state, is refused', async () => {
  Object.assign(issuer.person, { sub: 'sub-of-sun', claims: { employee_no: 'takan1' }, amr: [] })
  const attacker = new ApiClient(on.url)
  const back = (await issuer.walk(await attacker.follow('/api/oidc/start'))).slice(on.url.length)
  expect(await new ApiClient(on.url).follow(back)).toBe('/login?problem=oidc-expired')
  const victim = new ApiClient(on.url)
  await victim.follow('/api/oidc/start')
  expect(await victim.follow(back)).toBe('/login?problem=oidc-invalid')
  expect(await attacker.follow(back)).toBe('/')
  expect(await attacker.follow(back)).toBe('/login?problem=oidc-expired')
})

test('an account that is linked is linked to no second identity; the link from the account asks for the password', async () => {
  Object.assign(issuer.person, { sub: 'sub-of-feng', claims: { name: '冯丽' }, amr: [] })
  const client = await ApiClient.login(on.url, 'chujian')
  expect((await client.post('/api/account/identity', { password: 'wrong' })).status).toBe(403)
  const { url } = (await client.post<{ url: string }>('/api/account/identity', { password: DEMO })).body
  const back = (await issuer.walk(url)).slice(on.url.length)
  expect(await client.follow(back)).toBe('/account')
  Object.assign(issuer.person, { sub: 'sub-of-someone', claims: {}, amr: [] })
  const again = (await client.post<{ url: string }>('/api/account/identity', { password: DEMO })).body
  expect(await client.follow((await issuer.walk(again.url)).slice(on.url.length))).toBe('/account?problem=IDENTITY_TAKEN')
  expect((await client.post('/api/account/identity/removal', { password: DEMO })).status).toBe(204)
  expect(await client.get('/api/account/security')).toMatchObject({ body: { identity: { linked: null } } })
})

test('who logged in there is logged out there too', async () => {
  Object.assign(issuer.person, { sub: 'sub-of-sun', claims: { employee_no: 'takan1' }, amr: [] })
  const client = new ApiClient(on.url)
  await goAndReturn(client)
  const { csrfToken } = (await client.get<{ csrfToken: string }>('/api/session')).body
  expect((await client.withCsrf(csrfToken).remove<{ logoutUrl: string }>('/api/session')).body.logoutUrl).toMatch(
    `${issuer.url}/session/end?`,
  )
})
