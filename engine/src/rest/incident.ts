import type Router from '@koa/router'
import type { IncidentRow } from '@lianban/storage'
import { z } from 'zod'
import { answer, param, wireTenant, type Rest } from './context.ts'
import { wireDate } from './dates.ts'
import { invalidRequest, noMatching } from './errors.ts'
import { pageOf, paging, readListQuery, sorting } from './input.ts'

/** What Camunda calls an external task without retries; our other incidents keep their own code as type. */
const FAILED_EXTERNAL_TASK = 'failedExternalTask'
const EXTERNAL_TASK_FAILED = 'EXTERNAL_TASK_FAILED'

const List = z.strictObject({
  incidentId: z.string().optional(),
  incidentType: z.string().optional(),
  incidentMessage: z.string().optional(),
  processDefinitionId: z.string().optional(),
  processDefinitionKey: z.string().optional(),
  processInstanceId: z.string().optional(),
  executionId: z.string().optional(),
  activityId: z.string().optional(),
  ...paging,
  ...sorting(['incidentTimestamp']),
})

export function incidentRoutes(router: Router, { engine, tenantOf }: Rest): void {
  router.get('/incident', async (ctx) => {
    const input = readListQuery(ctx, List)
    if (input.sortOrder === 'desc') throw invalidRequest('incidents are sorted by time ascending')
    const rows = await engine.incidents.query(filterOf(tenantOf(ctx), input), pageOf(input))
    answer(ctx, rows.map(present))
  })
  router.get('/incident/count', async (ctx) => {
    answer(ctx, { count: await engine.incidents.count(filterOf(tenantOf(ctx), readListQuery(ctx, List))) })
  })
  router.get('/incident/:id', async (ctx) => {
    const row = await engine.incidents.get(tenantOf(ctx), param(ctx, 'id'))
    if (!row) throw noMatching(`incident with id ${param(ctx, 'id')}`)
    answer(ctx, present(row))
  })
}

const filterOf = (tenantId: string, input: z.output<typeof List>) => ({
  tenantId,
  id: input.incidentId,
  code: input.incidentType === FAILED_EXTERNAL_TASK ? EXTERNAL_TASK_FAILED : input.incidentType,
  message: input.incidentMessage,
  definitionId: input.processDefinitionId,
  definitionKey: input.processDefinitionKey,
  instanceId: input.processInstanceId,
  tokenId: input.executionId,
  elementId: input.activityId,
})

const present = (row: IncidentRow) => ({
  id: row.id,
  processDefinitionId: row.definition_id,
  processInstanceId: row.instance_id,
  executionId: row.token_id,
  incidentTimestamp: wireDate(row.raised_at),
  incidentType: row.code === EXTERNAL_TASK_FAILED ? FAILED_EXTERNAL_TASK : row.code,
  activityId: row.element_id,
  failedActivityId: row.element_id,
  causeIncidentId: row.id,
  rootCauseIncidentId: row.id,
  configuration: row.token_id,
  incidentMessage: row.message,
  tenantId: wireTenant(row.tenant_id),
  jobDefinitionId: null,
  annotation: null,
})
