import { beforeAll, expect, test } from 'vitest'
import { describeOnDatabases } from '../testing/index.ts'
import { engineLists } from './engine-lists.ts'
import type { ProcessDefinitionRow } from './deployments.ts'

describeOnDatabases('lists of the engine', (open) => {
  let lists: ReturnType<typeof engineLists>
  beforeAll(async () => {
    const db = await open()
    const row = (tenant: string, key: string, version: number, name: string | null) => ({
      tenant_id: tenant,
      id: `${key}:${version}:${tenant}`,
      key,
      version,
      name,
      version_tag: null,
      deployment_id: 'd',
      resource_name: 'a.bpmn',
      deployed_at: version,
      suspended: 0,
      startable_in_tasklist: 1,
    })
    await db('process_definition').insert([
      row('county', 'a', 1, 'Old'),
      row('county', 'a', 2, 'New'),
      row('county', 'b', 1, null),
      row('other', 'a', 3, 'Theirs'),
    ])
    await db('external_task').insert({
      tenant_id: 'county',
      id: 'i:1',
      instance_id: 'i',
      definition_id: 'a:1:county',
      definition_key: 'a',
      element_id: 'A',
      topic: 't',
      fetch_rank: -5,
      created_at: 1,
      properties: '{"colour":"red"}',
      exhausted: 0,
      suspended: 0,
    })
    lists = engineLists(db)
  })
  const asked = {
    tenantId: 'county',
    where: [],
    order: [
      { column: 'key', order: 'asc' as const },
      { column: 'version', order: 'desc' as const },
    ],
    limit: 10,
    offset: 0,
  }

  test('one page of one tenant, numbers and JSON read', async () => {
    const rows = await lists.list<ProcessDefinitionRow>('process_definition', { ...asked, limit: 2, offset: 1 })
    expect(rows.map(({ id, deployed_at: at }) => [id, at])).toEqual([
      ['a:1:county', 1],
      ['b:1:county', 1],
    ])
    const [task] = await lists.list('external_task', { ...asked, order: [{ column: 'id', order: 'asc' }] })
    expect(task).toMatchObject({ properties: { colour: 'red' }, fetch_rank: -5, locked_until: null })
  })

  test('the newest version is the newest of all, not of those that match', async () => {
    const latest = async (name: string) =>
      (
        await lists.list<ProcessDefinitionRow>('process_definition', {
          ...asked,
          where: [{ column: 'name', op: '=', value: name }],
          latest: true,
        })
      ).length
    expect([await latest('New'), await latest('Old')]).toEqual([1, 0])
    expect(await lists.count('process_definition', { tenantId: 'county', where: [], latest: true })).toBe(2)
  })

  test('rows are counted by columns', async () => {
    const counts = await lists.countBy('process_definition', ['key', 'name'], { tenantId: 'county', where: [] })
    expect(counts.sort((a, b) => (a.name ?? '').localeCompare(b.name ?? ''))).toEqual([
      { key: 'b', name: null, count: 1 },
      { key: 'a', name: 'New', count: 1 },
      { key: 'a', name: 'Old', count: 1 },
    ])
  })

  test('the schema tells when each of its changes was made', async () => {
    const log = await lists.schemaLog()
    expect(log.at(-1)!.name).toMatch(/^\d{12}-/)
    expect(log.every(({ at }) => at > Date.UTC(2024, 0, 1))).toBe(true)
  })
})
