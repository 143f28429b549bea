import { PassThrough } from 'node:stream'
import Router from '@koa/router'
import { INBOX_LAMPS } from '@lianban/processes'
import type { CaseLamp } from '@lianban/storage'
import { z } from 'zod'
import { coalesce } from '../coalesce.ts'
import type { State } from '../context.ts'
import { callerOf } from '../middlewares/session.ts'
import { queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import { Page } from './shapes.ts'
import { INBOX_CHOICE } from './worklist.ts'

const PING_MS = 25_000
/** Lamps are named one after the other, with commas. */
const Lamps = z.string().regex(new RegExp(`^(${INBOX_LAMPS.join('|')})(,(${INBOX_LAMPS.join('|')}))*$`))
export const InboxList = Page.extend({ view: z.enum(['todo', 'done']).default('todo'), ...INBOX_CHOICE, lamp: Lamps.optional() })

/** The clerk's inbox, and the live counts of to-dos and of unread notices (server-sent events). */
export function inboxRoutes({ cases, tenants, notices, inboxFeed, logger }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/inbox' })

  router.get('/', async (ctx) => {
    const { lamp, ...query } = queryOf(ctx, InboxList)
    ctx.body = await cases.inbox(callerOf(ctx), { ...query, lamps: lamp?.split(',') as CaseLamp[] | undefined })
  })

  router.get('/stream', async (ctx) => {
    let caller = callerOf(ctx)
    const stream = new PassThrough()
    let last = -1
    let told = -1
    let brought = ''
    const tell = async () => {
      if (stream.writableEnded) return
      const { count, latest } = await cases.inboxMark(caller)
      const mark = count * 1e14 + latest
      if (mark !== last) stream.write(`event: inbox\ndata: ${JSON.stringify({ count })}\n\n`)
      last = mark
      const unread = await notices.countUnread(caller)
      if (unread !== told) stream.write(`event: notices\ndata: ${JSON.stringify({ count: unread })}\n\n`)
      told = unread
      const desk = JSON.stringify({ readings: await cases.unreadReadings(caller), questions: await cases.waitingQuestions(caller) })
      if (desk !== brought) stream.write(`event: desk\ndata: ${desk}\n\n`)
      brought = desk
    }
    const send = coalesce(tell, (error) => logger.warn({ err: error }, 'inbox stream'))
    const notify = () => void send()
    const unsubscribe = inboxFeed.subscribe(caller.tenantId, notify)
    // Asks again as well: another process may have written what this one is not told of.
    // A stream outlives the request that began it: whoever gets or loses a post sees so at the next ping, and who has left is cut off.
    const refresh = async () => {
      caller = { ...(await tenants.users.caller(caller.tenantId, caller.userId)), sessionId: caller.sessionId, ip: caller.ip }
      if (caller.kind === 'staff' && caller.posts.length === 0) return void stream.end()
      stream.write(': ping\n\n')
      await send()
    }
    const ping = setInterval(() => void refresh().catch((error: unknown) => logger.warn({ err: error }, 'inbox stream')), PING_MS)
    const stop = () => {
      clearInterval(ping)
      unsubscribe()
    }
    ctx.req.once('close', stop)
    ctx.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' })
    ctx.status = 200
    ctx.body = stream
    await send()
  })

  return router
}
