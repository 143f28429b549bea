import type Router from '@koa/router'
import type { Condition, HistoryActivityRow } from '@lianban/storage'
import type { Context } from 'koa'
import { BODY_SUFFIX } from '../../model/activity-types.ts'
import { activityInstanceId, tokenOfActivityInstance } from '../activity-tree.ts'
import { answer, param, type Rest } from '../context.ts'
import { wireDate } from '../dates.ts'
import { invalidRequest, noMatching } from '../errors.ts'
import { flag, is, isNull, isSet, like, oneOf, option } from '../parameters.ts'
import { listRoutes, querySpec, readParameters, type Parameter } from '../query.ts'
import { byId, definitionsOf, duration, ownerOf, rootsOf, spanParameters, type Roots } from './common.ts'

/** Camunda's name of a loop's body is the activity's with a suffix. */
const byActivity: Parameter<'string'> = {
  kind: 'string',
  where: (id) => {
    const isBody = id.endsWith(BODY_SUFFIX)
    return [
      { column: 'element_id', op: '=', value: isBody ? id.slice(0, -BODY_SUFFIX.length) : id },
      { column: 'type', op: isBody ? '=' : '!=', value: 'multiInstanceBody' },
    ]
  },
}
const byInstanceId: Parameter<'string'> = { kind: 'string', where: (id) => [{ column: 'id', op: '=', value: tokenOfActivityInstance(id) }] }

const ACTIVITIES = querySpec({
  parameters: {
    activityInstanceId: byInstanceId,
    processInstanceId: is('instance_id'),
    processInstanceIdIn: oneOf('instance_id'),
    processDefinitionId: is('definition_id'),
    executionId: is('id'),
    activityId: byActivity,
    activityName: is('name'),
    activityNameLike: like('name'),
    activityType: is('type'),
    taskAssignee: is('assignee'),
    finished: isSet('ended_at'),
    unfinished: isNull('ended_at'),
    canceled: flag({ column: 'canceled', op: '=', value: 1 }),
    completeScope: flag({ column: 'complete_scope', op: '=', value: 1 }),
    ...spanParameters,
  },
  sortKeys: {
    activityInstanceId: 'id',
    instanceId: 'instance_id',
    executionId: 'id',
    activityId: 'element_id',
    activityName: 'name',
    activityType: 'type',
    startTime: 'started_at',
    endTime: 'ended_at',
    definitionId: 'definition_id',
    occurrence: 'number',
    tenantId: 'tenant_id',
  },
  order: [
    { column: 'started_at', order: 'asc' },
    { column: 'instance_id', order: 'asc' },
    { column: 'number', order: 'asc' },
  ],
})

export function historicActivityRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf } = rest
  const list = (tenantId: string, query: { where: Condition[]; order: typeof ACTIVITIES.order; limit: number; offset: number }) =>
    engine.lists.list<HistoryActivityRow>('history_activity', { tenantId, ...query })
  const present = async (tenantId: string, rows: HistoryActivityRow[]) => {
    const roots = await rootsOf(
      rest,
      tenantId,
      rows.map((row) => row.instance_id),
    )
    return rows.map((row) => presentActivity(row, roots))
  }
  listRoutes(router, '/history/activity-instance', ACTIVITIES, {
    list: async (ctx, query) => present(tenantOf(ctx), await list(tenantOf(ctx), query)),
    count: (ctx, { where }) => engine.lists.count('history_activity', { tenantId: tenantOf(ctx), where }),
  })
  router.get('/history/activity-instance/:id', async (ctx) => {
    const where: Condition[] = [{ column: 'id', op: '=', value: tokenOfActivityInstance(param(ctx, 'id')) }]
    const rows = await list(tenantOf(ctx), { where, order: [byId], limit: 1, offset: 0 })
    if (rows.length === 0) throw noMatching(`historic activity instance with id '${param(ctx, 'id')}'`)
    answer(ctx, (await present(tenantOf(ctx), rows))[0])
  })
  router.get('/history/process-definition/:id/statistics', (ctx) => statistics(ctx, rest))
}

/** The activity's id as Camunda tells it. */
const activityIdOf = ({ element_id, type }: HistoryActivityRow): string =>
  type === 'multiInstanceBody' ? `${element_id}${BODY_SUFFIX}` : element_id

