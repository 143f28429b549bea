import { beforeAll, beforeEach, expect, test } from 'vitest'
import { inTransaction, type Database } from '../database.ts'
import { describeOnDatabases } from '../testing/index.ts'
import { jobs, type JobRow } from './jobs.ts'

const aJob = (row: Partial<JobRow> & { id: string }): JobRow => ({
  tenant_id: 'county',
  kind: 'timer',
  instance_id: 'i',
  definition_id: 'd:1:x',
  definition_key: 'd',
  job_definition_id: 'place',
  token_id: 'i:1',
  element_id: 'Timer',
  due_at: 1000,
  created_at: 0,
  available_at: row.due_at ?? 1000,
  lease_owner: null,
  priority: 0,
  exclusive: 1,
  retries: 3,
  suspended: 0,
  error_message: null,
  error_details: null,
  payload: null,
  ...row,
})

describeOnDatabases('jobs', (open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })
  beforeEach(() => db('job').delete())
  const lease = (owner: string, now: number, limit = 10) =>
    inTransaction(db, (tx) => jobs(tx).lease({ owner, now, until: now + 500, limit })).then((rows) => rows.map((row) => row.id))

  test('due jobs of all tenants are leased oldest first, and to one owner until the lease ends', async () => {
    await jobs(db).insert([
      aJob({ id: 'late', due_at: 900 }),
      aJob({ id: 'later', due_at: 1000, tenant_id: 'other' }),
      aJob({ id: 'future', due_at: 1001 }),
    ])
    expect(await lease('a', 1000)).toEqual(['late', 'later'])
    expect(await lease('b', 1000)).toEqual([])
    expect(await jobs(db).nextAvailableAt()).toBe(1001)
    expect((await lease('b', 1500)).sort()).toEqual(['future', 'late', 'later'])
  })

  test('two owners at the same time get different jobs', async () => {
    await jobs(db).insert(Array.from({ length: 40 }, (_, i) => aJob({ id: `job-${i}` })))
    const [a, b] = await Promise.all([lease('a', 1000, 20), lease('b', 1000, 20)])
    expect(new Set([...a!, ...b!]).size).toBe(a!.length + b!.length)
  })

  test('what is suspended or has no retries is taken by nobody, also when its time is moved', async () => {
    await jobs(db).insert([aJob({ id: 'suspended' }), aJob({ id: 'failed', instance_id: 'j', retries: 0, available_at: null })])
    await jobs(db).suspend({ tenantId: 'county', instanceId: 'i' })
    await jobs(db).move([
      { tenant_id: 'county', id: 'suspended', due_at: 500 },
      { tenant_id: 'county', id: 'failed', due_at: 500 },
    ])
    expect(await lease('a', 5000)).toEqual([])
    await jobs(db).resume({ tenantId: 'county', definitionId: 'd:1:x' })
    expect(await lease('a', 5000)).toEqual(['suspended'])
    expect(await jobs(db).get('county', 'failed')).toMatchObject({ due_at: 500, available_at: null })
  })

  test('what suspends or resumes a definition at a date is not suspended with it', async () => {
    await jobs(db).insert([aJob({ id: 'activation', kind: 'suspension', instance_id: null }), aJob({ id: 'timer' })])
    await jobs(db).suspend({ tenantId: 'county', definitionId: 'd:1:x' })
    expect(await lease('a', 1000)).toEqual(['activation'])
  })
})
