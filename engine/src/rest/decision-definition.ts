import type Router from '@koa/router'
import type { DecisionDefinitionRow } from '@lianban/storage'
import type { Context } from 'koa'
import { z } from 'zod'
import type { JsonValue } from '../index.ts'
import { answer, answerNothing, DEFAULT_TENANT, param, type Rest } from './context.ts'
import { requirementsGraphs, requirementsRoutes, type RequirementsGraph } from './decision-requirements.ts'
import { DECISION_DEFINITIONS, presentDecisionDefinition } from './definition-query.ts'
import { RestError } from './errors.ts'
import { readBody, typedValues } from './input.ts'
import { one } from './process-definition.ts'
import { listRoutes } from './query.ts'
import { readVariables, wireVariables } from './typed-values.ts'

const Evaluate = z.strictObject({ variables: typedValues.nullish() })
const TimeToLive = z.strictObject({ historyTimeToLive: z.number().int().min(0).nullish() })

/** How a path names a decision: by id, or by key for its latest version. */
interface DecisionPath {
  path: string
  /** @throws RestError 404 */
  find: (ctx: Context) => Promise<DecisionDefinitionRow>
}

export function decisionDefinitionRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf } = rest
  listRoutes(router, '/decision-definition', DECISION_DEFINITIONS, {
    list: async (ctx, query) => {
      const graphs = await requirementsGraphs(rest, tenantOf(ctx))
      const where = [...query.where, ...ofGraph(graphs, query.values.decisionRequirementsDefinitionId)]
      const rows = await engine.lists.list<DecisionDefinitionRow>('decision_definition', {
        ...query,
        where,
        tenantId: tenantOf(ctx),
        latest: query.values.latestVersion,
      })
      return rows.map((row) => presentDecisionDefinition(row, graphOf(graphs, row)))
    },
    count: async (ctx, { where, values }) => {
      const id = values.decisionRequirementsDefinitionId
      const more = id === undefined ? [] : ofGraph(await requirementsGraphs(rest, tenantOf(ctx)), id)
      return engine.lists.count('decision_definition', {
        tenantId: tenantOf(ctx),
        where: [...where, ...more],
        latest: values.latestVersion,
      })
    },
    methods: ['GET'],
  })
  for (const path of [byTenant(rest), byKey(rest), byId(rest)]) decisionRoutes(router, rest, path)
  requirementsRoutes(router, rest)
}

const byId = ({ engine, tenantOf }: Rest): DecisionPath => ({
  path: '/decision-definition/:id',
  async find(ctx) {
    const [row] = await engine.lists.list<DecisionDefinitionRow>('decision_definition', one(tenantOf(ctx), 'id', param(ctx, 'id')))
    if (!row) throw new RestError(404, 'InvalidRequestException', `No matching decision definition with id ${param(ctx, 'id')}`)
    return row
  },
})

const byKey = ({ engine, tenantOf }: Rest): DecisionPath => ({
  path: '/decision-definition/key/:key',
  async find(ctx) {
    const [row] = await engine.lists.list<DecisionDefinitionRow>('decision_definition', one(tenantOf(ctx), 'key', param(ctx, 'key')))
    if (!row) throw new RestError(404, 'RestException', `No matching decision definition with key: ${param(ctx, 'key')} and no tenant-id`)
    return row
  },
})

const byTenant = (rest: Rest): DecisionPath => ({
  path: '/decision-definition/key/:key/tenant-id/:tenantId',
  find(ctx) {
    const wanted = param(ctx, 'tenantId')
    if (wanted !== DEFAULT_TENANT && wanted === rest.tenantOf(ctx)) return byKey(rest).find(ctx)
    throw new RestError(404, 'RestException', `No matching decision definition with key: ${param(ctx, 'key')} and tenant-id: ${wanted}`)
  },
})

function decisionRoutes(router: Router, rest: Rest, { path, find }: DecisionPath): void {
  const { engine, tenantOf } = rest
  router.get(path, async (ctx) => {
    const row = await find(ctx)
    answer(ctx, presentDecisionDefinition(row, graphOf(await requirementsGraphs(rest, tenantOf(ctx)), row)))
  })
  router.get(`${path}/xml`, async (ctx) => {
    const row = await find(ctx)
    answer(ctx, { id: row.id, dmnXml: await engine.decisions.xml(tenantOf(ctx), row.id) })
  })
  router.get(`${path}/diagram`, async (ctx) => {
    await find(ctx)
    answerNothing(ctx)
  })
  router.post(`${path}/evaluate`, async (ctx) => {
    const { variables } = readBody(ctx, Evaluate)
    const row = await find(ctx)
    const { rules } = await engine.decisions.evaluate({ tenantId: tenantOf(ctx), id: row.id, typedVariables: readVariables(variables) })
    answer(
      ctx,
      rules.map((rule) =>
        wireVariables(Object.fromEntries(Object.entries(rule).map(([name, value]) => [name, { value: value as JsonValue }]))),
      ),
    )
  })
  router.put(`${path}/history-time-to-live`, async (ctx) => {
    const { historyTimeToLive } = readBody(ctx, TimeToLive)
    const row = await find(ctx)
    await engine.administration.setTimeToLive({ tenantId: tenantOf(ctx), kind: 'decision', id: row.id, days: historyTimeToLive ?? null })
    answerNothing(ctx)
  })
}

const graphOf = (graphs: RequirementsGraph[], row: DecisionDefinitionRow): RequirementsGraph | null =>
  graphs.find(({ deploymentId, resource }) => deploymentId === row.deployment_id && resource === row.resource_name) ?? null

function ofGraph(graphs: RequirementsGraph[], id: string | undefined) {
  if (id === undefined) return []
  const graph = graphs.find((candidate) => candidate.id === id)
  return [
    { column: 'deployment_id', op: '=' as const, value: graph?.deploymentId ?? '' },
    { column: 'resource_name', op: '=' as const, value: graph?.resource ?? '' },
  ]
}
