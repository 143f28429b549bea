import { decisionDefinitions, deployments, type Database } from '@lianban/storage'
import type { DecisionResult } from '../decision/index.ts'
import type { EvaluationContext } from '../index.ts'
import { presentDecision, type DecisionDefinition, type Decisions } from './decisions.ts'
import { decisionNotFound } from './errors.ts'
import { toVariables, type VariableInput } from './variables.ts'
import { decodeXml } from './xml-encoding.ts'
import type { FunctionsOf } from './commit.ts'
import { loadsNothing } from './not-loaded.ts'

export interface DecisionQueries {
  get(tenantId: string, id: string): Promise<DecisionDefinition | null>
  latest(tenantId: string, key: string): Promise<DecisionDefinition | null>
  /** The file as it was deployed. @throws EngineError DECISION_NOT_FOUND */
  xml(tenantId: string, id: string): Promise<string>
  /** @throws EngineError DECISION_NOT_FOUND; ExpressionFailure if a value cannot be computed */
  evaluate(request: DecisionRequest): Promise<DecisionResult & { definition: DecisionDefinition }>
}

export interface DecisionRequest extends VariableInput {
  tenantId: string
  /** By id, or the latest version of a key. */
  id?: string
  key?: string
}

interface DecisionsContext {
  database: Database
  decisions: Decisions
  clock: () => number
  functions: FunctionsOf
}

/** Deployed decisions, outside of process instances. Lists: `engine.lists` with the table `decision_definition`. */
export function decisionQueries(context: DecisionsContext): DecisionQueries {
  const { database } = context
  return {
    get: (tenantId, id) =>
      decisionDefinitions(database)
        .get(tenantId, id)
        .then((row) => (row ? presentDecision(row) : null)),
    latest: (tenantId, key) =>
      decisionDefinitions(database)
        .find({ tenantId, key })
        .then((row) => (row ? presentDecision(row) : null)),
    async xml(tenantId, id) {
      const row = await decisionDefinitions(database).get(tenantId, id)
      const resource = row && (await deployments(database).resource(tenantId, row.deployment_id, row.resource_name))
      if (!resource) throw decisionNotFound(`id ${id}`)
      return decodeXml(resource.content)
    },
    evaluate: (request) => evaluate(context, request),
  }
}

async function evaluate(
  { database, decisions, clock, functions }: DecisionsContext,
  request: DecisionRequest,
): Promise<DecisionResult & { definition: DecisionDefinition }> {
  const { tenantId, id, key = '' } = request
  const row =
    id === undefined ? await decisionDefinitions(database).find({ tenantId, key }) : await decisionDefinitions(database).get(tenantId, id)
  if (!row) throw decisionNotFound(id === undefined ? `key ${key}` : `id ${id}`)
  const now = clock()
  const variables = Object.fromEntries(Object.entries(toVariables(request)).map(([name, { value }]) => [name, value]))
  const execution = { processInstanceId: '', processBusinessKey: null, currentActivityId: row.key }
  const context: EvaluationContext = {
    variables,
    functions: functions({ tenantId, now, command: null, load: loadsNothing }),
    now,
    execution,
  }
  return { ...(await decisions.evaluate(database, row, context)), definition: presentDecision(row) }
}
