import { evaluateCondition, evaluateExpression, evaluateInteger } from '../expression/evaluate.ts'
import type { EvaluationContext } from '../expression/expression.ts'
import { ExpressionFailure } from '../expression/expression.ts'
import type { Loop, Node } from '../model/executable.ts'
import { recordHandler, recordLoop } from './compensation.ts'
import { waitForJob } from './course.ts'
import { MAX_LOOP_INSTANCES } from './limits.ts'
import type { JsonValue, Scope, Token, Variables } from './state.ts'
import { boundarySubscriptions } from './subscriptions.ts'
import type { Turn } from './turn.ts'
import { toJson } from './variables.ts'

type MultiInstance = Extract<Loop, { type: 'multiInstance' }>
type StandardLoop = Extract<Loop, { type: 'standard' }>

/**
 * A multi-instance activity (BPMN 2.0.2, clause 13.3.7) or a standard loop (13.3.6). The token that comes in is its
 * body: it waits in a scope of its own, in which each instance is a token at the same element. Boundary events belong
 * to the body. No instance at all passes at once.
 */
export function enterLoop(node: Node, token: Token, turn: Turn): void {
  if (!token.stage && node.asyncBefore) {
    turn.emit({ type: 'stageReached', tokenId: token.id, stage: { at: 'work' } })
    return waitForJob(node, token, 'asyncBefore', turn)
  }
  const { loop } = node
  if (loop?.type === 'standard') enterStandard(node, loop, token, turn)
  else if (loop) enterMultiInstance(node, loop, token, turn)
}

function enterMultiInstance(node: Node, loop: MultiInstance, token: Token, turn: Turn): void {
  const context = turn.context(token)
  const items = loop.collection && itemsOf(loop.collection, context)
  const total = items?.length ?? (loop.cardinality && evaluateInteger(loop.cardinality, context)) ?? 0
  if (total < 0) throw new ExpressionFailure(node.id, `the number of instances, ${total}, is less than 0`)
  if (total > MAX_LOOP_INSTANCES)
    return turn.raise(
      token,
      'TOO_MANY_INSTANCES',
      `${node.id} would have ${total} instances; at most ${MAX_LOOP_INSTANCES} are executed`,
      'enter',
    )
  const boundary = boundarySubscriptions(node, token, turn)
  if (total === 0) return turn.leave(token)
  const scopeId = turn.openScope(token, 'loop', boundary)
  const begun = loop.sequential ? 1 : total
  turn.emit({ type: 'variablesSet', scopeId, variables: counters(total, begun, 0) })
  turn.emit({ type: 'loopAdvanced', scopeId, begun, total, items: loop.sequential ? items : null })
  for (let counter = 0; counter < begun; counter++) enterInstance(node, loop, scopeId, counter, items, turn)
}

/** A collection is a list, or a JSON text of one. */
function itemsOf(collection: NonNullable<MultiInstance['collection']>, context: EvaluationContext): JsonValue[] {
  const value = toJson(evaluateExpression(collection, context), 'collection')
  if (Array.isArray(value)) return value
  throw new ExpressionFailure('source' in collection ? collection.source : collection.text, 'the collection is not a list')
}

export const counters = (total: number, active: number, completed: number): Variables => ({
  nrOfInstances: { value: total, type: 'Integer' },
  nrOfActiveInstances: { value: active, type: 'Integer' },
  nrOfCompletedInstances: { value: completed, type: 'Integer' },
})

function enterInstance(node: Node, loop: Loop, scopeId: string, counter: number, items: JsonValue[] | null, turn: Turn): void {
  const variables: Variables = { loopCounter: { value: counter, type: 'Integer' } }
  if (loop.type === 'multiInstance' && loop.elementVariable !== null && items)
    variables[loop.elementVariable] = { value: items[counter] ?? null }
  turn.enter(node.id, scopeId, null, { variables })
}

