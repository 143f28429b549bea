import type Router from '@koa/router'
import type { IncidentRow } from '@lianban/storage'
import type { Context } from 'koa'
import { z } from 'zod'
import { jobDefinitionId } from '../runtime/job-kinds.ts'
import { answer, answerNothing, param, wireTenant, type Rest } from './context.ts'
import { wireDate } from './dates.ts'
import { noMatching } from './errors.ts'
import { byIncidentType, incidentConfiguration, incidentType } from './incident-types.ts'
import { readBody } from './input.ts'
import { after, before, is, like, oneOf, option, tenantParameters } from './parameters.ts'
import { listRoutes, querySpec } from './query.ts'

const MAX_ANNOTATION = 4000
const Annotation = z.strictObject({ annotation: z.string().max(MAX_ANNOTATION) })

export const INCIDENTS = querySpec({
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
    incidentTimestampBefore: before('raised_at'),
    incidentTimestampAfter: after('raised_at'),
    activityId: is('element_id'),
    failedActivityId: is('element_id'),
    // every incident stands where its cause is
    causeIncidentId: is('id'),
    rootCauseIncidentId: is('id'),
    configuration: {
      kind: 'string',
      where: (value) => [
        {
          any: [
            [
              { column: 'id', op: '=', value },
              { column: 'phase', op: 'in', values: ['enter', 'leave'] },
            ],
            [
              { column: 'token_id', op: '=', value },
              { column: 'phase', op: 'not in', values: ['enter', 'leave'] },
            ],
          ],
        },
      ],
    },
    jobDefinitionIdIn: option('refused'),
    ...tenantParameters,
  },
  sortKeys: {
    incidentId: 'id',
    incidentMessage: 'message',
    incidentTimestamp: 'raised_at',
    incidentType: 'phase',
    executionId: 'token_id',
    activityId: 'element_id',
    processInstanceId: 'instance_id',
    processDefinitionId: 'definition_id',
    causeIncidentId: 'id',
    rootCauseIncidentId: 'id',
    configuration: 'token_id',
    tenantId: 'tenant_id',
  },
  order: [
    { column: 'raised_at', order: 'asc' },
    { column: 'id', order: 'asc' },
  ],
})

export function incidentRoutes(router: Router, { engine, tenantOf, actorOf }: Rest): void {
  listRoutes(router, '/incident', INCIDENTS, {
    list: async (ctx, query) => (await engine.lists.list<IncidentRow>('incident', { tenantId: tenantOf(ctx), ...query })).map(present),
    count: (ctx, { where }) => engine.lists.count('incident', { tenantId: tenantOf(ctx), where }),
    methods: ['GET'],
  })
  const found = async (ctx: Context): Promise<IncidentRow> => {
    const row = await engine.incidents.get(tenantOf(ctx), param(ctx, 'id'))
    if (!row) throw noMatching(`incident with id ${param(ctx, 'id')}`)
    return row
  }
  router.get('/incident/:id', async (ctx) => answer(ctx, present(await found(ctx))))

  /** Camunda only forgets it; here what stands still is tried again. */
  router.delete('/incident/:id', async (ctx) => {
    await found(ctx)
    await engine.retryIncident({ tenantId: tenantOf(ctx), incidentId: param(ctx, 'id'), actor: actorOf(ctx) })
    answerNothing(ctx)
  })
  const annotate = async (ctx: Context, annotation: string | null) => {
    await found(ctx)
    await engine.administration.annotateIncident({ tenantId: tenantOf(ctx), incidentId: param(ctx, 'id'), annotation })
    answerNothing(ctx)
  }
  router.put('/incident/:id/annotation', (ctx) => annotate(ctx, readBody(ctx, Annotation).annotation))
  router.delete('/incident/:id/annotation', (ctx) => annotate(ctx, null))
}

const present = (row: IncidentRow) => ({
  id: row.id,
  processDefinitionId: row.definition_id,
  processInstanceId: row.instance_id,
  executionId: row.token_id,
  incidentTimestamp: wireDate(row.raised_at),
  incidentType: incidentType(row),
  activityId: row.element_id,
  failedActivityId: row.element_id,
  causeIncidentId: row.id,
  rootCauseIncidentId: row.id,
  configuration: incidentConfiguration(row),
  incidentMessage: row.message,
  tenantId: wireTenant(row.tenant_id),
  jobDefinitionId:
    row.phase === 'enter' || row.phase === 'leave'
      ? jobDefinitionId(row.definition_id, row.element_id, row.phase === 'leave' ? 'async-after' : 'async-before')
      : null,
  annotation: row.annotation,
})
