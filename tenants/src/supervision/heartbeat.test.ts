import { inTransaction, type Database } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHeartbeat } from './heartbeat.ts'
import { aSupervision } from './testing/a-supervision.ts'

const MINUTE_MS = 60_000
const EVERY_MS = 5 * MINUTE_MS

describeOnDatabases('heartbeats', (open) => {
  let db: Database
  let s: ReturnType<typeof aSupervision>
  let elapsed = 0
  beforeAll(async () => {
    db = await open()
    s = aSupervision(db)
  })
  afterAll(() => s.remove())

  const server = (tenantId: string) =>
    createHeartbeat(
      { database: db, clock: () => s.time.now, monotonic: () => elapsed, record: s.log.record },
      { tenantId, server: 'portal-1', everyMs: EVERY_MS },
    )
  const pass = (ms: number): void => {
    s.time.now += ms
    elapsed += ms
  }
  const verified = async (tenantId: string) => {
    const found = await s.log.verifyDatabase(tenantId)
    if (!found.ok) throw new Error(found.message)
    return found.findings
  }
  const raised = async (tenantId: string) =>
    (await s.log.entries(tenantId, { subject: 'server:portal-1', limit: 50 })).items
      .filter(({ action }) => action.startsWith('supervision.'))
      .map(({ action, payload }) => [action, (payload as { durationMs: number }).durationMs])

  test('a server that beats, stops and comes back leaves no finding', async () => {
    const one = server('calm')
    await one.started()
    for (let i = 0; i < 3; i++) {
      pass(EVERY_MS)
      await one.beat()
    }
    await one.stopped()
    pass(48 * 60 * MINUTE_MS)
    await server('calm').started()
    expect(await verified('calm')).toEqual([])
    expect(await raised('calm')).toEqual([])
  })

  test('a server that is gone without a stop leaves a silence, told when it comes back and found by verification', async () => {
    const one = server('killed')
    await one.started()
    pass(EVERY_MS)
    await one.beat()
    const silentFrom = s.time.now
    pass(3 * 60 * MINUTE_MS)
    await server('killed').started()
    expect(await raised('killed')).toEqual([['supervision.silence-found', 3 * 60 * MINUTE_MS]])
    expect(await verified('killed')).toEqual([
      {
        kind: 'silence',
        index: 3,
        server: 'portal-1',
        from: silentFrom,
        until: s.time.now,
        durationMs: 3 * 60 * MINUTE_MS,
        message: '服务器 portal-1 未记录停止,却有 3 小时 0 分钟没有心跳:其间日志可能被关闭。',
      },
    ])
  })

  test('a server killed and started again at once is no finding', async () => {
    await server('restart').started()
    pass(MINUTE_MS)
    await server('restart').started()
    expect(await verified('restart')).toEqual([])
  })

  test('a log that goes on while a server stays away shows its silence at the end', async () => {
    await server('away').started()
    const from = s.time.now
    pass(60 * MINUTE_MS)
    await s.fill('away', 1, 1)
    expect(await verified('away')).toMatchObject([{ kind: 'silence', index: 0, from }])
  })

  test.each([
    ['forward', 10 * MINUTE_MS],
    ['back', -2 * MINUTE_MS],
  ])('a clock set %s while the server runs is told with its size', async (name, jump) => {
    const one = server(`jump-${name}`)
    await one.started()
    pass(EVERY_MS)
    s.time.now += jump
    await one.beat()
    expect(await raised(`jump-${name}`)).toEqual([['supervision.clock-jumped', jump]])
    expect(await verified(`jump-${name}`)).toMatchObject([{ kind: 'clock-jump', durationMs: jump, index: 2 }])
  })

  test('a clock set back between two runs is told too', async () => {
    const one = server('between')
    await one.started()
    await one.stopped()
    s.time.now -= 4 * MINUTE_MS
    await server('between').started()
    expect(await raised('between')).toEqual([['supervision.clock-jumped', -4 * MINUTE_MS]])
  })

  test('a logging that was switched off shows between two beats of one run', async () => {
    const one = server('off')
    await one.started()
    pass(EVERY_MS)
    await one.beat()
    pass(60 * MINUTE_MS)
    await one.beat()
    expect(await verified('off')).toMatchObject([{ kind: 'silence', durationMs: 60 * MINUTE_MS }])
  })

  test('heartbeats are read from the payload, and one that is no heartbeat is passed over', async () => {
    await inTransaction(db, (tx) =>
      s.log.record(tx, 'odd', [
        { action: 'server.heartbeat', subject: 'server:x', actor: { userId: 'system' }, payload: 'none' },
        { action: 'server.heartbeat', subject: 'server:x', actor: { userId: 'system' }, payload: { run: 1 } },
      ]),
    )
    expect(await verified('odd')).toEqual([])
  })
})
