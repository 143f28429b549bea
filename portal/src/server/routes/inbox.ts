import Router from '@koa/router'
import { INBOX_LAMPS } from '@lianban/processes'
import type { CaseLamp } from '@lianban/storage'
import { z } from 'zod'
import type { State } from '../context.ts'
import { eventStream } from '../middlewares/event-stream.ts'
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
    await eventStream(ctx, {
      subscribe: (notify) => inboxFeed.subscribe(caller.tenantId, notify),
      async tell(say) {
        const { count, latest } = await cases.inboxMark(caller)
        say('inbox', { count }, [count, latest])
        say('notices', { count: await notices.countUnread(caller) })
        say('desk', { readings: await cases.unreadReadings(caller), questions: await cases.waitingQuestions(caller) })
      },
      againMs: PING_MS,
      // Whoever gets or loses a post sees so at the next ping, and who has left is cut off.
      async mayGoOn() {
        caller = { ...(await tenants.users.caller(caller.tenantId, caller.userId)), sessionId: caller.sessionId, ip: caller.ip }
        return caller.kind !== 'staff' || caller.posts.length > 0
      },
      onError: (error) => logger.warn({ err: error }, 'inbox stream'),
    })
  })

  return router
}
