import type Router from '@koa/router'
import type { Condition, HistoryExternalTaskLogRow, HistoryJobLogRow } from '@lianban/storage'
import type { Context } from 'koa'
import { activityInstanceId } from '../activity-tree.ts'
import { answer, param, type Rest } from '../context.ts'
import { wireDate } from '../dates.ts'
import { noMatching } from '../errors.ts'
import { atLeast, atMost, flag, is, like, ofRelated, oneOf, refused, tenantParameters } from '../parameters.ts'
import { listRoutes, querySpec } from '../query.ts'
import { byId, ownerOf, rootsOf, type Roots } from './common.ts'

const state = (value: HistoryJobLogRow['state']) => flag({ column: 'state', op: '=', value })
const states = {
  creationLog: state('created'),
  failureLog: state('failed'),
  successLog: state('successful'),
  deletionLog: state('deleted'),
}
const owners = {
  logId: is('id'),
  activityIdIn: oneOf('element_id'),
  executionIdIn: oneOf('token_id'),
  processInstanceId: is('instance_id'),
  processDefinitionId: is('definition_id'),
  processDefinitionKey: is('definition_key'),
  ...states,
  ...tenantParameters,
}
const ownerKeys = {
  timestamp: 'at',
  activityId: 'element_id',
  executionId: 'token_id',
  processInstanceId: 'instance_id',
  processDefinitionId: 'definition_id',
  processDefinitionKey: 'definition_key',
  tenantId: 'tenant_id',
}

const JOB_LOG = querySpec({
  parameters: {
    ...owners,
    jobId: is('job_id'),
    jobExceptionMessage: like('message'),
    jobDefinitionType: is('kind'),
    failedActivityIdIn: oneOf('element_id'),
    jobDefinitionId: refused('jobDefinitionId: the log names jobs by activity, use activityIdIn'),
    jobDefinitionConfiguration: refused('jobDefinitionConfiguration: the log names jobs by activity, use activityIdIn'),
    deploymentId: ofRelated('instance', ofRelated('definition', is('deployment_id'))),
    jobPriorityLowerThanOrEquals: atMost('priority'),
    jobPriorityHigherThanOrEquals: atLeast('priority'),
    hostname: refused('hostname: which engine ran a job is not kept'),
  },
  sortKeys: { ...ownerKeys, jobId: 'job_id', jobDueDate: 'due_at', jobRetries: 'retries', jobPriority: 'priority', occurrence: 'id' },
  order: [{ column: 'at', order: 'asc' }, byId],
})
const EXTERNAL_TASK_LOG = querySpec({
  parameters: {
    ...owners,
    externalTaskId: is('task_id'),
    topicName: is('topic'),
    workerId: is('worker_id'),
    errorMessage: is('message'),
    priorityLowerThanOrEquals: atMost('priority'),
    priorityHigherThanOrEquals: atLeast('priority'),
    activityInstanceIdIn: refused('activityInstanceIdIn: use executionIdIn'),
  },
  sortKeys: {
    ...ownerKeys,
    externalTaskId: 'task_id',
    topicName: 'topic',
    workerId: 'worker_id',
    retries: 'retries',
    priority: 'priority',
  },
  order: [{ column: 'at', order: 'asc' }, byId],
})

export function historicLogRoutes(router: Router, rest: Rest): void {
  logRoutes<HistoryJobLogRow>(router, rest, {
    path: '/history/job-log',
    table: 'history_job_log',
    spec: JOB_LOG,
    present: presentJob,
    text: { path: 'stacktrace', of: (row) => row.message },
  })
  logRoutes<HistoryExternalTaskLogRow>(router, rest, {
    path: '/history/external-task-log',
    table: 'history_external_task_log',
    spec: EXTERNAL_TASK_LOG,
    present: presentExternalTask,
    text: { path: 'error-details', of: (row) => row.details },
  })
}

interface Log<Row> {
  path: string
  table: 'history_job_log' | 'history_external_task_log'
  spec: Parameters<typeof listRoutes>[2]
  present: (row: Row, roots: Roots) => object
  /** What a failure said at length. */
  text: { path: string; of: (row: Row) => string | null }
}

function logRoutes<Row extends { instance_id: string }>(router: Router, rest: Rest, { path, table, spec, present, text }: Log<Row>): void {
  const { engine, tenantOf } = rest
  const presentAll = async (ctx: Context, rows: Row[]) => {
    const roots = await rootsOf(
      rest,
      tenantOf(ctx),
      rows.map((row) => row.instance_id),
    )
    return rows.map((row) => present(row, roots))
  }
  const found = async (ctx: Context): Promise<Row> => {
    const where: Condition[] = [{ column: 'id', op: '=', value: param(ctx, 'id') }]
    const [row] = await engine.lists.list<Row>(table, { tenantId: tenantOf(ctx), where, order: [byId], limit: 1, offset: 0 })
    if (!row) throw noMatching(`historic log with id ${param(ctx, 'id')}`)
    return row
  }
  listRoutes(router, path, spec, {
    list: async (ctx, query) => presentAll(ctx, await engine.lists.list<Row>(table, { tenantId: tenantOf(ctx), ...query })),
    count: (ctx, { where }) => engine.lists.count(table, { tenantId: tenantOf(ctx), where }),
  })
  router.get(`${path}/:id`, async (ctx) => answer(ctx, (await presentAll(ctx, [await found(ctx)]))[0]))
  router.get(`${path}/:id/${text.path}`, async (ctx) => {
    ctx.body = text.of(await found(ctx)) ?? ''
    ctx.set('Content-Type', 'text/plain; charset=utf-8')
  })
}

const stateFlags = (state: HistoryJobLogRow['state']) => ({
  creationLog: state === 'created',
  failureLog: state === 'failed',
  successLog: state === 'successful',
  deletionLog: state === 'deleted',
})
const KINDS: Record<string, string> = {
  asyncBefore: 'async-continuation',
  asyncAfter: 'async-continuation',
  retry: 'async-continuation',
  timer: 'timer',
}

const presentJob = (row: HistoryJobLogRow, roots: Roots) => ({
  id: row.id,
  timestamp: wireDate(row.at),
  jobId: row.job_id,
  jobDueDate: wireDate(row.due_at),
  jobRetries: row.retries,
  jobPriority: row.priority,
  jobExceptionMessage: row.message,
  failedActivityId: row.state === 'failed' ? row.element_id : null,
  jobDefinitionId: null,
  jobDefinitionType: KINDS[row.kind] ?? row.kind,
  jobDefinitionConfiguration: null,
  activityId: row.element_id,
  executionId: row.token_id,
  ...ownerOf(row),
  deploymentId: null,
  hostname: null,
  batchId: null,
  ...stateFlags(row.state),
  ...roots.of(row.instance_id),
})

const presentExternalTask = (row: HistoryExternalTaskLogRow, roots: Roots) => ({
  id: row.id,
  externalTaskId: row.task_id,
  timestamp: wireDate(row.at),
  topicName: row.topic,
  workerId: row.worker_id,
  retries: row.retries,
  priority: row.priority,
  errorMessage: row.message,
  activityId: row.element_id,
  activityInstanceId: activityInstanceId(row.element_id, row.task_id),
  executionId: row.token_id,
  ...ownerOf(row),
  ...stateFlags(row.state),
  ...roots.of(row.instance_id),
})
