import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { JsonValue } from '@lianban/engine'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { DocumentError, type PdfRenderer } from '../documents/index.ts'
import { CaseTaskError, startWorkers, type WorkerOptions, type Workers } from './index.ts'

interface Request {
  method: string
  path: string
  authorization?: string
  body: Record<string, unknown>
}

interface Answer {
  status: number
  body?: unknown
}

/** The part of the Camunda 7 REST API that the client talks to: gives out each batch of tasks once and lets polls wait. */
async function aFakeEngine(tasks: unknown[], answer: (request: Request) => Answer = () => ({ status: 204 })) {
  const requests: Request[] = []
  const watchers: ((request: Request) => void)[] = []
  const batches = [tasks]
  let poll: ServerResponse | null = null
  const send = (response: ServerResponse, { status, body }: Answer): void => {
    // A 204 with a JSON content type would make the client parse an empty body.
    response.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json' })
    response.end(body === undefined ? '' : JSON.stringify(body))
  }
  const server = createServer((message, response) => {
    void read(message).then((request) => {
      requests.push(request)
      if (!request.path.endsWith('/fetchAndLock')) {
        send(response, answer(request))
        watchers.splice(0).forEach((tell) => tell(request))
      } else if (batches.length > 0) send(response, { status: 200, body: batches.shift() })
      else poll = response
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/engine-rest`,
    requests,
    answers: () => requests.filter(({ path }) => !path.endsWith('/fetchAndLock')),
    give: (...more: unknown[]) => (poll ? send(poll, { status: 200, body: more }) : void batches.push(more)),
    next: () => new Promise<Request>((done) => watchers.push(done)),
    close: () => new Promise<void>((done) => (server.closeAllConnections(), server.close(() => done()))),
  }
}

async function read(message: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  return {
    method: message.method!,
    path: message.url!,
    authorization: message.headers.authorization,
    body: text ? (JSON.parse(text) as Record<string, unknown>) : {},
  }
}

const aTask = (change: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: 't1',
  topicName: 'render-document',
  activityId: 'Task_DocAcceptance',
  processInstanceId: 'i1',
  processDefinitionId: 'food-business-licence:1:d1',
  processDefinitionKey: 'food-business-licence',
  businessKey: 'c1',
  tenantId: 'sanhu',
  retries: null,
  createTime: '2026-09-18T16:30:00.000+0800',
  extensionProperties: { template: 'acceptance-notice', documentName: '受理通知书' },
  variables: {
    organName: { type: 'String', value: '三湖县市场监督管理局', valueInfo: {} },
    acceptance: { type: 'Json', value: JSON.stringify({ number: '三市监许受〔2026〕1号' }), valueInfo: {} },
  },
  ...change,
})

const TEMPLATE = '{{! number: acceptance.number }}<p>{{organName}} {{acceptance.number}} {{issuedAtText}}</p>'
const ENGINE_REFUSES = { status: 404, body: { type: 'RestException', message: 'External task with id t1 does not exist', code: null } }

describe('the render-document worker', () => {
  const cleanups: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0)) await cleanup()
  })

  async function aWorker(tasks: unknown[], change: Partial<WorkerOptions> = {}, answer?: (request: Request) => Answer) {
    const engine = await aFakeEngine(tasks, answer)
    const log: string[] = []
    const stored: string[] = []
    const rendered: string[] = []
    let closed = 0
    const note = (_: object, message: string): number => log.push(message)
    const renderer: PdfRenderer = {
      render: (html) => Promise.resolve(Buffer.from(`%PDF-${rendered.push(html)}`)),
      close: () => Promise.resolve(void closed++),
    }
    const objects = {
      put: (data: Buffer) => Promise.resolve({ sha256: 'ab'.repeat(32), size: stored.push(data.toString()) && data.length }),
      get: () => Promise.reject(new Error('nothing is signed here')),
    }
    const first = engine.next()
    const workers: Workers = startWorkers({
      baseUrl: engine.baseUrl,
      objects,
      renderer,
      signer: { sign: (pdf, { organName, reason }) => Promise.resolve(Buffer.from(`${pdf.toString()} signed: ${organName} ${reason}`)) },
      publicUrl: 'https://lianban.example',
      templatesOf: (key) => (key === 'acceptance-notice' ? TEMPLATE : null),
      logger: { info: note, warn: note, error: note },
      workerId: 'w1',
      wait: () => Promise.resolve(),
      ...change,
    })
    cleanups.push(() => workers.stop(), engine.close)
    return { engine, workers, log, stored, rendered, first, closed: () => closed }
  }

  it('renders, stores and completes with the document as typed JSON', async () => {
    const { first, rendered, stored, engine } = await aWorker([aTask()])
    const request = await first
    expect(engine.requests[0]).toMatchObject({
      path: '/engine-rest/external-task/fetchAndLock',
      body: {
        workerId: 'w1',
        maxTasks: 2,
        asyncResponseTimeout: 20_000,
        topics: [{ topicName: 'render-document', lockDuration: 20_000, includeExtensionProperties: true }],
      },
    })
    expect(rendered[0]).toContain('<p>三湖县市场监督管理局 三市监许受〔2026〕1号 2026年9月18日</p>')
    expect(stored).toEqual(['%PDF-1 signed: 三湖县市场监督管理局 出具受理通知书 三市监许受〔2026〕1号'])
    expect(request.path).toBe('/engine-rest/external-task/t1/complete')
    const { document } = request.body.variables as { document: { type: string; value: string } }
    expect(document.type).toBe('json')
    expect(JSON.parse(document.value)).toEqual({
      template: 'acceptance-notice',
      name: '受理通知书',
      number: '三市监许受〔2026〕1号',
      organName: '三湖县市场监督管理局',
      verifyCode: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      sha256: 'ab'.repeat(32),
      size: expect.any(Number) as number,
      mediaType: 'application/pdf',
    })
  })

  it.each([
    ['Basic', { username: 'worker', password: 'secret' }, `Basic ${Buffer.from('worker:secret').toString('base64')}`],
    ['Bearer', 'token-1', 'Bearer token-1'],
  ])('authenticates with %s', async (_, auth, header) => {
    const { first, engine } = await aWorker([aTask()], { auth })
    await first
    expect(engine.requests.every(({ authorization }) => authorization === header)).toBe(true)
  })

  describe('when the document cannot be made', () => {
    const failing = (error: Error): Partial<WorkerOptions> => ({
      renderer: { render: () => Promise.reject(error), close: () => Promise.resolve() },
    })

    it.each([
      [null, 2, 5_000],
      [2, 1, 30_000],
      [1, 0, 0],
    ])('with %s attempts left reports %i and waits', async (retries, left, retryTimeout) => {
      const { first } = await aWorker([aTask({ retries })], failing(new DocumentError('RENDER_TIMEOUT', '生成 PDF 超过 30 秒未完成')))
      const { path, body } = await first
      expect(path).toBe('/engine-rest/external-task/t1/failure')
      expect(body).toMatchObject({ workerId: 'w1', retries: left, retryTimeout })
      expect(body.errorMessage).toMatch(left === 0 ? /^生成“受理通知书”失败：生成 PDF 超过 30 秒未完成。已停止自动重试/ : /还可重试\d次$/)
    })

    it('without Chromium it gives up at once and says what to install', async () => {
      const { first } = await aWorker([aTask()], failing(new DocumentError('CHROMIUM_NOT_FOUND', '未找到 Chromium，无法生成 PDF。')))
      expect((await first).body).toMatchObject({ retries: 0, errorMessage: '未找到 Chromium，无法生成 PDF。' })
    })

    it.each([
      ['a variable is missing', { variables: {} }, /缺少变量：organName、acceptance\.number/],
      ['there is no such template', { extensionProperties: { template: 'gone', documentName: '某书' } }, /没有文书模板“gone”/],
      ['the model names no template', { extensionProperties: {} }, /没有设置扩展属性“template”/],
    ])('and %s, gives up at once', async (_, change, message) => {
      const { first } = await aWorker([aTask(change)])
      expect((await first).body).toMatchObject({ retries: 0, errorMessage: expect.stringMatching(message) })
    })

    it('a failing object store is tried again', async () => {
      const full = () => Promise.reject(new Error('no space left on device'))
      const { first } = await aWorker([aTask()], { objects: { put: full, get: full } })
      expect((await first).body).toMatchObject({ retries: 2, errorMessage: expect.stringContaining('no space left on device') })
    })
  })

  describe('carries out what comes after the decision', () => {
    const archiving = (run: (caseId: string) => Promise<Record<string, JsonValue>>): Partial<WorkerOptions> => ({
      caseTasks: { 'archive-case': { name: '归档', lockDurationMs: 60_000, run } },
    })
    const aCaseTask = (change: Record<string, unknown> = {}) =>
      aTask({ topicName: 'archive-case', activityId: 'Task_Archive', extensionProperties: {}, variables: {}, ...change })

    it('for the case of the business key, with the variables that the process goes on with', async () => {
      const seen: string[] = []
      const run = (caseId: string) => Promise.resolve({ archive: { archiveNo: '1', state: String(seen.push(caseId)) } })
      const { first } = await aWorker([aCaseTask()], archiving(run))
      const { path, body } = await first
      expect([path, seen]).toEqual(['/engine-rest/external-task/t1/complete', ['c1']])
      expect(body).toMatchObject({ variables: { archive: { type: 'json', value: '{"archiveNo":"1","state":"1"}' } } })
    })

    it('a store that is away is tried again, a task of no case or without a decision is not', async () => {
      const away = await aWorker(
        [aCaseTask()],
        archiving(() => Promise.reject(new Error('ECONNREFUSED'))),
      )
      expect((await away.first).body).toMatchObject({
        retries: 2,
        errorMessage: expect.stringMatching(/^归档失败：系统错误：ECONNREFUSED/),
      })
      const nobodys = await aWorker(
        [aCaseTask({ businessKey: null })],
        archiving(() => Promise.resolve({})),
      )
      expect((await nobodys.first).body).toMatchObject({ retries: 0, errorMessage: expect.stringContaining('不属于任何办件') })
      const undecided = new CaseTaskError('NO_DECISION', '办件“1”没有可以公示的决定')
      const early = await aWorker(
        [aCaseTask()],
        archiving(() => Promise.reject(undecided)),
      )
      expect((await early.first).body).toMatchObject({ retries: 0, errorMessage: expect.stringContaining('没有可以公示的决定') })
    })

    it.each([
      ['without the database, documents alone', {}, ['render-document']],
      ['documents made elsewhere, the rest alone', { ...archiving(() => Promise.resolve({})), rendering: false }, ['archive-case']],
      ['both', archiving(() => Promise.resolve({})), ['render-document', 'archive-case']],
    ])('%s', async (_, change, topics) => {
      const { engine } = await aWorker([], change)
      await vi.waitFor(() => expect(engine.requests).not.toEqual([]))
      const asked = engine.requests[0]!.body.topics as { topicName: string }[]
      expect(asked.map(({ topicName }) => topicName)).toEqual(topics)
    })
  })

  describe('does a task once', () => {
    it('a second delivery renders again, but the refused completion is only logged', async () => {
      let completions = 0
      const { first, engine, log, rendered } = await aWorker([aTask()], {}, () => (completions++ === 0 ? { status: 204 } : ENGINE_REFUSES))
      await first
      const second = engine.next()
      engine.give(aTask())
      await second
      await vi.waitFor(() => expect(log).toContainEqual(expect.stringMatching(/^complete refused/)))
      expect(rendered).toHaveLength(2)
      expect(engine.answers().map(({ path }) => path.split('/').at(-1))).toEqual(['complete', 'complete'])
    })

    it('an answer that got lost is sent again', async () => {
      let attempts = 0
      const { first, engine, rendered } = await aWorker([aTask()], {}, () =>
        attempts++ === 0 ? { status: 503, body: { type: 'x', message: 'down', code: 0 } } : { status: 204 },
      )
      await first
      await engine.next()
      expect(engine.answers().map(({ path }) => path.split('/').at(-1))).toEqual(['complete', 'complete'])
      expect(rendered).toHaveLength(1)
    })
  })

  it('stops by finishing what is under way, then closes the browser and asks for nothing more', async () => {
    let finish = (_: Buffer): void => undefined
    let begun = (): void => undefined
    const started = new Promise<void>((done) => (begun = done))
    let closed = false
    const renderer: PdfRenderer = {
      render: () => (begun(), new Promise((done) => (finish = done))),
      close: () => Promise.resolve(void (closed = true)),
    }
    const { workers, first, engine } = await aWorker([aTask()], { renderer })
    await started
    const stopped = workers.stop()
    expect(closed).toBe(false)
    finish(Buffer.from('%PDF'))
    await stopped
    expect((await first).path).toMatch(/complete$/)
    expect(closed).toBe(true)
    const polls = engine.requests.length
    await workers.stop()
    expect(engine.requests).toHaveLength(polls)
  })
})
