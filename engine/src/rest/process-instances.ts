import type Router from '@koa/router'
import type { Condition } from '@lianban/storage'
import type { Context } from 'koa'
import { z } from 'zod'
import { answerBatch, doAll } from './batch.ts'
import { answerNothing, param, type Rest } from './context.ts'
import { parseWireDate } from './dates.ts'
import { invalidRequest } from './errors.ts'
import { keyText, readBody, typedValues } from './input.ts'
import { instructions, readInstructions } from './modifications.ts'
import { RUNNING } from './process-instance-query.ts'
import { idPages, selectedIds } from './selected-ids.ts'
import { selectedInstances, selection } from './selected-instances.ts'
import { refuseSkipping } from './start.ts'
import { readVariables } from './typed-values.ts'

const skipping = { skipCustomListeners: z.boolean().nullish(), skipIoMappings: z.boolean().nullish() }
const Delete = z.strictObject({
  ...selection,
  ...skipping,
  deleteReason: z.string().nullish(),
  skipSubprocesses: z.boolean().nullish(),
  failIfNotExists: z.boolean().nullish(),
})
const Suspend = z.strictObject({
  ...selection,
  suspended: z.boolean(),
  processDefinitionId: z.string().nullish(),
  processDefinitionKey: z.string().nullish(),
  processDefinitionTenantId: z.string().nullish(),
  processDefinitionWithoutTenantId: z.boolean().nullish(),
})
const Retries = z.strictObject({
  processInstances: z.array(z.string()).nullish(),
  processInstanceQuery: selection.processInstanceQuery,
  historicProcessInstanceQuery: selection.historicProcessInstanceQuery,
  retries: z.number().int().min(0),
  dueDate: z.string().nullish(),
})
const Variables = z.strictObject({ ...selection, variables: typedValues })
const Message = z.strictObject({ ...selection, messageName: keyText, variables: typedValues.nullish() })
const Modify = z.strictObject({ instructions, ...skipping, annotation: z.string().nullish() })

/** What is done to many process instances at once. */
export function processInstancesRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf, actorOf } = rest
  const call = (ctx: Context) => ({ tenantId: tenantOf(ctx), actor: actorOf(ctx) })

  router.post(['/process-instance/delete', '/process-instance/delete-historic-query-based'], async (ctx) => {
    const { deleteReason, skipSubprocesses, ...selected } = readBody(ctx, Delete)
    if (skipSubprocesses) throw invalidRequest('skipSubprocesses is not supported: called instances end with their caller')
    await answerBatch(ctx, rest, 'instance-deletion', await selectedInstances(ctx, rest, selected), (instanceId) =>
      engine.terminate({ ...call(ctx), instanceId, reason: deleteReason ?? 'deleted by REST' }),
    )
  })
  const suspend = (ctx: Context, suspended: boolean) => (instanceId: string) =>
    engine.setInstanceSuspended({ ...call(ctx), instanceId, suspended })
  router.put('/process-instance/suspended', async (ctx) => {
    const body = readBody(ctx, Suspend)
    if (!isByDefinition(body)) await doAll(await selectedInstances(ctx, rest, body), suspend(ctx, body.suspended))
    else {
      // a definition may have any number of instances, and none
      for await (const ids of idPages(ctx, rest, 'process_instance', ofDefinition(body))) await doAll(ids, suspend(ctx, body.suspended))
    }
    answerNothing(ctx)
  })
  router.post('/process-instance/suspended-async', async (ctx) => {
    const body = readBody(ctx, Suspend)
    await answerBatch(
      ctx,
      rest,
      'instance-update-suspension-state',
      isByDefinition(body)
        ? await selectedIds(ctx, rest, 'process_instance', ofDefinition(body))
        : await selectedInstances(ctx, rest, body),
      suspend(ctx, body.suspended),
    )
  })
  router.post('/process-instance/variables-async', async (ctx) => {
    const { variables, ...selected } = readBody(ctx, Variables)
    const typedVariables = readVariables(variables)
    await answerBatch(ctx, rest, 'set-variables', await selectedInstances(ctx, rest, selected), (instanceId) =>
      engine.setVariables({ ...call(ctx), instanceId, typedVariables }),
    )
  })
  router.post('/process-instance/message-async', async (ctx) => {
    const { messageName, variables, ...selected } = readBody(ctx, Message)
    const typedVariables = readVariables(variables)
    await answerBatch(ctx, rest, 'correlate-message', await selectedInstances(ctx, rest, selected), (instanceId) =>
      engine.correlate({ ...call(ctx), messageName, instanceId, typedVariables }),
    )
  })
  router.post(['/process-instance/job-retries', '/process-instance/job-retries-historic-query-based'], async (ctx) => {
    const { processInstances, processInstanceQuery, historicProcessInstanceQuery, retries, dueDate } = readBody(ctx, Retries)
    const instanceIds = await selectedInstances(ctx, rest, {
      processInstanceIds: processInstances,
      processInstanceQuery,
      historicProcessInstanceQuery,
    })
    const dueAt = dueDate == null ? undefined : (parseWireDate(dueDate) ?? invalidDate(dueDate))
    const jobIds = await selectedIds(ctx, rest, 'job', [{ column: 'instance_id', op: 'in', values: instanceIds }])
    await answerBatch(ctx, rest, 'set-job-retries', jobIds, (jobId) => engine.jobs.setRetries({ ...call(ctx), jobId, retries, dueAt }))
  })
  router.post('/process-instance/:id/modification-async', async (ctx) => {
    const body = readBody(ctx, Modify)
    refuseSkipping(body)
    const steps = readInstructions(body.instructions)
    await answerBatch(ctx, rest, 'instance-modification', [param(ctx, 'id')], (instanceId) =>
      engine.modify({ ...call(ctx), instanceId, instructions: steps, reason: body.annotation ?? null }),
    )
  })
}

const isByDefinition = ({ processDefinitionId, processDefinitionKey }: z.output<typeof Suspend>): boolean =>
  processDefinitionId != null || processDefinitionKey != null

/** Its instances that are not yet as wanted. */
function ofDefinition({ processDefinitionId, processDefinitionKey, suspended }: z.output<typeof Suspend>): Condition[] {
  if (processDefinitionId != null && processDefinitionKey != null)
    throw invalidRequest('Only one of processDefinitionId and processDefinitionKey should be set to update the suspension state')
  const which: Condition =
    processDefinitionId != null
      ? { column: 'definition_id', op: '=', value: processDefinitionId }
      : { column: 'definition_key', op: '=', value: processDefinitionKey! }
  return [RUNNING, { column: 'suspended', op: '=', value: suspended ? 0 : 1 }, which]
}

function invalidDate(text: string): never {
  throw invalidRequest(`dueDate: '${text}' is no date like 2026-01-31T13:33:00.000+0200`)
}
