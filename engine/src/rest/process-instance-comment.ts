import type Router from '@koa/router'
import type { TaskCommentRow } from '@lianban/storage'
import type { Context } from 'koa'
import { z } from 'zod'
import { answer, answerNothing, param, type Rest } from './context.ts'
import { noMatching } from './errors.ts'
import { readBody } from './input.ts'
import { MAX_RESULTS } from './query.ts'
import { presentComment } from './task-comment.ts'

const Update = z.strictObject({ id: z.string(), message: z.string().min(1).max(4000) })

/** What people wrote about an instance's tasks, all together. New comments are written at a task. */
export function instanceCommentRoutes(router: Router, { engine, tenantOf }: Rest): void {
  const path = '/process-instance/:id/comment'
  const all = async (ctx: Context): Promise<TaskCommentRow[]> => {
    const where = [{ column: 'instance_id', op: '=' as const, value: param(ctx, 'id') }]
    return engine.lists.list<TaskCommentRow>('task_comment', {
      tenantId: tenantOf(ctx),
      where,
      order: [{ column: 'id', order: 'desc' }],
      limit: MAX_RESULTS,
      offset: 0,
    })
  }
  const found = async (ctx: Context, id: string): Promise<TaskCommentRow> => {
    const row = (await all(ctx)).find((comment) => comment.id === id)
    if (!row) throw noMatching(`comment with id ${id} of process instance ${param(ctx, 'id')}`)
    return row
  }
  router.get(path, async (ctx) =>
    answer(
      ctx,
      (await all(ctx)).map((row) => presentComment(row, ctx)),
    ),
  )
  router.put(path, async (ctx) => {
    const { id, message } = readBody(ctx, Update)
    await engine.tasks.comments.update(tenantOf(ctx), (await found(ctx, id)).id, message)
    answerNothing(ctx)
  })
  router.delete(path, async (ctx) => {
    for (const { task_id: taskId, id } of await all(ctx)) await engine.tasks.comments.remove(tenantOf(ctx), taskId, id)
    answerNothing(ctx)
  })
  router.delete(`${path}/:commentId`, async (ctx) => {
    const { task_id: taskId, id } = await found(ctx, param(ctx, 'commentId'))
    await engine.tasks.comments.remove(tenantOf(ctx), taskId, id)
    answerNothing(ctx)
  })
}
