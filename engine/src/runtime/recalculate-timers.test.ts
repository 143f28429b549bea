import { describeOnDatabases } from '@lianban/storage/testing'
import { beforeAll, expect, test } from 'vitest'
import { userTasks } from '@lianban/storage'
import type { Database } from '@lianban/storage'
import { aProcess } from '../testing/index.ts'
import { actor, county, testEngine, type TestEngine } from './engine-fixture.ts'

const DAY = 86_400_000
const limited = aProcess('limited')
  .startEvent()
  .userTask('Review', { 'camunda:dueDate': '=later(3)' })
  .boundaryTimer('Review', 'Limit', { duration: '=later(5)' }, { interrupting: false })
  .endEvent('Late')
  .moveTo('Review')
  .endEvent()

describeOnDatabases('recalculateTimers', (open) => {
  let database: Database
  let on: TestEngine
  let unit = DAY
  const counting = (of: number) => (now: number) => ({ later: (n: number) => new Date(now + n * of).toISOString() })
  beforeAll(async () => {
    database = await open()
    on = testEngine(database, { functions: ({ now }) => counting(unit)(now) })
    await on.deploy(limited)
  })
  const dueTimes = async (instanceId: string) => {
    const [job] = await on.engine.jobs.ofInstance(county, instanceId)
    const [task] = await userTasks(database).list({ tenantId: county, instanceId }, { limit: 1 })
    return { timer: job?.due_at, available: job?.available_at, task: task?.due_at }
  }

  test('moves the job and the task in the transaction of the deed, and shows before what it would move', async () => {
    const id = await on.start('limited')
    const started = on.clock()
    on.clock.advance(DAY)
    const preview = (functions: ReturnType<typeof counting>) =>
      on.engine.previewTimers({ tenantId: county, instanceIds: [id, 'gone'], functions })
    const nothing = { changes: [], problem: null }
    expect(Object.fromEntries(await preview(counting(DAY)))).toEqual({ [id]: nothing, gone: nothing })
    const changes = [
      { kind: 'timer', elementId: 'Limit', before: started + 5 * DAY, after: started + 10 * DAY },
      { kind: 'userTask', elementId: 'Review', before: started + 3 * DAY, after: started + 6 * DAY },
    ]
    expect(Object.fromEntries(await preview(counting(2 * DAY)))).toMatchObject({ [id]: { changes, problem: null }, gone: nothing })
    const broken = () => ({ later: () => 'never' })
    expect((await preview(broken as never)).get(id)).toMatchObject({ changes: [], problem: expect.stringContaining('never') as string })
    unit = 2 * DAY
    const seen: string[] = []
    await on.engine.recalculateTimers({
      tenantId: county,
      instanceId: id,
      actor,
      within: async (_tx, step) => void seen.push(...step.events.map(({ type }) => type)),
    })
    expect(seen).toEqual(['subscriptionMoved', 'userTaskUpdated'])
    const moved = started + 10 * DAY
    expect(await dueTimes(id)).toEqual({ timer: moved, available: moved, task: started + 6 * DAY })
    on.clock.advance(8 * DAY)
    expect(await on.engine.runDueJobs()).toBe(0)
    on.clock.advance(DAY)
    expect(await on.engine.runDueJobs()).toBe(1)
    unit = DAY
  })

  test('a single job is counted anew with the engine’s own functions, as over REST', async () => {
    const id = await on.start('limited')
    const [job] = await on.engine.jobs.ofInstance(county, id)
    await on.engine.jobs.setDueAt({ tenantId: county, actor, jobId: job!.id, dueAt: on.clock() })
    await on.engine.jobs.recalculateDueAt({ tenantId: county, actor, jobId: job!.id, creationDateBased: true })
    expect((await dueTimes(id)).timer).toBe(on.clock() + 5 * DAY)
    await on.engine.terminate({ tenantId: county, actor, instanceId: id, reason: 'test' })
  })

  test('what fails within undoes the move', async () => {
    const id = await on.start('limited')
    const before = await dueTimes(id)
    unit = 3 * DAY
    const call = { tenantId: county, instanceId: id, actor, within: () => Promise.reject(new Error('the deed fails')) }
    await expect(on.engine.recalculateTimers(call)).rejects.toThrow('the deed fails')
    expect(await dueTimes(id)).toEqual(before)
    unit = DAY
    await on.engine.terminate({ tenantId: county, actor, instanceId: id, reason: 'test' })
  })
})
