import { beforeAll, expect, test } from 'vitest'
import { inTransaction, type Database } from '../database.ts'
import { describeOnDatabases } from '../testing/index.ts'
import { engineEvents } from './engine-events.ts'
import { incidents } from './incidents.ts'
import { instances, type ProcessInstanceRow } from './instances.ts'

const anInstance = (id: string, more: Partial<ProcessInstanceRow> = {}): ProcessInstanceRow => ({
  tenant_id: 'county',
  id,
  definition_id: 'd:1:x',
  definition_key: 'd',
  business_key: null,
  status: 'active',
  suspended: 0,
  super_instance_id: null,
  super_token_id: null,
  root_instance_id: id,
  call_depth: 0,
  started_by: 'li',
  started_at: 1000,
  ended_at: null,
  version: 1,
  event_count: 0,
  state: '{}',
  ...more,
})

describeOnDatabases('instances', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
    await instances(db).insert([anInstance('a', { business_key: 'case-1' }), anInstance('b', { business_key: 'case-1' }), anInstance('c')])
  })

  test('a change that read an older version writes nothing', async () => {
    const [row] = await inTransaction(db, (tx) => instances(tx).loadForUpdate(['county'], ['a']))
    expect(await instances(db).update([{ ...row!, state: '{"n":1}', event_count: 3 }])).toBe(1)
    expect(await instances(db).update([{ ...row!, state: '{"n":2}' }])).toBe(0)
    expect(await instances(db).get('county', 'a')).toMatchObject({ state: '{"n":1}', version: 2, event_count: 3 })
  })

  test('the newest instance of a business key is found', async () => {
    expect((await instances(db).byBusinessKey('county', 'case-1'))!.id).toBe('b')
    expect(await instances(db).byBusinessKey('other', 'case-1')).toBeUndefined()
  })

  test('lists are paged by id and can be narrowed to those with an incident', async () => {
    await incidents(db).insert([
      {
        tenant_id: 'county',
        id: 'b:9',
        instance_id: 'b',
        definition_id: 'd:1:x',
        definition_key: 'd',
        business_key: null,
        token_id: 'b:1',
        element_id: 'T',
        code: 'EXTERNAL_TASK_FAILED',
        message: '未找到 Chromium',
        raised_at: 5,
        phase: 'work',
        annotation: null,
      },
    ])
    expect((await instances(db).list({ tenantId: 'county' }, { limit: 2, after: 'a' })).map((row) => row.id)).toEqual(['b', 'c'])
    expect(await instances(db).count({ tenantId: 'county', withIncident: true })).toBe(1)
    expect((await incidents(db).list({ tenantId: 'county' }, { limit: 5, after: '5_a' })).map((row) => row.id)).toEqual(['b:9'])
    expect(await incidents(db).list({ tenantId: 'county' }, { limit: 5, after: '5_b:9' })).toEqual([])
  })

  test('a removed instance takes its history and its incidents with it', async () => {
    await engineEvents(db).append([{ tenant_id: 'county', instance_id: 'b', seq: 0, type: 'x', at: 1, payload: '{}' }])
    expect(await engineEvents(db).list('county', 'b', { limit: 5 })).toHaveLength(1)
    await instances(db).remove('county', ['b'])
    expect(await engineEvents(db).list('county', 'b', { limit: 5 })).toEqual([])
    expect(await incidents(db).count({ tenantId: 'county' })).toBe(0)
    expect(await instances(db).count({ tenantId: 'county' })).toBe(2)
  })
})
