import type Router from '@koa/router'
import type { Condition } from '@lianban/storage'
import type { Context } from 'koa'
import { z } from 'zod'
import { answerBatch } from '../batch.ts'
import { answer, answerNothing, param, wireTenant, type Rest } from '../context.ts'
import { wireDate } from '../dates.ts'
import { doesNotExist, RestError } from '../errors.ts'
import { flag, is, isNull, isSet, like, noneOf, ofRelated, oneOf, option, refused, since, upTo, variables } from '../parameters.ts'
import { listRoutes, querySpec, type Parameter } from '../query.ts'
import { endedInstances } from '../selected-instances.ts'
import { definitionsOf, duration, spanParameters, type HistoricInstanceRow } from './common.ts'
import { byIncidentType } from '../incident-types.ts'
import { readBody } from '../input.ts'

const NO_CASES = refused('there are no case instances (CMMN)')
const status = (value: string): Condition => ({ column: 'status', op: '=', value })
const suspended = (value: 0 | 1): Condition => ({ column: 'suspended', op: '=', value })
const ofActivity = <K extends 'stringList' | 'date'>(inner: Parameter<K>) => ofRelated('activity', inner)
const ofIncident = <K extends 'string' | 'stringList'>(inner: Parameter<K>) => ofRelated('historyIncident', inner)

export const HISTORIC_INSTANCES = querySpec({
  parameters: {
    processInstanceId: is('id'),
    processInstanceIds: oneOf('id'),
    processInstanceIdNotIn: noneOf('id'),
    rootProcessInstanceId: is('root_instance_id'),
    processInstanceBusinessKey: is('business_key'),
    processInstanceBusinessKeyIn: oneOf('business_key'),
    processInstanceBusinessKeyLike: like('business_key'),
    rootProcessInstances: isNull('super_instance_id'),
    superProcessInstanceId: is('super_instance_id'),
    subProcessInstanceId: ofRelated('called', is('id')),
    superCaseInstanceId: NO_CASES,
    subCaseInstanceId: NO_CASES,
    caseInstanceId: NO_CASES,
    processDefinitionId: is('definition_id'),
    processDefinitionKey: is('definition_key'),
    processDefinitionKeyIn: oneOf('definition_key'),
    processDefinitionKeyNotIn: noneOf('definition_key'),
    processDefinitionName: ofRelated('definition', is('name')),
    processDefinitionNameLike: ofRelated('definition', like('name')),
    finished: isSet('ended_at'),
    unfinished: isNull('ended_at'),
    active: flag(status('active'), suspended(0)),
    suspended: flag(status('active'), suspended(1)),
    completed: flag(status('completed')),
    externallyTerminated: flag(status('terminated'), { column: 'ended_inside', op: '=', value: 0 }),
    internallyTerminated: flag(status('terminated'), { column: 'ended_inside', op: '=', value: 1 }),
    withIncidents: flag({ related: 'historyIncident', where: [] }),
    withRootIncidents: flag({ related: 'historyIncident', where: [] }),
    incidentIdIn: ofIncident(oneOf('id')),
    incidentType: ofIncident(byIncidentType),
    incidentStatus: ofIncident(is('state')),
    incidentMessage: ofIncident(is('message')),
    incidentMessageLike: ofIncident(like('message')),
    startedBy: is('started_by'),
    ...spanParameters,
    executedActivityIdIn: ofActivity(oneOf('element_id')),
    executedActivityBefore: ofActivity(upTo('ended_at')),
    executedActivityAfter: ofActivity(since('ended_at')),
    activeActivityIdIn: {
      kind: 'stringList',
      where: (values) => [
        {
          related: 'activity',
          where: [
            { column: 'element_id', op: 'in', values },
            { column: 'ended_at', op: 'null' },
          ],
        },
      ],
    } satisfies Parameter<'stringList'>,
    executedJobBefore: ofRelated('jobLog', upTo('at')),
    executedJobAfter: ofRelated('jobLog', since('at')),
    variables: variables('variable'),
    variableNamesIgnoreCase: option('boolean'),
    variableValuesIgnoreCase: option('boolean'),
  },
  sortKeys: {
    instanceId: 'id',
    definitionId: 'definition_id',
    definitionKey: 'definition_key',
    businessKey: 'business_key',
    startTime: 'started_at',
    endTime: 'ended_at',
    tenantId: 'tenant_id',
    definitionName: (order) => ({ column: 'name', order, related: { name: 'definition', where: [] } }),
    definitionVersion: (order) => ({ column: 'version', order, related: { name: 'definition', where: [] } }),
  },
  order: [{ column: 'id', order: 'asc' }],
  orQueries: true,
})

