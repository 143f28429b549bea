import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf, queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'

const id = z.string().min(1).max(64)
const elementId = z.string().min(1).max(100)
const reason = z.string().max(500)
const opinion = z.string().max(2000)

export const WithReason = z.strictObject({ reason })
export const SendBackBody = z.strictObject({ to: elementId, mode: z.enum(['forward', 'direct']).default('forward'), reason })
export const HandOnBody = z.strictObject({ to: id, reason })
export const ResolutionBody = z.strictObject({ opinion })
export const AddSignBody = z.strictObject({ kind: z.enum(['before', 'parallel', 'after']), people: z.array(id).min(1).max(20), reason })
export const SignatureBody = z.strictObject({ verdict: z.enum(['pass', 'reject']), opinion: opinion.optional() })
export const RecallBody = z.strictObject({ taskId: id, reason })
export const JumpBody = z.strictObject({ to: elementId, taskIds: z.array(id).min(1).max(200).optional(), reason })
export const HandOverBody = z.strictObject({ from: id, to: id, reason })
export const AskableQuery = z.strictObject({ q: z.string().max(50).default('') })

/** What may be done with a task besides its own actions 审批动作. */
export function taskVerbRoutes({ cases }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/tasks' })

  router.get('/:id/verbs', async (ctx) => {
    ctx.body = await cases.offeredVerbs(callerOf(ctx), ctx.params.id!)
  })
  router.get('/:id/askable', async (ctx) => {
    ctx.body = { items: await cases.askable(callerOf(ctx), ctx.params.id!, queryOf(ctx, AskableQuery).q) }
  })
  router.post('/:id/send-back', async (ctx) => {
    await cases.sendBack(callerOf(ctx), ctx.params.id!, bodyOf(ctx, SendBackBody))
    ctx.status = 204
  })
  router.post('/:id/transfer', async (ctx) => {
    await cases.transfer(callerOf(ctx), ctx.params.id!, bodyOf(ctx, HandOnBody))
    ctx.status = 204
  })
  router.post('/:id/delegate', async (ctx) => {
    await cases.delegate(callerOf(ctx), ctx.params.id!, bodyOf(ctx, HandOnBody))
    ctx.status = 204
  })
  router.post('/:id/resolution', async (ctx) => {
    await cases.resolveDelegation(callerOf(ctx), ctx.params.id!, bodyOf(ctx, ResolutionBody).opinion)
    ctx.status = 204
  })
  router.post('/:id/signs', async (ctx) => {
    await cases.addSign(callerOf(ctx), ctx.params.id!, bodyOf(ctx, AddSignBody))
    ctx.status = 204
  })
  router.post('/:id/signs/:signId/removal', async (ctx) => {
    await cases.removeSign(callerOf(ctx), ctx.params.id!, { signId: ctx.params.signId!, ...bodyOf(ctx, WithReason) })
    ctx.status = 204
  })
  router.post('/:id/voters/:userId/removal', async (ctx) => {
    await cases.removeVoter(callerOf(ctx), ctx.params.id!, { userId: ctx.params.userId!, ...bodyOf(ctx, WithReason) })
    ctx.status = 204
  })
  router.post('/:id/signature', async (ctx) => {
    await cases.sign(callerOf(ctx), ctx.params.id!, bodyOf(ctx, SignatureBody))
    ctx.status = 204
  })
  return router
}

/** What may be done with a whole case. */
export function caseVerbRoutes({ cases }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/cases' })

  router.get('/:id/verbs', async (ctx) => {
    ctx.body = await cases.caseVerbs(callerOf(ctx), ctx.params.id!)
  })
  router.post('/:id/recall', async (ctx) => {
    await cases.recall(callerOf(ctx), ctx.params.id!, bodyOf(ctx, RecallBody))
    ctx.status = 204
  })
  router.post('/:id/withdrawal', async (ctx) => {
    await cases.withdraw(callerOf(ctx), ctx.params.id!, bodyOf(ctx, WithReason))
    ctx.status = 204
  })
  router.post('/:id/voiding', async (ctx) => {
    await cases.voidCase(callerOf(ctx), ctx.params.id!, bodyOf(ctx, WithReason))
    ctx.status = 204
  })
  router.post('/:id/hold', async (ctx) => {
    await cases.hold(callerOf(ctx), ctx.params.id!, bodyOf(ctx, WithReason))
    ctx.status = 204
  })
  router.delete('/:id/hold', async (ctx) => {
    await cases.unhold(callerOf(ctx), ctx.params.id!)
    ctx.status = 204
  })
  router.post('/:id/jump', async (ctx) => {
    await cases.jump(callerOf(ctx), ctx.params.id!, bodyOf(ctx, JumpBody))
    ctx.status = 204
  })
  return router
}

/** 批量移交: all open tasks of a person to another. */
export function handOverRoutes({ cases }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/hand-overs' })
  router.post('/', async (ctx) => {
    ctx.body = await cases.handOver(callerOf(ctx), bodyOf(ctx, HandOverBody))
  })
  return router
}
