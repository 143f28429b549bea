import type Router from '@koa/router'
import type { Context } from 'koa'
import { z } from 'zod'
import type { Definition } from '../runtime/definitions.ts'
import { answer, param, wireTenant, type Rest } from './context.ts'
import { RestError } from './errors.ts'
import { keyText, pageOf, paging, query, readBody, readListQuery, sorting, typedValues } from './input.ts'
import { presentInstance } from './process-instance.ts'
import { readVariables, wireVariables } from './typed-values.ts'

const List = z.strictObject({
  processDefinitionId: z.string().optional(),
  processDefinitionIdIn: query.list.optional(),
  key: z.string().optional(),
  keysIn: query.list.optional(),
  keyLike: z.string().optional(),
  name: z.string().optional(),
  nameLike: z.string().optional(),
  version: query.int.optional(),
  versionTag: z.string().optional(),
  latestVersion: query.on.optional(),
  deploymentId: z.string().optional(),
  ...paging,
  ...sorting(['key']),
})

const Start = z.strictObject({
  businessKey: keyText.nullish(),
  variables: typedValues.nullish(),
  withVariablesInReturn: z.boolean().optional(),
  skipCustomListeners: z.boolean().optional(),
  skipIoMappings: z.boolean().optional(),
})

/** How a path names a definition: by id, or by key for its latest version. */
type Find = (ctx: Context) => Promise<Definition>

export function processDefinitionRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf } = rest

  router.get('/process-definition', async (ctx) => {
    const input = readListQuery(ctx, List)
    if (input.sortOrder === 'desc') throw new RestError(400, 'InvalidRequestException', 'definitions are sorted by key ascending')
    const rows = await engine.definitions.list(filterOf(tenantOf(ctx), input), pageOf(input))
    answer(ctx, rows.map(presentDefinition))
  })
  router.get('/process-definition/count', async (ctx) => {
    answer(ctx, { count: await engine.definitions.count(filterOf(tenantOf(ctx), readListQuery(ctx, List))) })
  })

  // The longer path first: "key" is no id.
  definitionRoutes(router, rest, '/process-definition/key/:key', async (ctx) => {
    const key = param(ctx, 'key')
    const found = await engine.definitions.latest(tenantOf(ctx), key)
    if (!found) throw new RestError(404, 'RestException', `No matching process definition with key: ${key} and no tenant-id`)
    return found
  })
  definitionRoutes(router, rest, '/process-definition/:id', async (ctx) => {
    const id = param(ctx, 'id')
    const found = await engine.definitions.get(tenantOf(ctx), id)
    if (!found) throw new RestError(404, 'InvalidRequestException', `No matching definition with id ${id}`)
    return found
  })
}

function definitionRoutes(router: Router, { engine, tenantOf, actorOf }: Rest, path: string, find: Find): void {
  router.get(path, async (ctx) => answer(ctx, presentDefinition(await find(ctx))))

  router.get(`${path}/xml`, async (ctx) => {
    const { id } = await find(ctx)
    answer(ctx, { id, bpmn20Xml: await engine.definitions.xml(tenantOf(ctx), id) })
  })

  router.get(`${path}/startForm`, async (ctx) => {
    await find(ctx)
    answer(ctx, { key: null, camundaFormRef: null, contextPath: null })
  })

  router.post([`${path}/start`, `${path}/submit-form`], async (ctx) => {
    const definition = await find(ctx)
    const { businessKey, variables, withVariablesInReturn } = readBody(ctx, Start)
    const tenantId = tenantOf(ctx)
    const { instanceId, status } = await engine.start({
      tenantId, definitionId: definition.id, businessKey: businessKey ?? undefined, typedVariables: readVariables(variables), actor: actorOf(ctx),
    })
    const instance = presentInstance({ id: instanceId, definition_id: definition.id, definition_key: definition.key, business_key: businessKey ?? null, tenant_id: tenantId }, ctx)
    const more = withVariablesInReturn ? { variables: wireVariables(await engine.instances.typedVariables(tenantId, instanceId)) } : {}
    answer(ctx, { ...instance, ended: status !== 'active', ...more })
  })
}

const filterOf = (tenantId: string, input: z.output<typeof List>) => ({
  tenantId,
  ids: input.processDefinitionId === undefined ? input.processDefinitionIdIn : [input.processDefinitionId],
  key: input.key,
  keys: input.keysIn,
  keyLike: input.keyLike,
  name: input.name,
  nameLike: input.nameLike,
  version: input.version,
  versionTag: input.versionTag,
  deploymentId: input.deploymentId,
  latest: input.latestVersion,
})

export const presentDefinition = (definition: Definition) => ({
  id: definition.id,
  key: definition.key,
  category: null,
  description: null,
  name: definition.name,
  version: definition.version,
  resource: definition.resourceName,
  deploymentId: definition.deploymentId,
  diagram: null,
  suspended: false,
  tenantId: wireTenant(definition.tenantId),
  versionTag: definition.versionTag,
  historyTimeToLive: null,
  startableInTasklist: true,
})
