import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import { notFound } from '../http-error.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'

const reason = z.string().trim().min(1).max(500)
/** The rule itself is checked by the rule library, which names every place in it. */
const rule = z.record(z.string(), z.unknown())

export const RuleProposal = z.strictObject({ rule, reason })
export const RuleTrial = z.strictObject({ rule })
export const RuleAdoption = z.strictObject({ reason })
export const RuleRejection = z.strictObject({ reason })

/** The rule library: 政务办 proposes, 纪委 confirms. */
export function ruleRoutes({ supervision }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/rules' })

  router.get('/', async (ctx) => {
    ctx.body = { items: await supervision.rules.list(callerOf(ctx)) }
  })

  router.get('/:id/versions', async (ctx) => {
    ctx.body = { items: await supervision.rules.history(callerOf(ctx), ctx.params.id!) }
  })

  router.post('/proposals', async (ctx) => {
    ctx.body = await supervision.rules.propose(callerOf(ctx), bodyOf(ctx, RuleProposal))
    ctx.status = 201
  })

  router.post('/trial', async (ctx) => {
    ctx.body = await supervision.rules.dryRun(callerOf(ctx), bodyOf(ctx, RuleTrial).rule)
  })

  router.post('/:id/versions/:version/adoption', async (ctx) => {
    await supervision.rules.adopt(callerOf(ctx), {
      ruleId: ctx.params.id!,
      version: versionOf(ctx.params.version!),
      ...bodyOf(ctx, RuleAdoption),
    })
    ctx.status = 204
  })

  router.post('/:id/versions/:version/confirmation', async (ctx) => {
    await supervision.rules.confirm(callerOf(ctx), ctx.params.id!, versionOf(ctx.params.version!))
    ctx.status = 204
  })

  router.post('/:id/versions/:version/rejection', async (ctx) => {
    await supervision.rules.reject(callerOf(ctx), ctx.params.id!, versionOf(ctx.params.version!), bodyOf(ctx, RuleRejection).reason)
    ctx.status = 204
  })

  return router
}

function versionOf(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw notFound()
  return Number(text)
}
