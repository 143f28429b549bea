import type { Database } from '@lianban/storage'
import { sessions as sessionRows } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SAMPLE_COUNTY } from '../sample/sanhu-county.ts'
import { testTenants, type TestTenants } from '../testing/index.ts'
import { DEFAULT_SCRYPT, hashPassword, isOutdated, verifyPassword } from './passwords.ts'

const by = { actor: { userId: 'xitong', name: '何平' }, ip: '10.0.0.1' }
const password: string = SAMPLE_COUNTY.password
/** Strong, and of no demo account. */
const own = 'Zhulin#72-He'
const MINUTE = 60_000

describeOnDatabases('people', (open) => {
  let db: Database
  let t: TestTenants
  beforeAll(async () => {
    db = await open()
    t = await testTenants(db)
  })
  afterAll(() => t.remove())

  const login = (username: string, given = password) =>
    t.tenants.users.authenticate({ tenantId: t.tenantId, username, password: given, ip: '10.1.1.1' })
  const aUser = (username: string, posts: { organId: string; post: string }[] = []) =>
    t.tenants.users.create({ tenantId: t.tenantId, username, password: own, name: username, kind: 'staff', posts, by })
  const logOf = async (subject: string) => (await t.tenants.supervision.entries(t.tenantId, { subject, limit: 200 })).items
  const actionsOf = async (subject: string) => (await logOf(subject)).map(({ action }) => action)

  test('a right password gives the caller with his posts, and is in the log', async () => {
    expect(await login('chuangkou')).toEqual({
      tenantId: 'sanhu',
      userId: 'chuangkou',
      name: '王小燕',
      kind: 'staff',
      posts: [{ organId: 'scjg', organName: '三湖县市场监督管理局', post: 'window-clerk', postName: '窗口受理' }],
      groups: ['scjg:window-clerk'],
      ip: '10.1.1.1',
    })
    expect((await logOf('user:chuangkou')).at(-1)).toMatchObject({
      action: 'login.succeeded',
      actorName: '王小燕',
      ip: '10.1.1.1',
    })
  })

  test('wrong password, unknown name and a name in other letters are refused alike and recorded', async () => {
    for (const [name, given] of [
      ['chengban', 'wrong'],
      ['nobody', password],
      ['CHENGBAN', password],
    ] as const) {
      await expect(login(name, given)).rejects.toMatchObject({ code: 'LOGIN_FAILED', status: 401 })
    }
    expect((await logOf('user:chengban')).at(-1)).toMatchObject({
      action: 'login.failed',
      payload: { reason: 'password' },
    })
    expect((await logOf('user:-')).map(({ payload }) => payload)).toEqual([
      { username: 'nobody', reason: 'unknown' },
      { username: 'CHENGBAN', reason: 'unknown' },
    ])
  })

  test('the fifth wrong password locks for fifteen minutes, also against the right one', async () => {
    const id = await aUser('locked')
    for (let i = 0; i < 4; i++) await expect(login('locked', 'wrong')).rejects.toMatchObject({ code: 'LOGIN_FAILED' })
    await expect(login('locked', 'wrong')).rejects.toMatchObject({ code: 'ACCOUNT_LOCKED', status: 423 })
    await expect(login('locked', own)).rejects.toMatchObject({
      code: 'ACCOUNT_LOCKED',
      details: { lockedUntil: t.time.now + 15 * MINUTE },
    })
    t.time.now += 15 * MINUTE - 1
    await expect(login('locked', own)).rejects.toMatchObject({ code: 'ACCOUNT_LOCKED' })
    t.time.now += 1
    expect((await login('locked', own)).userId).toBe(id)
    expect((await actionsOf(`user:${id}`)).filter((action) => action === 'login.locked')).toHaveLength(1)
  })

  test('a right password in between starts the count anew', async () => {
    await aUser('forgetful')
    for (let i = 0; i < 4; i++) await login('forgetful', 'wrong').catch(() => undefined)
    await login('forgetful', own)
    for (let i = 0; i < 4; i++) await expect(login('forgetful', 'wrong')).rejects.toMatchObject({ code: 'LOGIN_FAILED' })
  })

  test('guesses at the same time lock as well as guesses one by one', async () => {
    await aUser('stormed')
    await Promise.allSettled(Array.from({ length: 8 }, () => login('stormed', 'wrong')))
    await expect(login('stormed', own)).rejects.toMatchObject({ code: 'ACCOUNT_LOCKED' })
  })

  test('a session gives its caller by the token; the database holds only the hash', async () => {
    const opened = await t.tenants.sessions.open(await login('shenhe'))
    expect(Buffer.from(opened.token, 'base64url')).toHaveLength(32)
    const found = await t.tenants.sessions.resolve(opened.token, { ip: '10.2.2.2' })
    expect(found).toMatchObject({
      caller: { userId: 'shenhe', groups: ['scjg:reviewer'], ip: '10.2.2.2' },
      csrfToken: opened.csrfToken,
    })
    expect(JSON.stringify(await db('session'))).not.toContain(opened.token)
    expect(await t.tenants.sessions.resolve(`${opened.token}x`)).toBeNull()
    const other = await t.tenants.sessions.open(await login('shenhe'))
    expect(t.tenants.sessions.isCsrfToken(opened.token, opened.csrfToken)).toBe(true)
    expect(t.tenants.sessions.isCsrfToken(opened.token, other.csrfToken)).toBe(false)
    await t.tenants.sessions.close(other.token)
    await t.tenants.sessions.close(other.token)
    expect(await t.tenants.sessions.resolve(other.token)).toBeNull()
    expect((await actionsOf('user:shenhe')).filter((action) => action === 'session.closed')).toHaveLength(1)
  })

  test('a session unused for fifteen minutes ends; used, it lasts until twelve hours', async () => {
    const idle = await t.tenants.sessions.open(await login('pizhun'))
    t.time.now += 15 * MINUTE
    expect(await t.tenants.sessions.resolve(idle.token)).toBeNull()
    expect((await actionsOf('user:pizhun')).at(-1)).toBe('session.expired')
    const used = await t.tenants.sessions.open(await login('pizhun'))
    for (let minutes = 0; minutes < 12 * 60 - 12; minutes += 12) {
      t.time.now += 12 * MINUTE
      expect(await t.tenants.sessions.resolve(used.token)).not.toBeNull()
    }
    t.time.now += 12 * MINUTE
    expect(await t.tenants.sessions.resolve(used.token)).toBeNull()
  })

  test('a post that is granted or ends counts from the next request on', async () => {
    const id = await aUser('mover', [{ organId: 'scjg', post: 'handler' }])
    const { token } = await t.tenants.sessions.open(await login('mover', own))
    const to = { organId: 'cgj', post: 'reviewer', transfer: true }
    await t.tenants.users.grantPost({ tenantId: t.tenantId, userId: id, ...to, by })
    expect((await t.tenants.sessions.resolve(token))?.caller.groups).toEqual(['cgj:reviewer'])
    expect(await t.tenants.users.holders(t.tenantId, 'cgj', 'reviewer')).toEqual([{ userId: id, name: 'mover' }])
    expect(await actionsOf(`user:${id}`)).toEqual(['user.created', 'post.granted', 'login.succeeded', 'post.ended', 'post.granted'])
  })

  test('who leaves loses posts and sessions and cannot log in again', async () => {
    const id = await aUser('leaver', [{ organId: 'scjg', post: 'approver' }])
    const { token } = await t.tenants.sessions.open(await login('leaver', own))
    await t.tenants.users.disable({ tenantId: t.tenantId, userId: id, by })
    expect(await t.tenants.sessions.resolve(token)).toBeNull()
    await expect(login('leaver', own)).rejects.toMatchObject({ code: 'LOGIN_FAILED' })
    expect(await t.tenants.users.holders(t.tenantId, 'scjg', 'approver')).toEqual([{ userId: 'pizhun', name: '郑国华' }])
    expect(await t.tenants.users.get(t.tenantId, id)).toMatchObject({ disabled: true })
  })

  test.each([
    ['system-admin', 'audit-admin'],
    ['security-admin', 'system-admin'],
    ['disciplinary-auditor', 'handler'],
    ['window-clerk', 'system-admin'],
  ])('one person cannot be %s and %s', async (held, asked) => {
    const id = await aUser(`both-${held}`, [{ organId: 'xxzx', post: held }])
    const granted = t.tenants.users.grantPost({ tenantId: t.tenantId, userId: id, organId: 'scjg', post: asked, by })
    await expect(granted).rejects.toMatchObject({ code: 'POSTS_INCOMPATIBLE' })
  })

  test('a taken username, an unknown organ: nothing is stored', async () => {
    await expect(aUser('shenqing')).rejects.toMatchObject({ code: 'USERNAME_TAKEN' })
    await expect(aUser('lost', [{ organId: 'nowhere', post: 'handler' }])).rejects.toMatchObject({
      code: 'ORGAN_NOT_FOUND',
    })
    await expect(login('lost', own)).rejects.toMatchObject({ code: 'LOGIN_FAILED' })
  })

  test('an organ cannot stand under itself; a reform keeps the old name for its time', async () => {
    const { organs } = t.tenants
    const gaj = (await organs.get(t.tenantId, 'gaj'))!
    await expect(organs.upsert(t.tenantId, { ...gaj, parentId: 'xfdd' }, by)).rejects.toMatchObject({
      code: 'ORGAN_CYCLE',
    })
    const names = { id: 'swju', name: '国家税务总局三湖县税务局', shortName: '税务局' }
    const into = { ...names, kind: 'department', parentId: 'xzf' } as const
    const on = '2026-07-01'
    await organs.merge({ tenantId: t.tenantId, organIds: ['gsj', 'dsj'], into, on, reason: '国税地税合并', by })
    const namesOn = async (on: string) =>
      (await organs.list(t.tenantId, { on })).map(({ id }) => id).filter((id) => ['gsj', 'dsj', 'swju'].includes(id))
    expect(await namesOn('2026-06-30')).toEqual(['gsj', 'dsj'])
    expect(await namesOn('2026-07-01')).toEqual(['swju'])
    expect(await organs.get(t.tenantId, 'gsj')).toMatchObject({ validUntil: '2026-06-30', successorId: 'swju' })
  })

  test('everything above is a good log', async () => {
    expect(await t.tenants.supervision.verifyDatabase(t.tenantId)).toMatchObject({ ok: true })
    expect(await sessionRows(db).get('none')).toBeUndefined()
  })
})

test('a stored password carries its cost, and one made with less is told apart', async () => {
  const stored = await hashPassword('Lianban@2026', DEFAULT_SCRYPT)
  expect(stored).toMatch(/^scrypt\$32768\$8\$1\$/)
  expect(await verifyPassword('Lianban@2026', stored)).toBe(true)
  expect(await verifyPassword('Lianban@2027', stored)).toBe(false)
  expect(await verifyPassword('Lianban@2026', 'plain')).toBe(false)
  expect(isOutdated(stored, DEFAULT_SCRYPT)).toBe(false)
  expect(isOutdated(stored, { ...DEFAULT_SCRYPT, N: 2 ** 16 })).toBe(true)
})
