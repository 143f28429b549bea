import Router from '@koa/router'
import { ReportGiven } from '@lianban/processes'
import { z } from 'zod'
import type { State } from '../context.ts'
import { nameFile, XLSX } from '../middlewares/send-file.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf, queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import type { Operation } from './operations/operation.ts'
import { Page } from './shapes.ts'

export const ReportRunList = Page.extend({ reportId: z.string().max(64).optional() })
/** Without `organId`: of the whole county. */
export const ReaderList = z.strictObject({
  organId: z.string().max(64).optional(),
  kind: z.enum(['supervision', 'ratings', 'overdue', 'cards']),
})
export const ReportFileQuery = z.strictObject({ format: z.enum(['xlsx', 'pdf']) })

const MEDIA_TYPES = { xlsx: XLSX, pdf: 'application/pdf' }

export const REPORT_OPERATIONS: Record<string, Operation> = {
  'GET /api/reports': { right: 'report:list', summary: '定期报告 Reports by schedule' },
  'GET /api/reports/options': { right: 'report:define', summary: '可选的单位、岗位和人员 What a report may be of and for' },
  'GET /api/reports/readers': { right: 'report:define', summary: '有权查看的人员 Staff who may read such a report', query: ReaderList },
  'POST /api/reports': { right: 'report:define', summary: '设置定期报告 Set a report up', body: ReportGiven },
  'POST /api/reports/{id}/stop': { right: 'report:define', summary: '停止定期报告 Stop a report' },
  'POST /api/reports/{id}/runs': { right: 'report:define', summary: '立即生成 Make a report now' },
  'GET /api/report-runs': { right: 'report:list', summary: '已生成的报告 Reports that were made', query: ReportRunList },
  'POST /api/report-runs/{id}/retry': { right: 'report:define', summary: '重新生成 Try a failed one again' },
  'GET /api/report-runs/{id}/file': {
    right: 'report:read',
    summary: '下载报告 A file of a report',
    query: ReportFileQuery,
    media: [XLSX, 'application/pdf'],
  },
}

/** Reports by schedule. */
export function reportRoutes({ reports, tenants }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api' })

  router.get('/reports', async (ctx) => {
    ctx.body = { items: await reports.list(callerOf(ctx)) }
  })

  router.get('/reports/options', async (ctx) => {
    const caller = callerOf(ctx)
    ctx.body = { ...(await reports.choices(caller)), posts: await tenants.organs.postKinds(caller.tenantId) }
  })

  router.get('/reports/readers', async (ctx) => {
    const { organId = null, kind } = queryOf(ctx, ReaderList)
    ctx.body = { items: await reports.readers(callerOf(ctx), { organId, kind }) }
  })

  router.post('/reports', async (ctx) => {
    ctx.body = await reports.define(callerOf(ctx), bodyOf(ctx, ReportGiven))
    ctx.status = 201
  })

  router.post('/reports/:id/stop', async (ctx) => {
    await reports.stop(callerOf(ctx), ctx.params.id!)
    ctx.status = 204
  })

  router.post('/reports/:id/runs', async (ctx) => {
    ctx.body = await reports.makeNow(callerOf(ctx), ctx.params.id!)
    ctx.status = 202
  })

  router.get('/report-runs', async (ctx) => {
    ctx.body = await reports.runs(callerOf(ctx), queryOf(ctx, ReportRunList))
  })

  router.post('/report-runs/:id/retry', async (ctx) => {
    await reports.retry(callerOf(ctx), ctx.params.id!)
    ctx.status = 204
  })

  router.get('/report-runs/:id/file', async (ctx) => {
    const { format } = queryOf(ctx, ReportFileQuery)
    const { name, data, size } = await reports.open(callerOf(ctx), ctx.params.id!, format)
    ctx.type = MEDIA_TYPES[format]
    ctx.length = size
    nameFile(ctx, name)
    ctx.body = data
  })

  return router
}
