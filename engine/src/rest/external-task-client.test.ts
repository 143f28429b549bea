import { once } from 'node:events'
import { Client, Variables, type Task, type TaskService } from 'camunda-external-task-client-js'
import { afterEach, describe, expect, test } from 'vitest'
import { restServer, type RestServer } from '../../test/rest-server.ts'
import type { Engine } from '../runtime/index.ts'
import { aProcess } from '../testing/index.ts'
import { DEFAULT_TENANT } from './index.ts'

const tenantId = DEFAULT_TENANT
const actor = { userId: 'li' }
const TOPIC = 'render-document'
/** Longer than any test: only being woken ends such a poll in time. */
const LONG_POLL_MS = 600_000
const LOCK_MS = 50_000

const licence = aProcess('licence')
  .startEvent('Start')
  .serviceTask('Render', TOPIC, { properties: { template: 'licence' } })
  .userTask('Deliver')
  .endEvent('End')
  .boundaryError('Render', 'NoData', 'NO_DATA', { code: 'errorCode', message: 'errorMessage' })
  .userTask('Repair')
  .endEvent('Repaired')
  .toXml()

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function started(seenByRest?: (engine: Engine) => Engine): Promise<RestServer> {
  const server = await restServer(seenByRest)
  closers.push(async () => {
    await server.close()
    expect(server.unexpected).toEqual([])
  })
  await server.deploy(licence)
  return server
}

type Options = Partial<ConstructorParameters<typeof Client>[0]>
type Handler = (work: { task: Task; taskService: TaskService }) => Promise<void>

/** A worker that is subscribed and does not poll yet. */
function worker({ baseUrl }: RestServer, handler: Handler, options: Options = {}): Client {
  const client = new Client({ baseUrl, workerId: 'printer', autoPoll: false, interval: 1, lockDuration: LOCK_MS, ...options })
  client.subscribe(TOPIC, { includeExtensionProperties: true }, handler)
  closers.push(() => client.stop())
  return client
}

const start = (engine: Engine, variables: Parameters<Engine['start']>[0]['variables'] = {}) =>
  engine.start({ tenantId, definitionKey: 'licence', businessKey: 'case-1', variables, actor })

/** What the client tells next; a handler that throws and a poll that fails are the test's failure. */
async function told(client: Client, event: string): Promise<unknown[]> {
  const [stop, failures] = [new AbortController(), ['handler:error', 'poll:error']]
  const failed = (failure: string) => once(client, failure, stop).then(([error]) => Promise.reject(error as Error))
  try {
    return await Promise.race([once(client, event, stop), ...failures.map(failed)])
  } finally {
    stop.abort()
  }
}

/** The engine, and a promise of the first fetch that came back empty: from then on its client waits. */
function waitingClient(): { seen: (engine: Engine) => Engine; waits: Promise<void> } {
  let isWaiting = () => {}
  const waits = new Promise<void>((resolve) => (isWaiting = resolve))
  const seen = (engine: Engine): Engine => ({
    ...engine,
    externalTasks: {
      ...engine.externalTasks,
      async fetchAndLock(request) {
        const tasks = await engine.externalTasks.fetchAndLock(request)
        if (tasks.length === 0) isWaiting()
        return tasks
      },
    },
  })
  return { seen, waits }
}

