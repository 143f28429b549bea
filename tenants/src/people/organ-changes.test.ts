import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from '@lianban/storage'
import { testDatabase } from '@lianban/storage/testing'
import { testTenants, type TestTenants } from '../testing/index.ts'
import type { NewOrgan } from './organ-checks.ts'

const by = { actor: { userId: 'xitong', name: '何平' } }
const reason = '机构改革'
const NEXT = '2026-03-03'
const midnight = (day: string) => Date.parse(`${day}T00:00:30+08:00`)
const aNew = (id: string, name: string, more: Partial<NewOrgan> = {}): NewOrgan => ({
  id,
  name: `三湖县${name}`,
  shortName: name,
  kind: 'department',
  parentId: 'xzf',
  ...more,
})

let db: Database
let t: TestTenants
let plan: { tenantId: string; reason: string; by: typeof by }
beforeEach(async () => {
  db = await testDatabase()
  t = await testTenants(db)
  plan = { tenantId: t.tenantId, reason, by }
})
afterEach(async () => {
  t.remove()
  await db.destroy()
})

const organs = () => t.tenants.organs
const organ = async (id: string) => (await organs().get(t.tenantId, id))!
const on = async (day: string, id: string) => (await organs().list(t.tenantId, { on: day })).find((one) => one.id === id)
const user = (username: string, organId: string, post: string) =>
  t.tenants.users.create({
    tenantId: t.tenantId,
    id: username,
    username,
    password: 'Xun-Lu-4471',
    name: username,
    kind: 'staff',
    posts: [{ organId, post }],
    by,
  })
const groupsOf = async (userId: string) => (await t.tenants.users.caller(t.tenantId, userId)).groups

test('a name holds from its day: before it the old one is printed, also for days long past', async () => {
  await organs().rename({
    ...plan,
    organId: 'gtj',
    name: '三湖县自然资源和规划局',
    shortName: '自然资源和规划局',
    on: NEXT,
  })
  expect(await organ('gtj')).toMatchObject({ shortName: '国土局' })
  expect(await organs().nameOn(t.tenantId, 'gtj', '2020-01-01')).toBe('三湖县国土资源局')
  expect(await organs().nameOn(t.tenantId, 'gtj', '2026-03-02')).toBe('三湖县国土资源局')
  expect(await organs().nameOn(t.tenantId, 'gtj', NEXT)).toBe('三湖县自然资源和规划局')
  expect(await on(NEXT, 'gtj')).toMatchObject({ shortName: '自然资源和规划局' })
  expect(await organs().carryOutDue(t.tenantId)).toBe(0)
  t.time.now = midnight(NEXT)
  expect(await organs().carryOutDue(t.tenantId)).toBe(1)
  expect(await organ('gtj')).toMatchObject({ shortName: '自然资源和规划局' })
  expect(await organs().carryOutDue(t.tenantId)).toBe(0)
})

test('a name that is entered late counts from its day, and what came after it stays', async () => {
  await organs().move({ ...plan, organId: 'gtj', parentId: 'zfb', on: '2026-03-02' })
  await organs().rename({
    ...plan,
    organId: 'gtj',
    name: '三湖县自然资源局',
    shortName: '自然资源局',
    on: '2026-01-01',
  })
  expect(await organs().nameOn(t.tenantId, 'gtj', '2025-12-31')).toBe('三湖县国土资源局')
  expect(await organs().nameOn(t.tenantId, 'gtj', '2026-01-01')).toBe('三湖县自然资源局')
  expect(await on('2026-01-01', 'gtj')).toMatchObject({ parentId: 'xzf' })
  expect(await organ('gtj')).toMatchObject({ shortName: '自然资源局', parentId: 'zfb' })
})

