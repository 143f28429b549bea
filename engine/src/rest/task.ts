import type Router from '@koa/router'
import type { UserTaskRow } from '@lianban/storage'
import type { Context } from 'koa'
import { z } from 'zod'
import { instanceOf } from '../runtime/variables.ts'
import { answer, answerNothing, param, type Rest } from './context.ts'
import { parseWireDate } from './dates.ts'
import { invalidRequest, noMatching, RestError } from './errors.ts'
import { keyText, readBody, typedValues } from './input.ts'
import { readListQuery } from './query.ts'
import { taskAssignmentRoutes } from './task-assignment.ts'
import { taskCommentRoutes } from './task-comment.ts'
import { answerHal, formRefOf, halList, halOne, presentTask, wantsHal } from './task-dto.ts'
import { taskFormRoutes } from './task-form.ts'
import { inboxOf, TASKS, type TaskListQuery } from './task-query.ts'
import { readVariables, wireVariables } from './typed-values.ts'
import { variableRoutes } from './variable-routes.ts'

export function taskRoutes(router: Router, rest: Rest): void {
  listRoutes(router, rest)
  router.post('/task/create', () => {
    throw invalidRequest('tasks without a process are not kept by this engine: model them as a process with one user task')
  })
  taskCommentRoutes(router, rest)
  taskFormRoutes(router, rest)
  taskAssignmentRoutes(router, rest)
  workRoutes(router, rest)
  taskVariableRoutes(router, rest)
  singleRoutes(router, rest)
}

/** @throws RestError 404 */
export async function foundTask(ctx: Context, { engine, tenantOf }: Rest): Promise<UserTaskRow> {
  const row = await engine.tasks.get(tenantOf(ctx), param(ctx, 'id'))
  if (!row) throw noMatching(`task with id ${param(ctx, 'id')}`)
  return row
}

/** What every command to a task begins with. */
export const taskCall = (ctx: Context, { tenantOf, actorOf }: Rest) => ({
  tenantId: tenantOf(ctx),
  taskId: param(ctx, 'id'),
  actor: actorOf(ctx),
})

function listRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf } = rest
  const page = (tenantId: string, query: TaskListQuery) => {
    const list = inboxOf(query)
    return list ? engine.tasks.inbox(tenantId, list.inbox, { ...query, ...list }) : engine.tasks.query(tenantId, query.where, query)
  }
  const count = (tenantId: string, query: TaskListQuery) => {
    const list = inboxOf(query)
    return list ? engine.tasks.inboxCount(tenantId, list.inbox) : engine.tasks.queryCount(tenantId, query.where)
  }
  router.register('/task', ['GET', 'POST'], async (ctx: Context) => {
    const [tenantId, query] = [tenantOf(ctx), readListQuery(ctx, TASKS)]
    const rows = await page(tenantId, query)
    if (wantsHal(ctx)) {
      const definitions = await Promise.all(
        [...new Set(rows.map((row) => row.definition_id))].map((id) => engine.definitions.get(tenantId, id)),
      )
      return answerHal(
        ctx,
        halList(
          rows.map((row) => presentTask(row)),
          await count(tenantId, query),
          definitions.filter((one) => one !== null),
        ),
      )
    }
    const { withTaskVariablesInReturn: all, withTaskLocalVariablesInReturn: local, withCommentAttachmentInfo } = query.values
    const more = async ({ id }: UserTaskRow) => ({
      ...(all && { variables: wireVariables(await engine.tasks.variables(tenantId, id)) }),
      ...(local && !all && { variables: wireVariables(await engine.tasks.localVariables(tenantId, id)) }),
      ...(withCommentAttachmentInfo && { comment: (await engine.tasks.comments.list(tenantId, id, 1)).length > 0, attachment: false }),
    })
    answer(ctx, await Promise.all(rows.map(async (row) => ({ ...presentTask(row), ...(await more(row)) }))))
  })
  router.register('/task/count', ['GET', 'POST'], async (ctx: Context) =>
    answer(ctx, { count: await count(tenantOf(ctx), readListQuery(ctx, TASKS)) }),
  )
}

/** A whole TaskDto: what is null or absent is emptied, but for name and priority. Fields that cannot be changed are passed over. */
const Update = z.object({
  name: z.string().nullish(),
  description: z.string().nullish(),
  priority: z.number().int().nullish(),
  assignee: keyText.nullish(),
  owner: keyText.nullish(),
  delegationState: z.enum(['PENDING', 'RESOLVED', '']).nullish(),
  due: z.string().nullish(),
  followUp: z.string().nullish(),
})

function singleRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf } = rest
  router.get('/task/:id', async (ctx) => {
    const row = await foundTask(ctx, rest)
    const task = presentTask(row, formRefOf(row, await engine.definitions.process(row.tenant_id, row.definition_id)))
    if (wantsHal(ctx)) answerHal(ctx, halOne(task, await engine.definitions.get(tenantOf(ctx), row.definition_id)))
    else answer(ctx, task)
  })
  router.put('/task/:id', async (ctx) => {
    await foundTask(ctx, rest)
    const { name, description = null, priority, assignee = null, owner = null, delegationState, due, followUp } = readBody(ctx, Update)
    const changes = {
      description,
      assignee,
      owner,
      delegationState: delegationState || null,
      dueAt: dateOf('due', due),
      followUpAt: dateOf('followUp', followUp),
    }
    await engine.updateTask({
      ...taskCall(ctx, rest),
      changes: { ...changes, ...(name != null && { name }), ...(priority != null && { priority }) },
    })
    answerNothing(ctx)
  })
  router.delete('/task/:id', async (ctx) => {
    await foundTask(ctx, rest)
    throw new RestError(500, 'ProcessEngineException', 'The task cannot be deleted because is part of a running process')
  })
}

function dateOf(name: string, text: string | null | undefined): number | null {
  if (text == null) return null
  const at = parseWireDate(text)
  if (at === null) throw invalidRequest(`${name}: expected a date like 2026-01-31T13:33:00.000+0200`)
  return at
}

const Complete = z.strictObject({ variables: typedValues.nullish(), withVariablesInReturn: z.boolean().optional() })
const BpmnError = z.strictObject({ errorCode: keyText, errorMessage: z.string().nullish(), variables: typedValues.nullish() })
const Escalation = z.strictObject({ escalationCode: keyText, variables: typedValues.nullish() })

function workRoutes(router: Router, rest: Rest): void {
  const { engine } = rest
  router.post('/task/:id/complete', async (ctx) => {
    const { variables, withVariablesInReturn } = readBody(ctx, Complete)
    const { state } = await engine.completeTask({ ...taskCall(ctx, rest), typedVariables: readVariables(variables) })
    if (withVariablesInReturn) answer(ctx, wireVariables(state.scopes[state.id]?.variables ?? {}))
    else answerNothing(ctx)
  })
  router.post('/task/:id/bpmnError', async (ctx) => {
    const { errorCode, errorMessage, variables } = readBody(ctx, BpmnError)
    await engine.throwBpmnError({
      ...taskCall(ctx, rest),
      errorCode,
      errorMessage: errorMessage ?? null,
      typedVariables: readVariables(variables),
    })
    answerNothing(ctx)
  })
  router.post('/task/:id/bpmnEscalation', async (ctx) => {
    const { escalationCode, variables } = readBody(ctx, Escalation)
    await engine.throwEscalation({ ...taskCall(ctx, rest), escalationCode, typedVariables: readVariables(variables) })
    answerNothing(ctx)
  })
}

function taskVariableRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf, actorOf } = rest
  const write = async (ctx: Context, change: object, scopeId: string) =>
    engine.setVariables({
      tenantId: tenantOf(ctx),
      instanceId: instanceOf(param(ctx, 'id')) ?? '',
      scopeId,
      ...change,
      actor: actorOf(ctx),
    })

  variableRoutes(router, '/task/:id/localVariables', {
    what: 'task',
    read: async (ctx) => engine.tasks.localVariables(tenantOf(ctx), (await foundTask(ctx, rest)).id),
    write: async (ctx, change) => write(ctx, change, (await foundTask(ctx, rest)).id),
  })
  variableRoutes(router, '/task/:id/variables', {
    what: 'task',
    read: async (ctx) => engine.tasks.variables(tenantOf(ctx), (await foundTask(ctx, rest)).id),
    // each goes to the nearest holder that has one of its name, else to the process
    async write(ctx, { typedVariables = {}, remove = [] }) {
      const row = await foundTask(ctx, rest)
      const owners = await engine.tasks.owners(tenantOf(ctx), row.id, [...Object.keys(typedVariables), ...remove])
      for (const scopeId of new Set(owners.values())) {
        const isOurs = (name: string) => owners.get(name) === scopeId
        const variables = Object.fromEntries(Object.entries(typedVariables).filter(([name]) => isOurs(name)))
        await write(ctx, { typedVariables: variables, remove: remove.filter(isOurs) }, scopeId)
      }
    },
  })
}
