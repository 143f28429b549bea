import { RATING_TEXT_CHARS } from '@lianban/processes/labels'
import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import { sendFile } from '../middlewares/send-file.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf, queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import type { Operation } from './operations/operation.ts'
import { Instant, Page } from './shapes.ts'

const contact = z.enum(['closing', 'supplement'])
const grade = z.int().min(1).max(5)
const tags = z.array(z.string().max(20)).max(10).default([])
const words = z.string().trim().max(RATING_TEXT_CHARS)
const text = z.string().trim().min(1).max(2000)
const note = z.string().trim().max(2000).optional()
const complexReason = z.string().trim().min(1).max(500).optional()
const fileIds = z.array(z.string().min(1).max(64)).max(20)

export const RatingBody = z.strictObject({ contact, grade, tags, text: words.optional() })
export const CommentBody = z.strictObject({ contact, text: words.min(1) })
export const PhoneRatingBody = RatingBody.extend({ caseNo: z.string().trim().min(1).max(64) })
export const RatingList = Page.extend({
  grade: z.union([z.literal('poor'), z.coerce.number().int().min(1).max(5)]).optional(),
  organId: z.string().max(64).optional(),
})
export const FiguresList = z.strictObject({ by: z.enum(['organ', 'matter']).default('organ'), from: Instant, to: Instant })
export const FollowUpList = Page.extend({
  view: z.enum(['open', 'all', 'contact', 'rectify', 'review', 'revisit', 'closed']).default('open'),
})
export const ContactBody = z
  .strictObject({ result: z.enum(['founded', 'unfounded', 'mistaken']), text, note, complexReason, grade: grade.optional() })
  .refine(({ result, grade: meant }) => (result === 'mistaken') === (meant !== undefined), {
    path: ['grade'],
    message: '评价人称误评的,必须登记他原本要给的等级;其他情形不登记等级',
  })
export const RectificationBody = z.strictObject({ text, fileIds: fileIds.default([]) })
export const AppealOfRating = z.strictObject({
  ground: z.enum(['malicious', 'erroneous']),
  text,
  fileIds: fileIds.min(1, '申诉必须附佐证材料'),
})
export const ReviewOfRating = z.strictObject({ result: z.enum(['uphold', 'dismiss', 'regrade']), text, complexReason })
export const RevisitBody = z.strictObject({ result: z.enum(['resolved', 'again', 'unresolved']), text, note, complexReason })

/** Their part of the table of operations. */
export const RATING_OPERATIONS: Record<string, Operation> = {
  'GET /api/cases/{id}/ratings': { right: 'rating:create', summary: '本件可评价的服务 What the applicant may rate, and how he did' },
  'POST /api/cases/{id}/ratings': { right: 'rating:create', summary: '评价 Rate a contact, once', body: RatingBody },
  'POST /api/cases/{id}/ratings/comment': { right: 'rating:create', summary: '追评 One comment more', body: CommentBody },
  'GET /api/ratings': { right: 'rating:list', summary: '服务评价 Ratings, without who gave them', query: RatingList },
  'GET /api/ratings/figures': { right: 'rating:figures', summary: '评价统计 Figures by organ or matter', query: FiguresList },
  'POST /api/ratings/phone': { right: 'rating:follow-up', summary: '登记电话评价 Write down a rating by telephone', body: PhoneRatingBody },
  'GET /api/rating-follow-ups': { right: 'rating:list', summary: '差评整改件 Follow-ups, what is due first', query: FollowUpList },
  'GET /api/rating-follow-ups/counts': { right: 'rating:list', summary: '整改件计数 Follow-ups by state' },
  'GET /api/rating-follow-ups/{id}': { right: 'rating:read', summary: '整改件 One follow-up with its time line' },
  'GET /api/rating-follow-ups/{id}/files/{fileId}': { right: 'rating:read', summary: '佐证材料 A file given as evidence' },
  'POST /api/rating-follow-ups/{id}/contact': { right: 'rating:follow-up', summary: '联系核实 Contact the rater', body: ContactBody },
  'POST /api/rating-follow-ups/{id}/rectification': { right: 'rating:rectify', summary: '报告整改 Put right', body: RectificationBody },
  'POST /api/rating-follow-ups/{id}/appeal': { right: 'rating:appeal', summary: '申诉 Appeal, once, with evidence', body: AppealOfRating },
  'POST /api/rating-follow-ups/{id}/review': { right: 'rating:review', summary: '复核 Review by another person', body: ReviewOfRating },
  'POST /api/rating-follow-ups/{id}/revisit': { right: 'rating:follow-up', summary: '回访 Revisit the rater', body: RevisitBody },
}

