import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '@lianban/storage/testing'
import type { Database } from '@lianban/storage'
import { testTenants, type TestTenants } from '../testing/index.ts'
import { createEmergencyAccess, type EmergencyAccess, type EmergencyAccesses } from './emergency-access.ts'

const HOUR_MS = 3_600_000
let db: Database
let t: TestTenants
let accesses: EmergencyAccesses
const alerted: EmergencyAccess[] = []
beforeAll(async () => {
  db = await testDatabase()
  t = await testTenants(db)
  accesses = createEmergencyAccess({
    database: db,
    clock: () => t.time.now,
    record: (...entry) => t.tenants.supervision.record(...entry),
    authorization: t.tenants.authorization,
    verifySecondFactor: ({ code }) => Promise.resolve(code === '123456'),
  })
})
afterAll(async () => {
  t.remove()
  await db.destroy()
})

const caller = (userId: string) => t.tenants.users.caller(t.tenantId, userId)
const opens = async (userId: string, change: Partial<{ reason: string; code: string; caseId: string }> = {}) =>
  accesses.open(await caller(userId), { caseId: 'c1', organId: 'scjg', reason: '上级紧急调卷', code: '123456', ...change }, (_tx, opened) =>
    Promise.resolve(void alerted.push(opened)),
  )
const log = async (caseId: string) => (await t.tenants.supervision.entries(t.tenantId, { subject: `case:${caseId}`, limit: 50 })).items

test('it is opened with a second factor and a reason, alerts others, lasts two hours, and every look is recorded', async () => {
  const opened = await opens('chengguan')
  expect(alerted).toEqual([opened])
  expect(await accesses.useFor(await caller('chengguan'), 'c1')).toBe(true)
  expect(await accesses.useFor(await caller('chengguan'), 'c2')).toBe(false)
  expect(await accesses.useFor(await caller('shenhe'), 'c1')).toBe(false)
  t.time.now += 2 * HOUR_MS
  expect(await accesses.useFor(await caller('chengguan'), 'c1')).toBe(false)
  expect((await log('c1')).map(({ action }) => action)).toEqual(['emergency-access.opened', 'emergency-access.used'])
  expect(await accesses.own(await caller('chengguan'))).toMatchObject([{ id: opened.id, review: null }])
})

test('a wrong code, no reason, and whoever has no business with cases are refused, and it is in the log', async () => {
  await expect(opens('chengguan', { code: '000000', caseId: 'c3' })).rejects.toMatchObject({
    code: 'SECOND_FACTOR_REFUSED',
  })
  expect((await log('c3')).map(({ action }) => action)).toEqual(['emergency-access.refused'])
  await expect(opens('chengguan', { reason: '' })).rejects.toMatchObject({ code: 'REASON_MISSING' })
  for (const userId of ['xitong', 'anquan', 'shenqing', 'youxian'])
    await expect(opens(userId)).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
})

test('another person judges it, once', async () => {
  const { id } = await opens('chengguan', { caseId: 'c4' })
  const verdict = { outcome: 'unjustified', note: '与职责无关' } as const
  await expect(accesses.review(await caller('juzhang'), id, verdict)).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
  await expect(accesses.review(await caller('jianjian'), 'no-id', verdict)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const both = await Promise.allSettled([
    accesses.review(await caller('jianjian'), id, verdict),
    accesses.review(await caller('anquan'), id, verdict),
  ])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect((await accesses.list(await caller('jianjian'), { open: true, limit: 10 })).items.map((one) => one.id)).not.toContain(id)
  expect((await log('c4')).at(-1)).toMatchObject({
    action: 'emergency-access.reviewed',
    payload: { outcome: 'unjustified' },
  })
  // each entry names the grant that it is about: a rule waits for the review of that very one
  const named = (await log('c4')).map(({ action, payload }) => [action, (payload as { accessId: string }).accessId])
  expect(named).toEqual([
    ['emergency-access.opened', id],
    ['emergency-access.reviewed', id],
  ])
})