const presentActivity = (row: HistoryActivityRow, roots: Roots) => ({
  id: activityInstanceId(activityIdOf(row), row.id),
  parentActivityInstanceId: row.parent_id,
  activityId: activityIdOf(row),
  activityName: row.name,
  activityType: row.type,
  ...ownerOf(row),
  executionId: row.id,
  taskId: row.type === 'userTask' ? row.id : null,
  assignee: row.assignee,
  calledProcessInstanceId: row.called_instance_id,
  calledCaseInstanceId: null,
  startTime: wireDate(row.started_at),
  endTime: wireDate(row.ended_at),
  durationInMillis: duration(row.started_at, row.ended_at),
  canceled: row.canceled === 1,
  completeScope: row.complete_scope === 1,
  ...roots.of(row.instance_id),
})

const STATISTICS = {
  canceled: option('boolean'),
  finished: option('boolean'),
  completeScope: option('boolean'),
  incidents: option('boolean'),
  sortBy: option('string'),
  sortOrder: option('string'),
  startedBefore: option('date'),
  startedAfter: option('date'),
  finishedBefore: option('date'),
  finishedAfter: option('date'),
  processInstanceIdIn: option('stringList'),
}

/** For each activity how many run, and as far as asked how many were cancelled, finished or ended their scope, and its incidents. */
async function statistics(ctx: Context, rest: Rest): Promise<void> {
  const { engine, tenantOf } = rest
  const [tenantId, id, asked] = [tenantOf(ctx), param(ctx, 'id'), readParameters(ctx, STATISTICS)]
  if (asked.sortBy !== undefined && asked.sortBy !== 'activityId')
    throw invalidRequest(`sortBy parameter has invalid value: ${asked.sortBy}`)
  if (!(await definitionsOf(rest, tenantId, [id])).has(id)) throw noMatching(`process definition with id ${id}`)
  const of: Condition[] = [{ column: 'definition_id', op: '=', value: id }]
  const ofInstances: Condition[] = []
  const { startedBefore, startedAfter, finishedBefore, finishedAfter } = asked
  for (const [value, column, op] of [
    [startedBefore, 'started_at', '<='],
    [startedAfter, 'started_at', '>='],
    [finishedBefore, 'ended_at', '<='],
    [finishedAfter, 'ended_at', '>='],
  ] as const) {
    if (value !== undefined) ofInstances.push({ column, op, value })
  }
  if (asked.processInstanceIdIn) of.push({ column: 'instance_id', op: 'in', values: asked.processInstanceIdIn })
  if (ofInstances.length > 0) of.push({ related: 'instance', where: ofInstances })
  const count = async (wanted: boolean | undefined, table: 'history_activity' | 'history_incident', ...where: Condition[]) =>
    new Map(
      wanted === false
        ? []
        : (await engine.lists.countBy(table, ['element_id'], { tenantId, where: [...of, ...where] })).map((row) => [
            row.element_id!,
            row.count,
          ]),
    )
  const incidents = (state: string) => count(asked.incidents ?? false, 'history_incident', { column: 'state', op: '=', value: state })
  const counts = {
    instances: await count(true, 'history_activity', { column: 'ended_at', op: 'null' }),
    canceled: await count(asked.canceled ?? false, 'history_activity', { column: 'canceled', op: '=', value: 1 }),
    finished: await count(asked.finished ?? false, 'history_activity', { column: 'ended_at', op: 'not null' }),
    completeScope: await count(asked.completeScope ?? false, 'history_activity', { column: 'complete_scope', op: '=', value: 1 }),
    openIncidents: await incidents('open'),
    resolvedIncidents: await incidents('resolved'),
    deletedIncidents: await incidents('deleted'),
  }
  const elements = [...new Set(Object.values(counts).flatMap((map) => [...map.keys()]))].sort()
  if (asked.sortOrder === 'desc') elements.reverse()
  answer(
    ctx,
    elements.map((element) => ({
      id: element,
      ...Object.fromEntries(Object.entries(counts).map(([name, map]) => [name, map.get(element) ?? 0])),
    })),
  )
}
