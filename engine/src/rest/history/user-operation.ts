import type Router from '@koa/router'
import type { UserOperationRow } from '@lianban/storage'
import { z } from 'zod'
import { answerNothing, param, type Rest } from '../context.ts'
import { wireDate } from '../dates.ts'
import { readBody } from '../input.ts'
import { is, oneOf, ofRelated, refused, since, tenantParameters, upTo } from '../parameters.ts'
import { listRoutes, querySpec } from '../query.ts'
import { byId, ownerOf, rootsOf, type Roots } from './common.ts'

const NO_CASES = refused('there are no case instances (CMMN)')
const NOT_NAMED = refused('operations are named by process instance and task here')

const OPERATIONS = querySpec({
  parameters: {
    processDefinitionId: is('definition_id'),
    processDefinitionKey: is('definition_key'),
    processInstanceId: is('instance_id'),
    executionId: is('task_id'),
    taskId: is('task_id'),
    deploymentId: ofRelated('instance', ofRelated('definition', is('deployment_id'))),
    userId: is('user_id'),
    operationId: is('operation_id'),
    operationType: is('operation'),
    entityType: is('entity'),
    entityTypeIn: oneOf('entity'),
    category: is('category'),
    categoryIn: oneOf('category'),
    property: is('property'),
    beforeTimestamp: upTo('at'),
    afterTimestamp: since('at'),
    externalTaskId: NOT_NAMED,
    batchId: NOT_NAMED,
    jobId: NOT_NAMED,
    jobDefinitionId: NOT_NAMED,
    caseDefinitionId: NO_CASES,
    caseInstanceId: NO_CASES,
    caseExecutionId: NO_CASES,
    ...tenantParameters,
  },
  sortKeys: { timestamp: 'at' },
  order: [{ column: 'at', order: 'asc' }, byId],
})

const Annotation = z.object({ annotation: z.string().max(4000) })

export function userOperationRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf } = rest
  listRoutes(router, '/history/user-operation', OPERATIONS, {
    async list(ctx, query) {
      const rows = await engine.lists.list<UserOperationRow>('user_operation', { tenantId: tenantOf(ctx), ...query })
      const roots = await rootsOf(
        rest,
        tenantOf(ctx),
        rows.map((row) => row.instance_id),
      )
      return rows.map((row) => present(row, roots))
    },
    count: (ctx, { where }) => engine.lists.count('user_operation', { tenantId: tenantOf(ctx), where }),
  })
  router.put('/history/user-operation/:id/set-annotation', async (ctx) => {
    await engine.history.annotate(tenantOf(ctx), param(ctx, 'id'), readBody(ctx, Annotation).annotation)
    answerNothing(ctx)
  })
  router.put('/history/user-operation/:id/clear-annotation', async (ctx) => {
    await engine.history.annotate(tenantOf(ctx), param(ctx, 'id'), null)
    answerNothing(ctx)
  })
}

const present = (row: UserOperationRow, roots: Roots) => ({
  id: row.id,
  deploymentId: null,
  ...ownerOf(row),
  executionId: row.task_id,
  caseDefinitionId: null,
  caseInstanceId: null,
  caseExecutionId: null,
  taskId: row.task_id,
  externalTaskId: null,
  batchId: null,
  jobId: null,
  jobDefinitionId: null,
  userId: row.user_id,
  timestamp: wireDate(row.at),
  operationId: row.operation_id,
  operationType: row.operation,
  entityType: row.entity,
  category: row.category,
  property: row.property,
  orgValue: row.old_value,
  newValue: row.new_value,
  annotation: row.annotation,
  ...roots.of(row.instance_id),
})