test('merging: the day before two, on the day one; posts, rights and tasks addressed to the old posts go over', async () => {
  await user('guo', 'gsj', 'handler')
  await user('di', 'dsj', 'approver')
  await organs().merge({ ...plan, organIds: ['gsj', 'dsj'], into: aNew('swju', '税务局'), on: NEXT })
  expect(await groupsOf('guo')).toEqual(['gsj:handler'])
  expect([await on('2026-03-02', 'gsj'), await on(NEXT, 'gsj'), await on('2026-03-02', 'swju')].map(Boolean)).toEqual([true, false, false])
  await expect(
    t.tenants.users.grantPost({ tenantId: t.tenantId, userId: 'guo', organId: 'gsj', post: 'reviewer', by }),
  ).rejects.toMatchObject({ code: 'ORGAN_NOT_VALID' })
  t.time.now = midnight(NEXT)
  await organs().carryOutDue(t.tenantId)
  expect(await groupsOf('guo')).toEqual(['swju:handler', 'dsj:handler', 'gsj:handler'])
  expect((await t.tenants.users.holders(t.tenantId, 'dsj', 'approver')).map(({ userId }) => userId)).toEqual(['di'])
  expect(await organs().inCharge(t.tenantId, 'gsj')).toBe('swju')
  const [now, before] = await t.tenants.users.postsOf(t.tenantId, 'guo')
  expect(now).toMatchObject({
    organId: 'swju',
    state: 'held',
    holding: 'main',
    from: Date.parse(`${NEXT}T00:00:00+08:00`),
  })
  expect(before).toMatchObject({ organId: 'gsj', state: 'ended', endReason: reason, until: now!.from })
  const entries = (await t.tenants.supervision.entries(t.tenantId, { subject: 'organ:swju', limit: 10 })).items
  expect(entries.map(({ action }) => action)).toEqual(expect.arrayContaining(['organ.change-planned', 'organ.merged']))
  expect(entries.find(({ action }) => action === 'organ.merged')!.payload).toMatchObject({ carried: { posts: 2 } })
})

test('of two processes that carry out the same change, one does', async () => {
  await user('guo', 'gsj', 'handler')
  await organs().merge({ ...plan, organIds: ['gsj'], into: { id: 'dsj' }, on: NEXT })
  t.time.now = midnight(NEXT)
  await Promise.all([1, 2, 3].map(() => organs().carryOutDue(t.tenantId)))
  expect((await t.tenants.users.postsOf(t.tenantId, 'guo')).map(({ organId }) => organId)).toEqual(['dsj', 'gsj'])
})

test('two posts that come together by a merge are one, and the person keeps one main post', async () => {
  await user('guo', 'gsj', 'handler')
  await t.tenants.users.grantPost({ tenantId: t.tenantId, userId: 'guo', organId: 'dsj', post: 'handler', by })
  await organs().merge({ ...plan, organIds: ['gsj', 'dsj'], into: aNew('swju', '税务局'), on: '2026-03-02' })
  const held = (await t.tenants.users.postsOf(t.tenantId, 'guo')).filter(({ state }) => state === 'held')
  expect(held).toMatchObject([{ organId: 'swju', post: 'handler', holding: 'main' }])
})

test('reforms in a row: the newest organ has the duties of the first', async () => {
  await user('guo', 'gsj', 'handler')
  await organs().merge({ ...plan, organIds: ['gsj', 'dsj'], into: aNew('swju', '税务局'), on: '2026-03-02' })
  await organs().merge({ ...plan, organIds: ['swju'], into: aNew('czsw', '财税局'), on: NEXT })
  t.time.now = midnight(NEXT)
  await organs().carryOutDue(t.tenantId)
  expect(await organs().inCharge(t.tenantId, 'dsj')).toBe('czsw')
  expect((await groupsOf('guo')).sort()).toEqual(['czsw:handler', 'dsj:handler', 'gsj:handler', 'swju:handler'])
})

test('splitting: persons and organs under it go where they are told, the rest to the heir', async () => {
  for (const name of ['a1', 'a2', 'b1']) await user(name, 'gaj', 'handler')
  const into = [
    { organ: aNew('gaj-a', '治安局'), heir: true, people: [], children: [] },
    { organ: aNew('gaj-b', '交警局'), heir: false, people: ['b1'], children: ['xfdd'] },
  ]
  await organs().split({ ...plan, organId: 'gaj', into, on: '2026-03-02' })
  expect((await groupsOf('a1'))[0]).toBe('gaj-a:handler')
  expect(await groupsOf('b1')).toEqual(['gaj-b:handler'])
  expect(await groupsOf('a2')).toContain('gaj:handler')
  expect((await organ('xfdd')).parentId).toBe('gaj-b')
  expect(await organ('gaj')).toMatchObject({ validUntil: '2026-03-01', successorId: 'gaj-a' })
})

