import { beforeAll, beforeEach, expect, test } from 'vitest'
import { inTransaction, type Database } from '../database.ts'
import { describeOnDatabases } from '../testing/index.ts'
import { externalTasks, type ExternalTaskRow, type FetchFilter } from './external-tasks.ts'

const aTask = (row: Partial<ExternalTaskRow> & { id: string }): ExternalTaskRow => ({
  tenant_id: 'county',
  instance_id: 'i',
  definition_id: 'd:1:x',
  definition_key: 'd',
  business_key: null,
  element_id: 'Task',
  topic: 'render',
  fetch_rank: 0,
  created_at: 1000,
  properties: {},
  exhausted: 0,
  retries: null,
  error_message: null,
  error_details: null,
  worker_id: null,
  locked_until: null,
  suspended: 0,
  ...row,
})
const filter: FetchFilter = { tenantId: 'county', topic: 'render', now: 5000, order: 'priority', limit: 10 }

describeOnDatabases('external tasks', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })
  beforeEach(() => db('external_task').delete())
  const fetchIds = async (more: Partial<FetchFilter> = {}) =>
    (await inTransaction(db, (tx) => externalTasks(tx).fetchable({ ...filter, ...more }))).map((row) => row.id)

  test('the highest priority comes first, then the oldest; other topics, tenants, locked and exhausted tasks stay', async () => {
    await externalTasks(db).insert([
      aTask({ id: 'old', created_at: 10 }),
      aTask({ id: 'new', created_at: 20 }),
      aTask({ id: 'urgent', fetch_rank: -7, created_at: 30 }),
      aTask({ id: 'locked', locked_until: 5001 }),
      aTask({ id: 'expired', locked_until: 5000, created_at: 40 }),
      aTask({ id: 'dead', exhausted: 1 }),
      aTask({ id: 'topic', topic: 'notify' }),
      aTask({ id: 'tenant', tenant_id: 'other' }),
    ])
    expect(await fetchIds()).toEqual(['urgent', 'old', 'new', 'expired'])
    expect(await fetchIds({ order: 'created-desc', limit: 2 })).toEqual(['expired', 'urgent'])
    expect(await fetchIds({ definitionKeys: ['x'] })).toEqual([])
  })

  test('a lock is given once', async () => {
    await externalTasks(db).insert([aTask({ id: 'a' })])
    expect(await externalTasks(db).lock('county', ['a'], { workerId: 'w1', until: 9000, now: 5000 })).toBe(1)
    expect(await externalTasks(db).lock('county', ['a'], { workerId: 'w2', until: 9000, now: 5000 })).toBe(0)
    expect(await externalTasks(db).lock('county', ['a'], { workerId: 'w2', until: 9900, now: 9000 })).toBe(1)
  })

  test('competing transactions share the tasks out, none twice', async () => {
    await externalTasks(db).insert(Array.from({ length: 20 }, (_, n) => aTask({ id: `t${n}` })))
    const take = (workerId: string) =>
      inTransaction(db, async (tx) => {
        const rows = await externalTasks(tx).fetchable({ ...filter, limit: 5 })
        await externalTasks(tx).lock(
          'county',
          rows.map((row) => row.id),
          { workerId, until: 9000, now: 5000 },
        )
        return rows.map((row) => row.id)
      })
    const taken = (await Promise.all(['w1', 'w2', 'w3', 'w4'].map(take))).flat()
    expect(new Set(taken).size).toBe(taken.length)
    const locked = await externalTasks(db).count({ tenantId: 'county', lockedAt: { now: 5000, locked: true } })
    expect(locked).toBe(taken.length)
  })
})