describe('the external task client of Camunda', () => {
  test('receives the task with its variables and properties', async () => {
    // given
    const server = await started()
    const applied = { name: '三湖饭店', area: 120.5, items: [{ no: 1 }] }
    const { instanceId } = await start(server.engine, { application: applied, count: 3, due: null, title: '食品经营许可', urgent: true })
    // when
    let received: Task | undefined
    const client = worker(server, async ({ task }) => void (received = task))
    const done = told(client, 'handler:success')
    client.start()
    await done
    // then
    expect(received).toMatchObject({
      topicName: TOPIC,
      activityId: 'Render',
      processInstanceId: instanceId,
      processDefinitionKey: 'licence',
      workerId: 'printer',
      businessKey: 'case-1',
      tenantId: null,
      retries: null,
      extensionProperties: { template: 'licence' },
    })
    expect(received!.variables.getAll()).toEqual({ application: applied, count: 3, due: null, title: '食品经营许可', urgent: true })
  })

  test('completes with typed variables, which the next task of a worker sees with the same types', async () => {
    // given
    const server = await started()
    const { instanceId } = await start(server.engine)
    const issuedAt = new Date('2026-03-02T01:02:03.004Z')
    const document = { template: 'licence', size: 1024, pages: ['正本', '副本'] }
    const result = new Variables()
      .set('document', document)
      .set('copies', 2)
      .set('issuedAt', issuedAt)
      .set('fee', 10.25)
      .set('title', '许可证')
      .set('printed', true)
      .set('remark', null)
      .setTyped('serial', { type: 'long', value: 4_102_444_800_000, valueInfo: {} })
    // when
    const client = worker(server, ({ task, taskService }) => taskService.complete(task, result))
    const done = told(client, 'complete:success')
    client.start()
    await done
    // then
    expect((await server.engine.instances.activity(tenantId, instanceId)).active).toEqual(['Deliver'])
    expect(await server.engine.instances.typedVariables(tenantId, instanceId)).toEqual({
      document: { type: 'Json', value: document },
      copies: { type: 'Integer', value: 2 },
      issuedAt: { type: 'Date', value: issuedAt.toISOString() },
      fee: { type: 'Double', value: 10.25 },
      title: { type: 'String', value: '许可证' },
      printed: { type: 'Boolean', value: true },
      remark: { type: 'Null', value: null },
      serial: { type: 'Long', value: 4_102_444_800_000 },
    })
    const answered = (await (await fetch(`${server.baseUrl}/process-instance/${instanceId}/variables`)).json()) as ConstructorParameters<
      typeof Variables
    >[0]
    expect(new Variables(answered).getAll()).toMatchObject({ document, copies: 2, issuedAt, serial: 4_102_444_800_000 })
  })

  test('fails with retries, is held back, raises the incident at 0 and goes on when it has retries again', async () => {
    // given a printer without paper
    const server = await started()
    const { instanceId } = await start(server.engine)
    const seen: (number | null)[] = []
    let hasPaper = false
    const client = worker(server, async ({ task, taskService }) => {
      seen.push(task.retries)
      if (hasPaper) return taskService.complete(task)
      const retries = (task.retries ?? 2) - 1
      await taskService.handleFailure(task, { errorMessage: '打印机没有纸', errorDetails: 'stack', retries, retryTimeout: 5_000 })
    })
    // when it fails for the first time
    const failed = told(client, 'handleFailure:success')
    client.start()
    const [task] = (await failed) as [Task]
    // then it is held back for the retry time
    await told(client, 'poll:success')
    expect(await told(client, 'poll:success')).toEqual([[]])
    server.clock.advance(5_000)
    // when it fails for the last time
    await told(client, 'handleFailure:success')
    // then there is an incident and no task
    server.clock.advance(5_000)
    const incidents = (await (await fetch(`${server.baseUrl}/incident?processInstanceId=${instanceId}`)).json()) as object[]
    expect(incidents).toMatchObject([
      { incidentType: 'failedExternalTask', activityId: 'Render', incidentMessage: '打印机没有纸', configuration: task.id },
    ])
    await told(client, 'poll:success')
    expect(await told(client, 'poll:success')).toEqual([[]])
    // when there is paper and somebody gives it retries
    hasPaper = true
    const done = told(client, 'complete:success')
    const answer = await fetch(`${server.baseUrl}/external-task/${task.id}/retries`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ retries: 1 }),
    })
    expect(answer.status).toBe(204)
    await done
    // then
    expect(seen).toEqual([null, 1, 1])
    expect(await server.engine.instances.activity(tenantId, instanceId)).toMatchObject({ active: ['Deliver'], incidents: [] })
  })

  test('raises a BPMN error, which leaves by the boundary event', async () => {
    // given
    const server = await started()
    const { instanceId } = await start(server.engine)
    // when
    const client = worker(server, ({ task, taskService }) =>
      taskService.handleBpmnError(task, 'NO_DATA', '缺少材料', new Variables().set('missing', ['身份证'])),
    )
    const done = told(client, 'handleBpmnError:success')
    client.start()
    await done
    // then
    expect((await server.engine.instances.activity(tenantId, instanceId)).active).toEqual(['Repair'])
    expect(await server.engine.instances.variables(tenantId, instanceId)).toEqual({
      errorCode: 'NO_DATA',
      errorMessage: '缺少材料',
      missing: ['身份证'],
    })
  })

  test('extends its lock, so that no other worker gets the task', async () => {
    // given
    const server = await started()
    await start(server.engine)
    const first = worker(server, ({ task, taskService }) => taskService.extendLock(task, 3 * LOCK_MS))
    const extended = told(first, 'extendLock:success')
    first.start()
    const [task] = (await extended) as [Task]
    first.stop()
    // when its first lock is over
    server.clock.advance(2 * LOCK_MS)
    // then
    const second = worker(server, () => Promise.reject(new Error('two workers have the task')), { workerId: 'other' })
    const polled = told(second, 'poll:success')
    second.start()
    expect(await polled).toEqual([[]])
    // and it cannot be extended once it is over
    second.stop()
    server.clock.advance(LOCK_MS)
    await expect(first.taskService.extendLock(task, LOCK_MS)).rejects.toMatchObject({
      httpStatusCode: 400,
      engineMsg: expect.stringContaining('has expired') as string,
    })
    await expect(second.taskService.complete(task)).rejects.toMatchObject({ httpStatusCode: 400 })
    await first.taskService.complete(task)
    await expect(first.taskService.complete(task)).rejects.toMatchObject({ httpStatusCode: 404 })
  })

  test('gives a task back, and gets it again at once', async () => {
    // given
    const server = await started()
    await start(server.engine)
    const client = worker(server, ({ task, taskService }) => taskService.unlock(task))
    // when
    const unlocked = told(client, 'unlock:success')
    client.start()
    const [task] = (await unlocked) as [Task]
    // then
    expect(await told(client, 'unlock:success')).toMatchObject([{ id: task.id }])
  })
})

