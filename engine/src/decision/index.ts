/**
 * Decisions: DMN 1.1 to 1.5 with camunda 7's extensions and results. Pure, synchronous, browser-safe.
 *
 * `parseDecisions` compiles a file once into plain JSON; `evaluateDecision` evaluates one of its decisions with all that
 * it requires; `mapDecisionResult` makes of the result what a business rule task asks for.
 */
export { evaluateDecision } from './evaluate.ts'
export { MAX_CALL_DEPTH, MAX_CALLS, MAX_DECISIONS, MAX_INTERPRETED_EXPRESSIONS } from './limits.ts'
export type { ResultMapping } from './map-result.ts'
export { mapDecisionResult, RESULT_MAPPINGS } from './map-result.ts'
export type { BusinessKnowledge, Decision, DecisionModel, DecisionTable, HitPolicy } from './model.ts'
export type { DecisionParseResult } from './parse.ts'
export { parseDecisions } from './parse.ts'
export type { DecisionEvaluation, DecisionResult, EvaluatedInput, EvaluatedOutput, MatchedRule } from './result.ts'
