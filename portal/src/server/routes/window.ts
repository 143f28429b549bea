import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import { Submission } from './cases.ts'
import type { Operation } from './operations/operation.ts'
import { idempotencyKeyOf } from './shapes.ts'

const Kind = z.enum(['person', 'organisation'])
const Number18 = z.string().trim().min(1).max(18)
const Id = z.string().min(1).max(64)

const Search = z.strictObject({ kind: Kind, number: Number18 })
const Registration = z.strictObject({
  kind: Kind,
  name: z.string().max(200),
  number: Number18,
  phone: z.string().max(20),
  legalPerson: z.string().max(100).optional(),
})
const Start = z.strictObject({ applicantId: Id, matterKey: Id })
const AssistedSubmission = Submission.omit({ readers: true }).extend({
  applicantId: Id,
  proxy: z.strictObject({ name: z.string().max(200), idNumber: Number18 }).optional(),
  ticketId: Id.optional(),
})

/** Their part of the table of operations. */
export const WINDOW_OPERATIONS: Record<string, Operation> = {
  'GET /api/window/matters': { right: 'case:assist', summary: '可代办事项 Matters that one may enter applications for' },
  'POST /api/window/applicants/search': { right: 'case:assist', summary: '查找申请人 Find an applicant by his whole number', body: Search },
  'POST /api/window/applicants': { right: 'case:assist', summary: '登记申请人 Make an account for an applicant', body: Registration },
  'POST /api/window/applicants/{id}/activation': { right: 'case:assist', summary: '补发激活码 Hand out another activation code' },
  'POST /api/window/applications': { right: 'case:assist', summary: '开始代办 What is known of the applicant for a matter', body: Start },
  'POST /api/window/cases': {
    right: 'case:assist',
    summary: '窗口代办 Enter an application for the applicant who stands at the window',
    body: AssistedSubmission,
    idempotent: true,
  },
  'GET /api/window/cases': { right: 'case:assist', summary: '今日代办 What one entered today' },
  'GET /api/window/cases/{id}/receipt': { right: 'case:assist', summary: '收件凭证 The receipt to print' },
}

/** Applications that a window clerk enters for those who stand before him 窗口代办. */
export function windowRoutes({ cases }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/window' })

  router.get('/matters', async (ctx) => {
    ctx.body = { items: await cases.assistedMatters(callerOf(ctx)) }
  })

  // A number is no part of an address: those are kept in logs and histories.
  router.post('/applicants/search', async (ctx) => {
    ctx.body = { applicant: await cases.findApplicant(callerOf(ctx), bodyOf(ctx, Search)) }
  })

  router.post('/applicants', async (ctx) => {
    ctx.body = await cases.registerApplicant(callerOf(ctx), bodyOf(ctx, Registration))
    ctx.status = 201
  })

  router.post('/applicants/:id/activation', async (ctx) => {
    ctx.body = await cases.activateApplicant(callerOf(ctx), ctx.params.id!)
  })

  router.post('/applications', async (ctx) => {
    ctx.body = await cases.startAssisted(callerOf(ctx), bodyOf(ctx, Start))
  })

  router.post('/cases', async (ctx) => {
    const submission = bodyOf(ctx, AssistedSubmission)
    ctx.body = await cases.submitAssisted(callerOf(ctx), { ...submission, idempotencyKey: idempotencyKeyOf(ctx) })
    ctx.status = 201
  })

  router.get('/cases', async (ctx) => {
    ctx.body = await cases.assistedToday(callerOf(ctx))
  })

  router.get('/cases/:id/receipt', async (ctx) => {
    ctx.body = await cases.windowReceipt(callerOf(ctx), ctx.params.id!)
  })

  return router
}