/** Ratings of the service 好差评 and the follow-ups of poor ones: each call is judged and recorded by the rating service. */
export function ratingRoutes({ ratings, objectsOf, inboxFeed }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api' })

  router.get('/cases/:id/ratings', async (ctx) => {
    ctx.body = { items: await ratings.ofCase(callerOf(ctx), ctx.params.id!) }
  })

  router.post('/cases/:id/ratings', async (ctx) => {
    await ratings.rate(callerOf(ctx), ctx.params.id!, bodyOf(ctx, RatingBody))
    inboxFeed.changed(callerOf(ctx).tenantId)
    ctx.status = 204
  })

  router.post('/cases/:id/ratings/comment', async (ctx) => {
    const given = bodyOf(ctx, CommentBody)
    await ratings.comment(callerOf(ctx), ctx.params.id!, given.contact, given.text)
    ctx.status = 204
  })

  router.get('/ratings', async (ctx) => {
    ctx.body = await ratings.list(callerOf(ctx), queryOf(ctx, RatingList))
  })

  router.get('/ratings/figures', async (ctx) => {
    ctx.body = await ratings.figures(callerOf(ctx), queryOf(ctx, FiguresList))
  })

  router.post('/ratings/phone', async (ctx) => {
    const { caseNo, ...given } = bodyOf(ctx, PhoneRatingBody)
    await ratings.rateByPhone(callerOf(ctx), caseNo, given)
    inboxFeed.changed(callerOf(ctx).tenantId)
    ctx.status = 204
  })

  router.get('/rating-follow-ups', async (ctx) => {
    ctx.body = await ratings.followUps.list(callerOf(ctx), queryOf(ctx, FollowUpList))
  })

  router.get('/rating-follow-ups/counts', async (ctx) => {
    ctx.body = await ratings.followUps.counts(callerOf(ctx))
  })

  router.get('/rating-follow-ups/:id', async (ctx) => {
    ctx.body = await ratings.followUps.get(callerOf(ctx), ctx.params.id!)
  })

  router.get('/rating-follow-ups/:id/files/:fileId', async (ctx) => {
    const caller = callerOf(ctx)
    await sendFile(ctx, objectsOf(caller.tenantId), await ratings.followUps.openFile(caller, ctx.params.id!, ctx.params.fileId!))
  })

  router.post('/rating-follow-ups/:id/contact', async (ctx) => {
    await ratings.followUps.contact(callerOf(ctx), ctx.params.id!, bodyOf(ctx, ContactBody))
    ctx.status = 204
  })

  router.post('/rating-follow-ups/:id/rectification', async (ctx) => {
    await ratings.followUps.rectify(callerOf(ctx), ctx.params.id!, bodyOf(ctx, RectificationBody))
    ctx.status = 204
  })

  router.post('/rating-follow-ups/:id/appeal', async (ctx) => {
    await ratings.followUps.appeal(callerOf(ctx), ctx.params.id!, bodyOf(ctx, AppealOfRating))
    ctx.status = 204
  })

  router.post('/rating-follow-ups/:id/review', async (ctx) => {
    await ratings.followUps.review(callerOf(ctx), ctx.params.id!, bodyOf(ctx, ReviewOfRating))
    ctx.status = 204
  })

  router.post('/rating-follow-ups/:id/revisit', async (ctx) => {
    await ratings.followUps.revisit(callerOf(ctx), ctx.params.id!, bodyOf(ctx, RevisitBody))
    ctx.status = 204
  })

  return router
}
