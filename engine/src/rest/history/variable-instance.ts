import type Router from '@koa/router'
import type { Condition, VariableRow } from '@lianban/storage'
import type { Context } from 'koa'
import { variableOf } from '../../runtime/writers/variables.ts'
import { answer, answerNothing, param, type Rest } from '../context.ts'
import { wireDate } from '../dates.ts'
import { is, oneOf, ofRelated, option } from '../parameters.ts'
import { listRoutes, querySpec, readParameters, type Parameter, type ValuesOf } from '../query.ts'
import { comparison } from '../variable-conditions.ts'
import { byVariableId, foundVariable, ONE, presentVariable, variableNames } from '../variable-instance.ts'
import { answerBinary } from '../variable-routes.ts'
import { rootsOf } from './common.ts'

const KEPT: Condition = { column: 'alive', op: '>=', value: 0 }

const VARIABLES = querySpec({
  parameters: {
    ...variableNames,
    variableNameIn: oneOf('name'),
    variableValue: {
      kind: 'string',
      where: (value, all) => comparison(String(all.variableName ?? ''), 'eq', value, all.variableValuesIgnoreCase === true),
    } satisfies Parameter<'string'>,
    variableTypeIn: {
      kind: 'stringList',
      where: (types) => [{ column: 'type', op: 'in', values: types.map((type) => type.slice(0, 1).toUpperCase() + type.slice(1)) }],
    } satisfies Parameter<'stringList'>,
    processInstanceId: is('instance_id'),
    processInstanceIdIn: oneOf('instance_id'),
    processDefinitionId: ofRelated('instance', is('definition_id')),
    processDefinitionKey: ofRelated('instance', is('definition_key')),
    includeDeleted: option('boolean'),
  },
  sortKeys: { instanceId: 'instance_id', variableName: 'name', tenantId: 'tenant_id' },
  order: [
    { column: 'instance_id', order: 'asc' },
    { column: 'holder_id', order: 'asc' },
    { column: 'name', order: 'asc' },
  ],
  inUrl: ['deserializeValues'],
})

/** Variables with their last values, also of what has ended. */
export function historicVariableRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf } = rest
  const whereOf = (where: Condition[], { includeDeleted }: ValuesOf<(typeof VARIABLES)['parameters']>) =>
    includeDeleted ? where : [KEPT, ...where]
  const present = async (tenantId: string, rows: VariableRow[], deserialize: boolean) => {
    const [roots, definitions] = [
      await rootsOf(
        rest,
        tenantId,
        rows.map((row) => row.instance_id),
      ),
      await engine.instances.definitionIds(
        tenantId,
        rows.map((row) => row.instance_id),
      ),
    ]
    return rows.map((row) => {
      const definitionId = definitions.get(row.instance_id) ?? null
      const more = {
        processDefinitionId: definitionId,
        processDefinitionKey: definitionId?.split(':')[0] ?? null,
        caseDefinitionId: null,
        caseDefinitionKey: null,
      }
      return {
        ...presentVariable(row, deserialize),
        ...more,
        state: row.alive === -1 ? 'DELETED' : 'CREATED',
        createTime: wireDate(row.created_at),
        ...roots.of(row.instance_id),
      }
    })
  }
  listRoutes(router, '/history/variable-instance', VARIABLES, {
    list: async (ctx, { where, values, ...page }) =>
      present(
        tenantOf(ctx),
        await engine.lists.list<VariableRow>('variable', { tenantId: tenantOf(ctx), where: whereOf(where, values), ...page }),
        values.deserializeValues ?? true,
      ),
    count: (ctx, { where, values }) => engine.lists.count('variable', { tenantId: tenantOf(ctx), where: whereOf(where, values) }),
  })
  const found = (ctx: Context) => foundVariable(ctx, rest, byVariableId(param(ctx, 'id')))
  router.get('/history/variable-instance/:id', async (ctx) => {
    const { deserializeValue = true } = readParameters(ctx, ONE)
    answer(ctx, (await present(tenantOf(ctx), [await found(ctx)], deserializeValue))[0])
  })
  router.get('/history/variable-instance/:id/data', async (ctx) => {
    const row = await found(ctx)
    answerBinary(ctx, row.name, variableOf(row))
  })
  router.delete('/history/variable-instance/:id', async (ctx) => {
    const { tenant_id, instance_id, holder_id, name } = await found(ctx)
    await engine.history.eraseVariable({ tenant_id, instance_id, holder_id, name })
    answerNothing(ctx)
  })
}
