import Router from '@koa/router'
import { APPLICANT_KINDS, INBOX_ARRIVED, INBOX_CLAIMED, INBOX_DUE, INBOX_LAMPS, INBOX_SORTS, STATISTICS_BY } from '@lianban/processes'
import { z } from 'zod'
import type { State } from '../context.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf, queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import type { Operation } from './operations/operation.ts'

const key = z.string().min(1).max(64)
const day = z.iso.date()

/** What an inbox is narrowed to, but for its lamps, which stand differently in an address and in a body. */
export const INBOX_CHOICE = {
  q: z.string().max(100).optional(),
  matter: key.optional(),
  step: z.string().min(1).max(191).optional(),
  due: z.enum(INBOX_DUE).optional(),
  organ: key.optional(),
  applicant: z.enum(APPLICANT_KINDS).optional(),
  arrived: z.enum(INBOX_ARRIVED).optional(),
  claimed: z.enum(INBOX_CLAIMED).optional(),
  sort: z.enum(INBOX_SORTS).optional(),
}

const InboxViews = z.strictObject({
  items: z
    .array(
      z.strictObject({
        name: z.string().max(100),
        choice: z.strictObject({ ...INBOX_CHOICE, lamps: z.array(z.enum(INBOX_LAMPS)).max(INBOX_LAMPS.length).optional() }),
      }),
    )
    .max(50),
  version: z.int().min(0),
})
export const DueCalendar = z.strictObject({ from: day, until: day })
export const OwnStatistics = z.strictObject({ by: z.enum(STATISTICS_BY).default('day') })

/** Their part of the table of operations. */
export const WORKLIST_OPERATIONS: Record<string, Operation> = {
  'GET /api/inbox/views': { right: 'own', summary: "收件箱筛选 Saved filters: one's own, and those shared by one's organs" },
  'POST /api/inbox/views': {
    right: 'own',
    summary: "修改我的筛选 Put one's own saved filters in the place of the list that was read",
    body: InboxViews,
  },
  'POST /api/organs/{id}/inbox-views': {
    right: 'inbox-view:share',
    summary: '单位筛选 Saved filters for all of an organ',
    body: InboxViews,
  },
  'GET /api/inbox/calendar': { right: 'own', summary: '到期日历 What is due on which day, with the working calendar', query: DueCalendar },
  'GET /api/inbox/statistics': { right: 'own', summary: '我的统计 What one has done, beside the median of the unit', query: OwnStatistics },
}

/** Beside the inbox: saved filters, the calendar of due dates, one's own statistics. */
export function worklistRoutes({ worklist }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api' })

  router.get('/inbox/views', async (ctx) => {
    ctx.body = await worklist.views.offered(callerOf(ctx))
  })

  router.post('/inbox/views', async (ctx) => {
    ctx.body = await worklist.views.changeOwn(callerOf(ctx), bodyOf(ctx, InboxViews))
  })

  router.post('/organs/:id/inbox-views', async (ctx) => {
    ctx.body = await worklist.views.changeOfOrgan(callerOf(ctx), ctx.params.id!, bodyOf(ctx, InboxViews))
  })

  router.get('/inbox/calendar', async (ctx) => {
    ctx.body = await worklist.calendar(callerOf(ctx), queryOf(ctx, DueCalendar))
  })

  router.get('/inbox/statistics', async (ctx) => {
    ctx.body = await worklist.statistics(callerOf(ctx), queryOf(ctx, OwnStatistics).by)
  })

  return router
}
