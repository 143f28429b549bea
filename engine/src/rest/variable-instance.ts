import type Router from '@koa/router'
import type { Condition, VariableRow } from '@lianban/storage'
import type { Context } from 'koa'
import { variableOf } from '../runtime/writers/variables.ts'
import { answer, param, wireTenant, type Rest } from './context.ts'
import { noMatching } from './errors.ts'
import { is, like, oneOf, option, refused, tenantParameters } from './parameters.ts'
import { listRoutes, querySpec, readParameters, type Parameter } from './query.ts'
import { wireVariable } from './typed-values.ts'
import { comparison } from './variable-conditions.ts'
import { answerBinary } from './variable-routes.ts'

const ALIVE: Condition = { column: 'alive', op: '=', value: 1 }

/** A variable's id is its holder's and its name; ids of holders have no dot in them. */
export const variableId = ({ holder_id, name }: Pick<VariableRow, 'holder_id' | 'name'>): string => `${holder_id}.${name}`

/** What a row fulfils that has this id. */
export function byVariableId(id: string): Condition[] {
  const dot = id.indexOf('.')
  return [
    { column: 'holder_id', op: '=', value: id.slice(0, Math.max(0, dot)) },
    { column: 'name', op: '=', value: id.slice(dot + 1) },
  ]
}

export const variableNames = {
  variableName: {
    kind: 'string',
    where: (value, all) => [{ column: 'name', op: '=', value, ignoreCase: all.variableNamesIgnoreCase === true }],
  } satisfies Parameter<'string'>,
  variableNameLike: {
    kind: 'string',
    where: (value, all) => [{ column: 'name', op: 'like', value, ignoreCase: all.variableNamesIgnoreCase === true }],
  } satisfies Parameter<'string'>,
  variableNamesIgnoreCase: option('boolean'),
  variableValuesIgnoreCase: option('boolean'),
  executionIdIn: oneOf('execution_id'),
  taskIdIn: oneOf('task_id'),
  activityInstanceIdIn: oneOf('activity_instance_id'),
  variableScopeIdIn: oneOf('holder_id'),
  caseInstanceIdIn: refused('there are no case instances (CMMN)'),
  caseExecutionIdIn: refused('there are no case instances (CMMN)'),
  batchIdIn: refused('batches have no variables'),
  deserializeValues: option('boolean'),
  ...tenantParameters,
}

export const ONE = { deserializeValue: option('boolean') }

const VARIABLES = querySpec({
  parameters: {
    ...variableNames,
    processInstanceIdIn: oneOf('instance_id'),
    processDefinitionId: {
      kind: 'string',
      where: (value) => [{ related: 'instance', where: is('definition_id').where!(value, {}) }],
    } satisfies Parameter<'string'>,
    variableValues: {
      kind: 'variables',
      where: (criteria, all) =>
        criteria.flatMap(({ name, operator, value }): Condition[] => {
          const compared = comparison(name, operator, value, all.variableValuesIgnoreCase === true)
          return [
            { column: 'name', op: '=', value: name, ignoreCase: all.variableNamesIgnoreCase === true },
            ...(operator === 'neq' ? [{ not: compared }] : compared),
          ]
        }),
    } satisfies Parameter<'variables'>,
    variableTypeIn: oneOf('type'),
    variableNameIn: oneOf('name'),
    variableNameNotLike: { ...like('name'), where: (value) => [{ column: 'name', op: 'not like', value }] } satisfies Parameter<'string'>,
  },
  sortKeys: { variableName: 'name', variableType: 'type', activityInstanceId: 'activity_instance_id', tenantId: 'tenant_id' },
  order: [
    { column: 'instance_id', order: 'asc' },
    { column: 'holder_id', order: 'asc' },
    { column: 'name', order: 'asc' },
  ],
  inUrl: ['deserializeValues'],
})

/** Variables of running instances. */
export function variableInstanceRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf } = rest
  listRoutes(router, '/variable-instance', VARIABLES, {
    async list(ctx, { where, values, ...page }) {
      const rows = await engine.lists.list<VariableRow>('variable', { tenantId: tenantOf(ctx), where: [ALIVE, ...where], ...page })
      const definitions = await rest.engine.instances.definitionIds(
        tenantOf(ctx),
        rows.map((row) => row.instance_id),
      )
      return rows.map((row) => present(row, definitions.get(row.instance_id) ?? null, values.deserializeValues ?? true))
    },
    count: (ctx, { where }) => engine.lists.count('variable', { tenantId: tenantOf(ctx), where: [ALIVE, ...where] }),
  })
  const found = async (ctx: Context) => foundVariable(ctx, rest, [ALIVE, ...byVariableId(param(ctx, 'id'))])
  router.get('/variable-instance/:id', async (ctx) => {
    const { deserializeValue = true } = readParameters(ctx, ONE)
    const row = await found(ctx)
    answer(
      ctx,
      present(row, (await engine.instances.definitionIds(row.tenant_id, [row.instance_id])).get(row.instance_id) ?? null, deserializeValue),
    )
  })
  router.get('/variable-instance/:id/data', async (ctx) => {
    const row = await found(ctx)
    answerBinary(ctx, row.name, variableOf(row))
  })
}

/** @throws RestError 404 */
export async function foundVariable(ctx: Context, { engine, tenantOf }: Rest, where: Condition[]): Promise<VariableRow> {
  const [row] = await engine.lists.list<VariableRow>('variable', {
    tenantId: tenantOf(ctx),
    where,
    order: [{ column: 'instance_id', order: 'asc' }],
    limit: 1,
    offset: 0,
  })
  if (!row) throw noMatching(`variable instance with id ${param(ctx, 'id')}`)
  return row
}

export const presentVariable = (row: VariableRow, deserialize: boolean) => ({
  id: variableId(row),
  name: row.name,
  ...wireVariable(variableOf(row), { deserialize }),
  processInstanceId: row.instance_id,
  executionId: row.execution_id,
  activityInstanceId: row.activity_instance_id,
  caseInstanceId: null,
  caseExecutionId: null,
  taskId: row.task_id,
  batchId: null,
  errorMessage: null,
  tenantId: wireTenant(row.tenant_id),
})

const present = (row: VariableRow, processDefinitionId: string | null, deserialize: boolean) => ({
  ...presentVariable(row, deserialize),
  processDefinitionId,
})
