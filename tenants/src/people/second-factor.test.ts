import type { Database } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { authenticatorCode, testTenants, type TestTenants } from '../testing/index.ts'

const by = { actor: { userId: 'anquan', name: '吕安' }, ip: '10.0.0.1' }
const STEP = 30_000
const MINUTE = 60_000

describeOnDatabases('second factor', (open) => {
  let db: Database
  let t: TestTenants
  let key: string
  let recoveryCodes: string[]
  const who = { tenantId: 'sanhu', userId: 'pizhun', ip: '10.1.1.1' }
  const code = (later = 0): string => authenticatorCode(key, t.time.now + later)
  const verify = (given: string) => t.tenants.users.verifySecondFactor({ ...who, code: given })
  const actions = async () =>
    (await t.tenants.supervision.entries('sanhu', { subject: 'user:pizhun', limit: 200 })).items.map(({ action }) => action)

  beforeAll(async () => {
    db = await open()
    t = await testTenants(db)
  })
  afterAll(() => t.remove())
  beforeEach(async () => {
    t.time.now += 60 * MINUTE
    await t.tenants.passwords.unlock({ tenantId: 'sanhu', userId: 'pizhun', by })
    key = (await t.tenants.secondFactor.begin(who)).manualKey
    recoveryCodes = await t.tenants.secondFactor.confirm({ ...who, code: code() })
    t.time.now += STEP
  })

  test('the code of now is right, that of another time is not, and without a second factor none is', async () => {
    expect(await verify(code(10 * MINUTE))).toBe(false)
    expect(await verify(code())).toBe(true)
    expect(await t.tenants.users.verifySecondFactor({ tenantId: 'sanhu', userId: 'shenhe', code: code() })).toBe(false)
    expect(await t.tenants.users.verifySecondFactor({ tenantId: 'other', userId: 'pizhun', code: code() })).toBe(false)
  })

  test('a telephone whose clock is half a minute off serves all the same, one that is more off does not', async () => {
    expect(await verify(code(-2 * STEP))).toBe(false)
    expect(await verify(code(2 * STEP))).toBe(false)
    expect(await verify(code(STEP))).toBe(true)
  })

  test('a code is good once, also when it comes twice at the same time, and none before it afterwards', async () => {
    const one = code()
    const answers = await Promise.all([verify(one), verify(one), verify(one)])
    expect(answers.filter(Boolean)).toHaveLength(1)
    expect(await verify(one)).toBe(false)
    expect(await verify(code(-STEP))).toBe(false)
  })

  test('the code that confirmed the enrolment is used up', async () => {
    t.time.now -= STEP
    expect(await verify(code())).toBe(false)
  })

  test('five wrong codes lock the account, also sent at once: then the right code and the right password are refused', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, i) => verify(String(100_000 + i))))
    expect(await verify(code())).toBe(false)
    const login = t.tenants.users.authenticate({ tenantId: 'sanhu', username: 'pizhun', password: 'Lianban@2026' })
    await expect(login).rejects.toMatchObject({ code: 'ACCOUNT_LOCKED' })
    expect((await actions()).filter((action) => action === 'login.locked')).not.toHaveLength(0)
    t.time.now += 15 * MINUTE
    expect(await verify(code())).toBe(true)
  })

  test('a recovery code is for the login alone, works once, in whatever grouping it is typed', async () => {
    expect(recoveryCodes).toHaveLength(10)
    expect(await verify(recoveryCodes[0]!)).toBe(false)
    const typed = recoveryCodes[0]!.replaceAll('-', ' ').toUpperCase()
    await t.tenants.secondFactor.assert({ ...who, code: typed })
    await expect(t.tenants.secondFactor.assert({ ...who, code: typed })).rejects.toMatchObject({
      code: 'SECOND_FACTOR_REFUSED',
    })
    expect(await t.tenants.secondFactor.stateOf(who)).toMatchObject({ recoveryCodesLeft: 9 })
    const renewed = await t.tenants.secondFactor.renewRecoveryCodes(who)
    await expect(t.tenants.secondFactor.assert({ ...who, code: recoveryCodes[1]! })).rejects.toThrow()
    await t.tenants.secondFactor.assert({ ...who, code: renewed[0]! })
  })

  test('neither secret nor recovery codes can be read in the database; a sealed secret serves its owner alone', async () => {
    const rows = JSON.stringify([await db('second_factor'), await db('recovery_code')])
    expect(rows).not.toContain(key)
    expect(recoveryCodes.filter((one) => rows.includes(one) || rows.includes(one.replaceAll('-', '')))).toEqual([])
    const [row] = (await db('second_factor')) as { sealed_secret: string }[]
    await db('second_factor').insert({ ...row, user_id: 'shenhe', last_step: 0 })
    const moved = t.tenants.users.verifySecondFactor({ tenantId: 'sanhu', userId: 'shenhe', code: code() })
    await expect(moved).rejects.toThrow()
    await db('second_factor').where({ user_id: 'shenhe' }).delete()
  })

  test('a QR code that was not confirmed protects nothing and runs out', async () => {
    const other = { tenantId: 'sanhu', userId: 'juzhang' }
    const begun = await t.tenants.secondFactor.begin(other)
    expect(begun.uri).toMatch(/^otpauth:\/\/totp\/.*secret=/)
    expect(await t.tenants.secondFactor.isAskedOf(other)).toBe(false)
    expect(await t.tenants.secondFactor.beginOnce(other)).toEqual(begun)
    await expect(t.tenants.secondFactor.confirm({ ...other, code: '000000' })).rejects.toMatchObject({
      code: 'SECOND_FACTOR_REFUSED',
    })
    t.time.now += 15 * MINUTE
    const late = t.tenants.secondFactor.confirm({ ...other, code: authenticatorCode(begun.manualKey, t.time.now) })
    await expect(late).rejects.toMatchObject({ code: 'ENROLMENT_OVER' })
  })

  test('a reset is by another person; it ends sessions, secret and recovery codes', async () => {
    const { sessions, users, secondFactor } = t.tenants
    const { token } = await sessions.open(await users.caller('sanhu', 'pizhun'))
    const own = { actor: { userId: 'pizhun' } }
    await expect(secondFactor.reset({ ...who, by: own })).rejects.toMatchObject({ code: 'SECOND_PERSON_NEEDED' })
    await secondFactor.reset({ ...who, by })
    expect(await sessions.resolve(token)).toBeNull()
    expect(await sessions.endOf(token)).toMatchObject({ reason: 'second-factor-reset' })
    expect(await verify(code())).toBe(false)
    await expect(secondFactor.assert({ ...who, code: recoveryCodes[0]! })).rejects.toThrow()
    expect((await actions()).at(-1)).toBe('second-factor.refused')
    expect(await actions()).toContain('second-factor.reset')
  })
})
