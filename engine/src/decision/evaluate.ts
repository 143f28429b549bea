import type { EvaluationContext } from '../expression/expression.ts'
import { ExpressionFailure } from '../expression/expression.ts'
import { evaluateLogic } from './boxed.ts'
import { coerce, toJson } from './coerce.ts'
import { at } from './formula.ts'
import { functionOf } from './functions.ts'
import { givesList } from './hit-policies.ts'
import type { Decision, DecisionModel } from './model.ts'
import type { DecisionEvaluation, DecisionResult } from './result.ts'
import type { Scope } from './scope.ts'
import { extend, isolate } from './scope.ts'
import { evaluateTable } from './table.ts'

/**
 * Evaluates a decision and, before it, all that it requires, each once. Pure: the same model, variables and `now`
 * give the same result.
 *
 * A required decision's result is seen in two ways: as camunda 7 puts it, every output under its own name (a list of
 * them where the hit policy gives a list); and as DMN puts it, the whole value under the decision's variable name,
 * where no output has that name.
 *
 * @param decisionId must be in the model
 * @throws ExpressionFailure naming decision, rule and column, if a value cannot be computed or the hit policy is violated
 */
export function evaluateDecision(model: DecisionModel, decisionId: string, context: EvaluationContext): DecisionResult {
  const account = { interpreted: 0, calls: 0, callDepth: 0 }
  let variables = context.variables
  const evaluations: DecisionEvaluation[] = []
  for (const decision of inOrder(model, decisionId)) {
    const knowledge = knowledgeOf(model, decision.requiredKnowledge, isolate({ account, context }, {}))
    const scope: Scope = { account, context: { ...context, variables: { ...variables, ...knowledge } } }
    const { evaluation, results } = evaluateSafely(decision, scope)
    evaluations.push(evaluation)
    variables = { ...variables, ...results }
  }
  const [last] = evaluations.splice(-1)
  return { ...last!, required: evaluations }
}

/** Requirements first, in the order in which they are written; the decision itself comes last. */
function inOrder(model: DecisionModel, decisionId: string): Decision[] {
  const order = new Map<string, Decision>()
  const visit = (id: string) => {
    if (order.has(id)) return
    if (!Object.hasOwn(model.decisions, id)) throw new RangeError(`there is no decision "${id}" in the model`)
    const decision = model.decisions[id]!
    decision.requiredDecisions.forEach(visit)
    order.set(id, decision)
  }
  visit(decisionId)
  return [...order.values()]
}

/** Business knowledge models as functions by name. Their bodies see their parameters and what they require, no variables. */
function knowledgeOf(model: DecisionModel, ids: string[], scope: Scope): Record<string, unknown> {
  const entries = ids.map((id) => {
    const { name, requiredKnowledge, function: logic } = model.knowledge[id]!
    const others = requiredKnowledge.filter((other) => other !== id)
    const self: unknown = functionOf(
      name,
      logic,
      (parameters) => extend(scope, { ...knowledgeOf(model, others, scope), [name]: self, ...parameters }),
      (body, inner) => evaluateLogic(body, name, inner),
    )
    return [name, self] as const
  })
  return Object.fromEntries(entries)
}

interface Evaluated {
  evaluation: DecisionEvaluation
  /** What the decisions after it see. */
  results: Record<string, unknown>
}

function evaluateSafely(decision: Decision, scope: Scope): Evaluated {
  try {
    return decision.logic.kind === 'table' ? evaluateTableDecision(decision, decision.logic, scope) : evaluateOther(decision, scope)
  } catch (error) {
    // the stack ended before our own limits did: an expression that is nested or calls itself too deep
    if (error instanceof RangeError && error.message.includes('call stack'))
      throw new ExpressionFailure(nameOf(decision), 'it is nested too deep, or a function in it never ends')
    throw error
  }
}

function evaluateTableDecision(decision: Decision, table: Extract<Decision['logic'], { kind: 'table' }>, scope: Scope): Evaluated {
  const { inputs, selection, outputs, rules, collectValue, value } = evaluateTable(table, nameOf(decision), scope)
  const byOutput = table.outputs.map(({ name }) => {
    const values = rules.filter((row) => Object.hasOwn(row, name)).map((row) => row[name])
    return [name, givesList(table) ? values : (values[0] ?? null)] as const
  })
  return {
    evaluation: {
      decisionId: decision.id,
      decisionName: decision.name,
      rules: rules.map(recordOf),
      value: toJson(value),
      inputs,
      matched: selection.matched.map(({ rule, index }) => ({ ruleId: rule.id, index })),
      outputs,
      collectValue,
    },
    results: { [decision.resultName]: value, ...Object.fromEntries(byOutput) },
  }
}

function evaluateOther(decision: Decision, scope: Scope): Evaluated {
  const name = nameOf(decision)
  const value = at(
    name,
    () => 'result',
    () => coerce(evaluateLogic(decision.logic, decision.resultName, scope), decision.type),
  )
  const json = toJson(value)
  const output = {
    ruleId: null,
    ruleIndex: null,
    outputId: null,
    name: decision.resultName,
    variableName: decision.resultName,
    type: decision.type?.name ?? null,
    value: json,
  }
  return {
    evaluation: {
      decisionId: decision.id,
      decisionName: decision.name,
      rules: [{ [decision.resultName]: json }],
      value: json,
      inputs: [],
      matched: [],
      outputs: [output],
      collectValue: null,
    },
    results: { [decision.resultName]: value },
  }
}

function recordOf(row: Record<string, unknown>): DecisionEvaluation['rules'][number] {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, toJson(value)]))
}

/** The decision as failures name it. */
function nameOf({ id, name }: Decision): string {
  return name === null || name === id ? id : `${name} (${id})`
}
