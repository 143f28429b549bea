import { beforeAll, expect, test } from 'vitest'
import type { Database } from '../database.ts'
import { describeOnDatabases } from '../testing/index.ts'
import { isUniqueViolation } from '../database.ts'
import { organs } from './organs.ts'
import { sessions } from './sessions.ts'
import { tenants } from './tenants.ts'
import { userPosts } from './user-posts.ts'
import { users, type UserRow } from './users.ts'

const T = 't1'
const aUser = (id: string, more: Partial<UserRow> = {}): UserRow => ({
  tenant_id: T,
  id,
  username: id,
  name: `名${id}`,
  kind: 'staff',
  citizen_id: null,
  phone: null,
  password_hash: 'x',
  failed_count: 0,
  locked_until: null,
  disabled_at: null,
  created_at: 1,
  password_set_at: 1,
  ...more,
})

describeOnDatabases('organs, users and sessions', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
    await tenants(db).insert({ tenant_id: T, name: '三湖县', region_code: '320899', created_at: 1 })
    await organs(db).upsert({
      tenant_id: T,
      id: 'scjg',
      name: '三湖县市场监督管理局',
      short_name: '市场监督管理局',
      kind: 'department',
      parent_id: null,
      valid_from: null,
      valid_until: null,
      successor_id: null,
      sort: 1,
    })
    await organs(db).upsertPostKind({ tenant_id: T, id: 'handler', name: '承办人', sort: 1 })
  })

  test('an upsert changes the organ in place and the list keeps one row', async () => {
    const organ = (await organs(db).get(T, 'scjg'))!
    await organs(db).upsert({ ...organ, valid_until: '2026-12-31' })
    expect(await organs(db).list(T)).toEqual([{ ...organ, valid_until: '2026-12-31' }])
    expect(await tenants(db).get(T)).toMatchObject({ region_code: '320899' })
  })

  test('usernames are unique in a tenant and compared byte by byte', async () => {
    await users(db).insert(aUser('li'))
    const again = await users(db)
      .insert(aUser('li2', { username: 'li' }))
      .catch((e: unknown) => e)
    expect(isUniqueViolation(again)).toBe(true)
    expect(await users(db).byUsername(T, 'LI')).toBeUndefined()
    expect(await users(db).byUsername('t2', 'li')).toBeUndefined()
  })

  test('guesses sent at the same time all count, and the last one locks', async () => {
    await users(db).insert(aUser('guessed'))
    await Promise.all([1, 2, 3, 4, 5].map(() => users(db).countFailure(T, 'guessed', 5, 9_000)))
    expect(await users(db).get(T, 'guessed')).toMatchObject({ failed_count: 0, locked_until: 9_000 })
  })

  test('a post is held from its first instant until before its end, and only by those who have not left', async () => {
    await users(db).insert(aUser('wang'))
    const held = { tenant_id: T, user_id: 'wang', organ_id: 'scjg', post: 'handler', held_from: 100 }
    const open = { held_until: null, end_reason: null, ended_by: null, ended_by_name: null, end_settled: 0 }
    await userPosts(db).insert({ ...held, ...open, holding: 'main' })
    expect(await users(db).postsAt(T, 'wang', 99)).toEqual([])
    expect(await users(db).postsAt(T, 'wang', 100)).toEqual([
      { organ_id: 'scjg', organ_name: '三湖县市场监督管理局', post: 'handler', post_name: '承办人' },
    ])
    expect(await users(db).holders(T, 'scjg', 'handler', 100, 200)).toEqual([{ id: 'wang', name: '名wang' }])
    const end = { at: 200, reason: '调离', by: 'anquan', byName: '吕安' }
    expect(await userPosts(db).end(held, end)).toBe(true)
    expect(await userPosts(db).end(held, { ...end, at: 300 })).toBe(false)
    expect(await users(db).postsAt(T, 'wang', 199)).toHaveLength(1)
    expect(await users(db).postsAt(T, 'wang', 200)).toEqual([])
    await users(db).disable(T, 'wang', 150)
    expect(await users(db).holders(T, 'scjg', 'handler', 160, 200)).toEqual([])
  })

  test('of two closers of a session one is told so; expired ones are swept', async () => {
    const aSession = (token_hash: string, seen_at: number) =>
      sessions(db).insert({
        token_hash,
        tenant_id: T,
        user_id: 'li',
        ip: null,
        user_agent: null,
        method: 'password',
        opened_at: 1,
        seen_at,
        expires_at: 1_000,
        idle_ms: 100,
        ended_at: null,
        end_reason: null,
      })
    await aSession('h1', 1)
    expect(await sessions(db).delete('h1')).toBe(true)
    expect(await sessions(db).delete('h1')).toBe(false)
    await aSession('h2', 10)
    await aSession('h3', 900)
    expect(await sessions(db).deleteExpired(910)).toBe(1)
    expect(await sessions(db).get('h3')).toMatchObject({ seen_at: 900 })
    expect(await sessions(db).endOfUser(T, 'li', { at: 950, reason: 'replaced' })).toBe(1)
    expect(await sessions(db).delete('h3')).toBe(false)
    expect(await sessions(db).ofUser(T, 'li')).toEqual([])
    expect(await sessions(db).deleteExpired(999)).toBe(0)
    expect(await sessions(db).deleteExpired(1_000)).toBe(1)
  })
})
