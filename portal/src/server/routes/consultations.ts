import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import { rateLimit } from '../middlewares/rate-limit.ts'
import { callerOf } from '../middlewares/session.ts'
import { tenantOf } from '../middlewares/tenant.ts'
import { bodyOf, queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import type { Operation } from './operations/operation.ts'
import { Page } from './shapes.ts'

/** Requests a minute from one address, without an account. */
const PUBLIC_LIMIT_PER_MINUTE = 10

const text = z.string().trim().min(1).max(2000)
const key = z.string().min(1).max(64)
const asked = {
  kind: z.enum(['consultation', 'complaint']),
  organId: key.optional(),
  matterKey: key.optional(),
  text,
}
const phone = z
  .string()
  .trim()
  .regex(/^[\d+ -]{7,20}$/, 'digits, +, - and blanks')

const Question = z.strictObject({ ...asked, caseId: key.optional(), phone: phone.optional() })
const PublicQuestion = z.strictObject({ ...asked, name: z.string().trim().min(1).max(50), phone })
const ConsultationList = Page.extend({
  state: z.enum(['open', 'answered']).default('open'),
  kind: z.enum(['consultation', 'complaint']).optional(),
})
const ConsultationAnswer = z.strictObject({ text })
const Grade = z.strictObject({ grade: z.int().min(1).max(5), text: z.string().trim().max(500).optional() })
const AnswerCode = z.strictObject({ code: z.string().max(64) })
const PublicGrade = Grade.extend(AnswerCode.shape)

/** Their part of the table of operations. */
export const CONSULTATION_OPERATIONS: Record<string, Operation> = {
  'POST /api/consultations': { right: 'consultation:create', summary: '咨询或者投诉 Ask, or complain of a case', body: Question },
  'GET /api/consultations/mine': { right: 'consultation:create', summary: "我的咨询投诉 One's own questions and complaints", query: Page },
  'GET /api/consultations': { right: 'consultation:list', summary: '咨询投诉 What is to be answered', query: ConsultationList },
  'POST /api/consultations/{id}/answer': { right: 'consultation:answer', summary: '答复 Answer it, once', body: ConsultationAnswer },
  'POST /api/consultations/{id}/grade': { right: 'own', summary: '评价答复 How the asker finds the answer', body: Grade },
  'POST /api/public-consultations': { right: 'public', summary: '不登录咨询投诉 Ask or complain without an account', body: PublicQuestion },
  'POST /api/public-consultations/answer': { right: 'public', summary: '凭查询码查看答复 The answer, by its code', body: AnswerCode },
  'POST /api/public-consultations/grade': {
    right: 'public',
    refusals: [409],
    summary: '凭查询码评价答复 How the asker finds it',
    body: PublicGrade,
  },
}

/** Consultation and complaint 咨询投诉, for whoever is logged in. */
export function consultationRoutes({ consultations }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/consultations' })

  router.post('/', async (ctx) => {
    ctx.body = await consultations.ask(callerOf(ctx), bodyOf(ctx, Question))
    ctx.status = 201
  })

  router.get('/mine', async (ctx) => {
    ctx.body = await consultations.mine(callerOf(ctx), queryOf(ctx, Page))
  })

  router.get('/', async (ctx) => {
    const { state, ...query } = queryOf(ctx, ConsultationList)
    ctx.body = await consultations.list(callerOf(ctx), { ...query, answered: state === 'answered' })
  })

  router.post('/:id/answer', async (ctx) => {
    await consultations.answer(callerOf(ctx), ctx.params.id!, bodyOf(ctx, ConsultationAnswer).text)
    ctx.status = 204
  })

  router.post('/:id/grade', async (ctx) => {
    await consultations.grade(callerOf(ctx), ctx.params.id!, bodyOf(ctx, Grade))
    ctx.status = 204
  })

  return router
}

/** The same without an account: no session gives a right here, hence before the session with its CSRF check. The code is sent in the body, so that no log on the way has it. */
export function publicConsultationRoutes({ consultations, config, clock }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/public-consultations' })
  router.use(rateLimit(Math.min(config.rateLimitPerMinute, PUBLIC_LIMIT_PER_MINUTE), clock))

  router.post('/', async (ctx) => {
    ctx.body = await consultations.askPublicly(tenantOf(ctx), bodyOf(ctx, PublicQuestion), ctx.ip)
    ctx.status = 201
  })

  router.post('/answer', async (ctx) => {
    ctx.body = await consultations.byCode(tenantOf(ctx), bodyOf(ctx, AnswerCode).code)
  })

  router.post('/grade', async (ctx) => {
    const { code, ...given } = bodyOf(ctx, PublicGrade)
    await consultations.gradeByCode(tenantOf(ctx), code, given, ctx.ip)
    ctx.status = 204
  })

  return router
}
