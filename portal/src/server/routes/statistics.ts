import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import { nameFile, SHEET_TYPES } from '../middlewares/send-file.ts'
import { callerOf } from '../middlewares/session.ts'
import { queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import { Instant, Page } from './shapes.ts'

const Statistics = z.strictObject({
  by: z.enum(['total', 'organ', 'matter', 'person', 'month']).default('organ'),
  /** Epoch milliseconds, `[from, to)`. */
  from: Instant,
  to: Instant,
  organId: z.string().max(64).optional(),
  matterKey: z.string().max(64).optional(),
})
export const StatisticsList = Statistics
export const OverviewQuery = Statistics.omit({ by: true })
export const FigureCaseList = OverviewQuery.extend({
  ...Page.shape,
  view: z.enum(['open', 'overdue', 'warning', 'accepted', 'closed', 'late']),
})
export const StatisticsExport = Statistics.extend({ format: z.enum(['xlsx', 'csv']).default('xlsx') })

/** Indicators 监察统计, each with the log head and the queries it was computed by. */
export function statisticsRoutes({ supervision }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/statistics' })

  router.get('/', async (ctx) => {
    ctx.body = await supervision.indicators.statistics(callerOf(ctx), queryOf(ctx, StatisticsList))
  })

  router.get('/board', async (ctx) => {
    ctx.body = await supervision.indicators.board(callerOf(ctx))
  })

  router.get('/overview', async (ctx) => {
    ctx.body = await supervision.indicators.overview(callerOf(ctx), queryOf(ctx, OverviewQuery))
  })

  router.get('/cases', async (ctx) => {
    ctx.body = await supervision.indicators.cases(callerOf(ctx), queryOf(ctx, FigureCaseList))
  })

  router.get('/export', async (ctx) => {
    const { format, ...query } = queryOf(ctx, StatisticsExport)
    const { data } = await supervision.indicators.export(callerOf(ctx), query, format)
    ctx.type = SHEET_TYPES[format]
    nameFile(ctx, `监察统计.${format}`)
    ctx.body = data
  })

  return router
}
