import { describeOnDatabases } from '@lianban/storage/testing'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database, JobRow, Tx } from '@lianban/storage'
import { aProcess } from '../testing/index.ts'
import { actor, county, testEngine, type TestEngine } from './engine-fixture.ts'
import { MAX_JOB_ATTEMPTS } from './index.ts'

describeOnDatabases('jobs', (open) => {
  let database: Database
  let on: TestEngine
  let broken = false
  beforeAll(async () => {
    database = await open()
    on = testEngine(database, {
      onCommit: [
        (_tx: Tx, steps) =>
          broken && steps.some(({ command }) => command.type === 'executeJob')
            ? Promise.reject(new Error('the hook fails'))
            : Promise.resolve(),
      ],
    })
    await on.deploy(
      aProcess('background').startEvent().task('Work', { asyncBefore: true }).userTask('After').endEvent(),
      aProcess('wrong').startEvent().expressionTask('Compute', '=missing.value + 1', { asyncBefore: true }).endEvent(),
      aProcess('patient').startEvent().timerCatch('Wait', { duration: 'PT1H' }).endEvent(),
    )
  })
  beforeEach(() => {
    broken = false
  })
  const jobsOf = (instanceId: string) => on.engine.jobs.ofInstance(county, instanceId)
  const only = async (instanceId: string): Promise<JobRow> => {
    const rows = await jobsOf(instanceId)
    expect(rows).toHaveLength(1)
    return rows[0]!
  }

  test('an asynchronous continuation waits for its job, which is gone with it', async () => {
    const id = await on.start('background')
    expect(await only(id)).toMatchObject({ kind: 'asyncBefore', element_id: 'Work', due_at: null, retries: MAX_JOB_ATTEMPTS })
    expect(await on.engine.runDueJobs()).toBe(1)
    expect([await on.at(id), await jobsOf(id)]).toEqual([['After'], []])
  })

  test('what fails unexpectedly is tried again after 1, 2, 4 … seconds, and after the last attempt kept as failed', async () => {
    const id = await on.start('background')
    broken = true
    await on.engine.runDueJobs()
    expect(await only(id)).toMatchObject({
      retries: MAX_JOB_ATTEMPTS - 1,
      available_at: on.clock() + 1000,
      error_message: 'the hook fails',
    })
    on.clock.advance(999)
    expect(on.errors).toHaveLength(1)
    await on.engine.runDueJobs()
    expect(on.errors).toHaveLength(1)
    on.clock.advance(1)
    await on.engine.runDueJobs()
    expect(await only(id)).toMatchObject({ retries: MAX_JOB_ATTEMPTS - 2, available_at: on.clock() + 2000 })
    for (let left = MAX_JOB_ATTEMPTS - 2; left > 0; left--) {
      on.clock.advance('PT5M')
      await on.engine.runDueJobs()
    }
    expect(await only(id)).toMatchObject({ retries: 0, available_at: null })
    broken = false
    on.clock.advance('P1D')
    await on.engine.runDueJobs()
    expect(await on.at(id)).toEqual(['Work'])
    await on.engine.jobs.setRetries({ tenantId: county, jobId: (await only(id)).id, retries: 1, actor })
    expect(await on.engine.runDueJobs()).toBe(1)
    expect(await on.at(id)).toEqual(['After'])
  })

  test('one that fails leaves its neighbours of the same batch alone', async () => {
    const [good, bad] = [await on.start('background'), await on.start('wrong')]
    await on.engine.runDueJobs()
    expect(await on.at(good)).toEqual(['After'])
    expect(await on.at(bad)).toEqual(['Compute'])
  })

  test('the modeller’s mistake is an incident, seen as a failed job, and retried by that', async () => {
    const id = await on.start('wrong')
    await on.engine.runDueJobs()
    const job = await only(id)
    expect(job).toMatchObject({
      kind: 'incident',
      retries: 0,
      element_id: 'Compute',
      error_message: expect.stringContaining('missing') as string,
    })
    expect(
      await on.engine.lists.count('job', {
        tenantId: county,
        where: [
          { column: 'retries', op: '=', value: 0 },
          { column: 'instance_id', op: '=', value: id },
        ],
      }),
    ).toBe(1)
    await on.engine.setVariables({ tenantId: county, instanceId: id, variables: { missing: { value: 1 } }, actor })
    await on.engine.jobs.setRetries({ tenantId: county, jobId: job.id, retries: 1, actor })
    await on.engine.runDueJobs()
    expect(await on.status(id)).toBe('completed')
  })

  test('an administrator moves, executes and prioritizes a timer', async () => {
    const [moved, executed] = [await on.start('patient'), await on.start('patient')]
    const job = await only(moved)
    await on.engine.jobs.setDueAt({ tenantId: county, jobId: job.id, dueAt: on.clock() + 5000, actor })
    expect((await on.engine.instances.state(county, moved)).subscriptions[job.id]!.dueAt).toBe(on.clock() + 5000)
    on.clock.advance(5000)
    expect(await on.engine.runDueJobs()).toBe(1)
    await on.engine.jobs.setPriority({ tenantId: county, jobId: (await only(executed)).id, priority: 7, actor })
    expect(await only(executed)).toMatchObject({ priority: 7 })
    await on.engine.jobs.recalculateDueAt({ tenantId: county, jobId: (await only(executed)).id, creationDateBased: false, actor })
    expect(await only(executed)).toMatchObject({ due_at: on.clock() + 3_600_000 })
    await on.engine.jobs.execute({ tenantId: county, jobId: (await only(executed)).id, actor })
    expect(await Promise.all([moved, executed].map(on.status))).toEqual(['completed', 'completed'])
    await expect(on.engine.jobs.execute({ tenantId: county, jobId: job.id, actor })).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' })
    await expect(on.engine.jobs.execute({ tenantId: 'other', jobId: job.id, actor })).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' })
  })

  test('a suspended place makes jobs that wait until it is resumed', async () => {
    const definitionId = (await on.engine.definitions.latest(county, 'background'))!.id
    const [place] = await on.engine.lists.list<{ id: string; job_type: string }>('job_definition', {
      tenantId: county,
      where: [{ column: 'definition_id', op: '=', value: definitionId }],
      order: [{ column: 'id', order: 'asc' }],
      limit: 5,
      offset: 0,
    })
    expect(place).toMatchObject({ job_type: 'async-continuation', element_id: 'Work', configuration: 'async-before' })
    await on.engine.jobs.setPlacesSuspended({ tenantId: county, jobDefinitionIds: [place!.id], suspended: true, includeJobs: false })
    const id = await on.start('background')
    expect((await only(id)).job_definition_id).toBe(place!.id)
    expect(await on.engine.runDueJobs()).toBe(0)
    expect(await only(id)).toMatchObject({ suspended: 1 })
    await on.engine.jobs.setPlacesSuspended({ tenantId: county, jobDefinitionIds: [place!.id], suspended: false, includeJobs: false })
    expect(await on.engine.runDueJobs()).toBe(1)
    expect(await on.at(id)).toEqual(['After'])
  })

  test('the highest priority of those that are due goes first', async () => {
    const ids = [await on.start('background'), await on.start('background')]
    await on.engine.jobs.setPriority({ tenantId: county, jobId: (await only(ids[1]!)).id, priority: 5, actor })
    const order: string[] = []
    const watcher = testEngine(database, {
      onCommit: [(_tx, steps) => Promise.resolve(void order.push(...steps.map(({ instanceId }) => instanceId)))],
    })
    watcher.clock.set(on.clock())
    await watcher.engine.runDueJobs()
    expect(order).toEqual([ids[1], ids[0]])
    await watcher.engine.close()
  })

  test('an execution that fails tells the administrator and costs an attempt', async () => {
    const id = await on.start('background')
    broken = true
    const job = await only(id)
    await expect(on.engine.jobs.execute({ tenantId: county, jobId: job.id, actor })).rejects.toThrow('the hook fails')
    expect(await only(id)).toMatchObject({ retries: MAX_JOB_ATTEMPTS - 1 })
  })

  test('two engines share the work and nothing is done twice', async () => {
    const other = testEngine(database)
    other.clock.set(on.clock())
    const ids = await Promise.all(Array.from({ length: 150 }, () => on.start('background')))
    await Promise.all([on.engine.runDueJobs(), other.engine.runDueJobs()])
    for (const id of ids) {
      const events = await on.engine.instances.history(county, id)
      expect(events.filter(({ type }) => type === 'jobExecuted')).toHaveLength(1)
    }
    await other.engine.close()
  })
})
