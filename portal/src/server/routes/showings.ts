import Router from '@koa/router'
import type { ParameterizedContext } from 'koa'
import type { State } from '../context.ts'
import { sendPage } from '../middlewares/plain-page.ts'
import { rateLimit } from '../middlewares/rate-limit.ts'
import { callerOf } from '../middlewares/session.ts'
import { tenantOf } from '../middlewares/tenant.ts'
import { showingOverPage, showingPage, showingQuestionPage } from '../present/showing-page.ts'
import type { Services } from '../services.ts'
import type { Operation } from './operations/operation.ts'

/** Requests a minute from one address. */
const PUBLIC_LIMIT_PER_MINUTE = 30

/** Their part of the table of operations. */
export const SHOWING_OPERATIONS: Record<string, Operation> = {
  'POST /api/licences/{id}/showings': { right: 'licence:read', summary: '出示证照 A code that opens the licence once, for five minutes' },
  'GET /api/licence-showings/{id}': { right: 'own', summary: '出示码的状态 Whether somebody has looked' },
  'DELETE /api/licence-showings/{id}': { right: 'own', summary: '收回出示码 Take the code back' },
}

/** The holder's side. */
export function showingRoutes({ licenceShowings }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api' })

  router.post('/licences/:id/showings', async (ctx) => {
    ctx.body = await licenceShowings.show(callerOf(ctx), ctx.params.id!)
    ctx.status = 201
  })

  router.get('/licence-showings/:id', async (ctx) => {
    ctx.body = await licenceShowings.state(callerOf(ctx), ctx.params.id!)
  })

  router.delete('/licence-showings/:id', async (ctx) => {
    await licenceShowings.end(callerOf(ctx), ctx.params.id!)
    ctx.status = 204
  })

  return router
}

type Ctx = ParameterizedContext<State> & { params: Record<string, string> }

/**
 * What whoever scans the code sees: plain pages without a script, before the session. Opening the address uses nothing up, so
 * that a program that looks at addresses on the way does not; the button does.
 */
export function publicShowingRoutes({ licenceShowings, config, clock }: Services): Router<State> {
  const router = new Router<State>()
  router.use('/show/:code', rateLimit(Math.min(config.rateLimitPerMinute, PUBLIC_LIMIT_PER_MINUTE), clock))

  router.get('/show/:code', async (ctx) => {
    const there = await licenceShowings.isThere(tenantOf(ctx), ctx.params.code!)
    sendPage(ctx, there ? 200 : 410, there ? showingQuestionPage(ctx.params.code!) : showingOverPage())
  })

  router.post('/show/:code', async (ctx: Ctx) => {
    try {
      sendPage(ctx, 200, showingPage(await licenceShowings.look(tenantOf(ctx), ctx.params.code!, ctx.ip), clock()))
    } catch (error) {
      if ((error as { code?: string }).code !== 'SHOWING_OVER') throw error
      sendPage(ctx, 410, showingOverPage())
    }
  })

  return router
}
