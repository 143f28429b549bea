import type Router from '@koa/router'
import type { ProcessDefinitionRow } from '@lianban/storage'
import type { Context } from 'koa'
import { answer, answerNothing, DEFAULT_TENANT, param, type Rest } from './context.ts'
import { PROCESS_DEFINITIONS, presentProcessDefinition } from './definition-query.ts'
import { RestError } from './errors.ts'
import { listRoutes } from './query.ts'
import { definitionAdministrationRoutes, definitionSuspensionRoutes } from './process-definition-administration.ts'
import { restartRoutes } from './restart.ts'
import { startRoutes } from './start.ts'
import { startFormRoutes } from './start-form.ts'
import { activityStatisticsRoutes, definitionStatisticsRoutes } from './statistics.ts'

/** How a path names a definition: by id, or by key for its latest version. */
export interface DefinitionPath {
  path: string
  /** @throws RestError 404 */
  find: (ctx: Context) => Promise<ProcessDefinitionRow>
  /** By key: what is done to a definition is done to all its versions. */
  isByKey: boolean
}

export function processDefinitionRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf } = rest
  listRoutes(router, '/process-definition', PROCESS_DEFINITIONS, {
    list: async (ctx, query) => {
      const rows = await engine.lists.list<ProcessDefinitionRow>('process_definition', {
        tenantId: tenantOf(ctx),
        ...query,
        latest: query.values.latestVersion,
      })
      return rows.map(presentProcessDefinition)
    },
    count: (ctx, { where, values }) =>
      engine.lists.count('process_definition', { tenantId: tenantOf(ctx), where, latest: values.latestVersion }),
    methods: ['GET'],
  })
  definitionStatisticsRoutes(router, rest)
  definitionSuspensionRoutes(router, rest)
  // The longer paths first: "key" is no id.
  const paths = [byTenant(rest), byKey(rest), byId(rest)]
  for (const path of paths) {
    router.get(path.path, async (ctx) => answer(ctx, presentProcessDefinition(await path.find(ctx))))
    modelRoutes(router, rest, path)
    startFormRoutes(router, rest, path)
    startRoutes(router, rest, path)
    activityStatisticsRoutes(router, rest, path)
    definitionAdministrationRoutes(router, rest, path)
  }
  restartRoutes(router, rest)
}

const byId = ({ engine, tenantOf }: Rest): DefinitionPath => ({
  path: '/process-definition/:id',
  isByKey: false,
  async find(ctx) {
    const id = param(ctx, 'id')
    const found = await engine.lists.list<ProcessDefinitionRow>('process_definition', one(tenantOf(ctx), 'id', id))
    if (!found[0]) throw new RestError(404, 'InvalidRequestException', `No matching definition with id ${id}`, { code: 0 })
    return found[0]
  },
})

const byKey = ({ engine, tenantOf }: Rest): DefinitionPath => ({
  path: '/process-definition/key/:key',
  isByKey: true,
  async find(ctx) {
    const key = param(ctx, 'key')
    const found = await engine.lists.list<ProcessDefinitionRow>('process_definition', one(tenantOf(ctx), 'key', key))
    if (!found[0]) throw new RestError(404, 'RestException', `No matching process definition with key: ${key} and no tenant-id`)
    return found[0]
  },
})

/** A caller sees its own tenant only; the only tenant of a bare engine has no id on the wire. */
function byTenant(rest: Rest): DefinitionPath {
  const { find } = byKey(rest)
  return {
    path: '/process-definition/key/:key/tenant-id/:tenantId',
    isByKey: true,
    async find(ctx) {
      const wanted = param(ctx, 'tenantId')
      if (wanted === DEFAULT_TENANT || wanted !== rest.tenantOf(ctx)) {
        throw new RestError(404, 'RestException', `No matching process definition with key: ${param(ctx, 'key')} and tenant-id: ${wanted}`)
      }
      return find(ctx)
    },
  }
}

/** The row with this id, resp. the newest version of this key. */
export const one = (tenantId: string, column: 'id' | 'key', value: string) => ({
  tenantId,
  where: [{ column, op: '=' as const, value }],
  order: [{ column: 'version', order: 'desc' as const }],
  limit: 1,
  offset: 0,
})

function modelRoutes(router: Router, { engine, tenantOf }: Rest, { path, find }: DefinitionPath): void {
  router.get(`${path}/xml`, async (ctx) => {
    const { id } = await find(ctx)
    answer(ctx, { id, bpmn20Xml: await engine.definitions.xml(tenantOf(ctx), id) })
  })
  // Pictures are drawn from the model by whoever shows it; none is deployed.
  router.get(`${path}/diagram`, async (ctx) => {
    await find(ctx)
    answerNothing(ctx)
  })
}
