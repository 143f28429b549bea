import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf, queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import { idempotencyKeyOf, Page } from './shapes.ts'

export const Materials = z.record(z.string().max(64), z.array(z.string().max(64)).max(20))
const Values = z.record(z.string().max(64), z.json())
const Keys = z.array(z.string().max(64)).max(100)
export const Submission = z.strictObject({
  matterKey: z.string().min(1).max(64),
  form: Values,
  materials: Materials.default({}),
  reuse: Materials.default({}),
  deferred: Keys.default([]),
  commitment: z.strictObject({ agreed: z.literal(true), materials: Keys }).optional(),
  version: z.int().min(1).optional(),
  organ: z.string().min(1).max(64).optional(),
  readers: z.array(z.string().min(1).max(64)).max(100).optional(),
})
export const Supplement = z.strictObject({ form: Values.optional(), materials: Materials.default({}), reuse: Materials.default({}) })
export const CaseList = Page.extend({
  view: z.enum(['mine', 'organ', 'all']).default('mine'),
  status: z.enum(['open', 'closed', 'all']).default('all'),
  q: z.string().max(100).optional(),
  matter: z.string().min(1).max(64).optional(),
  version: z.coerce.number().int().min(1).optional(),
  element: z.string().min(1).max(191).optional(),
})

export const Waiver = z.strictObject({
  elementId: z.string().min(1).max(100),
  userId: z.string().min(1).max(64),
  reason: z.string().max(500),
})

export const ExtensionRequest = z.strictObject({ reasons: z.string().max(500) })
export const HearingRequest = z.strictObject({ reason: z.string().max(500), onBehalfOf: z.string().max(200).optional() })
export const SuspensionEnd = z.strictObject({ result: z.string().max(500) })

/** Cases 办件: hand in, list, look at, supplement. */
export function caseRoutes({ cases, drafts }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/cases' })

  router.post('/', async (ctx) => {
    const caller = callerOf(ctx)
    const submission = bodyOf(ctx, Submission)
    ctx.body = await cases.submit(caller, { ...submission, idempotencyKey: idempotencyKeyOf(ctx) })
    await drafts.finished(caller, { kind: 'matter', about: submission.matterKey })
    ctx.status = 201
  })

  router.get('/', async (ctx) => {
    const { matter, version, element, ...query } = queryOf(ctx, CaseList)
    ctx.body = await cases.list(callerOf(ctx), {
      ...query,
      matter: matter === undefined ? undefined : { key: matter, version },
      elementId: element,
    })
  })

  router.get('/:id', async (ctx) => {
    ctx.body = await cases.get(callerOf(ctx), ctx.params.id!)
  })

  router.get('/:id/timeline', async (ctx) => {
    ctx.body = { items: await cases.timeline(callerOf(ctx), ctx.params.id!) }
  })

  router.get('/:id/diagram', async (ctx) => {
    ctx.body = await cases.diagram(callerOf(ctx), ctx.params.id!)
  })

  router.get('/:id/open-steps', async (ctx) => {
    ctx.body = { items: await cases.whoCanTake(callerOf(ctx), ctx.params.id!) }
  })

  router.post('/:id/separation-waivers', async (ctx) => {
    await cases.waiveSeparation(callerOf(ctx), ctx.params.id!, bodyOf(ctx, Waiver))
    ctx.status = 204
  })

  router.post('/:id/supplement', async (ctx) => {
    const [caller, id] = [callerOf(ctx), ctx.params.id!]
    const supplement = bodyOf(ctx, Supplement)
    await cases.supplement(caller, id, { ...supplement, idempotencyKey: idempotencyKeyOf(ctx) })
    await drafts.finished(caller, { kind: 'supplement', about: id })
    ctx.status = 204
  })

  router.post('/:id/extension-requests', async (ctx) => {
    const request = bodyOf(ctx, ExtensionRequest)
    await cases.requestExtension(callerOf(ctx), ctx.params.id!, { ...request, idempotencyKey: idempotencyKeyOf(ctx) })
    ctx.status = 204
  })

  router.post('/:id/hearing-requests', async (ctx) => {
    const request = bodyOf(ctx, HearingRequest)
    await cases.requestHearing(callerOf(ctx), ctx.params.id!, { ...request, idempotencyKey: idempotencyKeyOf(ctx) })
    ctx.status = 204
  })

  router.post('/:id/suspension-end', async (ctx) => {
    const end = bodyOf(ctx, SuspensionEnd)
    await cases.endSuspension(callerOf(ctx), ctx.params.id!, { ...end, idempotencyKey: idempotencyKeyOf(ctx) })
    ctx.status = 204
  })

  return router
}
