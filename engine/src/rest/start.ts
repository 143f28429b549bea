import type Router from '@koa/router'
import type { ProcessDefinitionRow } from '@lianban/storage'
import type { Context } from 'koa'
import { z } from 'zod'
import type { Modification } from '../core/modify.ts'
import type { Variables } from '../index.ts'
import { answer, selfLink, type Rest } from './context.ts'
import { invalidRequest } from './errors.ts'
import { businessKeyOf, readSubmitted } from './form-fields.ts'
import { keyText, readBody, typedValues } from './input.ts'
import { instructions, readStartInstructions } from './modifications.ts'
import type { DefinitionPath } from './process-definition.ts'
import { presentInstance } from './process-instance-query.ts'
import { beforeStart, noneStartOf } from './start-form.ts'
import { readVariables, wireVariables } from './typed-values.ts'

const Start = z.strictObject({
  businessKey: keyText.nullish(),
  caseInstanceId: z.null().optional(),
  variables: typedValues.nullish(),
  startInstructions: instructions.nullish(),
  withVariablesInReturn: z.boolean().nullish(),
  skipCustomListeners: z.boolean().nullish(),
  skipIoMappings: z.boolean().nullish(),
})
const Submit = z.strictObject({ businessKey: keyText.nullish(), variables: typedValues.nullish() })

interface StartRequest {
  definition: ProcessDefinitionRow
  businessKey: string | null
  variables: Variables
  instructions?: Modification[]
  withVariables?: boolean
}

/** Starts by a definition: as told, or by its start form, which is checked. */
export function startRoutes(router: Router, rest: Rest, { path, find }: DefinitionPath): void {
  const { engine, tenantOf } = rest
  router.post(`${path}/start`, async (ctx) => {
    const definition = await find(ctx)
    const { businessKey, variables, startInstructions, withVariablesInReturn, skipCustomListeners, skipIoMappings } = readBody(ctx, Start)
    refuseSkipping({ skipCustomListeners, skipIoMappings })
    await start(ctx, rest, {
      definition,
      businessKey: businessKey ?? null,
      variables: readVariables(variables),
      instructions: startInstructions && startInstructions.length > 0 ? readStartInstructions(startInstructions) : undefined,
      withVariables: withVariablesInReturn ?? false,
    })
  })
  router.post(`${path}/submit-form`, async (ctx) => {
    const definition = await find(ctx)
    const { businessKey, variables } = readBody(ctx, Submit)
    const fields = noneStartOf(await engine.definitions.process(tenantOf(ctx), definition.id))?.formFields ?? []
    const submitted = readSubmitted(fields, readVariables(variables), beforeStart(engine.now()))
    await start(ctx, rest, { definition, businessKey: businessKey ?? businessKeyOf(fields, submitted), variables: submitted })
  })
}

async function start(
  ctx: Context,
  { engine, tenantOf, actorOf }: Rest,
  { definition, businessKey, variables, instructions: at, withVariables }: StartRequest,
): Promise<void> {
  const tenantId = tenantOf(ctx)
  const { instanceId, status } = await engine.start({
    tenantId,
    definitionId: definition.id,
    businessKey: businessKey ?? undefined,
    typedVariables: variables,
    instructions: at,
    actor: actorOf(ctx),
  })
  const instance = presentInstance(
    { id: instanceId, definition_id: definition.id, definition_key: definition.key, business_key: businessKey, tenant_id: tenantId },
    selfLink(ctx, `process-instance/${instanceId}`),
  )
  const more = withVariables ? { variables: wireVariables(await engine.instances.typedVariables(tenantId, instanceId)) } : {}
  answer(ctx, { ...instance, ended: status !== 'active', ...more })
}

/** Listeners and mappings are parts of the model here and always run. @throws RestError 400 */
export function refuseSkipping({
  skipCustomListeners,
  skipIoMappings,
}: {
  skipCustomListeners?: boolean | null
  skipIoMappings?: boolean | null
}): void {
  if (skipCustomListeners) throw invalidRequest('skipCustomListeners is not supported: listeners of the model always run')
  if (skipIoMappings) throw invalidRequest('skipIoMappings is not supported: mappings of the model always run')
}
