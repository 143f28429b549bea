import type Router from '@koa/router'
import type { Context } from 'koa'
import { z } from 'zod'
import type { Correlated } from '../runtime/correlate.ts'
import { answer, answerNothing, wireTenant, type Rest } from './context.ts'
import { invalidRequest } from './errors.ts'
import { keyText, readBody, typedValues } from './input.ts'
import { presentInstance } from './process-instance-query.ts'
import { checkTenant } from './signal.ts'
import { readValues, readVariables, wireVariables } from './typed-values.ts'

const Correlate = z.strictObject({
  messageName: keyText,
  businessKey: z.string().nullish(),
  tenantId: z.string().nullish(),
  withoutTenantId: z.boolean().nullish(),
  processInstanceId: z.string().nullish(),
  correlationKeys: typedValues.nullish(),
  localCorrelationKeys: typedValues.nullish(),
  processVariables: typedValues.nullish(),
  processVariablesLocal: typedValues.nullish(),
  processVariablesToTriggeredScope: typedValues.nullish(),
  all: z.boolean().nullish(),
  resultEnabled: z.boolean().nullish(),
  variablesInResultEnabled: z.boolean().nullish(),
})

export function messageRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf, actorOf } = rest
  router.post('/message', async (ctx) => {
    const body = readBody(ctx, Correlate)
    if (body.variablesInResultEnabled && !body.resultEnabled) throw invalidRequest('variablesInResultEnabled needs resultEnabled')
    checkTenant(body, tenantOf(ctx))
    const local = { ...readVariables(body.processVariablesLocal), ...readVariables(body.processVariablesToTriggeredScope) }
    const request = {
      tenantId: tenantOf(ctx),
      messageName: body.messageName,
      businessKey: body.businessKey ?? undefined,
      instanceId: body.processInstanceId ?? undefined,
      correlationKeys: readValues(body.correlationKeys),
      localCorrelationKeys: readValues(body.localCorrelationKeys),
      typedVariables: readVariables(body.processVariables),
      localVariables: Object.keys(local).length > 0 ? local : undefined,
      actor: actorOf(ctx),
    }
    const results = body.all ? await engine.correlateAll(request) : [await engine.correlate(request)]
    if (!body.resultEnabled) return answerNothing(ctx)
    answer(ctx, await Promise.all(results.map((result) => presentResult(ctx, rest, result, body.variablesInResultEnabled ?? false))))
  })
}

async function presentResult(
  ctx: Context,
  { engine, tenantOf }: Rest,
  { instanceId, started, executionId }: Correlated,
  withVariables: boolean,
): Promise<object> {
  const tenantId = tenantOf(ctx)
  const row = await engine.instances.get(tenantId, instanceId)
  const variables = withVariables ? { variables: wireVariables(await engine.instances.typedVariables(tenantId, instanceId)) } : {}
  const ended = row?.status !== 'active'
  if (started)
    return {
      resultType: 'ProcessDefinition',
      execution: null,
      processInstance: row ? { ...presentInstance(row), ended } : null,
      ...variables,
    }
  const execution = { id: executionId ?? instanceId, processInstanceId: instanceId, ended, tenantId: wireTenant(tenantId) }
  return { resultType: 'Execution', execution, processInstance: null, ...variables }
}
