import type Router from '@koa/router'
import { newId, type TaskCommentRow } from '@lianban/storage'
import type { Context } from 'koa'
import { z } from 'zod'
import { answer, answerNothing, param, selfLink, type Rest } from './context.ts'
import { wireDate } from './dates.ts'
import { invalidRequest, noMatching, RestError } from './errors.ts'
import { readBody } from './input.ts'
import { MAX_RESULTS } from './query.ts'
import { foundTask } from './task.ts'

/** Longest comment, in characters. */
const MAX_COMMENT_CHARACTERS = 4000

const message = z.string().min(1).max(MAX_COMMENT_CHARACTERS)
const Create = z.object({ message, userId: z.string().nullish(), processInstanceId: z.string().nullish() })
const Update = z.object({ id: z.string(), message })

/** What people write about a task. Comments outlive their task; new ones can be written only while it is open. */
export function taskCommentRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf, actorOf } = rest
  const path = '/task/:id/comment'
  router.get(path, async (ctx) => {
    answer(
      ctx,
      (await engine.tasks.comments.list(tenantOf(ctx), param(ctx, 'id'), MAX_RESULTS)).map((row) => presentComment(row, ctx)),
    )
  })
  router.post(`${path}/create`, async (ctx) => {
    const body = readBody(ctx, Create)
    const row = await engine.tasks.get(tenantOf(ctx), param(ctx, 'id'))
    if (!row) throw invalidRequest(`No task found for task id ${param(ctx, 'id')}`)
    const comment = {
      tenant_id: row.tenant_id,
      id: newId(),
      task_id: row.id,
      instance_id: row.instance_id,
      user_id: actorOf(ctx).userId,
      at: engine.now(),
      message: body.message,
    }
    await engine.tasks.comments.add(comment)
    answer(ctx, presentComment(comment, ctx))
  })
  router.put(path, async (ctx) => {
    await foundTask(ctx, rest)
    const { id, message: text } = readBody(ctx, Update)
    if (!(await engine.tasks.comments.get(tenantOf(ctx), param(ctx, 'id'), id))) throw noMatching(`comment with id ${id}`)
    await engine.tasks.comments.update(tenantOf(ctx), id, text)
    answerNothing(ctx)
  })
  router.delete(path, async (ctx) => {
    await foundTask(ctx, rest)
    await engine.tasks.comments.remove(tenantOf(ctx), param(ctx, 'id'))
    answerNothing(ctx)
  })
  const found = async (ctx: Context) => {
    const row = await engine.tasks.comments.get(tenantOf(ctx), param(ctx, 'id'), param(ctx, 'commentId'))
    if (row) return row
    throw new RestError(
      404,
      'InvalidRequestException',
      `Task comment with id ${param(ctx, 'commentId')} does not exist for task id '${param(ctx, 'id')}'.`,
    )
  }
  router.get(`${path}/:commentId`, async (ctx) => answer(ctx, presentComment(await found(ctx), ctx)))
  router.delete(`${path}/:commentId`, async (ctx) => {
    await engine.tasks.comments.remove(tenantOf(ctx), param(ctx, 'id'), (await found(ctx)).id)
    answerNothing(ctx)
  })
}

/** Also where an instance's comments are listed: they are those of its tasks. */
export const presentComment = (row: TaskCommentRow, ctx: Context) => ({
  links: selfLink(ctx, `task/${row.task_id}/comment/${row.id}`),
  id: row.id,
  userId: row.user_id,
  time: wireDate(row.at),
  taskId: row.task_id,
  processInstanceId: row.instance_id,
  rootProcessInstanceId: row.instance_id,
  message: row.message,
  removalTime: null,
})
