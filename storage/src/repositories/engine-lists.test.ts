import { beforeAll, expect, test } from 'vitest'
import { describeOnDatabases } from '../testing/index.ts'
import { engineLists } from './engine-lists.ts'
import type { ProcessDefinitionRow } from './deployments.ts'

describeOnDatabases('lists of the engine', (open) => {
  let lists: ReturnType<typeof engineLists>
  beforeAll(async () => {
    const db = await open()
    const row = (tenant: string, key: string, version: number, name: string | null) => ({
      tenant_id: tenant, id: `${key}:${version}:${tenant}`, key, version, name, version_tag: null, deployment_id: 'd', resource_name: 'a.bpmn', deployed_at: version,
      message_starts: '["paid"]',
    })
    await db('process_definition').insert([row('county', 'a', 1, 'Old'), row('county', 'a', 2, 'New'), row('county', 'b', 1, null), row('other', 'a', 3, 'Theirs')])
    lists = engineLists(db)
  })
  const asked = { tenantId: 'county', where: [], order: [{ column: 'key', order: 'asc' as const }, { column: 'version', order: 'desc' as const }], limit: 10, offset: 0 }

  test('one page of one tenant, numbers and JSON read', async () => {
    const rows = await lists.list<ProcessDefinitionRow>('process_definition', { ...asked, limit: 2, offset: 1 })
    expect(rows.map(({ id, message_starts: starts, deployed_at: at }) => [id, starts, at])).toEqual([['a:1:county', ['paid'], 1], ['b:1:county', ['paid'], 1]])
  })

  test('the newest version is the newest of all, not of those that match', async () => {
    const latest = async (name: string) => (await lists.list<ProcessDefinitionRow>('process_definition', { ...asked, where: [{ column: 'name', op: '=', value: name }], latest: true })).length
    expect([await latest('New'), await latest('Old')]).toEqual([1, 0])
    expect(await lists.count('process_definition', { tenantId: 'county', where: [], latest: true })).toBe(2)
  })

  test('rows are counted by a column, nulls left out', async () => {
    expect([...(await lists.countBy('process_definition', 'name', { tenantId: 'county', where: [] }))].sort()).toEqual([['New', 1], ['Old', 1]])
  })
})
