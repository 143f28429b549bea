import type { Caller } from '@lianban/tenants'
import { fileSealer } from '@lianban/tenants'
import { describeOnDatabases } from '@lianban/storage/testing'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DAY_MS } from '../clock/index.ts'
import { virtualClock } from '../testing/index.ts'
import { createDrafts, MAX_DRAFT_BYTES } from './drafts.ts'

const NOW = Date.parse('2026-09-18T09:00:00+08:00')
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lianban-drafts-'))
})
afterAll(() => rm(folder, { recursive: true }))

const person = (userId: string): Caller => ({ tenantId: 't', userId, name: userId, kind: 'staff', posts: [], groups: [] })
const TASK = { kind: 'task', about: 'task-1' } as const

describeOnDatabases('drafts 草稿', (open) => {
  const openHere = async () => {
    const [database, clock] = [await open(), virtualClock(NOW)]
    return { database, clock, drafts: createDrafts({ database, sealer: fileSealer(folder), keptDays: 90, clock }) }
  }

  it('are kept for their owner alone, and nothing of them can be read in the database', async () => {
    const { database, drafts } = await openHere()
    const [zhang, li] = [person('zhang'), person('li')]
    const value = { form: { finding: '场所与图纸不符' }, opinion: '建议不予许可' }
    expect(await drafts.save(zhang, TASK, { title: '湖畔面馆 审查', value, baseVersion: 0 })).toEqual({ version: 1, savedAt: NOW })
    expect(await drafts.get(zhang, TASK)).toEqual({ ...TASK, title: '湖畔面馆 审查', value, version: 1, savedAt: NOW })
    expect(await drafts.get(li, TASK)).toBeNull()
    expect((await drafts.list(li)).items).toEqual([])
    expect((await drafts.list(zhang)).items).toEqual([{ ...TASK, title: '湖畔面馆 审查', version: 1, savedAt: NOW }])
    const [row] = (await database('draft')) as Record<string, unknown>[]
    expect(JSON.stringify(row)).not.toMatch(/湖畔|不予|图纸/)
    // a row that is moved to somebody else opens for nobody
    await database('draft').update({ user_id: 'li' })
    await expect(drafts.get(li, TASK)).rejects.toThrow()
  })

  it('of two devices neither overwrites what the other has saved meanwhile, nor brings back what was handed in', async () => {
    const { drafts, clock } = await openHere()
    const zhang = person('zhang')
    const save = (value: unknown, baseVersion: number) => drafts.save(zhang, TASK, { title: '审查', value, baseVersion })
    await save('office', 0)
    await save('office 2', 1)
    clock.set(NOW + 1000)
    await expect(save('phone', 1)).rejects.toMatchObject({ code: 'DRAFT_CHANGED', details: { now: { version: 2, savedAt: NOW } } })
    await expect(save('phone', 0)).rejects.toMatchObject({ code: 'DRAFT_CHANGED' })
    // when the person chooses the phone's words, then those are saved over what is there now
    expect(await save('phone', 2)).toEqual({ version: 3, savedAt: NOW + 1000 })
    const both = await Promise.allSettled([save('a', 3), save('b', 3)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    // when the task is done, then a save that comes late finds nothing to save over
    await drafts.save(person('li'), TASK, { title: '审查', value: 1, baseVersion: 0 })
    await drafts.finished(zhang, TASK)
    expect([await drafts.get(zhang, TASK), await drafts.get(person('li'), TASK)]).toEqual([null, null])
    await expect(save('late', 4)).rejects.toMatchObject({ code: 'DRAFT_CHANGED', details: { now: null } })
  })

  it('have an end: too large a one is refused, an old one is cleared, an application of another person stays', async () => {
    const { drafts, clock } = await openHere()
    const [zhang, li] = [person('zhang'), person('li')]
    const large = { title: '大', value: 'x'.repeat(MAX_DRAFT_BYTES), baseVersion: 0 }
    await expect(drafts.save(zhang, TASK, large)).rejects.toMatchObject({ code: 'DRAFT_TOO_LARGE' })
    const matter = { kind: 'matter', about: 'food-business-licence' } as const
    for (const one of [zhang, li]) await drafts.save(one, matter, { title: '食品经营许可', value: {}, baseVersion: 0 })
    await drafts.finished(zhang, matter)
    expect([await drafts.get(zhang, matter), (await drafts.get(li, matter))?.version]).toEqual([null, 1])
    clock.set(NOW + 90 * DAY_MS)
    expect(await drafts.clearOld('t')).toBe(0)
    clock.set(NOW + 90 * DAY_MS + 1)
    expect(await drafts.clearOld('t')).toBe(1)
  })
})