test('an organ that takes over the one above it takes its place', async () => {
  await organs().merge({ ...plan, organIds: ['gaj'], into: { id: 'xfdd' }, on: '2026-03-02' })
  expect((await organ('xfdd')).parentId).toBe('xzf')
})

test('closing: not with cases, tasks, matters or organs under it; posts end, and their tasks go back', async () => {
  await user('an', 'ajj', 'handler')
  await expect(organs().close({ ...plan, organId: 'gaj', on: NEXT })).rejects.toMatchObject({ code: 'ORGAN_IN_USE' })
  await organs().close({ ...plan, organId: 'ajj', on: '2026-03-02' })
  expect(await groupsOf('an')).toEqual([])
  expect(await on('2026-03-02', 'ajj')).toBeUndefined()
  expect(await organs().nameOn(t.tenantId, 'ajj', '2026-03-02')).toBe('三湖县安全生产监督管理局')
})

test('a planned change is taken back whole; one that holds, or on which another builds, is not', async () => {
  const before = [await organs().list(t.tenantId), await organs().list(t.tenantId, { on: NEXT })]
  const merged = await organs().merge({ ...plan, organIds: ['gaj', 'ajj'], into: aNew('yjgl', '应急管理局'), on: NEXT })
  const renamed = await organs().rename({
    ...plan,
    organId: 'yjgl',
    name: '三湖县应急局',
    shortName: '应急局',
    on: '2026-04-01',
  })
  const cancel = (changeId: string) => organs().cancel({ tenantId: t.tenantId, changeId, reason: '推迟', by })
  await expect(cancel(merged)).rejects.toMatchObject({ code: 'CHANGE_NOT_PLANNED' })
  await cancel(renamed)
  await cancel(merged)
  expect([await organs().list(t.tenantId), await organs().list(t.tenantId, { on: NEXT })]).toEqual(before)
  await expect(cancel(merged)).rejects.toMatchObject({ code: 'CHANGE_NOT_PLANNED' })
  expect((await organs().changes(t.tenantId)).map(({ state }) => state)).toEqual(['cancelled', 'cancelled'])
})

test.each<[string, () => Promise<unknown>, string]>([
  ['under itself', () => organs().move({ ...plan, organId: 'gaj', parentId: 'xfdd', on: NEXT }), 'ORGAN_CYCLE'],
  ['under one that is not there', () => organs().move({ ...plan, organId: 'gaj', parentId: 'nowhere', on: NEXT }), 'ORGAN_NOT_FOUND'],
  ['a merge yesterday', () => organs().merge({ ...plan, organIds: ['gsj'], into: { id: 'dsj' }, on: '2026-03-01' }), 'DAY_INVALID'],
  ['a merge into itself', () => organs().merge({ ...plan, organIds: ['gsj'], into: { id: 'gsj' }, on: NEXT }), 'FIELD_INVALID'],
  [
    'a department into a company',
    () => organs().merge({ ...plan, organIds: ['gsj'], into: { id: 'yx' }, on: NEXT }),
    'ORGAN_KIND_MISMATCH',
  ],
  [
    'a split with two heirs',
    () =>
      organs().split({
        ...plan,
        organId: 'gsj',
        into: ['a', 'b'].map((id) => ({ organ: aNew(id, id), heir: true, people: [], children: [] })),
        on: NEXT,
      }),
    'FIELD_INVALID',
  ],
  ['an id that is taken', () => organs().create({ ...plan, organ: aNew('gsj', '国税局'), on: NEXT }), 'ORGAN_EXISTS'],
  ['an id that is none', () => organs().create({ ...plan, organ: aNew('税务', '国税局'), on: NEXT }), 'FIELD_INVALID'],
  ['a name of blanks', () => organs().rename({ ...plan, organId: 'gsj', name: ' ', shortName: 'x', on: NEXT }), 'FIELD_INVALID'],
  ['no reason', () => organs().rename({ ...plan, organId: 'gsj', name: 'x', shortName: 'x', on: NEXT, reason: ' ' }), 'REASON_MISSING'],
  ['a day that is none', () => organs().rename({ ...plan, organId: 'gsj', name: 'x', shortName: 'x', on: '2026-13-01' }), 'DAY_INVALID'],
])('refused: %s', async (_name, attempt, code) => {
  const before = await organs().list(t.tenantId)
  await expect(attempt()).rejects.toMatchObject({ code })
  expect(await organs().list(t.tenantId)).toEqual(before)
})
