import type { Bean, Writes } from '../expression/bean.ts'
import type { ExecutionData } from '../expression/beans.ts'
import { executionBean } from '../expression/beans.ts'
import { evaluateExpression } from '../expression/evaluate.ts'
import type { EvaluationContext, Expression } from '../expression/expression.ts'
import type { JsonValue, Variables } from './state.ts'
import type { Turn } from './turn.ts'
import { holdersFrom, toJson, variablesOf } from './variables.ts'

/** Where an expression stands: a token, or the process itself with the instance's id and the process's key. */
export interface Holder {
  id: string
  elementId: string
}

export interface RunOptions {
  /** Of listeners: start, end, take, create, … */
  eventName?: string
  /** More objects that the expression can ask, e.g. `task`; they record variables in the same list. */
  beans?: (context: EvaluationContext, writes: Writes) => Record<string, Bean>
}

/**
 * An expression that may set variables (`${execution.setVariable(…)}`, a script): a listener, an expression task, a
 * script task. What it sets is recorded after it has been computed as a whole.
 * @throws ExpressionFailure before anything is recorded
 */
export function runExpression(expression: Expression, holder: Holder, turn: Turn, options: RunOptions = {}): unknown {
  const context = turn.contextOf(holder.id, holder.elementId)
  if (expression.kind === 'literal' || expression.kind === 'feel') return evaluateExpression(expression, context)
  const writes: Writes = []
  const execution = executionData(holder, turn, options.eventName ?? null)
  const full: EvaluationContext = { ...context, writes, execution }
  const localVariables = Object.fromEntries(Object.entries(variablesOf(turn.state, holder.id)).map(([name, { value }]) => [name, value]))
  const bean = executionBean(execution, { variables: context.variables, localVariables, writes })
  full.beans = { ...options.beans?.(full, writes), execution: bean, authenticatedUserId: turn.command.actor.userId }
  const { runScript } = turn.environment
  if (runScript) full.runScript = (source) => runScript(source, full)
  const value = evaluateExpression(expression, full)
  record(writes, holder, turn)
  return value
}

function executionData({ id: holderId, elementId }: Holder, turn: Turn, eventName: string | null): ExecutionData {
  const { id, businessKey, definitionId, tenantId } = turn.state
  return {
    id: holderId,
    processInstanceId: id,
    processDefinitionId: definitionId,
    processBusinessKey: businessKey,
    currentActivityId: elementId,
    currentActivityName: (turn.process.nodes[elementId] ?? turn.process).name,
    activityInstanceId: holderId,
    eventName,
    tenantId,
  }
}

/** The last word on each variable counts. */
function record(writes: Writes, { id: holderId }: Holder, turn: Turn): void {
  const last = new Map(writes.map((write) => [`${write.scope} ${write.name}`, write]))
  const local: Variables = {}
  const nearest: Variables = {}
  for (const write of last.values()) {
    if ('removed' in write) remove(write.name, write.scope === 'local', holderId, turn)
    else (write.scope === 'local' ? local : nearest)[write.name] = { value: toJson(write.value, write.name) as JsonValue }
  }
  if (Object.keys(local).length > 0) turn.emit({ type: 'variablesSet', scopeId: holderId, variables: local })
  turn.setVariables(holderId, nearest)
}

function remove(name: string, isLocal: boolean, holderId: string, turn: Turn): void {
  const holders = isLocal ? [holderId] : holdersFrom(turn.state, holderId)
  const holder = holders.find((id) => Object.hasOwn(variablesOf(turn.state, id), name))
  if (holder !== undefined) turn.emit({ type: 'variablesSet', scopeId: holder, variables: {}, removed: [name] })
}
