import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf, queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import type { Operation } from './operations/operation.ts'

const year = z.coerce.number().int().min(2000).max(2100)
export const DutyList = z.strictObject({ year })
export const DutyBody = z.strictObject({
  year: z.int().min(2000).max(2100),
  family: z.enum(['region', 'function', 'single']),
  duty: z.enum(['setting', 'progress', 'scoring']),
  organ: z.string().min(1).max(64),
})

/** Their part of the table of operations. */
export const ASSESSMENT_OPERATIONS: Record<string, Operation> = {
  'GET /api/assessment/duties': { right: 'assessment:list', summary: '责任分工表 Who sets, follows and scores', query: DutyList },
  'POST /api/assessment/duties': { right: 'assessment:configure', summary: '登记责任分工 Name the organ of a duty', body: DutyBody },
  'GET /api/assessment/frames': { right: 'assessment:list', summary: '考核方案 Frames of all years' },
  'GET /api/assessment/frames/{id}': { right: 'assessment:list', summary: '目标库 Indicators, targets, progress' },
  'GET /api/assessment/frames/{id}/ranking': {
    right: 'assessment:list',
    summary: '得分和名次 Published versions and what they would be now',
  },
  'GET /api/assessment/frames/{id}/units/{organ}': { right: 'assessment:read', summary: '评分表 How a unit was scored' },
}

/** Performance assessment 绩效考核: what is read beside the cases, and the table of responsibilities. */
export function assessmentRoutes({ assessment }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/assessment' })

  router.get('/duties', async (ctx) => {
    ctx.body = { items: await assessment.duties(callerOf(ctx), queryOf(ctx, DutyList).year) }
  })

  router.post('/duties', async (ctx) => {
    await assessment.putDuty(callerOf(ctx), bodyOf(ctx, DutyBody))
    ctx.status = 204
  })

  router.get('/frames', async (ctx) => {
    ctx.body = { items: await assessment.frames(callerOf(ctx)) }
  })

  router.get('/frames/:id', async (ctx) => {
    ctx.body = await assessment.library(callerOf(ctx), ctx.params.id!)
  })

  router.get('/frames/:id/ranking', async (ctx) => {
    ctx.body = await assessment.ranking(callerOf(ctx), ctx.params.id!)
  })

  router.get('/frames/:id/units/:organ', async (ctx) => {
    ctx.body = await assessment.sheet(callerOf(ctx), ctx.params.id!, ctx.params.organ!)
  })

  return router
}
