import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { supervisionRules } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import { createTenants } from '@lianban/tenants'
import { expect, it } from 'vitest'
import { createNotices } from '../../notices/index.ts'
import { installRules } from './rule-store.ts'
import { Rule } from './rule.ts'

const T = 'sanhu'
const RULE = {
  id: 'T6',
  name: '送达超期',
  object: '办件',
  on: ['limit.passed'],
  when: 'true',
  colour: 'yellow',
  text: '送达超期',
  basis: '规定',
  recipients: [],
  replyWorkdays: 3,
  score: 5,
  parameters: { days: 10, share: 1 },
}

describeOnDatabases('the rules of a release', (open) => {
  const given = async () => {
    const database = await open()
    const clock = () => Date.parse('2026-09-18T09:00:00+08:00')
    const tenants = createTenants({ database, clock, keysFolder: await mkdtemp(join(tmpdir(), 'lianban-rules-')) })
    await tenants.tenancy.provision({ id: T, name: '三湖县', regionCode: '320899' }, { actor: { userId: 'system' } })
    const notices = createNotices({ database, tenants, clock })
    const install = (change: object = {}) =>
      installRules({
        database,
        record: tenants.supervision.record,
        notices,
        tenantId: T,
        rules: [Rule.parse({ ...RULE, ...change })],
        clock,
      })
    const versions = async () => (await supervisionRules(database).list(T)).map(({ version, state }) => `${version} ${state}`)
    return { install, versions, tenants }
  }

  it('are put in force once and offered once, though several servers start at the same moment', async () => {
    const { install, versions, tenants } = await given()
    await Promise.all([1, 2, 3].map(() => install()))
    expect(await versions()).toEqual(['1 active'])
    await Promise.all([1, 2, 3].map(() => install({ score: 6 })))
    expect(await versions()).toEqual(['1 active', '2 offered'])
    const { items } = await tenants.supervision.entries(T, { limit: 100 })
    expect(items.filter(({ action }) => action.startsWith('rule.')).map(({ action }) => action)).toEqual(['rule.installed', 'rule.offered'])
  })

  it('are the same whatever the order of their keys, and whatever defaults came later', async () => {
    const { install, versions } = await given()
    await install()
    await install({ parameters: { share: 1, days: 10 }, exemptions: [], enabled: true })
    expect(await versions()).toEqual(['1 active'])
  })
})
