import { inTransaction, organs } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import { createTenants, loadSampleCounty } from '@lianban/tenants'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createNotices } from './notices.ts'

const CHEAP = { N: 16, r: 8, p: 1 }
const NOW = Date.parse('2026-09-18T09:00:00+08:00')
const T = 'sanhu'

describeOnDatabases('notices', (open) => {
  const given = async () => {
    const database = await open()
    const tenants = createTenants({
      database,
      clock: () => NOW,
      keysFolder: await mkdtemp(join(tmpdir(), 'lianban-notices-')),
      scrypt: CHEAP,
    })
    await loadSampleCounty({ database, tenants })
    const notices = createNotices({ database, tenants, clock: () => NOW })
    return { database, notices, caller: (id: string) => tenants.users.caller(T, id) }
  }

  it('reach users and the holders of posts, each once, and are read by their own reader only', async () => {
    const { database, notices, caller } = await given()
    const told = await inTransaction(database, (tx) =>
      notices.send(tx, T, {
        to: { userIds: ['juzhang', 'shenqing'], posts: [{ post: 'organ-leader', organId: 'scjg' }, { post: 'disciplinary-auditor' }] },
        title: '黄牌',
        text: '超过承诺时限',
        link: '/supervision/cards/c1',
      }),
    )
    expect([...told].sort()).toEqual(['jianjian', 'jianjian2', 'juzhang', 'shenqing'])
    const leader = await caller('juzhang')
    const { items, next } = await notices.list(leader, { limit: 10 })
    expect(items).toEqual([
      { id: expect.any(String) as string, title: '黄牌', text: '超过承诺时限', link: '/supervision/cards/c1', at: NOW, readAt: null },
    ])
    expect(next).toBeNull()
    expect(await notices.countUnread(leader)).toBe(1)

    await expect(notices.read(await caller('jianjian'), items[0]!.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await notices.read(leader, items[0]!.id)
    await notices.read(leader, items[0]!.id)
    expect(await notices.countUnread(leader)).toBe(0)
    expect((await notices.list(leader, { limit: 10, unread: true })).items).toEqual([])
    expect(await notices.countUnread(await caller('jianjian'))).toBe(1)
  })

  it('reach who holds the post in the organ that took the duties over', async () => {
    const { database, notices } = await given()
    const succession = { tenant_id: T, from_id: 'gtj', to_id: 'scjg', on_day: '2026-01-01', heir: 1 }
    await organs(database).insertSuccessions([succession])
    const to = { posts: [{ post: 'organ-leader', organId: 'gtj' }] }
    expect(await inTransaction(database, (tx) => notices.send(tx, T, { to, title: '黄牌', text: '' }))).toEqual(['juzhang'])
  })

  it('are sent together: each says whom it told, in the order given', async () => {
    const { database, notices, caller } = await given()
    const leader = { post: 'organ-leader', organId: 'scjg' }
    const sent = ['一', '二', '三'].map((title) => ({ to: { posts: [leader] }, title, text: '' }))
    const told = await inTransaction(database, (tx) =>
      notices.sendMany(tx, T, [...sent, { to: { userIds: ['shenqing'] }, title: '四', text: '' }, { to: {}, title: '五', text: '' }]),
    )
    expect(told).toEqual([['juzhang'], ['juzhang'], ['juzhang'], ['shenqing'], []])
    expect((await notices.list(await caller('juzhang'), { limit: 9 })).items.map(({ title }) => title)).toEqual(['三', '二', '一'])
  })

  it('tell nobody of what was rolled back', async () => {
    const { database, notices, caller } = await given()
    const failed = inTransaction(database, async (tx) => {
      await notices.send(tx, T, { to: { userIds: ['juzhang'] }, title: '红牌', text: '未发生' })
      throw new Error('rolled back')
    })
    await expect(failed).rejects.toThrow('rolled back')
    expect(await notices.countUnread(await caller('juzhang'))).toBe(0)
  })

  it('are paged and marked read together', async () => {
    const { database, notices, caller } = await given()
    for (const title of ['一', '二', '三'])
      await inTransaction(database, (tx) => notices.send(tx, T, { to: { userIds: ['juzhang'] }, title, text: '' }))
    const leader = await caller('juzhang')
    const first = await notices.list(leader, { limit: 2 })
    expect(first.items.map(({ title }) => title)).toEqual(['三', '二'])
    expect((await notices.list(leader, { limit: 2, after: first.next! })).items.map(({ title }) => title)).toEqual(['一'])
    await notices.readAll(leader)
    expect(await notices.countUnread(leader)).toBe(0)
  })
})
