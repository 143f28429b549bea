import type Router from '@koa/router'
import type { Context } from 'koa'
import type { Event, Variable } from '../../index.ts'
import { activityInstanceId } from '../activity-tree.ts'
import { answer, wireTenant, type Rest } from '../context.ts'
import { wireDate } from '../dates.ts'
import { invalidRequest } from '../errors.ts'
import { oneOf, option, refused } from '../parameters.ts'
import { querySpec, readListQuery } from '../query.ts'
import { wireVariable } from '../typed-values.ts'
import { variableId } from '../variable-instance.ts'

const DETAILS = querySpec({
  parameters: {
    processInstanceId: option('string'),
    processInstanceIdIn: option('stringList'),
    executionId: option('string'),
    taskId: option('string'),
    activityInstanceId: option('string'),
    variableInstanceId: option('string'),
    variableTypeIn: option('stringList'),
    variableUpdates: option('flag'),
    formFields: option('flag'),
    excludeTaskDetails: option('flag'),
    initial: option('flag'),
    occurredBefore: option('date'),
    occurredAfter: option('date'),
    deserializeValues: option('boolean'),
    tenantIdIn: oneOf('tenant_id'),
    userOperationId: refused('userOperationId: details name the instant, not the operation'),
    caseInstanceId: refused('there are no case instances (CMMN)'),
    caseExecutionId: refused('there are no case instances (CMMN)'),
  },
  sortKeys: {
    processInstanceId: 'instance_id',
    variableName: 'name',
    variableType: 'type',
    variableRevision: 'revision',
    time: 'at',
    tenantId: 'tenant_id',
  },
  order: [{ column: 'at', order: 'asc' }],
  inUrl: ['deserializeValues'],
})

/** Every change of a variable, read from the instance's own events: so only of one instance at a time. */
interface Detail {
  holderId: string
  name: string
  at: number
  variable: Variable
  revision: number
  executionId: string
  activityInstanceId: string
  taskId: string | null
}

export function historicDetailRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf } = rest
  const read = async (ctx: Context) => {
    const { values, limit, offset, order } = readListQuery(ctx, DETAILS)
    const instanceId = values.processInstanceId ?? (values.processInstanceIdIn?.length === 1 ? values.processInstanceIdIn[0] : undefined)
    if (instanceId === undefined) throw invalidRequest('details are read from the events of one instance: processInstanceId is needed')
    const row = await engine.instances.get(tenantOf(ctx), instanceId)
    const all = row && !values.formFields ? detailsOf(instanceId, await engine.instances.history(tenantOf(ctx), instanceId)) : []
    const {
      executionId,
      taskId,
      activityInstanceId: activity,
      variableInstanceId,
      variableTypeIn,
      occurredBefore,
      occurredAfter,
      initial,
      excludeTaskDetails,
    } = values
    const chosen = all.filter(
      (one) =>
        (executionId === undefined || one.executionId === executionId) &&
        (taskId === undefined || one.taskId === taskId) &&
        (activity === undefined || one.activityInstanceId === activity) &&
        (variableInstanceId === undefined || variableId({ holder_id: one.holderId, name: one.name }) === variableInstanceId) &&
        (!initial || one.revision === 0) &&
        (!excludeTaskDetails || one.taskId === null) &&
        (occurredBefore === undefined || one.at <= occurredBefore) &&
        (occurredAfter === undefined || one.at >= occurredAfter) &&
        (variableTypeIn === undefined ||
          variableTypeIn.some((type) => type.toLowerCase() === wireVariable(one.variable).type.toLowerCase())),
    )
    const [first] = order
    if (first?.order === 'desc') chosen.reverse()
    return { row, chosen, page: chosen.slice(offset, offset + limit), deserialize: values.deserializeValues ?? true }
  }
  router.register('/history/detail', ['GET', 'POST'], async (ctx: Context) => {
    const { row, page, deserialize } = await read(ctx)
    answer(
      ctx,
      page.map((one) => ({
        id: `${row!.id}.${one.at}.${one.name}.${one.revision}`,
        type: 'variableUpdate',
        processDefinitionKey: row!.definition_key,
        processDefinitionId: row!.definition_id,
        processInstanceId: row!.id,
        rootProcessInstanceId: row!.root_instance_id,
        activityInstanceId: one.activityInstanceId,
        executionId: one.executionId,
        taskId: one.taskId,
        tenantId: wireTenant(row!.tenant_id),
        userOperationId: null,
        time: wireDate(one.at),
        removalTime: null,
        variableName: one.name,
        variableInstanceId: variableId({ holder_id: one.holderId, name: one.name }),
        ...typed(one.variable, deserialize),
        revision: one.revision,
        initial: one.revision === 0,
        errorMessage: null,
      })),
    )
  })
  router.get('/history/detail/count', async (ctx) => answer(ctx, { count: (await read(ctx)).chosen.length }))
}

function typed(variable: Variable, deserialize: boolean) {
  const { type, ...rest } = wireVariable(variable, { deserialize })
  return { variableType: type, ...rest }
}

function detailsOf(instanceId: string, events: Event[]): Detail[] {
  const places = new Map<string, { executionId: string; activityInstanceId: string; taskId: string | null }>()
  const tasks = new Set(events.flatMap((event) => (event.type === 'userTaskCreated' ? [event.tokenId] : [])))
  const revisions = new Map<string, number>()
  const details: Detail[] = []
  const set = (holderId: string, variables: Record<string, Variable>, at: number) => {
    const place = places.get(holderId) ?? { executionId: instanceId, activityInstanceId: instanceId, taskId: null }
    for (const [name, variable] of Object.entries(variables)) {
      const revision = revisions.get(`${holderId} ${name}`) ?? 0
      revisions.set(`${holderId} ${name}`, revision + 1)
      details.push({ holderId, name, at, variable, revision, ...place })
    }
  }
  for (const event of events) {
    if (event.type === 'elementEntered') {
      const { tokenId, elementId } = event
      places.set(tokenId, {
        executionId: tokenId,
        activityInstanceId: activityInstanceId(elementId, tokenId),
        taskId: tasks.has(tokenId) ? tokenId : null,
      })
      set(tokenId, event.variables ?? {}, event.at)
    } else if (event.type === 'scopeOpened' && event.tokenId !== null) {
      places.set(event.scopeId, {
        executionId: event.tokenId,
        activityInstanceId: activityInstanceId(event.elementId, event.tokenId),
        taskId: null,
      })
    } else if (event.type === 'variablesSet') set(event.scopeId, event.variables, event.at)
  }
  return details
}
