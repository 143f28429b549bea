import type Router from '@koa/router'
import type { UserTaskRow } from '@lianban/storage'
import type { Context } from 'koa'
import { z } from 'zod'
import { answer, answerNothing, param, wireTenant, type Rest } from './context.ts'
import { wireDate } from './dates.ts'
import { invalidRequest, noMatching, RestError } from './errors.ts'
import { keyText, pageOf, paging, query, readBody, readListQuery, readQuery, sorting, typedValues } from './input.ts'
import { readVariable, readVariables, wireVariable, wireVariables } from './typed-values.ts'

const List = z.strictObject({
  taskId: z.string().optional(),
  taskIdIn: query.list.optional(),
  processInstanceId: z.string().optional(),
  processInstanceIdIn: query.list.optional(),
  processInstanceBusinessKey: z.string().optional(),
  processDefinitionId: z.string().optional(),
  processDefinitionKey: z.string().optional(),
  taskDefinitionKey: z.string().optional(),
  name: z.string().optional(),
  nameLike: z.string().optional(),
  assignee: z.string().optional(),
  assigned: query.on.optional(),
  unassigned: query.on.optional(),
  candidateUser: z.string().optional(),
  candidateGroup: z.string().optional(),
  candidateGroups: query.list.optional(),
  includeAssignedTasks: query.flag.optional(),
  createdBefore: query.date.optional(),
  createdAfter: query.date.optional(),
  dueBefore: query.date.optional(),
  dueAfter: query.date.optional(),
  active: query.on.optional(),
  ...paging,
  ...sorting(['created']),
})

const UserBody = z.strictObject({ userId: keyText.nullish() })
const Complete = z.strictObject({ variables: typedValues.nullish(), withVariablesInReturn: z.boolean().optional() })
const Modify = z.strictObject({ modifications: typedValues.nullish(), deletions: z.array(z.string()).nullish() })
const Values = z.strictObject({ deserializeValues: query.flag.optional(), deserializeValue: query.flag.optional(), variableNames: query.list.optional() })

export function taskRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf } = rest
  const list = async (ctx: Context) => {
    const input = readListQuery(ctx, List)
    const rows = await engine.tasks.query(filterOf(tenantOf(ctx), input), { ...pageOf(input), newestFirst: input.sortOrder === 'desc' })
    answer(ctx, rows.map(presentTask))
  }
  const count = async (ctx: Context) => answer(ctx, { count: await engine.tasks.queryCount(filterOf(tenantOf(ctx), readListQuery(ctx, List))) })
  router.get('/task', list)
  router.post('/task', list)
  router.get('/task/count', count)
  router.post('/task/count', count)
  router.get('/task/:id', async (ctx) => answer(ctx, presentTask(await found(ctx, rest))))
  router.get('/task/:id/form', async (ctx) => {
    answer(ctx, { key: (await found(ctx, rest)).form_key, camundaFormRef: null, contextPath: null })
  })
  router.get('/task/:id/identity-links', async (ctx) => answer(ctx, identityLinks(await found(ctx, rest))))
  assignmentRoutes(router, rest)
  completionRoutes(router, rest)
  variableRoutes(router, rest)
}

/** @throws RestError 404 */
async function found(ctx: Context, { engine, tenantOf }: Rest): Promise<UserTaskRow> {
  const row = await engine.tasks.get(tenantOf(ctx), param(ctx, 'id'))
  if (!row) throw noMatching(`task with id ${param(ctx, 'id')}`)
  return row
}

function assignmentRoutes(router: Router, { engine, tenantOf, actorOf }: Rest): void {
  const call = (ctx: Context) => ({ tenantId: tenantOf(ctx), taskId: param(ctx, 'id'), actor: actorOf(ctx) })
  router.post('/task/:id/claim', async (ctx) => {
    const { userId } = readBody(ctx, UserBody)
    if (!userId) throw invalidRequest('Invalid body userId: who claims the task?')
    await engine.assignTask({ ...call(ctx), assignee: userId, expectedAssignee: null })
    answerNothing(ctx)
  })
  router.post('/task/:id/unclaim', async (ctx) => {
    await engine.assignTask({ ...call(ctx), assignee: null })
    answerNothing(ctx)
  })
  router.post('/task/:id/assignee', async (ctx) => {
    await engine.assignTask({ ...call(ctx), assignee: readBody(ctx, UserBody).userId ?? null })
    answerNothing(ctx)
  })
}

