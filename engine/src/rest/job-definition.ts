import type Router from '@koa/router'
import type { Condition, JobDefinitionRow } from '@lianban/storage'
import type { Context } from 'koa'
import { z } from 'zod'
import { doAll } from './batch.ts'
import { answer, answerNothing, param, wireTenant, type Rest } from './context.ts'
import { invalidRequest, noMatching } from './errors.ts'
import { readBody } from './input.ts'
import { JOB_DEFINITIONS } from './job-query.ts'
import { listRoutes } from './query.ts'
import { idPages } from './selected-ids.ts'

const Suspended = z.strictObject({ suspended: z.boolean(), includeJobs: z.boolean().nullish(), executionDate: z.string().nullish() })
const ManySuspended = Suspended.extend({
  processDefinitionId: z.string().nullish(),
  processDefinitionKey: z.string().nullish(),
  processDefinitionTenantId: z.string().nullish(),
  processDefinitionWithoutTenantId: z.boolean().nullish(),
})
const Priority = z.strictObject({ priority: z.number().int().nullable(), includeJobs: z.boolean().nullish() })
const Retries = z.strictObject({ retries: z.number().int().min(0), dueDate: z.string().nullish() })

/** The places of a process where jobs are made. */
export function jobDefinitionRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf, actorOf } = rest
  listRoutes(router, '/job-definition', JOB_DEFINITIONS, {
    list: async (ctx, query) =>
      (await engine.lists.list<JobDefinitionRow>('job_definition', { tenantId: tenantOf(ctx), ...query })).map(present),
    count: (ctx, { where }) => engine.lists.count('job_definition', { tenantId: tenantOf(ctx), where }),
  })
  const found = async (ctx: Context): Promise<JobDefinitionRow> => {
    const row = await engine.jobs.place(tenantOf(ctx), param(ctx, 'id'))
    if (!row) throw noMatching(`job definition with id ${param(ctx, 'id')}`)
    return row
  }
  router.put('/job-definition/suspended', async (ctx) => {
    const { processDefinitionId, processDefinitionKey, ...body } = readBody(ctx, ManySuspended)
    if ((processDefinitionId == null) === (processDefinitionKey == null))
      throw invalidRequest(
        'Either processDefinitionId or processDefinitionKey must be set to update the suspension state of job definitions',
      )
    const where: Condition =
      processDefinitionId != null
        ? { column: 'definition_id', op: '=', value: processDefinitionId }
        : { column: 'definition_key', op: '=', value: processDefinitionKey! }
    for await (const ids of idPages(ctx, rest, 'job_definition', [where])) await suspend(ctx, ids, body)
    answerNothing(ctx)
  })
  router.get('/job-definition/:id', async (ctx) => answer(ctx, present(await found(ctx))))
  router.put('/job-definition/:id/suspended', async (ctx) => {
    const body = readBody(ctx, Suspended)
    await suspend(ctx, [(await found(ctx)).id], body)
    answerNothing(ctx)
  })
  router.put('/job-definition/:id/jobPriority', async (ctx) => {
    const { priority, includeJobs } = readBody(ctx, Priority)
    if (priority === null && includeJobs) throw invalidRequest('Cannot reset priority for job definition with includeJobs enabled')
    await engine.jobs.setPlacePriority({
      tenantId: tenantOf(ctx),
      jobDefinitionId: (await found(ctx)).id,
      priority,
      includeJobs: includeJobs ?? false,
    })
    answerNothing(ctx)
  })
  /** Of its jobs that have failed for good, as in Camunda. */
  router.put('/job-definition/:id/retries', async (ctx) => {
    const { retries, dueDate } = readBody(ctx, Retries)
    if (dueDate != null) throw invalidRequest('dueDate is not supported here: set the due date of the jobs')
    const { id } = await found(ctx)
    const failed = idPages(ctx, rest, 'job', [
      { column: 'job_definition_id', op: '=', value: id },
      { column: 'retries', op: '=', value: 0 },
    ])
    for await (const ids of failed)
      await doAll(ids, (jobId) => engine.jobs.setRetries({ tenantId: tenantOf(ctx), jobId, retries, actor: actorOf(ctx) }))
    answerNothing(ctx)
  })

  async function suspend(
    ctx: Context,
    jobDefinitionIds: string[],
    { suspended, includeJobs, executionDate }: z.output<typeof Suspended>,
  ): Promise<void> {
    if (executionDate != null)
      throw invalidRequest('executionDate is not supported for job definitions; suspend the process definition at a date')
    await engine.jobs.setPlacesSuspended({ tenantId: tenantOf(ctx), jobDefinitionIds, suspended, includeJobs: includeJobs ?? false })
  }
}

const present = (row: JobDefinitionRow) => ({
  id: row.id,
  processDefinitionId: row.definition_id,
  processDefinitionKey: row.definition_key,
  jobType: row.job_type,
  jobConfiguration: row.configuration,
  activityId: row.element_id,
  suspended: row.suspended === 1,
  overridingJobPriority: row.priority,
  tenantId: wireTenant(row.tenant_id),
  deploymentId: row.definition_id.slice(row.definition_id.lastIndexOf(':') + 1),
})
