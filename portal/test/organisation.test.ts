import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ApiClient } from './support/api-client.ts'
import { apply, waitForTask } from './support/licence-journey.ts'
import { NORTH, SOUTH, twoCounties, type TwoCounties } from './support/two-counties.ts'

const reason = '人事调整'
const CSV = (...rows: string[]) => `\uFEFF${rows.join('\r\n')}`

let both: TwoCounties
let people: Record<'xitong' | 'anquan' | 'chengban' | 'jianjian' | 'zhuguan' | 'shenqing' | 'youxian' | 'juzhang', ApiClient>
let south: ApiClient
const login = (username: string, host = NORTH.host, password = 'Lianban@2026') => ApiClient.login(both.url, username, password, host)

beforeAll(async () => {
  both = await twoCounties()
  const names = ['xitong', 'anquan', 'chengban', 'jianjian', 'zhuguan', 'shenqing', 'youxian', 'juzhang'] as const
  people = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await login(name)]))) as typeof people
  south = await login('xitong', SOUTH.host)
})
afterAll(() => both.close())

describe('each administrator does his part and no other', () => {
  const body = { organId: 'cgj', post: 'handler', reason }
  const rename = { kind: 'rename', organId: 'gtj', name: '三湖县国土局', shortName: '国土局', on: '2026-03-02', reason }
  test.each<[string, 'get' | 'post', string, unknown, string[]]>([
    ['list organs', 'get', '/api/organs', undefined, ['xitong', 'anquan']],
    ['change organs', 'post', '/api/organs/changes', rename, ['xitong']],
    ['count what a change touches', 'post', '/api/organs/footprint', { organIds: ['scjg'] }, ['xitong']],
    ['name kinds of post', 'post', '/api/post-kinds', { id: 'driver', name: '驾驶员' }, ['xitong']],
    ['list people', 'get', '/api/users', undefined, ['xitong', 'anquan']],
    ['make accounts', 'post', '/api/users', { username: 'made-by-matrix', name: '甲' }, ['xitong']],
    ['change accounts', 'post', '/api/users/takan2', { phone: '051786881234' }, ['xitong']],
    ['disable', 'post', '/api/users/takan2/disable', { reason }, ['xitong']],
    ['enable', 'post', '/api/users/takan2/enable', { reason }, ['xitong']],
    ['grant posts', 'post', '/api/users/takan2/posts', body, ['anquan']],
    ['end posts', 'post', '/api/users/takan2/posts/end', body, ['anquan']],
    ['export people', 'get', '/api/transfer/users/export', undefined, ['xitong']],
    ['export organs', 'get', '/api/transfer/organs/export?format=csv', undefined, ['xitong']],
    ['templates of posts', 'get', '/api/transfer/posts/template', undefined, ['anquan']],
  ])('%s', async (_name, method, path, content, allowed) => {
    for (const [name, client] of Object.entries(people)) {
      const status = method === 'get' ? (await client.download(path)).status : (await client.post(path, content)).status
      expect([name, status < 300]).toEqual([name, allowed.includes(name)])
      if (!allowed.includes(name)) expect([name, status]).toEqual([name, 403])
    }
  })

  test('applicants are not people of this desk, and another county’s are not there', async () => {
    expect((await people.xitong.get('/api/users/shenqing')).status).toBe(404)
    expect((await people.xitong.post('/api/users/shenqing/disable', { reason })).status).toBe(404)
    await people.xitong.post('/api/users', { username: 'only-north', name: '北' })
    expect((await south.get<{ total: number }>('/api/users?q=only-north')).body.total).toBe(0)
    expect((await people.xitong.get<{ total: number }>('/api/users?q=only-north')).body.total).toBe(1)
  })
})

test('a leaver is out at once: his task is in the queue again, his session is over, and a new one holds nothing', async () => {
  const { caseId } = await apply(people.shenqing)
  const clerk = await login('chuangkou')
  const { taskId } = await waitForTask(clerk, caseId, 'Task_Intake')
  await clerk.post(`/api/tasks/${taskId}/claim`)
  expect((await people.anquan.get<{ heldTasks: number }>('/api/users/chuangkou')).body.heldTasks).toBe(1)
  both.time.now += 60_000
  await people.anquan.post('/api/users/chuangkou/posts/end', { organId: 'scjg', post: 'window-clerk', reason })
  expect((await clerk.get('/api/inbox')).status).toBe(401)
  expect((await people.anquan.get<{ heldTasks: number }>('/api/users/chuangkou')).body).toMatchObject({
    heldTasks: 0,
    posts: [{ state: 'ended', endReason: reason, endedByName: '吕安' }],
  })
  await people.anquan.post('/api/users/chengban/posts', { organId: 'scjg', post: 'window-clerk', reason })
  expect(await waitForTask(people.chengban, caseId, 'Task_Intake')).toMatchObject({ taskId, assignee: null })
})

