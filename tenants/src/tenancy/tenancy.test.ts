import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tenants as tenantRows, users, type Database } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import { createTenants, type Tenants } from '../tenants.ts'
import { MONDAY_NINE, TEST_SCRYPT } from '../testing/index.ts'
import { normalHost } from './hosts.ts'
import type { NewTenant } from './new-tenant.ts'

const by = { actor: { userId: 'operator', name: '运维' } }
const administrators = {
  'system-admin': { username: 'he', name: '何平' },
  'security-admin': { username: 'lv', name: '吕安' },
  'audit-admin': { username: 'shi', name: '施敏' },
}
const aTenant = (id: string, hosts: string[] = [], more: Partial<NewTenant> = {}): NewTenant => ({
  id,
  name: `${id}县`,
  regionCode: '320831',
  hosts,
  administrators,
  ...more,
})

test.each([
  ['Sanhu.Example.CN', 'sanhu.example.cn'],
  ['sanhu.example.cn:8080', 'sanhu.example.cn'],
  ['sanhu.example.cn.', 'sanhu.example.cn'],
  ['xn--fiqs8s.cn', 'xn--fiqs8s.cn'],
  ['10.1.2.3:80', '10.1.2.3'],
  ['[::1]:8080', '[::1]'],
  ['', null],
  ['http://sanhu.cn', null],
  ['sanhu.cn/login', null],
  ['-sanhu.cn', null],
  ['san_hu.cn', null],
  ['a..b', null],
  ['三湖.cn', null],
  [`${'a'.repeat(64)}.cn`, null],
  [`${'a.'.repeat(130)}cn`, null],
])('the host "%s" is "%s"', (given, host) => {
  expect(normalHost(given)).toBe(host)
})

