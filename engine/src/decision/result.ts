import type { JsonValue } from '../core/state.ts'

/**
 * What a decision gave, all of it JSON (dates, times and durations as ISO 8601 text):
 * `rules` is the answer to a REST client and the source of `mapDecisionResult`; the rest is for the history.
 */
export interface DecisionResult extends DecisionEvaluation {
  /** The required decisions, each evaluated once, in the order of evaluation. */
  required: DecisionEvaluation[]
}

/** One decision's evaluation. */
export interface DecisionEvaluation {
  decisionId: string
  decisionName: string | null
  /**
   * One record of output values for each rule of the result, by the outputs' names. An empty output entry has no key.
   * Of an aggregation, and of a decision that is no table, it is one record of one value.
   */
  rules: Record<string, JsonValue>[]
  /** DMN's value: of one output the value itself, of several a context; a list if the hit policy gives several. */
  value: JsonValue
  /** A table's inputs, in its order. */
  inputs: EvaluatedInput[]
  /** The rules that the result is made of, in the result's order; of ANY all that matched. */
  matched: MatchedRule[]
  outputs: EvaluatedOutput[]
  /** What COLLECT made of its outputs with SUM, MIN, MAX or COUNT, else null. */
  collectValue: number | null
}

export interface MatchedRule {
  ruleId: string
  /** Row of the table, from 1. */
  index: number
}

export interface EvaluatedInput {
  /** Id of the input clause, camunda's clauseId. */
  inputId: string | null
  /** Its label, else its expression. */
  name: string | null
  type: string | null
  /** After coercion. */
  value: JsonValue
}

export interface EvaluatedOutput {
  /** Rule and row; null of a default entry, or of a decision that is no table. */
  ruleId: string | null
  ruleIndex: number | null
  /** Id of the output clause. */
  outputId: string | null
  /** Its label, else its name. */
  name: string | null
  variableName: string
  type: string | null
  value: JsonValue
}
