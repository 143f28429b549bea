import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf, queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import type { Operation } from './operations/operation.ts'

const words = z.string().trim().min(1).max(500)
/** The content itself is checked by the calendar desk, which names every place in it. */
const content = z.record(z.string(), z.json())

export const CalendarVersion = z.strictObject({ version: z.coerce.number().int().min(1).optional() })
export const CalendarTrial = z.strictObject({ content })
export const CalendarPublication = z.strictObject({
  content,
  source: words,
  reason: words,
  baseVersion: z.int().min(1),
  confirmation: z.string().max(100),
})

/** Their part of the table of operations. */
export const CALENDAR_OPERATIONS: Record<string, Operation> = {
  'GET /api/calendar': { right: 'calendar:read', summary: '工作日历 The calendar in force, or a version', query: CalendarVersion },
  'GET /api/calendar/versions': { right: 'calendar:read', summary: '工作日历的版本 Versions, newest first' },
  'POST /api/calendar/trial': { right: 'calendar:publish', summary: '试算 What publishing would move', body: CalendarTrial },
  'POST /api/calendar/versions': {
    right: 'calendar:publish',
    summary: '发布工作日历 Publish and count open cases anew',
    body: CalendarPublication,
  },
}

/** The working calendar 工作日历: its versions, a dry run, publishing. */
export function calendarRoutes({ calendarDesk }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/calendar' })

  router.get('/', async (ctx) => {
    ctx.body = await calendarDesk.get(callerOf(ctx), queryOf(ctx, CalendarVersion).version)
  })

  router.get('/versions', async (ctx) => {
    ctx.body = { items: await calendarDesk.versions(callerOf(ctx)) }
  })

  router.post('/trial', async (ctx) => {
    ctx.body = await calendarDesk.dryRun(callerOf(ctx), bodyOf(ctx, CalendarTrial).content)
  })

  router.post('/versions', async (ctx) => {
    ctx.body = await calendarDesk.publish(callerOf(ctx), bodyOf(ctx, CalendarPublication))
    ctx.status = 201
  })

  return router
}