describeOnDatabases('the tenants of an installation', (open) => {
  let database: Database
  let tenants: Tenants
  const time = { now: MONDAY_NINE }
  const keysFolder = mkdtempSync(join(tmpdir(), 'lianban-keys-'))
  const anotherProcess = () => createTenants({ database, clock: () => time.now, keysFolder, scrypt: TEST_SCRYPT })

  beforeAll(async () => {
    database = await open()
    tenants = anotherProcess()
  })
  afterAll(() => rmSync(keysFolder, { recursive: true, force: true }))

  test('before the first, no address means anything; the first needs no host', async () => {
    expect(await tenants.directory.ofHost('anything')).toBeNull()
    const created = await tenants.tenancy.create(aTenant('first'), by)
    expect(created.map(({ post, username }) => [post, username])).toEqual([
      ['system-admin', 'he'],
      ['security-admin', 'lv'],
      ['audit-admin', 'shi'],
    ])
    for (const host of ['anything', '127.0.0.1:8080', 'localhost'])
      expect(await tenants.directory.ofHost(host)).toMatchObject({ id: 'first' })
    expect(await tenants.directory.publicUrl('first', 'https://bl.example.cn:8443')).toBe('https://bl.example.cn:8443')
  })

  test('each administrator logs in with the password that is shown once, holds one post and must choose another', async () => {
    const created = await anotherProcess()
      .tenancy.create(aTenant('solo', ['solo.cn']), by)
      .catch((e: unknown) => e)
    expect(created).toMatchObject({ code: 'TENANT_WITHOUT_HOST', details: { tenantId: 'first' } })
    await tenants.tenancy.setHosts('first', ['First.example.cn'], by)
    const [system, security] = await tenants.tenancy.create(aTenant('second', ['second.cn', 'www.second.cn']), by)
    const caller = await tenants.users.authenticate({ tenantId: 'second', ...system! })
    expect(caller.posts.map(({ post }) => post)).toEqual(['system-admin'])
    expect((await users(database).get('second', caller.userId))!.password_set_at).toBe(0)
    expect(system!.password).not.toBe(security!.password)
    await expect(tenants.users.authenticate({ tenantId: 'first', ...system! })).rejects.toMatchObject({
      code: 'LOGIN_FAILED',
    })
    await tenants.authorization.ensure('second')
    expect(tenants.authorization.decide(caller, 'create', { type: 'user' }).allowed).toBe(true)
    expect(tenants.authorization.decide(caller, 'grant', { type: 'user' }).allowed).toBe(false)
  })

  test('the address says which; the first host stands in links', async () => {
    expect(await tenants.directory.ofHost('FIRST.example.cn:80')).toMatchObject({ id: 'first' })
    expect(await tenants.directory.ofHost('www.second.cn')).toMatchObject({ id: 'second' })
    expect(await tenants.directory.ofHost('third.cn')).toBeNull()
    expect(await tenants.directory.sole()).toBeNull()
    expect(await tenants.directory.publicUrl('second', 'https://bl.example.cn:8443')).toBe('https://second.cn:8443')
  })

  test('everything that is wrong is said at once, and nothing is kept', async () => {
    const wrong = aTenant('Second!', ['http://x', 'ok.cn'], {
      name: ' ',
      regionCode: '99083',
      administrators: { ...administrators, 'audit-admin': { username: 'he', name: '' } },
    })
    const error = await tenants.tenancy.create(wrong, by).catch((e: unknown) => e)
    expect(error).toMatchObject({ code: 'TENANT_INVALID', status: 422 })
    expect((error as { details: { problems: string[] } }).details.problems.join('\n')).toMatch(
      /租户标识[^]*名称[^]*行政区划[^]*http:\/\/x[^]*姓名[^]*三个不同/,
    )
    await expect(tenants.tenancy.create(aTenant('third', ['second.cn']), by)).rejects.toMatchObject({
      code: 'HOST_TAKEN',
    })
    await expect(tenants.tenancy.create(aTenant('second', ['third.cn']), by)).rejects.toMatchObject({
      code: 'TENANT_EXISTS',
    })
    await expect(tenants.tenancy.create(aTenant('third'), by)).rejects.toMatchObject({ code: 'TENANT_WITHOUT_HOST' })
    await expect(tenants.tenancy.setHosts('second', [], by)).rejects.toMatchObject({ code: 'TENANT_WITHOUT_HOST' })
    await expect(tenants.tenancy.setHosts('second', ['first.example.cn'], by)).rejects.toMatchObject({
      code: 'HOST_TAKEN',
    })
    await expect(tenants.tenancy.setHosts('nobody', ['nobody.cn'], by)).rejects.toMatchObject({
      code: 'TENANT_NOT_FOUND',
    })
    expect((await tenantRows(database).list()).map(({ tenant_id }) => tenant_id)).toEqual(['first', 'second'])
    expect((await tenantRows(database).hosts()).map(({ host }) => host)).toEqual(['first.example.cn', 'second.cn', 'www.second.cn'])
  })

  test('what another process changed is seen within two seconds', async () => {
    await anotherProcess().tenancy.setDisabled('second', true, by)
    expect(await tenants.directory.ofHost('second.cn')).toMatchObject({ id: 'second' })
    time.now += 2_000
    expect(await tenants.directory.ofHost('second.cn')).toBeNull()
    await tenants.tenancy.setDisabled('second', false, by)
    expect(await tenants.directory.ofHost('second.cn')).toMatchObject({ id: 'second' })
  })

  test('a tenant whose making was interrupted gets its rules at the next start, and those it has are left alone', async () => {
    await tenants.tenancy.provision({ id: 'half', name: '半县', regionCode: '320831' }, by)
    const count = async () => (await database('policy').where({ tenant_id: 'half', source: 'county' })).length
    expect(await count()).toBe(0)
    await tenants.tenancy.ensureRules('half', by)
    const shipped = await count()
    expect(shipped).toBeGreaterThan(20)
    await database('policy').where({ tenant_id: 'half', id: 'partner-case' }).delete()
    await tenants.tenancy.ensureRules('half', by)
    expect(await count()).toBe(shipped - 1)
  })

  describe('the log', () => {
    test('of each tenant tells what was done to it', async () => {
      const actions = async (tenantId: string) =>
        (await tenants.supervision.entries(tenantId, { subject: `tenant:${tenantId}`, limit: 50 })).items.map(({ action }) => action)
      expect(await actions('first')).toEqual(expect.arrayContaining(['tenant.created', 'tenant.hosts-changed']))
      expect(await actions('second')).toEqual(expect.arrayContaining(['tenant.created', 'tenant.disabled', 'tenant.enabled']))
    })
  })
})
