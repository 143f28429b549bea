import { beforeAll, expect, test } from 'vitest'
import { applyConditions, applyOrder, type Condition, type OrderBy, type Relations } from './conditions.ts'
import type { Database } from './database.ts'
import { describeOnDatabases } from './testing/index.ts'

/** Tenants of this file's tests are counties: a table with few columns is enough for what conditions say. */
const RELATIONS: Relations = { resource: { table: 'deployment_resource', on: { deployment_id: 'id' } } }

describeOnDatabases('conditions', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
    const row = (id: string, name: string, source: string | null, at: number) => ({
      tenant_id: 'county',
      id,
      name,
      source,
      deployed_at: at,
      deployed_by: null,
      content_hash: id,
    })
    await db('deployment').insert([row('a', 'Licence', 'modeler', 1), row('b', 'licence_2', null, 2), row('c', 'Leave', 'modeler', 3)])
    await db('deployment_resource').insert([
      { tenant_id: 'county', deployment_id: 'b', id: 'r1', name: 'b.bpmn', content: Buffer.from('') },
      { tenant_id: 'other', deployment_id: 'c', id: 'r2', name: 'c.bpmn', content: Buffer.from('') },
    ])
  })
  const find = async (where: Condition[], order: OrderBy[] = [{ column: 'id', order: 'asc' }]) => {
    const query = db('deployment as d').select<{ id: string }[]>('d.id')
    applyConditions(query, 'd', where, RELATIONS)
    applyOrder(db, query, 'd', order, RELATIONS)
    return (await query).map(({ id }) => id).join('')
  }

  test('comparisons, lists and nulls', async () => {
    expect(
      await find([
        { column: 'deployed_at', op: '>', value: 1 },
        { column: 'deployed_at', op: '<=', value: 2 },
      ]),
    ).toBe('b')
    expect(await find([{ column: 'id', op: 'in', values: ['a', 'c'] }])).toBe('ac')
    expect(await find([{ column: 'id', op: 'in', values: [] }])).toBe('')
    expect(await find([{ column: 'source', op: 'null' }])).toBe('b')
  })

  test('like takes a wild card literally behind a backslash, and ignores case only when told', async () => {
    expect(await find([{ column: 'name', op: 'like', value: '%cence\\_%' }])).toBe('b')
    expect(await find([{ column: 'name', op: 'like', value: 'LICENCE%', ignoreCase: true }])).toBe('ab')
    expect(await find([{ column: 'name', op: 'not like', value: 'Lea%' }])).toBe('ab')
    expect(await find([{ column: 'name', op: '=', value: 'lICENCE', ignoreCase: true }])).toBe('a')
  })

  test('alternatives hold as groups; none at all holds for nothing', async () => {
    const source: Condition = { column: 'source', op: '=', value: 'modeler' }
    expect(await find([{ any: [[source, { column: 'deployed_at', op: '>', value: 2 }], [{ column: 'id', op: '=', value: 'b' }]] }])).toBe(
      'bc',
    )
    expect(await find([{ not: [source, { column: 'id', op: '=', value: 'a' }] }])).toBe('bc')
    expect(await find([{ any: [] }])).toBe('')
  })

  test('a related row counts for its own tenant only, and can be ordered by', async () => {
    expect(await find([{ related: 'resource', where: [] }])).toBe('b')
    expect(await find([{ not: [{ related: 'resource', where: [{ column: 'name', op: '=', value: 'b.bpmn' }] }] }])).toBe('ac')
    const byResource = { column: 'name', order: 'desc' as const, related: { name: 'resource', where: [] } }
    expect(await find([], [byResource, { column: 'id', order: 'desc' }])).toBe('bca')
  })
})
