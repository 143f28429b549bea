import { afterAll, beforeAll, expect, test } from 'vitest'
import { ApiClient } from './support/api-client.ts'
import { installation, type Installation } from './support/installation.ts'

const PER_MINUTE = 20
let it: Installation
beforeAll(async () => {
  it = await installation({ RATE_LIMIT_PER_MINUTE: String(PER_MINUTE), TRUST_PROXY: '1' })
}, 60_000)
afterAll(() => it.close())

/** As the proxy of the county hands it on: whatever the sender wrote, then the address that it saw. */
const ask = async (address: string, headers: Record<string, string> = {}, path = '/api/login-options'): Promise<number> =>
  (await fetch(it.url + path, { headers: { 'X-Forwarded-For': address, ...headers } })).status

async function times(count: number, look: (i: number) => Promise<number>): Promise<number[]> {
  const statuses: number[] = []
  for (let i = 0; i < count; i++) statuses.push(await look(i))
  return statuses
}

test('who writes another address before that of the proxy gains nothing by it', async () => {
  const statuses = await times(PER_MINUTE + 1, (i) => ask(`10.0.0.${i}, 192.0.2.1`))
  expect(new Set(statuses.slice(0, PER_MINUTE))).toEqual(new Set([200]))
  expect(statuses.at(-1)).toBe(429)
  expect(await ask('192.0.2.2')).toBe(200)
})

test('clerks of one office, which has one address, do not use up each other’s requests', async () => {
  // given two clerks and an office whose address is used up by somebody without a session
  const office = '192.0.2.10'
  const clerks = [await ApiClient.login(it.url, 'chuangkou'), await ApiClient.login(it.url, 'chengban')]
  await times(PER_MINUTE + 1, () => ask(office))
  expect(await ask(office)).toBe(429)
  // then both work on, each up to the limit of his own session
  for (const clerk of clerks) {
    const statuses = await times(PER_MINUTE + 1, () => ask(office, clerk.headers, '/api/inbox'))
    expect(new Set(statuses.slice(0, PER_MINUTE))).toEqual(new Set([200]))
    expect(statuses.at(-1)).toBe(429)
  }
  // and a minute later once more
  it.time.now += 60_000
  expect(await ask(office, clerks[0]!.headers, '/api/inbox')).toBe(200)
})

test('a cookie that stands for no session is no way around the limit of the address', async () => {
  const statuses = await times(PER_MINUTE + 1, (i) => ask('192.0.2.20', { Cookie: `lianban_session=made-up-${i}` }))
  expect(statuses.at(-1)).toBe(429)
})

test.each([
  ['/api/public/verify/none', '192.0.2.31'],
  ['/api/queue-device/kiosk', '192.0.2.32'],
  ['/api/hotline/answers', '192.0.2.33'],
])('nor where nobody needs a session: %s', async (path, address) => {
  const statuses = await times(PER_MINUTE + 1, (i) => ask(address, { Cookie: `lianban_session=made-up-${i}` }, path))
  expect(statuses.slice(0, PER_MINUTE)).not.toContain(429)
  expect(statuses.at(-1)).toBe(429)
})

test('a call that its session does not vouch for counts like any other', async () => {
  const clerk = await ApiClient.login(it.url, 'chengban')
  const { Cookie } = clerk.headers
  const statuses = await times(
    PER_MINUTE + 1,
    async () => (await fetch(`${it.url}/api/uploads`, { method: 'POST', headers: { Cookie: Cookie! } })).status,
  )
  expect(new Set(statuses.slice(0, PER_MINUTE))).toEqual(new Set([403]))
  expect(statuses.at(-1)).toBe(429)
})
