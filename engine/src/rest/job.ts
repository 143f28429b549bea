import type Router from '@koa/router'
import type { JobRow } from '@lianban/storage'
import type { Context } from 'koa'
import { z } from 'zod'
import { answerBatch, doAll } from './batch.ts'
import { answer, answerNothing, param, type Rest } from './context.ts'
import { parseWireDate } from './dates.ts'
import { doesNotExist, invalidRequest, RestError } from './errors.ts'
import { jobQuery, presentJob } from './job-query.ts'
import { readBody } from './input.ts'
import { option } from './parameters.ts'
import { listRoutes, readFilter, readParameters } from './query.ts'
import { idPages, selectedIds } from './selected-ids.ts'

const retries = z
  .number()
  .int()
  .min(0)
  .max(2 ** 31 - 1)
const Retries = z.strictObject({ retries, dueDate: z.string().nullish() })
const ManyRetries = Retries.extend({ jobIds: z.array(z.string()).nullish(), jobQuery: z.record(z.string(), z.unknown()).nullish() })
const DueDate = z.strictObject({ duedate: z.string().nullish(), cascade: z.boolean().nullish() })
const Suspended = z.strictObject({ suspended: z.boolean() })
const ManySuspended = z.strictObject({
  suspended: z.boolean(),
  jobDefinitionId: z.string().nullish(),
  processInstanceId: z.string().nullish(),
  processDefinitionId: z.string().nullish(),
  processDefinitionKey: z.string().nullish(),
  processDefinitionTenantId: z.string().nullish(),
  processDefinitionWithoutTenantId: z.boolean().nullish(),
})
const Priority = z.strictObject({ priority: z.number().int() })

export function jobRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf } = rest
  const spec = jobQuery(engine.now)
  listRoutes(router, '/job', spec, {
    list: async (ctx, query) => (await engine.lists.list<JobRow>('job', { tenantId: tenantOf(ctx), ...query })).map(presentJob),
    count: (ctx, { where }) => engine.lists.count('job', { tenantId: tenantOf(ctx), where }),
  })
  manyJobsRoutes(router, rest)
  oneJobRoutes(router, rest)
}

function manyJobsRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf, actorOf } = rest
  router.post('/job/retries', async (ctx) => {
    const { jobIds, jobQuery: query, ...change } = readBody(ctx, ManyRetries)
    const ids = [...(jobIds ?? []), ...(query ? await selectedIds(ctx, rest, 'job', readFilter(query, jobQuery(engine.now))) : [])]
    await answerBatch(ctx, rest, 'set-job-retries', ids, (jobId) =>
      engine.jobs.setRetries({ tenantId: tenantOf(ctx), jobId, ...readRetries(change), actor: actorOf(ctx) }),
    )
  })
  router.put('/job/suspended', async (ctx) => {
    const { suspended, jobDefinitionId, processInstanceId, processDefinitionId, processDefinitionKey } = readBody(ctx, ManySuspended)
    const by = {
      job_definition_id: jobDefinitionId,
      instance_id: processInstanceId,
      definition_id: processDefinitionId,
      definition_key: processDefinitionKey,
    }
    const given = Object.entries(by).filter(([, value]) => value != null)
    if (given.length !== 1)
      throw invalidRequest(
        'Exactly one of jobDefinitionId, processInstanceId, processDefinitionId and processDefinitionKey must be set to update the suspension state',
      )
    for await (const ids of idPages(
      ctx,
      rest,
      'job',
      given.map(([column, value]) => ({ column, op: '=', value: value! })),
    ))
      await doAll(ids, (jobId) => engine.jobs.setSuspended({ tenantId: tenantOf(ctx), jobId, suspended, actor: actorOf(ctx) }))
    answerNothing(ctx)
  })
}

function oneJobRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf, actorOf } = rest
  const found = async (ctx: Context): Promise<JobRow> => {
    const [row] = await engine.lists.list<JobRow>('job', {
      tenantId: tenantOf(ctx),
      where: [{ column: 'id', op: '=', value: param(ctx, 'id') }],
      order: [],
      limit: 1,
      offset: 0,
    })
    if (!row) throw doesNotExist(`Job with id ${param(ctx, 'id')}`)
    return row
  }
  const call = (ctx: Context) => ({ tenantId: tenantOf(ctx), jobId: param(ctx, 'id'), actor: actorOf(ctx) })
  /** A route that reads a body, does one thing to a job that is there and answers nothing. */
  const act = <T>(
    method: 'PUT' | 'POST' | 'DELETE',
    verb: string,
    schema: z.ZodType<T>,
    work: (ctx: Context, body: T, job: JobRow) => Promise<unknown>,
  ) =>
    router.register(`/job/:id${verb}`, [method], async (ctx) => {
      const body = readBody(ctx, schema)
      await work(ctx, body, await found(ctx))
      answerNothing(ctx)
    })
  router.get('/job/:id', async (ctx) => answer(ctx, presentJob(await found(ctx))))
  router.get('/job/:id/stacktrace', async (ctx) => {
    const { error_message: message, error_details: details } = await found(ctx)
    const text = details ?? message
    if (text === null) return answerNothing(ctx)
    ctx.body = text
    ctx.set('Content-Type', 'text/plain')
  })
  act('POST', '/execute', z.unknown(), (ctx) => engine.jobs.execute(call(ctx)))
  act('PUT', '/retries', Retries, (ctx, body) => engine.jobs.setRetries({ ...call(ctx), ...readRetries(body) }))
  act('PUT', '/duedate', DueDate, (ctx, { duedate }, job) => {
    if (duedate == null && job.kind === 'timer') throw invalidRequest('duedate: a timer needs a due date; to fire it now, execute it')
    return engine.jobs.setDueAt({ ...call(ctx), dueAt: duedate == null ? engine.now() : readDate('duedate', duedate) })
  })
  act('PUT', '/priority', Priority, (ctx, { priority }) => engine.jobs.setPriority({ ...call(ctx), priority }))
  act('PUT', '/suspended', Suspended, (ctx, { suspended }) => engine.jobs.setSuspended({ ...call(ctx), suspended }))
  act('DELETE', '', z.unknown(), (ctx) => engine.jobs.remove(call(ctx)))
  router.post('/job/:id/duedate/recalculate', async (ctx) => {
    const { creationDateBased = true } = readParameters(ctx, { creationDateBased: option('boolean') })
    const job = await found(ctx)
    if (job.kind !== 'timer' || job.instance_id === null || job.element_id === null)
      throw new RestError(500, 'ProcessEngineException', `job ${job.id} is no timer: no due date of it can be recalculated`)
    await engine.jobs.recalculateDueAt({ ...call(ctx), creationDateBased })
    answerNothing(ctx)
  })
}

const readRetries = ({ retries: count, dueDate }: { retries: number; dueDate?: string | null }) => ({
  retries: count,
  dueAt: dueDate == null ? undefined : readDate('dueDate', dueDate),
})

function readDate(name: string, text: string): number {
  const at = parseWireDate(text)
  if (at === null) throw invalidRequest(`${name}: '${text}' is no date like 2026-01-31T13:33:00.000+0200 (yyyy-MM-dd'T'HH:mm:ss.SSSZ)`)
  return at
}
