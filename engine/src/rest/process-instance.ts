import type Router from '@koa/router'
import type { ProcessInstanceSummaryRow } from '@lianban/storage'
import type { Context } from 'koa'
import { z } from 'zod'
import type { ExecutableProcess, InstanceState, Token } from '../index.ts'
import { answer, answerNothing, param, selfLink, wireTenant, type Rest } from './context.ts'
import { noMatching, RestError } from './errors.ts'
import { pageOf, paging, query, readBody, readListQuery, readQuery, sorting, typedValues } from './input.ts'
import { readVariable, readVariables, wireVariable, wireVariables } from './typed-values.ts'

const List = z.strictObject({
  processInstanceIds: query.list.optional(),
  businessKey: z.string().optional(),
  businessKeyLike: z.string().optional(),
  processDefinitionId: z.string().optional(),
  processDefinitionKey: z.string().optional(),
  processDefinitionKeyIn: query.list.optional(),
  active: query.flag.optional(),
  withIncident: query.on.optional(),
  ...paging,
  ...sorting(['instanceId']),
})

const Values = z.strictObject({ deserializeValues: query.flag.optional(), deserializeValue: query.flag.optional() })
const Delete = z.strictObject({
  skipCustomListeners: query.flag.optional(), skipIoMappings: query.flag.optional(), skipSubprocesses: query.flag.optional(), failIfNotExists: query.flag.optional(),
})
const Modify = z.strictObject({ modifications: typedValues.nullish(), deletions: z.array(z.string()).nullish() })
const TypedValueBody = typedValues.valueType

export function processInstanceRoutes(router: Router, { engine, tenantOf, actorOf }: Rest): void {
  const list = async (ctx: Context) => {
    const input = readListQuery(ctx, List)
    const rows = await engine.instances.list(filterOf(tenantOf(ctx), input), { ...pageOf(input), newestFirst: input.sortOrder === 'desc' })
    answer(ctx, rows.map((row) => presentInstance(row, ctx)))
  }
  const count = async (ctx: Context) => answer(ctx, { count: await engine.instances.count(filterOf(tenantOf(ctx), readListQuery(ctx, List))) })
  router.get('/process-instance', list)
  router.post('/process-instance', list)
  router.get('/process-instance/count', count)
  router.post('/process-instance/count', count)

  router.get('/process-instance/:id', async (ctx) => {
    const row = await engine.instances.get(tenantOf(ctx), param(ctx, 'id'))
    if (!row || row.status !== 'active') throw noMatching(`process instance with id ${param(ctx, 'id')}`)
    answer(ctx, presentInstance(row, ctx))
  })

  router.delete('/process-instance/:id', async (ctx) => {
    const { failIfNotExists = true } = readQuery(ctx, Delete)
    const ended = engine.terminate({ tenantId: tenantOf(ctx), instanceId: param(ctx, 'id'), reason: 'deleted by REST', actor: actorOf(ctx) })
    await (failIfNotExists ? ended : ended.catch(ignoreMissing))
    answerNothing(ctx)
  })

  router.get('/process-instance/:id/activity-instances', async (ctx) => {
    const tenantId = tenantOf(ctx)
    const state = await engine.instances.state(tenantId, param(ctx, 'id'))
    if (state.status !== 'active') throw noMatching(`process instance with id ${param(ctx, 'id')}`)
    answer(ctx, activityTree(state, await engine.definitions.process(tenantId, state.definitionId)))
  })

  router.get('/process-instance/:id/variables', async (ctx) => {
    readQuery(ctx, Values)
    answer(ctx, wireVariables(await engine.instances.typedVariables(tenantOf(ctx), param(ctx, 'id'))))
  })

  router.post('/process-instance/:id/variables', async (ctx) => {
    const { modifications, deletions } = readBody(ctx, Modify)
    await engine.setVariables({
      tenantId: tenantOf(ctx), instanceId: param(ctx, 'id'), typedVariables: readVariables(modifications), remove: deletions ?? undefined, actor: actorOf(ctx),
    })
    answerNothing(ctx)
  })

  router.get('/process-instance/:id/variables/:name', async (ctx) => {
    readQuery(ctx, Values)
    const variables = await engine.instances.typedVariables(tenantOf(ctx), param(ctx, 'id'))
    const name = param(ctx, 'name')
    if (!Object.hasOwn(variables, name)) throw new RestError(404, 'InvalidRequestException', `process instance variable with name ${name} does not exist`)
    answer(ctx, wireVariable(variables[name]!))
  })

  router.put('/process-instance/:id/variables/:name', async (ctx) => {
    const name = param(ctx, 'name')
    const typedVariables = Object.fromEntries([[name, readVariable(name, readBody(ctx, TypedValueBody))]])
    await engine.setVariables({ tenantId: tenantOf(ctx), instanceId: param(ctx, 'id'), typedVariables, actor: actorOf(ctx) })
    answerNothing(ctx)
  })

  router.delete('/process-instance/:id/variables/:name', async (ctx) => {
    await engine.setVariables({ tenantId: tenantOf(ctx), instanceId: param(ctx, 'id'), remove: [param(ctx, 'name')], actor: actorOf(ctx) })
    answerNothing(ctx)
  })
}

