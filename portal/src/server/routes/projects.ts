import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import { callerOf } from '../middlewares/session.ts'
import { queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import type { Operation } from './operations/operation.ts'
import { Page } from './shapes.ts'

export const ProjectList = Page.extend({ stage: z.string().max(32).optional(), q: z.string().max(100).optional() })

/** Their part of the table of operations. */
export const PROJECT_OPERATIONS: Record<string, Operation> = {
  'GET /api/projects': { right: 'project:list', summary: '项目库 Projects with their stage and money, newest first', query: ProjectList },
  'GET /api/projects/{id}': { right: 'project:read', summary: '项目详情 One project: life line, gates, money, contracts, cases' },
  'GET /api/bot-months': { right: 'bot-month:read', summary: '运营服务费 Every month of the operation that is paid by the month' },
  'GET /api/special-fund': { right: 'fund:read', summary: '专项资金 The special fund by year, with its grants' },
}

/** The county's projects and their money, to read: they are written by cases alone. */
export function projectRoutes({ projects }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api' })

  router.get('/projects', async (ctx) => {
    ctx.body = await projects.list(callerOf(ctx), queryOf(ctx, ProjectList))
  })

  router.get('/projects/:id', async (ctx) => {
    ctx.body = await projects.get(callerOf(ctx), ctx.params.id!)
  })

  router.get('/bot-months', async (ctx) => {
    ctx.body = await projects.bot(callerOf(ctx))
  })

  router.get('/special-fund', async (ctx) => {
    ctx.body = await projects.fund(callerOf(ctx))
  })

  return router
}
