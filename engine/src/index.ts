/** The engine's pure part: models, expressions, and the state machine of one process instance. Browser-safe. */
export type { Actor, Command, CommandType } from './core/commands.ts'
export type { Effect } from './core/effects.ts'
export type { Event, EventType, ExternalTaskData, UserTaskData } from './core/events.ts'
export type { Incident, IncidentPhase, InstanceState, JsonValue, Scope, Subscription, Token, Variable, Variables } from './core/state.ts'
export type { Environment, Rejection, StepResult } from './core/step-result.ts'
export { apply, applyAll } from './core/apply.ts'
export type { IncidentCode } from './core/incidents.ts'
export { MAX_MESSAGE_CHARACTERS, MAX_TURN_ELEMENTS } from './core/limits.ts'
export { migrate, unmapped } from './core/migrate.ts'
export type { Modification } from './core/modify.ts'
export { waysBack } from './core/move.ts'
export type { MigrationCommand } from './core/migrate.ts'
export { checkPlan, generatePlan } from './core/migration-plan.ts'
export type { MigrationInstruction, MigrationPlan, MigrationProblem } from './core/migration-plan.ts'
export { routingVariables, runningLoop, type RunningLoop } from './core/standing.ts'
export { step } from './core/step.ts'
export { visibleVariables } from './core/variables.ts'
export type {
  BoundaryEventNode,
  EndEventNode,
  ErrorTrigger,
  ExclusiveGatewayNode,
  ExecutableProcess,
  Flow,
  IntermediateCatchEventNode,
  MessageTrigger,
  Node,
  NodeBase,
  NodeKind,
  ParallelGatewayNode,
  PassThroughNode,
  ScopeModel,
  ServiceTaskNode,
  StartEventNode,
  SubProcessNode,
  TimerTrigger,
  UserTaskNode,
} from './model/executable.ts'
export { parseDefinitions } from './model/parse.ts'
export type { ParseResult } from './model/parse.ts'
export type { Problem, ProblemCode } from './model/problems.ts'
export type { EvaluationContext, Expression } from './expression/expression.ts'
export { ExpressionFailure, ExpressionSyntaxError } from './expression/expression.ts'
export {
  compileExpression,
  evaluateCondition,
  evaluateDue,
  evaluateExpression,
  evaluateInteger,
  evaluateList,
  evaluateText,
} from './expression/evaluate.ts'
export { addDuration, localDay, localInstant, parseDuration, parseInstant } from './expression/iso-time.ts'
export type { Duration } from './expression/iso-time.ts'
export { evaluateDecision, mapDecisionResult, parseDecisions } from './decision/index.ts'
export type { Decision, DecisionModel, DecisionParseResult, DecisionResult } from './decision/index.ts'