function completionRoutes(router: Router, { engine, tenantOf, actorOf }: Rest): void {
  router.post(['/task/:id/complete', '/task/:id/submit-form'], async (ctx) => {
    const { variables, withVariablesInReturn } = readBody(ctx, Complete)
    const { state } = await engine.completeTask({ tenantId: tenantOf(ctx), taskId: param(ctx, 'id'), typedVariables: readVariables(variables), actor: actorOf(ctx) })
    if (withVariablesInReturn) answer(ctx, wireVariables(state.scopes[state.id]?.variables ?? {}))
    else answerNothing(ctx)
  })
}

function variableRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf, actorOf } = rest
  const visible = async (ctx: Context) => engine.tasks.variables(tenantOf(ctx), (await found(ctx, rest)).id)
  const local = '/task/:id/localVariables'

  router.get(['/task/:id/variables', '/task/:id/form-variables'], async (ctx) => {
    const { variableNames } = readQuery(ctx, Values)
    const variables = Object.entries(await visible(ctx)).filter(([name]) => variableNames?.includes(name) ?? true)
    answer(ctx, wireVariables(Object.fromEntries(variables)))
  })
  // Tasks have no variables of their own here: what a task sees belongs to its process.
  router.get(local, async (ctx) => {
    await found(ctx, rest)
    answer(ctx, {})
  })
  router.get('/task/:id/variables/:name', async (ctx) => {
    readQuery(ctx, Values)
    const [variables, name] = [await visible(ctx), param(ctx, 'name')]
    if (!Object.hasOwn(variables, name)) throw new RestError(404, 'InvalidRequestException', `task variable with name ${name} does not exist`)
    answer(ctx, wireVariable(variables[name]!))
  })
  const set = async (ctx: Context, change: { typedVariables?: ReturnType<typeof readVariables>; remove?: string[] }) => {
    const { instance_id: instanceId } = await found(ctx, rest)
    await engine.setVariables({ tenantId: tenantOf(ctx), instanceId, ...change, actor: actorOf(ctx) })
    answerNothing(ctx)
  }
  router.post('/task/:id/variables', (ctx) => {
    const { modifications, deletions } = readBody(ctx, Modify)
    return set(ctx, { typedVariables: readVariables(modifications), remove: deletions ?? undefined })
  })
  router.put('/task/:id/variables/:name', (ctx) => {
    const name = param(ctx, 'name')
    return set(ctx, { typedVariables: Object.fromEntries([[name, readVariable(name, readBody(ctx, typedValues.valueType))]]) })
  })
  router.delete('/task/:id/variables/:name', (ctx) => set(ctx, { remove: [param(ctx, 'name')] }))
}

function filterOf(tenantId: string, input: z.output<typeof List>) {
  const groups = input.candidateGroup === undefined ? input.candidateGroups : [input.candidateGroup]
  return {
    tenantId,
    ids: input.taskId === undefined ? input.taskIdIn : [input.taskId],
    instanceId: input.processInstanceId,
    instanceIds: input.processInstanceIdIn,
    businessKey: input.processInstanceBusinessKey,
    definitionId: input.processDefinitionId,
    definitionKey: input.processDefinitionKey,
    elementId: input.taskDefinitionKey,
    name: input.name,
    nameLike: input.nameLike,
    assignee: input.assignee,
    assigned: input.assigned ? true : input.unassigned ? false : undefined,
    candidateUser: input.candidateUser,
    candidateGroups: groups,
    includeAssigned: input.includeAssignedTasks,
    createdBefore: input.createdBefore,
    createdAfter: input.createdAfter,
    dueBefore: input.dueBefore,
    dueAfter: input.dueAfter,
  }
}

const identityLinks = (row: UserTaskRow) => [
  ...(row.assignee === null ? [] : [{ userId: row.assignee, groupId: null, type: 'assignee' }]),
  ...row.candidate_users.map((userId) => ({ userId, groupId: null, type: 'candidate' })),
  ...row.candidate_groups.map((groupId) => ({ userId: null, groupId, type: 'candidate' })),
]

const presentTask = (row: UserTaskRow) => ({
  id: row.id,
  name: row.name,
  assignee: row.assignee,
  created: wireDate(row.created_at),
  due: wireDate(row.due_at),
  followUp: wireDate(row.follow_up_at),
  lastUpdated: null,
  delegationState: null,
  description: null,
  executionId: row.id,
  owner: null,
  parentTaskId: null,
  priority: row.priority,
  processDefinitionId: row.definition_id,
  processInstanceId: row.instance_id,
  caseExecutionId: null,
  caseDefinitionId: null,
  caseInstanceId: null,
  taskDefinitionKey: row.element_id,
  suspended: false,
  formKey: row.form_key,
  camundaFormRef: null,
  tenantId: wireTenant(row.tenant_id),
  taskState: null,
})
