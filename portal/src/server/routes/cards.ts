import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import { sendFile } from '../middlewares/send-file.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf, queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import { Page } from './shapes.ts'

const text = z.string().trim().min(1).max(2000)
const key = z.string().min(1).max(64)
const fileIds = z.array(key).max(20).default([])
const colour = z.enum(['warning', 'yellow', 'red'])
const REASONS = [
  'applicant-hid-facts',
  'force-majeure',
  'self-corrected',
  'legal-extension',
  'system-fault',
  'rule-fault',
  'not-responsible',
  'other',
] as const
const reasonCode = z.enum(REASONS)

export const CardList = Page.extend({
  view: z.enum(['open', 'closed', 'all']).default('all'),
  state: z.enum(['verifying', 'issued', 'signed', 'replied', 'appealed', 'urged', 'escalated', 'liability', 'closed']).optional(),
  colour: colour.optional(),
  urged: z.literal('1').optional(),
  organId: key.optional(),
  caseId: key.optional(),
  ruleId: z.string().max(16).optional(),
  q: z.string().max(100).optional(),
})
export const CardProposal = z.strictObject({
  source: z.enum(['manual', 'complaint']),
  colour,
  organId: key,
  caseNo: z.string().max(64).optional(),
  title: z.string().trim().min(1).max(100),
  text,
  basis: text,
})
export const Verification = z.strictObject({ result: z.enum(['confirm', 'reject']), text })
export const Reply = z.strictObject({ kind: z.enum(['explain', 'rectify']), text, fileIds })
export const Appeal = z.strictObject({ text, fileIds })
export const CardReview = z
  .strictObject({ result: z.enum(['uphold', 'cancel', 'return', 'escalate']), reasonCode: reasonCode.optional(), text })
  .refine(({ result, reasonCode: reason }) => result !== 'cancel' || reason !== undefined, {
    path: ['reasonCode'],
    message: '撤销必须选择理由',
  })
export const CardLiability = z
  .strictObject({
    shares: z
      .array(
        z.strictObject({
          userId: key.optional(),
          name: z.string().trim().min(1).max(64),
          role: z.enum(['approver', 'reviewer', 'handler']),
          percent: z.int().min(1).max(100),
        }),
      )
      .min(1)
      .max(10),
    measure: z.enum(['none', 'advice', 'talk', 'transfer']),
    text,
  })
  .refine(({ shares }) => shares.reduce((sum, { percent }) => sum + percent, 0) === 100, {
    path: ['shares'],
    message: '责任比例合计应为 100',
  })
export const Withdrawal = z.strictObject({ reasonCode, text })

/** Supervision cards 监察牌: each verb is judged and recorded by the supervision service. */
export function cardRoutes({ supervision, objectsOf, inboxFeed }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/cards' })

  router.get('/', async (ctx) => {
    const { urged, ...query } = queryOf(ctx, CardList)
    ctx.body = await supervision.cards.list(callerOf(ctx), { ...query, ...(urged && { urged: true }) })
  })

  router.get('/counts', async (ctx) => {
    ctx.body = await supervision.cards.counts(callerOf(ctx))
  })

  router.get('/organs', async (ctx) => {
    ctx.body = { items: await supervision.cards.organs(callerOf(ctx)) }
  })

  router.get('/:id', async (ctx) => {
    ctx.body = await supervision.cards.get(callerOf(ctx), ctx.params.id!)
  })

  router.get('/:id/files/:fileId', async (ctx) => {
    const caller = callerOf(ctx)
    await sendFile(ctx, objectsOf(caller.tenantId), await supervision.cards.openFile(caller, ctx.params.id!, ctx.params.fileId!))
  })

  router.post('/', async (ctx) => {
    ctx.body = await supervision.cards.propose(callerOf(ctx), bodyOf(ctx, CardProposal))
    ctx.status = 201
    inboxFeed.changed(callerOf(ctx).tenantId)
  })

  router.post('/:id/verification', async (ctx) => {
    const { result, text: words } = bodyOf(ctx, Verification)
    await supervision.cards.verify(callerOf(ctx), ctx.params.id!, result, words)
    ctx.status = 204
  })

  router.post('/:id/signature', async (ctx) => {
    await supervision.cards.sign(callerOf(ctx), ctx.params.id!)
    ctx.status = 204
  })

  router.post('/:id/reply', async (ctx) => {
    await supervision.cards.reply(callerOf(ctx), ctx.params.id!, bodyOf(ctx, Reply))
    ctx.status = 204
  })

  router.post('/:id/appeal', async (ctx) => {
    await supervision.cards.appeal(callerOf(ctx), ctx.params.id!, bodyOf(ctx, Appeal))
    ctx.status = 204
  })

  router.post('/:id/review', async (ctx) => {
    await supervision.cards.review(callerOf(ctx), ctx.params.id!, bodyOf(ctx, CardReview))
    ctx.status = 204
  })

  router.post('/:id/liability', async (ctx) => {
    await supervision.cards.liability(callerOf(ctx), ctx.params.id!, bodyOf(ctx, CardLiability))
    ctx.status = 204
  })

  router.post('/:id/withdrawal', async (ctx) => {
    await supervision.cards.withdraw(callerOf(ctx), ctx.params.id!, bodyOf(ctx, Withdrawal))
    ctx.status = 204
  })

  return router
}
