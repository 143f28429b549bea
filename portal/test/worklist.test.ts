import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ApiClient } from './support/api-client.ts'
import { installation, type Installation } from './support/installation.ts'
import { apply } from './support/licence-journey.ts'

let portal: Installation
beforeAll(async () => {
  portal = await installation()
  for (let n = 0; n < 2; n++) await apply(await login('shenqing'))
})
afterAll(() => portal.close())

const login = (username: string) => ApiClient.login(portal.url, username)

interface Inbox {
  items: { taskId: string; matterName: string }[]
  count: number
  counts: { total: number; lamps: Record<string, number>; steps: { key: string; count: number }[] } | null
  next: string | null
}

describe('the inbox over HTTP', () => {
  test('is narrowed, sorted and counted; the second page has no counts', async () => {
    const clerk = await login('chuangkou')
    const { body } = await clerk.get<Inbox>('/api/inbox?lamp=normal,warning&due=10&arrived=today&claimed=nobody&sort=arrival&limit=1')
    expect(body).toMatchObject({ count: 2, counts: { total: 2, lamps: { normal: 2 }, steps: [{ key: '受理审查', count: 2 }] } })
    const second = await clerk.get<Inbox>(`/api/inbox?sort=arrival&limit=1&after=${encodeURIComponent(body.next!)}`)
    expect(second.body.counts).toBeNull()
    expect(second.body.items[0]!.taskId).not.toBe(body.items[0]!.taskId)
    const none = await clerk.get<Inbox>('/api/inbox?lamp=red')
    expect(none.body).toMatchObject({ items: [], count: 2, counts: { total: 0, lamps: { normal: 2 } } })
    expect((await clerk.get<Inbox>('/api/inbox?applicant=person')).body.items).toEqual([])
  })

  test.each([
    'lamp=blue',
    'lamp=red,',
    'due=4',
    'arrived=1',
    'sort=name',
    'claimed=me',
    'applicant=x',
    `step=${'x'.repeat(192)}`,
    'more=1',
  ])('%s is refused', async (query) => {
    expect(await (await login('chuangkou')).get(`/api/inbox?${query}`)).toMatchObject({
      status: 400,
      body: { error: { code: 'INVALID_REQUEST' } },
    })
  })

  test('a cursor of another order, or none at all, begins at the first page', async () => {
    const clerk = await login('chuangkou')
    for (const after of ['["x",1,"y"]', '[1]', 'x_y', '{}'])
      expect((await clerk.get<Inbox>(`/api/inbox?after=${encodeURIComponent(after)}`)).body.items).toHaveLength(2)
  })
})

describe('saved filters over HTTP', () => {
  const list = (version: number, choice: object = { lamps: ['red'], due: 'today' }) => ({ items: [{ name: '今天到期', choice }], version })

  test('are one’s own; the head shares with his unit, nobody else does', async () => {
    const [clerk, head, elsewhere] = [await login('chuangkou'), await login('juzhang'), await login('chengguan')]
    expect((await clerk.post('/api/inbox/views', list(0))).body).toMatchObject({ version: 1 })
    expect(await clerk.post('/api/inbox/views', list(0))).toMatchObject({ status: 409, body: { error: { code: 'VIEWS_CHANGED' } } })
    expect((await head.post('/api/organs/scjg/inbox-views', list(0))).status).toBe(200)
    for (const who of [clerk, elsewhere])
      expect(await who.post('/api/organs/scjg/inbox-views', list(1))).toMatchObject({
        status: 403,
        body: { error: { code: 'NOT_AUTHORIZED' } },
      })
    expect((await clerk.get('/api/inbox/views')).body).toMatchObject({
      own: { items: [{ name: '今天到期', choice: { lamps: ['red'], due: 'today' } }] },
      organs: [{ organId: 'scjg', items: [{ name: '今天到期' }] }],
      kept: [],
    })
    expect((await elsewhere.get('/api/inbox/views')).body).toMatchObject({ own: { items: [] }, organs: [] })
  })

  test.each([
    ['a lamp that there is not', { lamps: ['blue'] }, 400],
    ['a word that there is not', { colour: 'red' }, 400],
    ['a limit that there is not', { due: '4' }, 400],
  ])('%s is refused', async (_, choice, status) => {
    expect((await (await login('shenhe')).post('/api/inbox/views', list(0, choice))).status).toBe(status)
  })
})

describe('calendar and statistics over HTTP', () => {
  test('tell what is due and what was done, with the moment of the data', async () => {
    const clerk = await login('chuangkou')
    const statistics = await clerk.get<{ at: number }>('/api/inbox/statistics?by=month')
    expect(statistics.body).toMatchObject({ by: 'month', totals: { done: 0, returned: 0 }, steps: [] })
    const dayOf = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10)
    const [today, later] = [dayOf(statistics.body.at), dayOf(statistics.body.at + 30 * 86_400_000)]
    const calendar = await clerk.get<{ days: unknown[]; tasks: { step: string }[]; at: number }>(
      `/api/inbox/calendar?from=${today}&until=${later}`,
    )
    expect(calendar.body.tasks.map(({ step }) => step)).toEqual(['受理审查', '受理审查'])
    expect(calendar.body.days).toHaveLength(31)
  })

  test.each([
    ['/api/inbox/calendar?from=2026-02-30&until=2026-03-01', 400],
    ['/api/inbox/calendar?from=2026-03-02&until=2026-03-01', 422],
    ['/api/inbox/calendar?from=2026-01-01&until=2026-12-31', 422],
    ['/api/inbox/calendar', 400],
    ['/api/inbox/statistics?by=year', 400],
  ])('%s is refused', async (path, status) => {
    expect((await (await login('chuangkou')).get(path)).status).toBe(status)
  })
})
