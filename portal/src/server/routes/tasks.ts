import Router from '@koa/router'
import { z } from 'zod'
import type { State } from '../context.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf, queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import { Materials } from './cases.ts'
import { idempotencyKeyOf } from './shapes.ts'

const Values = z.record(z.string().max(64), z.json())
export const Completion = z.strictObject({
  action: z.string().min(1).max(64),
  opinion: z.string().max(2000).optional(),
  form: Values.optional(),
  fields: Values.optional(),
  /** Material key → ids of uploads that take the place of its files. */
  materials: Materials.optional(),
  resubmit: z.enum(['direct', 'forward']).optional(),
  /** Id of a signature by hand. */
  signature: z.string().min(1).max(64).optional(),
})
export const People = z.strictObject({ post: z.string().min(1).max(64) })

const TaskId = z.string().min(1).max(191)
export const BatchQuestion = z.strictObject({ taskIds: z.array(TaskId).min(1).max(100) })
export const Batch = z.strictObject({
  action: z.string().min(1).max(64),
  items: z
    .array(
      z.strictObject({
        taskId: TaskId,
        opinion: z.string().max(2000).optional(),
        idempotencyKey: z.string().regex(/^[\w-]{8,64}$/),
      }),
    )
    .min(1)
    .max(100),
})

/** One step of a case at a clerk's desk. */
export function taskRoutes({ cases, drafts }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/tasks' })

  router.post('/batch', async (ctx) => {
    ctx.body = await cases.completeBatch(callerOf(ctx), bodyOf(ctx, Batch))
  })

  router.post('/batch/offer', async (ctx) => {
    ctx.body = await cases.batchOffer(callerOf(ctx), bodyOf(ctx, BatchQuestion).taskIds)
  })

  router.get('/:id', async (ctx) => {
    ctx.body = await cases.getTask(callerOf(ctx), ctx.params.id!)
  })

  router.post('/:id/claim', async (ctx) => {
    await cases.claim(callerOf(ctx), ctx.params.id!)
    ctx.status = 204
  })

  router.post('/:id/release', async (ctx) => {
    await cases.release(callerOf(ctx), ctx.params.id!)
    ctx.status = 204
  })

  router.post('/:id/complete', async (ctx) => {
    const completion = bodyOf(ctx, Completion)
    const [caller, id] = [callerOf(ctx), ctx.params.id!]
    ctx.body = await cases.completeTask(caller, id, { ...completion, idempotencyKey: idempotencyKeyOf(ctx) })
    await drafts.finished(caller, { kind: 'task', about: id })
  })

  router.get('/:id/people', async (ctx) => {
    ctx.body = { items: await cases.people(callerOf(ctx), ctx.params.id!, queryOf(ctx, People).post) }
  })

  return router
}