test('a county’s reform over HTTP: planned, shown, taken back', async () => {
  const into = { id: 'swju', name: '三湖县税务局', shortName: '税务局', kind: 'department', parentId: 'xzf' }
  const { status, body } = await people.xitong.post<{ id: string }>('/api/organs/changes', {
    kind: 'merge',
    organIds: ['gsj', 'dsj'],
    into,
    on: '2026-04-01',
    reason,
  })
  expect(status).toBe(201)
  const names = async (on: string) =>
    (await people.xitong.get<{ items: { id: string }[] }>(`/api/organs?on=${on}`)).body.items
      .map(({ id }) => id)
      .filter((id) => ['gsj', 'swju'].includes(id))
  expect([await names('2026-03-31'), await names('2026-04-01')]).toEqual([['gsj'], ['swju']])
  expect((await people.xitong.post(`/api/organs/changes/${body.id}/cancel`, { reason })).status).toBe(204)
  expect(await names('2026-04-01')).toEqual(['gsj'])
  expect(
    await people.xitong.post('/api/organs/changes', {
      kind: 'merge',
      organIds: ['gsj'],
      into: { id: 'dsj' },
      on: '2026-04-01',
      reason: ' ',
    }),
  ).toMatchObject({
    status: 422,
    body: { error: { code: 'REASON_MISSING' } },
  })
  expect(
    (
      await people.xitong.post('/api/organs/changes', {
        kind: 'merge',
        organIds: [],
        into,
        on: '2026-04-01',
        reason,
        extra: 1,
      })
    ).status,
  ).toBe(400)
})

test('an import: trial run, the bad rows as a file, confirmation, first passwords, and nothing new the second time', async () => {
  const file = CSV('用户名,姓名,手机号', 'imp1,张三,13800138000', ',无名,', 'imp2,=cmd|x,')
  const trial = await people.xitong.send<{
    plan: string
    counts: object
    problems: { line: number }[]
    problemSheet: string
  }>('POST', '/api/transfer/users/preview', form(file), {})
  expect(trial.body).toMatchObject({ counts: { create: 2, bad: 1 }, problems: [{ line: 3, column: '用户名' }] })
  expect(Buffer.from(trial.body.problemSheet, 'base64').subarray(0, 2).toString()).toBe('PK')
  expect((await people.xitong.get<{ total: number }>('/api/users?q=imp1')).body.total).toBe(0)
  const confirm = (plan: string, mode: string) =>
    people.xitong.send<{ counts: object; passwordSheet: string | null }>(
      'POST',
      '/api/transfer/users/confirm',
      form(file, { plan, mode }),
      {},
    )
  expect(await confirm(trial.body.plan, 'all')).toMatchObject({
    status: 409,
    body: { error: { code: 'IMPORT_HAS_PROBLEMS' } },
  })
  expect(await confirm('0'.repeat(64), 'good')).toMatchObject({
    status: 409,
    body: { error: { code: 'IMPORT_CHANGED' } },
  })
  expect((await confirm('x', 'good')).status).toBe(400)
  const done = await confirm(trial.body.plan, 'good')
  expect(done.body).toMatchObject({ counts: { create: 2, bad: 1 } })
  expect(done.body.passwordSheet).not.toBeNull()
  const again = await people.xitong.send<{ counts: object }>('POST', '/api/transfer/users/preview', form(file), {})
  expect(again.body).toMatchObject({ counts: { create: 0, same: 2, bad: 1 } })
  expect((await people.xitong.send('POST', '/api/transfer/users/preview', form('a'.repeat(6 * 1024 * 1024)), {})).status).toBe(413)
  expect((await people.xitong.send('POST', '/api/transfer/nothing/preview', form(file), {})).status).toBe(404)
  const exported = (await people.xitong.download('/api/transfer/users/export?format=csv')).data.toString('utf8')
  expect(exported).toContain("'=cmd|x")
})

function form(content: string, fields: Record<string, string> = {}): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.append(name, value)
  data.append('file', new Blob([content]), '用户.csv')
  return data
}