export function historicInstanceRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf } = rest
  listRoutes(router, '/history/process-instance', HISTORIC_INSTANCES, {
    list: async (ctx, query) =>
      presentAll(
        rest,
        tenantOf(ctx),
        await engine.lists.list<HistoricInstanceRow>('process_instance', { tenantId: tenantOf(ctx), ...query }),
      ),
    count: (ctx, { where }) => engine.lists.count('process_instance', { tenantId: tenantOf(ctx), where }),
  })
  const found = async (ctx: Context): Promise<HistoricInstanceRow> => {
    const where: Condition[] = [{ column: 'id', op: '=', value: param(ctx, 'id') }]
    const [row] = await engine.lists.list<HistoricInstanceRow>('process_instance', {
      tenantId: tenantOf(ctx),
      where,
      order: [{ column: 'id', order: 'asc' }],
      limit: 1,
      offset: 0,
    })
    if (!row) throw doesNotExist(`Historic process instance with id ${param(ctx, 'id')}`)
    return row
  }
  router.post('/history/process-instance/delete', async (ctx) => {
    const { historicProcessInstanceIds, historicProcessInstanceQuery, failIfNotExists } = readBody(ctx, Delete)
    const ids = await endedInstances(ctx, rest, { processInstanceIds: historicProcessInstanceIds, historicProcessInstanceQuery })
    await answerBatch(ctx, rest, 'historic-instance-deletion', ids, async (id) => {
      const row = await engine.instances.get(tenantOf(ctx), id)
      if (row) await removeEnded(rest, row)
      else if (failIfNotExists !== false) throw doesNotExist(`Historic process instance with id ${id}`)
    })
  })
  router.get('/history/process-instance/:id', async (ctx) => answer(ctx, (await presentAll(rest, tenantOf(ctx), [await found(ctx)]))[0]))
  router.delete('/history/process-instance/:id', async (ctx) => {
    await removeEnded(rest, await found(ctx))
    answerNothing(ctx)
  })
  router.delete('/history/process-instance/:id/variable-instances', async (ctx) => {
    const row = await found(ctx)
    if (row.ended_at === null)
      throw new RestError(500, 'ProcessEngineException', `Process instance is still running, cannot delete its variables: ${row.id}`)
    await engine.history.eraseVariables(tenantOf(ctx), row.id)
    answerNothing(ctx)
  })
  // The whole history of an instance in one call, which Camunda does not have: what happened, in order, page by page.
  router.get('/history/process-instance/:id/events', async (ctx) => {
    const row = await found(ctx)
    const events = await engine.instances.history(tenantOf(ctx), row.id)
    answer(
      ctx,
      events.map((event, seq) => ({ seq, ...event, at: wireDate(event.at) })),
    )
  })
}

const Delete = z.object({
  historicProcessInstanceIds: z.array(z.string()).nullish(),
  historicProcessInstanceQuery: z.record(z.string(), z.unknown()).nullish(),
  failIfNotExists: z.boolean().nullish(),
})

/** @throws RestError 500 if it still runs */
async function removeEnded(
  { engine }: Rest,
  { id, tenant_id: tenantId, ended_at: endedAt }: Pick<HistoricInstanceRow, 'id' | 'tenant_id' | 'ended_at'>,
): Promise<void> {
  if (endedAt === null)
    throw new RestError(500, 'ProcessEngineException', `Process instance is still running, cannot delete historic process instance: ${id}`)
  await engine.history.remove(tenantId, [id])
}

async function presentAll(rest: Rest, tenantId: string, rows: HistoricInstanceRow[]): Promise<object[]> {
  const definitions = await definitionsOf(
    rest,
    tenantId,
    rows.map((row) => row.definition_id),
  )
  const starts = await rest.engine.history.startElements(
    tenantId,
    rows.map((row) => row.id),
  )
  return rows.map((row) => ({
    id: row.id,
    businessKey: row.business_key,
    processDefinitionId: row.definition_id,
    processDefinitionKey: row.definition_key,
    processDefinitionName: definitions.get(row.definition_id)?.name ?? null,
    processDefinitionVersion: definitions.get(row.definition_id)?.version ?? null,
    startTime: wireDate(row.started_at),
    endTime: wireDate(row.ended_at),
    removalTime: wireDate(row.removal_at),
    durationInMillis: duration(row.started_at, row.ended_at),
    startUserId: row.started_by,
    startActivityId: starts.get(row.id) ?? null,
    deleteReason: row.delete_reason,
    rootProcessInstanceId: row.root_instance_id,
    superProcessInstanceId: row.super_instance_id,
    superCaseInstanceId: null,
    caseInstanceId: null,
    tenantId: wireTenant(row.tenant_id),
    state: stateOf(row),
    restartedProcessInstanceId: null,
  }))
}

function stateOf({ status: state, suspended: held, ended_inside: inside }: HistoricInstanceRow): string {
  if (state === 'active') return held === 1 ? 'SUSPENDED' : 'ACTIVE'
  return state === 'completed' ? 'COMPLETED' : inside === 1 ? 'INTERNALLY_TERMINATED' : 'EXTERNALLY_TERMINATED'
}
