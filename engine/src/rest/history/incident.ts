import type Router from '@koa/router'
import type { HistoryIncidentRow } from '@lianban/storage'
import type { Rest } from '../context.ts'
import { wireDate } from '../dates.ts'
import { byIncidentType, incidentConfiguration, incidentType } from '../incident-types.ts'
import { flag, is, like, oneOf, since, tenantParameters, upTo } from '../parameters.ts'
import { listRoutes, querySpec } from '../query.ts'
import { byId, ownerOf, rootsOf, type Roots } from './common.ts'

const state = (value: HistoryIncidentRow['state']) => flag({ column: 'state', op: '=', value })

const INCIDENTS = querySpec({
  parameters: {
    incidentId: is('id'),
    incidentType: byIncidentType,
    incidentMessage: is('message'),
    incidentMessageLike: like('message'),
    processDefinitionId: is('definition_id'),
    processDefinitionKey: is('definition_key'),
    processDefinitionKeyIn: oneOf('definition_key'),
    processInstanceId: is('instance_id'),
    executionId: is('token_id'),
    activityId: is('element_id'),
    failedActivityId: is('element_id'),
    causeIncidentId: is('id'),
    rootCauseIncidentId: is('id'),
    configuration: is('token_id'),
    historyConfiguration: is('id'),
    open: state('open'),
    resolved: state('resolved'),
    deleted: state('deleted'),
    createTimeBefore: upTo('raised_at'),
    createTimeAfter: since('raised_at'),
    endTimeBefore: upTo('ended_at'),
    endTimeAfter: since('ended_at'),
    ...tenantParameters,
  },
  sortKeys: {
    incidentId: 'id',
    incidentMessage: 'message',
    createTime: 'raised_at',
    endTime: 'ended_at',
    incidentType: 'phase',
    executionId: 'token_id',
    activityId: 'element_id',
    processInstanceId: 'instance_id',
    processDefinitionId: 'definition_id',
    processDefinitionKey: 'definition_key',
    causeIncidentId: 'id',
    rootCauseIncidentId: 'id',
    configuration: 'token_id',
    tenantId: 'tenant_id',
    incidentState: 'state',
  },
  order: [{ column: 'raised_at', order: 'asc' }, byId],
})

export function historicIncidentRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf } = rest
  listRoutes(router, '/history/incident', INCIDENTS, {
    async list(ctx, query) {
      const rows = await engine.lists.list<HistoryIncidentRow>('history_incident', { tenantId: tenantOf(ctx), ...query })
      const roots = await rootsOf(
        rest,
        tenantOf(ctx),
        rows.map((row) => row.instance_id),
      )
      return rows.map((row) => present(row, roots))
    },
    count: (ctx, { where }) => engine.lists.count('history_incident', { tenantId: tenantOf(ctx), where }),
  })
}

function present(row: HistoryIncidentRow, roots: Roots) {
  const told = { ...row, annotation: null, business_key: null } as unknown as Parameters<typeof incidentConfiguration>[0]
  return {
    id: row.id,
    ...ownerOf(row),
    executionId: row.token_id,
    createTime: wireDate(row.raised_at),
    endTime: wireDate(row.ended_at),
    incidentType: incidentType(told),
    activityId: row.element_id,
    failedActivityId: row.element_id,
    causeIncidentId: row.id,
    rootCauseIncidentId: row.id,
    configuration: incidentConfiguration(told),
    historyConfiguration: null,
    incidentMessage: row.message,
    jobDefinitionId: null,
    annotation: null,
    open: row.state === 'open',
    deleted: row.state === 'deleted',
    resolved: row.state === 'resolved',
    ...roots.of(row.instance_id),
  }
}
