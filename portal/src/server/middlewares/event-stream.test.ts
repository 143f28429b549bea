import { EventEmitter } from 'node:events'
import type { PassThrough } from 'node:stream'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Ctx } from '../context.ts'
import { eventStream, type EventStreamOptions } from './event-stream.ts'

const AGAIN_MS = 1_000
beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }))
afterEach(() => void vi.useRealTimers())

const settled = () => new Promise<void>((resolve) => void setImmediate(resolve))

async function open(options: Partial<EventStreamOptions>, { closed = false } = {}) {
  const res = Object.assign(new EventEmitter(), { closed })
  const ctx = { res, set: () => undefined } as unknown as Ctx
  let notify: (() => void) | null = null
  const subscribe = (told: () => void) => {
    notify = told
    return () => void (notify = null)
  }
  const problems: unknown[] = []
  await eventStream(ctx, {
    ...{ subscribe, tell: () => Promise.resolve(), againMs: AGAIN_MS, mayGoOn: () => Promise.resolve(true) },
    ...{ onError: (error: unknown) => void problems.push(error), ...options },
  })
  const body = ctx.body as PassThrough
  return {
    problems,
    body,
    read: () => (body.read() as Buffer | null)?.toString() ?? '',
    isSubscribed: () => notify !== null,
    async change() {
      notify?.()
      await settled()
    },
    async wait() {
      await vi.advanceTimersByTimeAsync(AGAIN_MS)
      await settled()
    },
    leave: () => res.emit('close'),
  }
}

test('says how it stands at once, after a change what has changed, and nothing twice', async () => {
  let count = 1
  const on = await open({
    tell: async (say) => {
      say('inbox', { count })
      say('notices', { count: 7 })
      await Promise.resolve()
    },
  })
  expect(on.read()).toBe('event: inbox\ndata: {"count":1}\n\nevent: notices\ndata: {"count":7}\n\n')
  await on.change()
  expect(on.read()).toBe('')
  count = 2
  await on.change()
  expect(on.read()).toBe('event: inbox\ndata: {"count":2}\n\n')
})

test('the same count is told again where another mark stands behind it', async () => {
  let latest = 1
  const on = await open({ tell: (say) => Promise.resolve(say('inbox', { count: 1 }, [1, latest])) })
  on.read()
  latest = 2
  await on.change()
  expect(on.read()).toBe('event: inbox\ndata: {"count":1}\n\n')
})

test('it looks again by itself, and what fails is told and tried once more', async () => {
  let isBroken = true
  const on = await open({
    tell: (say) => (isBroken ? Promise.reject(new Error('the database is away')) : Promise.resolve(say('board', { last: 'A001' }))),
  })
  expect(on.problems).toHaveLength(1)
  isBroken = false
  await on.wait()
  expect(on.read()).toBe(': ping\n\nevent: board\ndata: {"last":"A001"}\n\n')
})

test('who may not listen any more is cut off, and who leaves is forgotten', async () => {
  const on = await open({ mayGoOn: () => Promise.resolve(false) })
  await on.wait()
  expect(on.body.writableEnded).toBe(true)
  on.leave()
  expect(on.isSubscribed()).toBe(false)
  expect(vi.getTimerCount()).toBe(0)
})

test('whoever has left before it begins is not told of anything', async () => {
  const on = await open({}, { closed: true })
  expect(on.body).toBeUndefined()
  expect(on.isSubscribed()).toBe(false)
  expect(vi.getTimerCount()).toBe(0)
})
