import type Router from '@koa/router'
import { z } from 'zod'
import { answer, answerNothing, DEFAULT_TENANT, type Rest } from './context.ts'
import { invalidRequest } from './errors.ts'
import { keyText, readBody, typedValues } from './input.ts'
import { presentInstance } from './process-instance-query.ts'
import { readVariables } from './typed-values.ts'

const tenant = { tenantId: z.string().nullish(), withoutTenantId: z.boolean().nullish() }
const Signal = z.strictObject({ ...tenant, name: keyText, executionId: z.string().nullish(), variables: typedValues.nullish() })
const Condition = z.strictObject({
  ...tenant,
  variables: typedValues,
  businessKey: z.string().nullish(),
  processDefinitionId: z.string().nullish(),
})

/** What is told to everyone: signals, and variables that may start processes by a condition. */
export function signalRoutes(router: Router, { engine, tenantOf, actorOf }: Rest): void {
  router.post('/signal', async (ctx) => {
    const { name, executionId, variables, ...wanted } = readBody(ctx, Signal)
    checkTenant(wanted, tenantOf(ctx))
    await engine.signal({
      tenantId: tenantOf(ctx),
      name,
      executionId: executionId ?? undefined,
      typedVariables: readVariables(variables),
      actor: actorOf(ctx),
    })
    answerNothing(ctx)
  })
  router.post('/condition', async (ctx) => {
    const { variables, businessKey, processDefinitionId, ...wanted } = readBody(ctx, Condition)
    checkTenant(wanted, tenantOf(ctx))
    const started = await engine.evaluateConditions({
      tenantId: tenantOf(ctx),
      typedVariables: readVariables(variables),
      businessKey: businessKey ?? undefined,
      definitionId: processDefinitionId ?? undefined,
      actor: actorOf(ctx),
    })
    const rows = await Promise.all(started.map(({ instanceId }) => engine.instances.get(tenantOf(ctx), instanceId)))
    answer(
      ctx,
      rows.flatMap((row) => (row ? [{ ...presentInstance(row), ended: row.status !== 'active' }] : [])),
    )
  })
}

/** @throws RestError 400 if another tenant is meant than the caller's */
export function checkTenant(
  { tenantId, withoutTenantId }: { tenantId?: string | null; withoutTenantId?: boolean | null },
  own: string,
): void {
  if ((tenantId != null && tenantId !== own) || (withoutTenantId && own !== DEFAULT_TENANT))
    throw invalidRequest('you act within your own tenant')
}
