import Router from '@koa/router'
import type { Caller } from '@lianban/tenants'
import { z } from 'zod'
import type { Ctx, State } from '../context.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import type { Operation } from './operations/operation.ts'

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

/** Their part of the table of operations. */
export const VERB_OPERATIONS: Record<string, Operation> = {
  'GET /api/tasks/{id}/verbs': { right: 'task:read', summary: '可用动作 What may be done with a task besides its actions' },
  'GET /api/tasks/{id}/transferees': { right: 'task:read', summary: '可转办人员 Who may take it over' },
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

/** A deed: answered without content when it is done. */
function deed<T>(schema: z.ZodType<T>, act: (caller: Caller, id: string, body: T, ctx: Ctx) => Promise<unknown>) {
  return async (ctx: Ctx) => {
    await act(callerOf(ctx), ctx.params.id!, bodyOf(ctx, schema), ctx)
    ctx.status = 204
  }
}

/** What may be done with a task besides its own actions 审批动作. */
export function taskVerbRoutes({ cases }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/tasks/:id' })

  router.get('/verbs', async (ctx) => {
    ctx.body = await cases.offeredVerbs(callerOf(ctx), ctx.params.id!)
  })
  router.get('/transferees', async (ctx) => {
    ctx.body = { items: await cases.transferees(callerOf(ctx), ctx.params.id!) }
  })
  router.post(
    '/send-back',
    deed(SendBackBody, (caller, id, body) => cases.sendBack(caller, id, body)),
  )
  router.post(
    '/transfer',
    deed(HandOnBody, (caller, id, body) => cases.transfer(caller, id, body)),
  )
  router.post(
    '/delegate',
    deed(HandOnBody, (caller, id, body) => cases.delegate(caller, id, body)),
  )
  router.post(
    '/resolution',
    deed(ResolutionBody, (caller, taskId, body) => cases.resolveDelegation(caller, taskId, body.opinion)),
  )
  router.post(
    '/signs',
    deed(AddSignBody, (caller, id, body) => cases.addSign(caller, id, body)),
  )
  router.post(
    '/signs/:signId/removal',
    deed(WithReason, (caller, taskId, { reason: why }, { params }) =>
      cases.removeSign(caller, taskId, { signId: params.signId!, reason: why }),
    ),
  )
  router.post(
    '/voters/:userId/removal',
    deed(WithReason, (caller, taskId, { reason: why }, { params }) =>
      cases.removeVoter(caller, taskId, { userId: params.userId!, reason: why }),
    ),
  )
  router.post(
    '/signature',
    deed(SignatureBody, (caller, id, body) => cases.sign(caller, id, body)),
  )
  return router
}

/** What may be done with a whole case. */
export function caseVerbRoutes({ cases }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/cases/:id' })

  router.get('/verbs', async (ctx) => {
    ctx.body = await cases.caseVerbs(callerOf(ctx), ctx.params.id!)
  })
  router.post(
    '/recall',
    deed(RecallBody, (caller, id, body) => cases.recall(caller, id, body)),
  )
  router.post(
    '/withdrawal',
    deed(WithReason, (caller, id, body) => cases.withdraw(caller, id, body)),
  )
  router.post(
    '/voiding',
    deed(WithReason, (caller, id, body) => cases.voidCase(caller, id, body)),
  )
  router.post(
    '/hold',
    deed(WithReason, (caller, id, body) => cases.hold(caller, id, body)),
  )
  router.delete('/hold', async (ctx) => {
    await cases.unhold(callerOf(ctx), ctx.params.id!)
    ctx.status = 204
  })
  router.post(
    '/jump',
    deed(JumpBody, (caller, id, body) => cases.jump(caller, id, body)),
  )
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
