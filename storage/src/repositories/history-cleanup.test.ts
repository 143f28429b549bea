import { beforeAll, expect, test } from 'vitest'
import type { Database } from '../database.ts'
import { describeOnDatabases } from '../testing/index.ts'
import { engineEvents } from './engine-events.ts'
import { CLEANUP_BATCH, historyCleanup } from './history-cleanup.ts'
import { instances, type ProcessInstanceRow } from './instances.ts'

const anInstance = (id: string, row: Partial<ProcessInstanceRow> = {}): ProcessInstanceRow => ({
  tenant_id: 'county',
  id,
  definition_id: 'd:1:x',
  definition_key: 'd',
  business_key: null,
  status: 'completed',
  suspended: 0,
  super_instance_id: null,
  super_token_id: null,
  root_instance_id: id,
  call_depth: 0,
  started_by: null,
  started_at: 1,
  ended_at: 100,
  version: 1,
  event_count: 0,
  state: '{}',
  ...row,
})

describeOnDatabases('cleaning up the history', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
    await instances(db).insert([
      anInstance('old'),
      anInstance('older'),
      anInstance('young'),
      anInstance('kept'),
      anInstance('running', { status: 'active', ended_at: null }),
      anInstance('called', { super_instance_id: 'running', root_instance_id: 'running' }),
    ])
    for (const [id, removalAt] of [
      ['old', 500],
      ['older', 400],
      ['young', 2000],
      ['called', 300],
    ] as const)
      await db('process_instance').where({ id }).update({ removal_at: removalAt })
    for (const id of ['old', 'young']) {
      await engineEvents(db).append(
        Array.from({ length: 2 * CLEANUP_BATCH + 10 }, (_, seq) => ({
          tenant_id: 'county',
          instance_id: id,
          seq,
          type: 'startInstance',
          at: 1,
          payload: '[]',
        })),
      )
    }
  })
  const events = async (id: string) => (await db('engine_event').where({ instance_id: id })).length

  test('only what has ended and is old enough may go, the oldest first; not what a running instance called', async () => {
    expect((await historyCleanup(db).removable(1000, 10)).map(({ id }) => id)).toEqual(['older', 'old'])
    expect((await historyCleanup(db).removable(1000, 1)).map(({ id }) => id)).toEqual(['older'])
    expect(await historyCleanup(db).removable(399, 10)).toEqual([])
  })

  test('rows go in batches, and an interrupted clean-up goes on where it stopped', async () => {
    expect(await historyCleanup(db).removeSome('engine_event', 'county', ['old', 'older'])).toBe(true)
    expect(await events('old')).toBe(CLEANUP_BATCH + 10)
    // when it goes on later, the instance is still found
    expect((await historyCleanup(db).removable(1000, 10)).map(({ id }) => id)).toContain('old')
    while (await historyCleanup(db).removeSome('engine_event', 'county', ['old', 'older']));
    expect([await events('old'), await events('young')]).toEqual([0, 2 * CLEANUP_BATCH + 10])
    await historyCleanup(db).removeInstances('county', ['old', 'older', 'running'])
    expect((await db('process_instance').orderBy('id').select('id')).map(({ id }: { id: string }) => id)).toEqual([
      'called',
      'kept',
      'running',
      'young',
    ])
  })

  test('every table that names an instance is known to it', async () => {
    for (const table of historyCleanup(db).tables()) expect(await db.schema.hasColumn(table, 'instance_id'), table).toBe(true)
  })
})
