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

export type MultiInstance = Extract<Loop, { type: 'multiInstance' }>
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
  for (let counter = 0; counter < begun; counter++) enterInstance(node, loop, scopeId, counter, items?.[counter], turn)
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

/** One instance begins, on its item of the collection if there is one. */
export function enterInstance(node: Node, loop: Loop, scopeId: string, counter: number, item: JsonValue | undefined, turn: Turn): void {
  const variables: Variables = { loopCounter: { value: counter, type: 'Integer' } }
  if (loop.type === 'multiInstance' && loop.elementVariable !== null && item !== undefined)
    variables[loop.elementVariable] = { value: item }
  turn.enter(node.id, scopeId, null, { variables })
}

/** An instance has done its work. The last one, or one after which the completion condition holds, ends the activity. */
export function loopInstanceDone(node: Node, token: Token, turn: Turn): void {
  const loop = node.loop!
  const scope = turn.scope(token.scopeId)
  if (loop.type === 'standard') return standardInstanceDone(node, loop, token, scope, turn)
  const { begun, total } = scope.loop!
  const completed = counterOf(scope, 'nrOfCompletedInstances') + 1
  const hasNext = loop.sequential && begun < total!
  // more than one of a sequence runs where an instance was added to it
  const active = Math.max(0, counterOf(scope, 'nrOfActiveInstances') - 1) + (hasNext ? 1 : 0)
  const context = turn.context(token)
  const collected = collect(loop, token, scope, context)
  const counted = { nrOfCompletedInstances: completed, nrOfActiveInstances: active, ...plain(collected) }
  const isDone = isComplete(loop, scope, { ...context, variables: { ...context.variables, ...counted } }, token, turn)
  if (node.compensationHandler !== null && node.kind !== 'subProcess') recordHandler(node, token, turn)
  turn.emit({
    type: 'variablesSet',
    scopeId: scope.id,
    variables: { ...counters(counterOf(scope, 'nrOfInstances'), active, completed), ...collected },
  })
  turn.emit({ type: 'elementCompleted', tokenId: token.id, elementId: node.id })
  goOnWithLoop(node, loop, scope.id, { isDone, hasNext }, turn)
}

/** After one instance has gone: the next one of a sequence, or the end of the activity. */
export function goOnWithLoop(
  node: Node,
  loop: MultiInstance,
  scopeId: string,
  { isDone, hasNext }: { isDone: boolean; hasNext: boolean },
  turn: Turn,
): void {
  const { begun, items } = turn.scope(scopeId).loop!
  if (isDone) turn.terminateScope(scopeId, `completion condition of ${node.id}`)
  else if (hasNext) {
    turn.emit({ type: 'loopAdvanced', scopeId, begun: begun + 1 })
    return enterInstance(node, loop, scopeId, begun, items?.[begun], turn)
  }
  if (turn.index.isEmpty(scopeId)) endLoop(loop, turn.scope(scopeId), turn)
}

/**
 * Whether the completion condition holds. It sees what the instances have put out so far, and as `pendingItems` what those
 * work on that are still open or still to come, so that a vote can tell what is not possible any more.
 */
export function isComplete(loop: MultiInstance, scope: Scope, context: EvaluationContext, left: Token | null, turn: Turn): boolean {
  if (loop.completionCondition === null) return false
  const variables = { ...context.variables, pendingItems: pendingItems(loop, scope, left, turn) }
  return evaluateCondition(loop.completionCondition, { ...context, variables })
}

function pendingItems(loop: MultiInstance, scope: Scope, left: Token | null, turn: Turn): JsonValue[] {
  const { elementVariable } = loop
  const open = turn.index
    .inScope(scope.id)
    .map((id) => turn.token(id))
    .filter((token) => token.id !== left?.id && turn.isLoopInstance(token))
  const current = elementVariable === null ? [] : open.map(({ variables }) => variables?.[elementVariable]?.value ?? null)
  return [...current, ...(loop.sequential ? (scope.loop?.items ?? []).slice(scope.loop!.begun) : [])]
}

const plain = (variables: Variables): Record<string, JsonValue> =>
  Object.fromEntries(Object.entries(variables).map(([name, { value }]) => [name, value]))

export const counterOf = (scope: Scope, name: string): number => Number(scope.variables[name]?.value ?? 0)

/** loopDataOutputRef: each instance's value at its place, in the body until the last one is done. */
function collect(loop: MultiInstance, token: Token, scope: Scope, context: EvaluationContext): Variables {
  if (!loop.output) return {}
  const { collection, element } = loop.output
  return putOut(collection, toJson(context.variables[element] ?? null, element), token, scope)
}

/** What an instance has put out, at its place; the places of those added later follow. */
export function putOut(collection: string, value: JsonValue, token: Token, scope: Scope): Variables {
  const before = scope.variables[collection]?.value
  const list: JsonValue[] = Array.isArray(before) ? [...before] : []
  while (list.length < scope.loop!.total!) list.push(null)
  list[Number(token.variables?.['loopCounter']?.value ?? 0)] = value
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
  enterInstance(node, loop, scopeId, 0, undefined, turn)
}

function standardInstanceDone(node: Node, loop: StandardLoop, token: Token, scope: Scope, turn: Turn): void {
  const { begun, total } = scope.loop!
  const context = turn.context(token)
  const again = (total === null || begun < total) && asks(loop, { ...context, variables: { ...context.variables, loopCounter: begun } })
  if (node.compensationHandler !== null && node.kind !== 'subProcess') recordHandler(node, token, turn)
  turn.emit({ type: 'elementCompleted', tokenId: token.id, elementId: node.id })
  if (!again) return endLoop(loop, turn.scope(scope.id), turn)
  turn.emit({ type: 'loopAdvanced', scopeId: scope.id, begun: begun + 1 })
  enterInstance(node, loop, scope.id, begun, undefined, turn)
}

const asks = (loop: StandardLoop, context: EvaluationContext): boolean =>
  loop.condition === null || evaluateCondition(loop.condition, context)
