import type { JsonValue } from '../core/state.ts'
import { ExpressionFailure } from '../expression/expression.ts'
import type { DecisionResult } from './result.ts'

/** camunda:mapDecisionResult of a business rule task. */
export type ResultMapping = 'singleEntry' | 'singleResult' | 'collectEntries' | 'resultList'

export const RESULT_MAPPINGS: readonly ResultMapping[] = ['singleEntry', 'singleResult', 'collectEntries', 'resultList']

/**
 * What a process variable gets of a result, by camunda's rules:
 * - `singleEntry`: the one value of the one rule, null if no rule matched;
 * - `singleResult`: the values of the one rule by output name, null if no rule matched;
 * - `collectEntries`: the one value of every rule, as a list;
 * - `resultList`: the values of every rule by output name, as a list; camunda's default.
 * @throws ExpressionFailure if there are more rules or values than that
 */
export function mapDecisionResult(result: DecisionResult, mapping: ResultMapping): JsonValue {
  const { rules } = result
  switch (mapping) {
    case 'resultList':
      return rules
    case 'collectEntries': {
      const names = [...new Set(rules.flatMap((rule) => Object.keys(rule)))]
      if (names.length > 1) throw refuse(result, mapping, `needs one output, there are ${names.join(', ')}`)
      return rules.flatMap((rule) => Object.values(rule))
    }
    case 'singleResult':
      return onlyRule(result, mapping)
    case 'singleEntry': {
      const rule = onlyRule(result, mapping)
      const names = Object.keys(rule ?? {})
      if (names.length > 1) throw refuse(result, mapping, `needs one output, there are ${names.join(', ')}`)
      return rule && names.length === 1 ? rule[names[0]!]! : null
    }
  }
}

function onlyRule(result: DecisionResult, mapping: ResultMapping): Record<string, JsonValue> | null {
  const { rules, matched } = result
  if (rules.length <= 1) return rules[0] ?? null
  throw refuse(
    result,
    mapping,
    `needs one rule at most, there are ${rules.length}: ${matched.map(({ ruleId }) => `"${ruleId}"`).join(', ')}`,
  )
}

function refuse({ decisionId, decisionName }: DecisionResult, mapping: string, reason: string): ExpressionFailure {
  return new ExpressionFailure(decisionName ?? decisionId, `mapDecisionResult ${mapping} ${reason}`)
}
