import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sessions as sessionRows, type Database } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import { MONDAY_NINE, testTenants, type TestTenants } from '../testing/index.ts'
import type { Leaver } from './leavers.ts'
import type { PostGrant } from './posts.ts'

const by = { actor: { userId: 'anquan', name: '吕安' } }
const DAY_MS = 86_400_000

describeOnDatabases('people and their posts', (open) => {
  let db: Database
  let t: TestTenants
  let told: Leaver[]
  let counter = 0

  beforeAll(async () => {
    db = await open()
    t = await testTenants(db)
    t.tenants.leavers.onReturnTasks((leaver) => Promise.resolve(void told.push(leaver)))
    told = []
  })
  afterAll(() => t.remove())

  const person = async (...posts: Omit<PostGrant, 'tenantId' | 'userId' | 'by'>[]): Promise<string> => {
    const username = `p${++counter}`
    return t.tenants.users.create({
      tenantId: t.tenantId,
      id: username,
      username,
      password: 'Xun-Lu-4471',
      name: `人${counter}`,
      kind: 'staff',
      posts,
      by,
    })
  }
  const grant = (userId: string, organId: string, post: string, more: Partial<PostGrant> = {}) =>
    t.tenants.users.grantPost({ tenantId: t.tenantId, userId, organId, post, by, ...more })
  const end = (userId: string, organId: string, post: string, until?: string) =>
    t.tenants.users.endPost({ tenantId: t.tenantId, userId, organId, post, until, reason: '轮岗', by })
  const held = async (userId: string) =>
    (await t.tenants.users.postsOf(t.tenantId, userId))
      .filter(({ state }) => state === 'held')
      .map(({ post, holding }) => `${post} ${holding}`)

  describe('granting', () => {
    test('the first post is the main one, the next stand beside it; the same again is nothing new', async () => {
      const id = await person({ organId: 'scjg', post: 'handler' })
      await grant(id, 'scjg', 'reviewer')
      await grant(id, 'cgj', 'handler', { holding: 'acting', from: '2026-03-09', until: '2026-03-20' })
      await grant(id, 'scjg', 'reviewer')
      expect(await held(id)).toEqual(['handler main', 'reviewer part-time'])
      expect((await t.tenants.users.postsOf(t.tenantId, id)).map(({ state }) => state)).toEqual(['future', 'held', 'held'])
    })

    test('a second main post is refused, a transfer takes the first one’s place on its day', async () => {
      const id = await person({ organId: 'scjg', post: 'handler' })
      await expect(grant(id, 'cgj', 'handler', { holding: 'main' })).rejects.toMatchObject({ code: 'TWO_MAIN_POSTS' })
      await grant(id, 'cgj', 'handler', { transfer: true, from: '2026-03-05', reason: '调城管局' })
      expect(await held(id)).toEqual(['handler main'])
      expect((await t.tenants.users.caller(t.tenantId, id)).groups).toEqual(['scjg:handler'])
      t.time.now = MONDAY_NINE + 3 * DAY_MS
      expect((await t.tenants.users.caller(t.tenantId, id)).groups).toEqual(['cgj:handler'])
      t.time.now = MONDAY_NINE
    })

    test('posts that exclude each other are refused over any common time, also in the future', async () => {
      const id = await person({ organId: 'scjg', post: 'handler', until: '2026-03-31' })
      await expect(grant(id, 'xxzx', 'system-admin', { holding: 'part-time' })).rejects.toMatchObject({
        code: 'POSTS_INCOMPATIBLE',
      })
      await expect(grant(id, 'xxzx', 'system-admin', { from: '2026-03-31' })).rejects.toMatchObject({ status: 409 })
      await grant(id, 'xxzx', 'system-admin', { holding: 'main', from: '2026-04-01' })
      expect(await held(id)).toEqual(['handler main'])
    })

    test('external organisations have case-bound posts only, and nobody else has them', async () => {
      const code = 'EXTERNAL_NEEDS_CASE_BOUND'
      await expect(person({ organId: 'yx', post: 'handler' })).rejects.toMatchObject({ code })
      await expect(person({ organId: 'scjg', post: 'partner' })).rejects.toMatchObject({ code })
      const id = await person({ organId: 'gdgs', post: 'partner' })
      expect(await held(id)).toEqual(['partner main'])
      const gdgs = (await t.tenants.organs.get(t.tenantId, 'gdgs'))!
      await expect(t.tenants.organs.upsert(t.tenantId, { ...gdgs, kind: 'department' }, by)).rejects.toMatchObject({
        code: 'ORGAN_KIND_MISMATCH',
      })
    })

    test.each<[string, Partial<PostGrant>, string]>([
      ['a day that is none', { from: '2026-02-30' }, 'DAY_INVALID'],
      ['a day that is past', { from: '2026-03-01' }, 'FIELD_INVALID'],
      ['an end before its beginning', { from: '2026-03-10', until: '2026-03-09' }, 'FIELD_INVALID'],
      ['an unknown post', { post: 'king' }, 'POST_KIND_NOT_FOUND'],
      ['an unknown organ', { organId: 'nowhere' }, 'ORGAN_NOT_FOUND'],
    ])('%s is refused', async (_name, more, code) => {
      const id = await person()
      await expect(grant(id, 'scjg', 'handler', more)).rejects.toMatchObject({ code })
      expect(await held(id)).toEqual([])
    })

    test('of many grants of a main post at the same time one holds', async () => {
      const id = await person()
      const organs = ['scjg', 'cgj', 'zjj', 'jxw', 'fgw']
      const results = await Promise.allSettled(organs.map((organ) => grant(id, organ, 'handler', { holding: 'main' })))
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      expect(await held(id)).toEqual(['handler main'])
    })
  })

  describe('leaving', () => {
    test('an end now tells at once which posts ended, why and by whom; who is left without a post is logged out', async () => {
      const id = await person({ organId: 'scjg', post: 'handler' })
      const caller = await t.tenants.users.caller(t.tenantId, id)
      const { token } = await t.tenants.sessions.open(caller)
      told = []
      await end(id, 'scjg', 'handler')
      expect(told).toMatchObject([
        {
          person: { userId: id, groups: [] },
          ended: [{ organId: 'scjg', post: 'handler', reason: '轮岗', by: { name: '吕安' } }],
        },
      ])
      expect(await t.tenants.sessions.resolve(token)).toBeNull()
      expect(await t.tenants.leavers.sweep()).toEqual({ settled: 0, failures: [] })
    })

    test('the main post does not end alone', async () => {
      const id = await person({ organId: 'scjg', post: 'handler' }, { organId: 'scjg', post: 'reviewer' })
      await expect(end(id, 'scjg', 'handler')).rejects.toMatchObject({ code: 'NO_MAIN_POST' })
      await t.tenants.users.makeMain({
        tenantId: t.tenantId,
        userId: id,
        organId: 'scjg',
        post: 'reviewer',
        reason: '竞聘',
        by,
      })
      await end(id, 'scjg', 'handler')
      expect(await held(id)).toEqual(['reviewer main'])
    })

    test('a dated end is found by the sweep of that minute, not before', async () => {
      const id = await person({ organId: 'scjg', post: 'handler', until: '2026-03-03' })
      told = []
      t.time.now = MONDAY_NINE + DAY_MS
      expect((await t.tenants.leavers.sweep()).settled).toBe(0)
      t.time.now = Date.parse('2026-03-04T00:00:30+08:00')
      expect((await t.tenants.leavers.sweep()).settled).toBe(1)
      expect(told).toMatchObject([{ person: { userId: id }, ended: [{ reason: '任期届满', by: null }] }])
      expect((await t.tenants.leavers.sweep()).settled).toBe(0)
      t.time.now = MONDAY_NINE
    })

    test('what fails is not lost: the post has ended, and the next sweep settles it', async () => {
      const id = await person({ organId: 'scjg', post: 'handler' })
      t.tenants.leavers.onReturnTasks(() => Promise.reject(new Error('the engine is away')))
      await end(id, 'scjg', 'handler')
      expect(await held(id)).toEqual([])
      expect(await t.tenants.leavers.sweep()).toMatchObject({
        settled: 0,
        failures: [{ message: 'the engine is away' }],
      })
      told = []
      t.tenants.leavers.onReturnTasks((leaver) => Promise.resolve(void told.push(leaver)))
      expect(await t.tenants.leavers.sweep()).toEqual({ settled: 1, failures: [] })
      expect(told).toHaveLength(1)
    })

    test('whoever is disabled loses posts that are to come too, and gets none until enabled again', async () => {
      const id = await person({ organId: 'scjg', post: 'handler' })
      await grant(id, 'scjg', 'reviewer', { from: '2026-04-01' })
      await t.tenants.users.disable({ tenantId: t.tenantId, userId: id, reason: '退休', by })
      expect((await t.tenants.users.postsOf(t.tenantId, id)).map(({ state }) => state)).not.toContain('future')
      await expect(grant(id, 'scjg', 'handler')).rejects.toMatchObject({ code: 'USER_DISABLED' })
      await t.tenants.users.enable({ tenantId: t.tenantId, userId: id, reason: '返聘', by })
      t.time.now += 1
      await grant(id, 'scjg', 'handler')
      expect(await held(id)).toEqual(['handler main'])
      expect(await sessionRows(db).endOfUser(t.tenantId, id, { at: t.time.now, reason: 'disabled' })).toBe(0)
    })
  })

  describe('accounts', () => {
    test('name, telephone and username change; what is wrong is named', async () => {
      const id = await person()
      const change = (more: object) => t.tenants.users.update({ tenantId: t.tenantId, userId: id, by, ...more })
      await change({ name: ' 买买提·艾合买提 ', phone: '0517-86881234', username: 'maimaiti' })
      expect(await t.tenants.users.get(t.tenantId, id)).toMatchObject({
        name: '买买提·艾合买提',
        phone: '0517-86881234',
        username: 'maimaiti',
      })
      await expect(change({ username: 'xitong' })).rejects.toMatchObject({ code: 'USERNAME_TAKEN' })
      await expect(change({ username: 'a b' })).rejects.toMatchObject({
        code: 'FIELD_INVALID',
        details: { field: 'username' },
      })
      await expect(change({ name: ' ' })).rejects.toMatchObject({ details: { field: 'name' } })
      await expect(change({ phone: 'abc' })).rejects.toMatchObject({ details: { field: 'phone' } })
    })

    test('the list is by username, page by page, narrowed by organ, post, state and words', async () => {
      const all: string[] = []
      for (let after: string | null | undefined; after !== null;) {
        const page = await t.tenants.users.list(t.tenantId, { limit: 7, after: after ?? undefined })
        all.push(...page.items.map(({ username }) => username))
        after = page.next
      }
      expect(all).toEqual([...all].sort())
      expect(new Set(all).size).toBe(all.length)
      expect(all).not.toContain('shenqing')
      const names = async (filter: object) =>
        (await t.tenants.users.list(t.tenantId, { limit: 200, ...filter })).items.map(({ username }) => username)
      expect(await names({ organIds: ['jw'] })).toEqual(['jianjian', 'jianjian2'])
      expect(await names({ post: 'audit-admin' })).toEqual(['shenji'])
      expect(await names({ q: '王小燕' })).toEqual(['chuangkou'])
      expect(await names({ q: '%' })).toEqual([])
      expect(await names({ state: 'disabled' })).toEqual([])
      expect(await names({ state: 'without-post' })).toContain('maimaiti')
      expect((await t.tenants.users.list(t.tenantId, { limit: 1, post: 'site-officer' })).total).toBe(2)
    })
  })
})