describe('long polling', () => {
  test('is woken by a new task', async () => {
    // given a worker that waits
    const { seen, waits } = waitingClient()
    const server = await started(seen)
    const client = worker(server, ({ task, taskService }) => taskService.complete(task), { asyncResponseTimeout: LONG_POLL_MS })
    const done = told(client, 'complete:success')
    client.start()
    await waits
    // when
    const { instanceId } = await start(server.engine)
    // then
    await done
    expect((await server.engine.instances.activity(tenantId, instanceId)).active).toEqual(['Deliver'])
  })

  test('ends with an empty list when the engine is closed', async () => {
    const { seen, waits } = waitingClient()
    const server = await started(seen)
    const client = worker(server, () => Promise.resolve(), { asyncResponseTimeout: LONG_POLL_MS })
    const polled = told(client, 'poll:success')
    client.start()
    await waits
    client.stop()
    await server.engine.close()
    expect(await polled).toEqual([[]])
  })

  test('a client that is gone gets no task', async () => {
    // given a worker that waits, and goes away
    const { seen, waits } = waitingClient()
    const server = await started(seen)
    const connection = new AbortController()
    const client = worker(server, () => Promise.resolve(), {
      asyncResponseTimeout: LONG_POLL_MS,
      interceptors: (config) => ({ ...config, signal: connection.signal }),
    })
    const closed = once(server.http, 'request').then(([, response]: NodeJS.EventEmitter[]) => once(response!, 'close'))
    client.start()
    await waits
    client.stop()
    connection.abort()
    await closed
    // when
    await start(server.engine)
    // then
    expect(await server.engine.externalTasks.list({ tenantId }, { limit: 10 })).toMatchObject([{ worker_id: null, locked_until: null }])
  })

  test('tasks that were locked for a client whose socket closed meanwhile are free again', async () => {
    // given a worker whose connection breaks between the lock and the answer
    const connection = new AbortController()
    let closed: Promise<unknown> = Promise.resolve()
    const server = await started((engine) => ({
      ...engine,
      externalTasks: {
        ...engine.externalTasks,
        async fetchAndLock(request) {
          const tasks = await engine.externalTasks.fetchAndLock(request)
          expect(tasks).toMatchObject([{ row: { worker_id: 'printer' } }])
          connection.abort()
          await closed
          return tasks
        },
      },
    }))
    await start(server.engine)
    server.http.once('request', (_, response) => (closed = once(response, 'close')))
    const client = worker(server, () => Promise.resolve(), { interceptors: (config) => ({ ...config, signal: connection.signal }) })
    // when
    const freed = new Promise<void>((resolve) => closers.push(server.engine.externalTasks.onAvailable(() => resolve())))
    client.start()
    client.stop()
    await freed
    // then
    expect(await server.engine.externalTasks.list({ tenantId }, { limit: 10 })).toMatchObject([{ worker_id: null, locked_until: null }])
  })
})

describe('what a worker may not do', () => {
  const post = (server: RestServer, path: string, body: object) =>
    fetch(`${server.baseUrl}/external-task${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })

  test('a task that is not there is 404, a poll that waits too long 400, both as JSON errors', async () => {
    const server = await started()
    const missing = await post(server, '/none:1/complete', { workerId: 'printer' })
    expect([missing.status, missing.headers.get('content-type')]).toEqual([404, 'application/json'])
    expect(await missing.json()).toEqual({ type: 'RestException', message: expect.any(String) as string, code: 0 })
    const tooLong = await post(server, '/fetchAndLock', { workerId: 'printer', maxTasks: 1, asyncResponseTimeout: 1_800_001, topics: [] })
    expect([tooLong.status, await tooLong.json()]).toMatchObject([400, { type: 'InvalidRequestException' }])
  })

  test('a value that does not fit its type is 400 and changes nothing', async () => {
    const server = await started()
    const { instanceId } = await start(server.engine)
    const [task] = await server.engine.externalTasks.fetchAndLock({
      tenantId,
      workerId: 'printer',
      maxTasks: 1,
      topics: [{ topicName: TOPIC, lockDuration: LOCK_MS }],
    })
    for (const variable of [
      { type: 'integer', value: 'x' },
      { type: 'json', value: { a: 1 } },
      { type: 'file', value: '' },
      { type: 'no-type', value: 1 },
    ]) {
      const answer = await post(server, `/${task!.row.id}/complete`, { workerId: 'printer', variables: { copies: variable } })
      expect([answer.status, await answer.json()]).toMatchObject([400, { message: expect.stringContaining('copies') as string }])
    }
    expect((await server.engine.instances.activity(tenantId, instanceId)).active).toEqual(['Render'])
  })
})
