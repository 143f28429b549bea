import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf, queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import { idempotencyKeyOf, Page } from './shapes.ts'

const Values = z.record(z.string().max(64), z.json())
const Text = z.string().max(2000)
export const Urging = z.strictObject({ note: z.string().max(200).optional() })
export const ColleagueQuery = z.strictObject({ q: z.string().max(50).default('') })
export const Question = z.strictObject({ userId: z.string().min(1).max(64), text: Text })
export const QuestionText = z.strictObject({ text: Text })
export const QuestionList = Page.extend({
  side: z.enum(['asked', 'asker']).default('asked'),
  state: z.enum(['open', 'closed']).default('open'),
})
export const ApplicationPreview = z.strictObject({ form: Values })
export const TaskPreview = z.strictObject({ action: z.string().min(1).max(64), form: Values.optional() })

/** What may be done about a case without a token moving: urge 催办, ask 沟通, look ahead 预览. */
export function caseDeskRoutes({ cases, inboxFeed }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api' })

  router.get('/cases/:id/desk', async (ctx) => {
    ctx.body = await cases.deskOf(callerOf(ctx), ctx.params.id!)
  })

  router.get('/cases/:id/colleagues', async (ctx) => {
    ctx.body = await cases.colleagues(callerOf(ctx), ctx.params.id!, queryOf(ctx, ColleagueQuery).q)
  })

  router.get('/cases/:id/preview', async (ctx) => {
    ctx.body = await cases.previewCase(callerOf(ctx), ctx.params.id!)
  })

  router.post('/cases/:id/urge', async (ctx) => {
    ctx.body = await cases.urge(callerOf(ctx), ctx.params.id!, bodyOf(ctx, Urging))
    inboxFeed.changed(callerOf(ctx).tenantId)
  })

  router.get('/cases/:id/questions', async (ctx) => {
    ctx.body = { items: await cases.questionsOfCase(callerOf(ctx), ctx.params.id!) }
  })

  router.post('/tasks/:id/questions', async (ctx) => {
    const question = bodyOf(ctx, Question)
    ctx.body = await cases.ask(callerOf(ctx), ctx.params.id!, { ...question, idempotencyKey: idempotencyKeyOf(ctx) })
    ctx.status = 201
    inboxFeed.changed(callerOf(ctx).tenantId)
  })

  router.post('/tasks/:id/preview', async (ctx) => {
    ctx.body = await cases.previewAction(callerOf(ctx), ctx.params.id!, bodyOf(ctx, TaskPreview))
  })

  router.post('/matters/:key/preview', async (ctx) => {
    ctx.body = await cases.previewApplication(callerOf(ctx), ctx.params.key!, bodyOf(ctx, ApplicationPreview))
  })

  router.get('/questions', async (ctx) => {
    const { state, ...query } = queryOf(ctx, QuestionList)
    ctx.body = await cases.myQuestions(callerOf(ctx), { ...query, open: state === 'open' })
  })

  router.post('/questions/:id/answer', async (ctx) => {
    await cases.answer(callerOf(ctx), ctx.params.id!, bodyOf(ctx, QuestionText).text)
    ctx.status = 204
    inboxFeed.changed(callerOf(ctx).tenantId)
  })

  router.post('/questions/:id/follow-up', async (ctx) => {
    await cases.askAgain(callerOf(ctx), ctx.params.id!, bodyOf(ctx, QuestionText).text)
    ctx.status = 204
    inboxFeed.changed(callerOf(ctx).tenantId)
  })

  router.post('/questions/:id/withdrawal', async (ctx) => {
    await cases.withdrawQuestion(callerOf(ctx), ctx.params.id!)
    ctx.status = 204
  })

  return router
}
