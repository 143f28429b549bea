import type { Database } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Caller } from '../caller.ts'
import { authenticatorCode, testTenants, type TestTenants } from '../testing/index.ts'
import { IDENTITY_DEFAULTS } from './identity.ts'
import type { LoginProgress } from './login.ts'
import { STAFF_PASSWORD_POLICY } from './password-policy.ts'

const by = { actor: { userId: 'xitong', name: '何平' }, ip: '10.0.0.1' }
const MINUTE = 60_000
const DAY = 86_400_000
const own = 'Zhulin#72-He'
const demo = 'Lianban@2026'

describeOnDatabases('login in steps', (open) => {
  let db: Database
  let t: TestTenants
  beforeAll(async () => {
    db = await open()
    t = await testTenants(db)
  })
  afterAll(() => t.remove())

  const from = { tenantId: 'sanhu', ip: '10.1.1.1', userAgent: 'test' }
  const withPassword = (username: string, password: string) => t.tenants.login.withPassword({ ...from, username, password })
  const tokenOf = (progress: LoginProgress): string => {
    if (progress.step === null || progress.token === null) throw new Error('no login under way')
    return progress.token
  }
  const clerk = (username: string, post = 'handler', more = {}) =>
    t.tenants.users.create({
      tenantId: 'sanhu',
      username,
      password: own,
      name: '吴敏',
      kind: 'staff',
      posts: [{ organId: 'scjg', post }],
      by,
      ...more,
    })
  const callerOf = (progress: LoginProgress): Caller => {
    if (progress.step !== null) throw new Error(`not logged in: ${progress.step}`)
    return progress.caller
  }
  const enrol = async (username: string): Promise<string> => {
    const token = tokenOf(await withPassword(username, own))
    const { enrolment } = await t.tenants.login.current(token, from)
    const { progress } = await t.tenants.login.enrol(token, authenticatorCode(enrolment!.manualKey, t.time.now), from)
    callerOf(progress)
    t.time.now += MINUTE
    return enrolment!.manualKey
  }

  test('who needs no second factor has a session at once', async () => {
    const progress = await withPassword('chuangkou', demo)
    expect(callerOf(progress)).toMatchObject({ userId: 'chuangkou', ip: '10.1.1.1' })
    expect(await db('login_attempt')).toEqual([])
  })

  test('who must have one enrols before anything else, and is asked for it from then on', async () => {
    await clerk('qian', 'approver')
    const begun = await withPassword('qian', own)
    expect(begun).toMatchObject({ step: 'enrolment' })
    const token = tokenOf(begun)
    const { enrolment } = await t.tenants.login.current(token, from)
    expect(await t.tenants.sessions.resolve(token)).toBeNull()
    await expect(t.tenants.login.enrol(token, '123', from)).rejects.toMatchObject({ code: 'SECOND_FACTOR_REFUSED' })
    const code = authenticatorCode(enrolment!.manualKey, t.time.now)
    const { progress, recoveryCodes } = await t.tenants.login.enrol(token, code, from)
    expect(callerOf(progress).userId).toBeDefined()
    expect(recoveryCodes).toHaveLength(10)
    expect(await withPassword('qian', own)).toMatchObject({ step: 'second-factor' })
  })

  test('no step can be left out by answering another one', async () => {
    await clerk('sun', 'approver')
    await enrol('sun')
    const token = tokenOf(await withPassword('sun', own))
    for (const skip of [
      () => t.tenants.login.choosePassword(token, 'Another#72-River', from),
      () => t.tenants.login.enrol(token, '000000', from),
    ])
      await expect(skip()).rejects.toMatchObject({ code: 'LOGIN_STEP_NOT_DUE' })
    expect(await t.tenants.login.current(token, from)).toMatchObject({ step: 'second-factor', name: '吴敏' })
    await expect(t.tenants.login.current(token, { ...from, tenantId: 'other' })).rejects.toMatchObject({
      code: 'LOGIN_OVER',
    })
  })

  test('right passwords in between do not give more tries at the code', async () => {
    await clerk('li', 'approver')
    const key = await enrol('li')
    for (let i = 0; i < 4; i++) {
      const token = tokenOf(await withPassword('li', own))
      await t.tenants.login.proveSecondFactor(token, '111111', from).catch(() => undefined)
    }
    const token = tokenOf(await withPassword('li', own))
    await expect(t.tenants.login.proveSecondFactor(token, '111111', from)).rejects.toMatchObject({
      code: 'ACCOUNT_LOCKED',
    })
    const right = t.tenants.login.proveSecondFactor(token, authenticatorCode(key, t.time.now), from)
    await expect(right).rejects.toMatchObject({ code: 'ACCOUNT_LOCKED' })
  })

  test('the same code in two browsers at once opens one session; a login is finished once', async () => {
    await clerk('zhou', 'approver')
    const key = await enrol('zhou')
    const tokens = [tokenOf(await withPassword('zhou', own)), tokenOf(await withPassword('zhou', own))]
    const code = authenticatorCode(key, t.time.now)
    const outcomes = await Promise.allSettled([...tokens, tokens[0]!].map((token) => t.tenants.login.proveSecondFactor(token, code, from)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('a login that takes too long, or is given up, is over', async () => {
    await clerk('wu', 'approver')
    const late = tokenOf(await withPassword('wu', own))
    t.time.now += 15 * MINUTE
    await expect(t.tenants.login.current(late, from)).rejects.toMatchObject({ code: 'LOGIN_OVER' })
    const left = tokenOf(await withPassword('wu', own))
    await t.tenants.login.abandon(left)
    await expect(t.tenants.login.current(left, from)).rejects.toMatchObject({ code: 'LOGIN_OVER' })
  })

  test('a password that was handed out serves once, for seven days, and another is chosen', async () => {
    const userId = await clerk('zheng')
    const { token: open1 } = await t.tenants.sessions.open(callerOf(await withPassword('zheng', own)))
    const { password, validUntil } = await t.tenants.passwords.reset({ tenantId: 'sanhu', userId, by })
    expect(validUntil).toBe(t.time.now + 7 * DAY)
    expect(await t.tenants.sessions.endOf(open1)).toMatchObject({ reason: 'password-reset' })
    await expect(withPassword('zheng', own)).rejects.toMatchObject({ code: 'LOGIN_FAILED' })
    const token = tokenOf(await withPassword('zheng', password))
    expect(await t.tenants.login.current(token, from)).toMatchObject({
      step: 'password',
      password: { reason: 'one-time', policy: STAFF_PASSWORD_POLICY },
    })
    await expect(t.tenants.login.choosePassword(token, password, from)).rejects.toMatchObject({
      code: 'PASSWORD_REUSED',
    })
    await expect(t.tenants.login.choosePassword(token, own, from)).rejects.toMatchObject({ code: 'PASSWORD_REUSED' })
    expect(callerOf(await t.tenants.login.choosePassword(token, 'Another#72-River', from)).userId).toBe(userId)
    await expect(withPassword('zheng', password)).rejects.toMatchObject({ code: 'LOGIN_FAILED' })
    const again = await t.tenants.passwords.reset({ tenantId: 'sanhu', userId, by })
    t.time.now += 7 * DAY
    await expect(withPassword('zheng', again.password)).rejects.toMatchObject({ code: 'ONE_TIME_PASSWORD_OVER' })
    const self = { actor: { userId } }
    await expect(t.tenants.passwords.reset({ tenantId: 'sanhu', userId, by: self })).rejects.toMatchObject({
      code: 'SECOND_PERSON_NEEDED',
    })
  })

  test('a password of ninety days is replaced at login, after a warning; applicants keep theirs, demo accounts too', async () => {
    const userId = await clerk('wang')
    await t.tenants.users.create({
      tenantId: 'sanhu',
      username: 'minzhong',
      password: own,
      name: '吴敏',
      kind: 'applicant',
      by,
    })
    t.time.now += 79 * DAY
    expect(await t.tenants.passwords.stateOf({ tenantId: 'sanhu', userId })).toMatchObject({ expiresSoon: false })
    t.time.now += DAY
    expect(await t.tenants.passwords.stateOf({ tenantId: 'sanhu', userId })).toMatchObject({
      expiresSoon: true,
      expiresAt: t.time.now + 10 * DAY,
    })
    callerOf(await withPassword('wang', own))
    t.time.now += 10 * DAY
    const token = tokenOf(await withPassword('wang', own))
    expect(await t.tenants.login.current(token, from)).toMatchObject({ password: { reason: 'expired' } })
    expect(callerOf(await withPassword('minzhong', own)).kind).toBe('applicant')
    expect(callerOf(await withPassword('chuangkou', demo)).userId).toBe('chuangkou')
  })

  test('the last five passwords are not taken again; changing ends the other sessions', async () => {
    const userId = await clerk('feng')
    const who = { tenantId: 'sanhu', userId }
    const { open: openSession, resolve, endOf } = t.tenants.sessions
    const kept = await openSession(await t.tenants.users.caller('sanhu', userId))
    const passwords = [1, 2, 3, 4, 5].map((n) => `Shanquan#${n}4-Yu`)
    for (const password of passwords) {
      await expect(t.tenants.passwords.choose({ ...who, password: own })).rejects.toMatchObject({
        code: 'PASSWORD_REUSED',
      })
      await t.tenants.passwords.choose({ ...who, password, keepToken: kept.token })
    }
    expect(await resolve(kept.token)).not.toBeNull()
    await t.tenants.passwords.choose({ ...who, password: own })
    expect(await resolve(kept.token)).toBeNull()
    expect(await endOf(kept.token)).toMatchObject({ reason: 'password-changed' })
    expect(await db('password_history').where({ user_id: userId })).toHaveLength(4)
  })

  test('a login under way is worth nothing once the password was changed', async () => {
    const userId = await clerk('chen', 'approver')
    const token = tokenOf(await withPassword('chen', own))
    await t.tenants.passwords.choose({ tenantId: 'sanhu', userId, password: 'Another#72-River' })
    await expect(t.tenants.login.current(token, from)).rejects.toMatchObject({ code: 'LOGIN_OVER' })
  })

  test('staff have one session at a time, and the browser before is told so; applicants may have several', async () => {
    const open = async (userId: string) => t.tenants.sessions.open(await t.tenants.users.caller('sanhu', userId))
    const [first, second] = [await open('chengban'), await open('chengban')]
    expect(await t.tenants.sessions.resolve(first.token)).toBeNull()
    expect(await t.tenants.sessions.endOf(first.token)).toEqual({ reason: 'replaced', at: t.time.now })
    expect(await t.tenants.sessions.resolve(second.token)).not.toBeNull()
    const applicant = [await open('shenqing'), await open('shenqing')]
    for (const { token } of applicant) expect(await t.tenants.sessions.resolve(token)).not.toBeNull()
    const caller = await t.tenants.users.caller('sanhu', 'shenqing')
    const listed = await t.tenants.sessions.own(caller)
    expect(listed).toHaveLength(2)
    await t.tenants.sessions.endOwn(caller, listed[0]!.id)
    await expect(t.tenants.sessions.endOwn(caller, listed[0]!.id)).rejects.toMatchObject({ code: 'SESSION_NOT_FOUND' })
    const foreign = (await t.tenants.sessions.own(await t.tenants.users.caller('sanhu', 'chengban')))[0]!
    await expect(t.tenants.sessions.endOwn(caller, foreign.id)).rejects.toMatchObject({ code: 'SESSION_NOT_FOUND' })
    expect(await t.tenants.sessions.endAllOwn(caller)).toBe(1)
  })

  test('a session ends with the last post, and without a post nobody logs in', async () => {
    const userId = await clerk('jiang')
    const { token } = await t.tenants.sessions.open(await t.tenants.users.caller('sanhu', userId))
    await t.tenants.users.endPost({ tenantId: 'sanhu', userId, organId: 'scjg', post: 'handler', by })
    expect(await t.tenants.sessions.resolve(token)).toBeNull()
    expect(await t.tenants.sessions.endOf(token)).toMatchObject({ reason: 'no-post' })
    await expect(withPassword('jiang', own)).rejects.toMatchObject({ code: 'NO_POST' })
  })

  test('the window has thirty minutes, who decides as well has fifteen', async () => {
    const open = async (username: string) => t.tenants.sessions.open(await t.tenants.users.caller('sanhu', username))
    const userId = await clerk('shen', 'window-clerk')
    const atWindow = await open(userId)
    t.time.now += 29 * MINUTE
    expect(await t.tenants.sessions.resolve(atWindow.token)).not.toBeNull()
    await t.tenants.users.grantPost({ tenantId: 'sanhu', userId, organId: 'scjg', post: 'reviewer', by })
    const both = await open(userId)
    t.time.now += IDENTITY_DEFAULTS.idle.defaultMs
    expect(await t.tenants.sessions.resolve(both.token)).toBeNull()
  })

  test('a request that the browser makes by itself keeps no session alive', async () => {
    const { token } = await t.tenants.sessions.open(await t.tenants.users.caller('sanhu', 'shenhe'))
    for (let i = 0; i < 3; i++) {
      t.time.now += 5 * MINUTE - 1
      expect(await t.tenants.sessions.resolve(token, { byItself: true })).not.toBeNull()
    }
    t.time.now += 3
    expect(await t.tenants.sessions.resolve(token)).toBeNull()
  })

  test('a name that nobody has is locked as one that somebody has', async () => {
    const answers = async (username: string) => {
      const codes: string[] = []
      for (let i = 0; i < 6; i++)
        await withPassword(username, 'wrong').catch((error: { code: string; message: string }) =>
          codes.push(`${error.code} ${error.message}`),
        )
      return codes
    }
    await clerk('han')
    expect(await answers('nobody-of-that-name')).toEqual(await answers('han'))
  })

  test('an unknown name, a disabled account and a wrong password cost the same work', async () => {
    const slow = await testTenants(db, { scrypt: { N: 2 ** 13, r: 8, p: 1 } })
    const time = async (username: string) => {
      const startedAt = performance.now()
      await slow.tenants.login.withPassword({ ...from, username, password: 'wrong' }).catch(() => undefined)
      return performance.now() - startedAt
    }
    // Accounts made at the slow cost, like the comparison for names that nobody has.
    await slow.tenants.users.create({
      tenantId: 'sanhu',
      username: 'yang',
      password: own,
      name: '敏',
      kind: 'staff',
      by,
    })
    await time('nobody-1')
    const [known, unknown] = [await time('yang'), await time('nobody-2')]
    expect(Math.max(known, unknown) / Math.min(known, unknown)).toBeLessThan(4)
    slow.remove()
  })

  test('everything above is a good log', async () => {
    expect(await t.tenants.supervision.verifyDatabase('sanhu')).toMatchObject({ ok: true })
  })
})