/** An instance has done its work. The last one, or one after which the completion condition holds, ends the activity. */
export function loopInstanceDone(node: Node, token: Token, turn: Turn): void {
  const loop = node.loop!
  const scope = turn.scope(token.scopeId)
  if (loop.type === 'standard') return standardInstanceDone(node, loop, token, scope, turn)
  const { begun, total, items } = scope.loop!
  const completed = counterOf(scope, 'nrOfCompletedInstances') + 1
  const hasNext = loop.sequential && begun < total!
  const active = hasNext ? 1 : Math.max(0, counterOf(scope, 'nrOfActiveInstances') - 1)
  const context = turn.context(token)
  const counted = { ...context.variables, nrOfCompletedInstances: completed, nrOfActiveInstances: active }
  const isDone = loop.completionCondition !== null && evaluateCondition(loop.completionCondition, { ...context, variables: counted })
  const collected = collect(loop, token, scope, context)
  if (node.compensationHandler !== null && node.kind !== 'subProcess') recordHandler(node, token, turn)
  turn.emit({ type: 'variablesSet', scopeId: scope.id, variables: { ...counters(total!, active, completed), ...collected } })
  turn.emit({ type: 'elementCompleted', tokenId: token.id, elementId: node.id })
  if (isDone) turn.terminateScope(scope.id, `completion condition of ${node.id}`)
  else if (hasNext) {
    turn.emit({ type: 'loopAdvanced', scopeId: scope.id, begun: begun + 1 })
    return enterInstance(node, loop, scope.id, begun, items, turn)
  }
  if (turn.index.isEmpty(scope.id)) endLoop(loop, turn.scope(scope.id), turn)
}

export const counterOf = (scope: Scope, name: string): number => Number(scope.variables[name]?.value ?? 0)

/** loopDataOutputRef: each instance's value at its place, in the body until the last one is done. */
function collect(loop: MultiInstance, token: Token, scope: Scope, context: EvaluationContext): Variables {
  if (!loop.output) return {}
  const { collection, element } = loop.output
  const before = scope.variables[collection]?.value
  const list: JsonValue[] = Array.isArray(before) ? [...before] : Array.from({ length: scope.loop!.total! }, () => null)
  list[Number(token.variables?.['loopCounter']?.value ?? 0)] = toJson(context.variables[element] ?? null, element)
  return { [collection]: { value: list } }
}

/** Nothing of the activity is left: what its instances made goes outwards, and the body's token leaves. */
export function endLoop(loop: Loop, scope: Scope, turn: Turn): void {
  const body = turn.token(scope.tokenId!)
  recordLoop(scope, body, turn)
  const output = loop.type === 'multiInstance' && loop.output
  if (output && scope.variables[output.collection])
    turn.setVariables(body.scopeId, { [output.collection]: scope.variables[output.collection]! })
  turn.leave(body)
}

function enterStandard(node: Node, loop: StandardLoop, token: Token, turn: Turn): void {
  const context = turn.context(token)
  const maximum = loop.maximum && evaluateInteger(loop.maximum, context)
  const boundary = boundarySubscriptions(node, token, turn)
  const begins = maximum !== 0 && (!loop.testBefore || asks(loop, { ...context, variables: { ...context.variables, loopCounter: 0 } }))
  if (!begins) return turn.leave(token)
  const scopeId = turn.openScope(token, 'loop', boundary)
  turn.emit({ type: 'loopAdvanced', scopeId, begun: 1, total: maximum, items: null })
  enterInstance(node, loop, scopeId, 0, null, turn)
}

function standardInstanceDone(node: Node, loop: StandardLoop, token: Token, scope: Scope, turn: Turn): void {
  const { begun, total } = scope.loop!
  const context = turn.context(token)
  const again = (total === null || begun < total) && asks(loop, { ...context, variables: { ...context.variables, loopCounter: begun } })
  if (node.compensationHandler !== null && node.kind !== 'subProcess') recordHandler(node, token, turn)
  turn.emit({ type: 'elementCompleted', tokenId: token.id, elementId: node.id })
  if (!again) return endLoop(loop, turn.scope(scope.id), turn)
  turn.emit({ type: 'loopAdvanced', scopeId: scope.id, begun: begun + 1 })
  enterInstance(node, loop, scope.id, begun, null, turn)
}

const asks = (loop: StandardLoop, context: EvaluationContext): boolean =>
  loop.condition === null || evaluateCondition(loop.condition, context)
