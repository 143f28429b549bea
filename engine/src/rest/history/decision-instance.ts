import type Router from '@koa/router'
import type { Condition, HistoryDecisionRow } from '@lianban/storage'
import { activityInstanceId } from '../activity-tree.ts'
import { answer, param, type Rest } from '../context.ts'
import { wireDate } from '../dates.ts'
import { noMatching } from '../errors.ts'
import type { EvaluatedInput, EvaluatedOutput } from '../../decision/result.ts'
import { is, oneOf, option, refused, since, tenantParameters, upTo } from '../parameters.ts'
import { listRoutes, querySpec, readParameters } from '../query.ts'
import { wireVariable } from '../typed-values.ts'
import { byId, ownerOf, rootsOf, type Roots } from './common.ts'

const PARTS = {
  includeInputs: option('boolean'),
  includeOutputs: option('boolean'),
  disableBinaryFetching: option('boolean'),
  disableCustomObjectDeserialization: option('boolean'),
}

const DECISIONS = querySpec({
  parameters: {
    decisionInstanceId: is('id'),
    decisionInstanceIdIn: oneOf('id'),
    decisionDefinitionId: is('decision_id'),
    decisionDefinitionIdIn: oneOf('decision_id'),
    decisionDefinitionKey: is('decision_key'),
    decisionDefinitionKeyIn: oneOf('decision_key'),
    processDefinitionId: is('definition_id'),
    processDefinitionKey: is('definition_key'),
    processInstanceId: is('instance_id'),
    activityIdIn: oneOf('element_id'),
    evaluatedBefore: upTo('at'),
    evaluatedAfter: since('at'),
    ...PARTS,
    ...tenantParameters,
    userId: refused('userId: only decisions of processes are kept'),
    rootDecisionInstanceId: refused('required decisions are kept with the one that was asked'),
  },
  sortKeys: { evaluationTime: 'at', tenantId: 'tenant_id' },
  order: [{ column: 'at', order: 'asc' }, byId],
})

interface Parts {
  includeInputs?: boolean
  includeOutputs?: boolean
}

export function decisionInstanceRoutes(router: Router, rest: Rest): void {
  const { engine, tenantOf } = rest
  const presentAll = async (tenantId: string, rows: HistoryDecisionRow[], parts: Parts) => {
    const roots = await rootsOf(
      rest,
      tenantId,
      rows.map((row) => row.instance_id),
    )
    return rows.map((row) => present(row, roots, parts))
  }
  listRoutes(router, '/history/decision-instance', DECISIONS, {
    list: async (ctx, query) =>
      presentAll(
        tenantOf(ctx),
        await engine.lists.list<HistoryDecisionRow>('history_decision', { tenantId: tenantOf(ctx), ...query }),
        query.values,
      ),
    count: (ctx, { where }) => engine.lists.count('history_decision', { tenantId: tenantOf(ctx), where }),
    methods: ['GET'],
  })
  router.get('/history/decision-instance/:id', async (ctx) => {
    const where: Condition[] = [{ column: 'id', op: '=', value: param(ctx, 'id') }]
    const rows = await engine.lists.list<HistoryDecisionRow>('history_decision', {
      tenantId: tenantOf(ctx),
      where,
      order: [byId],
      limit: 1,
      offset: 0,
    })
    if (rows.length === 0) throw noMatching(`historic decision instance with id '${param(ctx, 'id')}'`)
    answer(ctx, (await presentAll(tenantOf(ctx), rows, readParameters(ctx, PARTS)))[0])
  })
}

function present(row: HistoryDecisionRow, roots: Roots, { includeInputs, includeOutputs }: Parts) {
  const { collectValue, name } = JSON.parse(row.rules) as { collectValue: number | null; name: string | null }
  const owner = (item: object, i: number) => ({ id: `${row.id}.${i}`, decisionInstanceId: row.id, errorMessage: null, ...item })
  return {
    id: row.id,
    decisionDefinitionId: row.decision_id,
    decisionDefinitionKey: row.decision_key,
    decisionDefinitionName: name,
    evaluationTime: wireDate(row.at),
    ...ownerOf(row),
    caseDefinitionId: null,
    caseDefinitionKey: null,
    caseInstanceId: null,
    activityId: row.element_id,
    activityInstanceId: row.token_id === null ? null : activityInstanceId(row.element_id, row.token_id),
    userId: null,
    inputs: includeInputs
      ? (JSON.parse(row.inputs) as EvaluatedInput[]).map(({ inputId, name: clause, value }, i) =>
          owner({ clauseId: inputId, clauseName: clause, ...wireVariable({ value }) }, i),
        )
      : [],
    outputs: includeOutputs
      ? (JSON.parse(row.outputs) as EvaluatedOutput[]).map(({ outputId, name: clause, variableName, ruleId, ruleIndex, value }, i) =>
          owner({ clauseId: outputId, clauseName: clause, variableName, ruleId, ruleOrder: ruleIndex, ...wireVariable({ value }) }, i),
        )
      : [],
    collectResultValue: collectValue,
    rootDecisionInstanceId: null,
    decisionRequirementsDefinitionId: null,
    decisionRequirementsDefinitionKey: null,
    ...roots.of(row.instance_id),
  }
}
