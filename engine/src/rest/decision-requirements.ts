import type Router from '@koa/router'
import type { DecisionDefinitionRow } from '@lianban/storage'
import type { Context } from 'koa'
import { decodeXml } from '../runtime/xml-encoding.ts'
import { answer, answerNothing, DEFAULT_TENANT, param, wireTenant, type Rest } from './context.ts'
import { RestError } from './errors.ts'
import { option, refused, tenantParameters } from './parameters.ts'
import { listRoutes, querySpec, type ValuesOf } from './query.ts'

/** Decisions read at once. */
const PAGE = 1000

/**
 * A decision requirements graph: a DMN file of several decisions. It has no row of its own; graphs of one key are counted in
 * the order of their deployment.
 */
export interface RequirementsGraph {
  id: string
  key: string
  category: null
  name: string | null
  version: number
  resource: string
  deploymentId: string
  tenantId: string | null
}

/** All graphs of a tenant, oldest version first. */
export async function requirementsGraphs({ engine }: Rest, tenantId: string): Promise<RequirementsGraph[]> {
  const files = new Map<string, DecisionDefinitionRow[]>()
  const order = [
    { column: 'deployed_at', order: 'asc' as const },
    { column: 'id', order: 'asc' as const },
  ]
  for (let offset = 0; ; offset += PAGE) {
    const rows = await engine.lists.list<DecisionDefinitionRow>('decision_definition', {
      tenantId,
      where: [{ column: 'requirements_key', op: 'not null' }],
      order,
      limit: PAGE,
      offset,
    })
    for (const row of rows) {
      const file = `${row.deployment_id}\n${row.resource_name}`
      files.set(file, [...(files.get(file) ?? []), row])
    }
    if (rows.length < PAGE) break
  }
  const versions = new Map<string, number>()
  return [...files.values()]
    .filter((decisions) => decisions.length > 1)
    .map(([row]) => {
      const { requirements_key: key, deployment_id: deploymentId } = row as DecisionDefinitionRow & { requirements_key: string }
      const version = (versions.get(key) ?? 0) + 1
      versions.set(key, version)
      return {
        id: `${key}:${version}:${deploymentId}`,
        key,
        category: null,
        name: row!.requirements_name,
        version,
        resource: row!.resource_name,
        deploymentId,
        tenantId: wireTenant(tenantId),
      }
    })
}

const NO_CATEGORY = 'categories of definitions are not kept'
const GRAPHS = querySpec({
  parameters: {
    decisionRequirementsDefinitionId: option('string'),
    decisionRequirementsDefinitionIdIn: option('stringList'),
    name: option('string'),
    nameLike: option('string'),
    deploymentId: option('string'),
    key: option('string'),
    keyLike: option('string'),
    category: refused(NO_CATEGORY),
    categoryLike: refused(NO_CATEGORY),
    version: option('integer'),
    latestVersion: option('flag'),
    resourceName: option('string'),
    resourceNameLike: option('string'),
    includeDecisionRequirementsDefinitionsWithoutTenantId: option('flag'),
    ...tenantParameters,
  },
  sortKeys: { key: 'key', id: 'id', name: 'name', version: 'version', deploymentId: 'deploymentId', tenantId: 'tenantId' },
  order: [
    { column: 'key', order: 'asc' },
    { column: 'version', order: 'desc' },
  ],
})

export function requirementsRoutes(router: Router, rest: Rest): void {
  const matching = async (ctx: Context, values: ValuesOf<(typeof GRAPHS)['parameters']>) =>
    (await requirementsGraphs(rest, rest.tenantOf(ctx))).filter((graph, _i, all) => matches(graph, all, values))
  listRoutes(router, '/decision-requirements-definition', GRAPHS, {
    list: async (ctx, { values, order, limit, offset }) =>
      (await matching(ctx, values)).sort((a, b) => compare(a, b, order)).slice(offset, offset + limit),
    count: async (ctx, { values }) => (await matching(ctx, values)).length,
    methods: ['GET'],
  })
  const find = (test: (graph: RequirementsGraph, ctx: Context) => boolean) => async (ctx: Context) => {
    const graph = (await requirementsGraphs(rest, rest.tenantOf(ctx))).findLast((candidate) => test(candidate, ctx))
    if (!graph) throw new RestError(404, 'InvalidRequestException', `No matching decision requirements definition for ${ctx.path}`)
    return graph
  }
  const path = '/decision-requirements-definition'
  graphRoutes(
    router,
    rest,
    `${path}/key/:key/tenant-id/:tenantId`,
    find(
      ({ key }, ctx) =>
        key === param(ctx, 'key') && param(ctx, 'tenantId') !== DEFAULT_TENANT && param(ctx, 'tenantId') === rest.tenantOf(ctx),
    ),
  )
  graphRoutes(
    router,
    rest,
    `${path}/key/:key`,
    find(({ key }, ctx) => key === param(ctx, 'key')),
  )
  graphRoutes(
    router,
    rest,
    `${path}/:id`,
    find(({ id }, ctx) => id === param(ctx, 'id')),
  )
}

function graphRoutes(router: Router, { engine, tenantOf }: Rest, path: string, find: (ctx: Context) => Promise<RequirementsGraph>): void {
  router.get(path, async (ctx) => answer(ctx, await find(ctx)))
  router.get(`${path}/xml`, async (ctx) => {
    const { id, deploymentId, resource } = await find(ctx)
    const file = await engine.deployments.resourceByName(tenantOf(ctx), deploymentId, resource)
    answer(ctx, { id, dmnXml: file ? decodeXml(file.content) : null })
  })
  router.get(`${path}/diagram`, async (ctx) => {
    await find(ctx)
    answerNothing(ctx)
  })
}

function matches(graph: RequirementsGraph, all: RequirementsGraph[], values: ValuesOf<(typeof GRAPHS)['parameters']>): boolean {
  const {
    decisionRequirementsDefinitionId: id,
    decisionRequirementsDefinitionIdIn: ids,
    name,
    nameLike,
    deploymentId,
    key,
    keyLike,
    version,
    latestVersion,
    resourceName,
    resourceNameLike,
  } = values
  const exact = [
    [id, graph.id],
    [name, graph.name],
    [deploymentId, graph.deploymentId],
    [key, graph.key],
    [version, graph.version],
    [resourceName, graph.resource],
  ]
  return (
    exact.every(([wanted, value]) => wanted === undefined || wanted === value) &&
    (ids === undefined || ids.includes(graph.id)) &&
    like(nameLike, graph.name ?? '') &&
    like(keyLike, graph.key) &&
    like(resourceNameLike, graph.resource) &&
    (!latestVersion || !all.some((other) => other.key === graph.key && other.version > graph.version))
  )
}

/** As SQL's LIKE: `%` is any text, `_` any character. */
function like(pattern: string | undefined, text: string): boolean {
  if (pattern === undefined) return true
  const source = pattern
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.')
  return new RegExp(`^${source}$`, 's').test(text)
}

function compare(a: RequirementsGraph, b: RequirementsGraph, order: { column: string; order: 'asc' | 'desc' }[]): number {
  for (const { column, order: direction } of order) {
    const [left, right] = [a[column as keyof RequirementsGraph] ?? '', b[column as keyof RequirementsGraph] ?? '']
    if (left !== right) return (left < right ? -1 : 1) * (direction === 'asc' ? 1 : -1)
  }
  return 0
}