function ignoreMissing(error: unknown): void {
  if ((error as { code?: unknown }).code !== 'INSTANCE_NOT_FOUND') throw error
}

const filterOf = (tenantId: string, input: z.output<typeof List>) => ({
  tenantId,
  status: 'active',
  ids: input.processInstanceIds,
  businessKey: input.businessKey,
  businessKeyLike: input.businessKeyLike,
  definitionId: input.processDefinitionId,
  definitionKey: input.processDefinitionKey,
  definitionKeys: input.processDefinitionKeyIn,
  withIncident: input.withIncident,
})

type InstanceIdentity = Pick<ProcessInstanceSummaryRow, 'id' | 'tenant_id' | 'definition_id' | 'definition_key' | 'business_key'>

export const presentInstance = (row: InstanceIdentity, ctx: Context) => ({
  links: selfLink(ctx, `process-instance/${row.id}`),
  id: row.id,
  definitionId: row.definition_id,
  definitionKey: row.definition_key,
  businessKey: row.business_key,
  caseInstanceId: null,
  ended: false,
  suspended: false,
  tenantId: wireTenant(row.tenant_id),
})

interface ActivityNode {
  id: string
  parentActivityInstanceId: string | null
  activityId: string
  activityName: string | null
  name: string | null
  activityType: string
  processInstanceId: string
  processDefinitionId: string
  executionIds: string[]
  incidentIds: string[]
  incidents: { id: string; activityId: string }[]
  childActivityInstances: ActivityNode[]
  childTransitionInstances: never[]
}

/** The tree of what is active: the process, its sub-processes, and the tokens in them. */
function activityTree(state: InstanceState, process: ExecutableProcess): ActivityNode {
  const incidents = Object.values(state.incidents)
  const scopeOfToken = new Map(Object.values(state.scopes).map((scope) => [scope.tokenId, scope.id]))
  const nodeOf = (token: Token, parentId: string): ActivityNode => {
    const element = process.nodes[token.elementId]
    const own = incidents.filter(({ tokenId }) => tokenId === token.id)
    const id = activityInstanceId(token.elementId, token.id)
    const innerScope = scopeOfToken.get(token.id)
    return {
      ...blank(state), id, parentActivityInstanceId: parentId, activityId: token.elementId, activityName: element?.name ?? null, name: element?.name ?? null,
      activityType: element?.kind ?? 'task', executionIds: [token.id], incidentIds: own.map((incident) => incident.id),
      incidents: own.map((incident) => ({ id: incident.id, activityId: token.elementId })),
      childActivityInstances: innerScope === undefined ? [] : childrenOf(innerScope, id),
    }
  }
  const childrenOf = (scopeId: string, parentId: string) =>
    Object.values(state.tokens).filter((token) => token.scopeId === scopeId).map((token) => nodeOf(token, parentId))
  return {
    ...blank(state), id: state.id, parentActivityInstanceId: null, activityId: state.definitionId, activityName: process.name, name: process.name,
    activityType: 'processDefinition', executionIds: [state.id], childActivityInstances: childrenOf(state.id, state.id),
  }
}

const blank = (state: InstanceState) => ({
  processInstanceId: state.id, processDefinitionId: state.definitionId, incidentIds: [], incidents: [], childActivityInstances: [], childTransitionInstances: [],
})

/** Camunda's form: `<activity id>:<number>`; the token's id is the execution's. */
export const activityInstanceId = (elementId: string, tokenId: string): string => `${elementId}:${tokenId}`
