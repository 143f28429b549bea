import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf, queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import type { Operation } from './openapi.ts'

const id = z.string().min(1).max(64)
const elementId = z.string().min(1).max(100)
const reason = z.string().max(500)
const opinion = z.string().max(2000)

const WithReason = z.strictObject({ reason })
const SendBackBody = z.strictObject({ to: elementId, mode: z.enum(['forward', 'direct']).default('forward'), reason })
const HandOnBody = z.strictObject({ to: id, reason })
const ResolutionBody = z.strictObject({ opinion })
const AddSignBody = z.strictObject({ kind: z.enum(['before', 'parallel', 'after']), people: z.array(id).min(1).max(20), reason })
const SignatureBody = z.strictObject({ verdict: z.enum(['pass', 'reject']), opinion: opinion.optional() })
const RecallBody = z.strictObject({ taskId: id, reason })
const JumpBody = z.strictObject({ to: elementId, taskIds: z.array(id).min(1).max(200).optional(), reason })
const HandOverBody = z.strictObject({ from: id, to: id, reason })
const AskableQuery = z.strictObject({ q: z.string().max(50).default('') })

/** Their part of the table of operations. */
export const VERB_OPERATIONS: Record<string, Operation> = {
  'GET /api/tasks/{id}/verbs': { right: 'task:read', summary: '可用动作 What may be done with a task besides its actions' },
  'GET /api/tasks/{id}/askable': { right: 'task:read', summary: '可加签人员 Whom one may ask', query: AskableQuery },
  'POST /api/tasks/{id}/send-back': { right: 'task:send-back', summary: '退回 Back to a step that was done', body: SendBackBody },
  'POST /api/tasks/{id}/transfer': { right: 'task:transfer', summary: '转办 Hand on for good', body: HandOnBody },
  'POST /api/tasks/{id}/delegate': { right: 'task:delegate', summary: '委派 Let another work on it, who gives it back', body: HandOnBody },
  'POST /api/tasks/{id}/resolution': { right: 'task:sign', summary: '交回 Give a delegated task back', body: ResolutionBody },
  'POST /api/tasks/{id}/signs': { right: 'task:add-sign', summary: '加签 Ask more people', body: AddSignBody },
  'POST /api/tasks/{id}/signs/{signId}/removal': { right: 'task:add-sign', summary: '减签 Ask one no more', body: WithReason },
  'POST /api/tasks/{id}/voters/{userId}/removal': { right: 'task:add-sign', summary: '减签 Take a voter out', body: WithReason },
  'POST /api/tasks/{id}/signature': { right: 'task:sign', summary: '签署加签意见 Answer as one who was asked', body: SignatureBody },
  'POST /api/hand-overs': { right: 'task:assign', summary: "批量移交 All of a person's tasks to another", body: HandOverBody },
  'GET /api/cases/{id}/verbs': { right: 'case:read', summary: '办件动作 What may be done with the case as a whole' },
  'POST /api/cases/{id}/recall': { right: 'case:recall', summary: "撤回 Take one's own step back", body: RecallBody },
  'POST /api/cases/{id}/withdrawal': { right: 'case:withdraw', summary: '撤回申请 The applicant takes it back', body: WithReason },
  'POST /api/cases/{id}/voiding': { right: 'case:void', summary: '作废 Void', body: WithReason },
  'POST /api/cases/{id}/hold': { right: 'case:hold', summary: '挂起 Put on hold; no clock stops', body: WithReason },
  'DELETE /api/cases/{id}/hold': { right: 'case:hold', summary: '解除挂起 Go on' },
  'POST /api/cases/{id}/jump': { right: 'case:jump', summary: '跳转 To a step by order', body: JumpBody },
}

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
