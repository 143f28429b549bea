import { evaluateText } from '../expression/evaluate.ts'
import { ExpressionFailure } from '../expression/expression.ts'
import type { ExecutionListener, Node } from '../model/executable.ts'
import { handlerDone, recordHandler, recordScope } from './compensation.ts'
import { behaviorOf } from './elements/index.ts'
import { runExpression } from './evaluate.ts'
import { chooseFlows } from './flows.ts'
import { loopInstanceDone } from './loops.ts'
import { mapInputs, mapOutputs } from './mappings.ts'
import { jobFor } from './retries.ts'
import type { Token } from './state.ts'
import type { Turn } from './turn.ts'

/*
 * The course of a token through an element: asynchronous continuation, input parameters, start listeners, the work of
 * its kind, end listeners, output parameters, asynchronous continuation, the way out. `Token.stage` says how far it
 * has come, so that after a job, a worker's listener or an incident it goes on from there and does nothing twice.
 */

/** All that comes before the element's own work. @returns false if the token waits */
export function prepare(node: Node, token: Token, turn: Turn): boolean {
  if (!token.stage && isAsyncBefore(node, token, turn)) {
    turn.emit({ type: 'stageReached', tokenId: token.id, stage: { at: 'start', index: 0 } })
    waitForJob(node, token, 'asyncBefore', turn)
    return false
  }
  if (token.stage?.at === 'work' || (node.inputs.length === 0 && node.listeners.length === 0)) return true
  const index = token.stage?.at === 'start' ? token.stage.index : 0
  if (index === 0) mapInputs(node, token, turn)
  if (!runListeners('start', index, node, token, turn)) return false
  turn.emit({ type: 'stageReached', tokenId: token.id, stage: { at: 'work' } })
  return true
}

/** Of a loop's body the activity's own attribute counts, of its instances the one in loopCharacteristics. */
function isAsyncBefore(node: Node, token: Token, turn: Turn): boolean {
  if (token.beside !== undefined) return false
  if (!turn.isLoopInstance(token)) return node.asyncBefore
  return node.loop?.type === 'multiInstance' && node.loop.asyncBefore
}

function isAsyncAfter(node: Node, token: Token, turn: Turn): boolean {
  if (token.beside !== undefined) return false
  if (!turn.isLoopInstance(token)) return node.asyncAfter
  return node.loop?.type === 'multiInstance' && node.loop.asyncAfter
}

export function waitForJob(node: Node, token: Token, type: 'asyncBefore' | 'asyncAfter', turn: Turn): void {
  const job = jobFor(node, token, type, turn)
  turn.wait(token, 'job')
  turn.subscribe([job])
}

/** All that comes between the element's work and the way out. @returns false if the token waits */
export function finish(node: Node, token: Token, turn: Turn): boolean {
  if (token.stage?.at === 'leave') return true
  if (turn.isReopened(token)) {
    closeOwnScope(node, token, turn)
    return true
  }
  if (!turn.isLoopBody(token) && (node.outputs.length > 0 || node.listeners.length > 0)) {
    const index = token.stage?.at === 'end' ? token.stage.index : 0
    if (!runListeners('end', index, node, token, turn)) return false
    mapOutputs(node, token, turn)
  }
  closeOwnScope(node, token, turn)
  if (!isAsyncAfter(node, token, turn)) return true
  turn.emit({ type: 'stageReached', tokenId: token.id, stage: { at: 'leave' } })
  waitForJob(node, token, 'asyncAfter', turn)
  return false
}

/** Its variables were there until the output parameters had been computed. */
function closeOwnScope(node: Node, token: Token, turn: Turn): void {
  if (token.beside !== undefined || (!node.loop && node.kind !== 'subProcess' && node.kind !== 'eventSubProcess')) return
  const scope = turn.scopeOpenedBy(token.id)
  if (!scope) return
  if (scope.kind === 'subProcess') recordScope(scope, token, turn)
  turn.closeScope(scope.id)
}

/** The way out. @throws ExpressionFailure before anything is done */
export function depart(token: Token, turn: Turn): void {
  const node = turn.node(token.elementId)
  if (token.beside !== undefined) return turn.emit({ type: 'elementCompleted', tokenId: token.id, elementId: token.elementId })
  if (turn.isReopened(token)) return handlerDone(token, turn)
  if (turn.isLoopInstance(token)) return loopInstanceDone(node, token, turn)
  if (token.compensates !== undefined) return handlerDone(token, turn)
  if (behaviorOf(node).onLeave?.(node, token, turn)) return
  const flows = chooseFlows(node, turn.process, turn.context(token))
  if (!flows)
    return turn.raise(token, 'NO_FLOW_CHOSEN', `no condition behind ${node.id} holds and it has no default flow`, 'leave', { at: 'leave' })
  runTakeListeners(flows, token, turn)
  // of a loop each instance has left its record, of a sub-process its scope
  if (node.compensationHandler !== null && !node.loop && node.kind !== 'subProcess') recordHandler(node, token, turn)
  turn.complete(token, flows)
}

/** Listeners from `index` on, in order; one for a worker is waited for. @returns false if the token waits @throws ExpressionFailure */
function runListeners(event: 'start' | 'end', index: number, node: Node, token: Token, turn: Turn): boolean {
  const listeners = node.listeners.filter((listener) => listener.event === event)
  for (const [i, listener] of listeners.entries()) {
    if (i < index) continue
    if (listener.action.type === 'external') {
      waitForWorker(listener.action, { at: event, index: i }, token, turn)
      return false
    }
    runExpression(listener.action.expression, turn.token(token.id), turn, { eventName: event })
    const isFollowed = listeners.length > 1 || (event === 'end' && node.outputs.length > 0)
    if (isFollowed) turn.emit({ type: 'stageReached', tokenId: token.id, stage: { at: event, index: i + 1 } })
  }
  return true
}

function waitForWorker(
  action: Extract<ExecutionListener['action'], { type: 'external' }>,
  stage: { at: 'start' | 'end'; index: number },
  token: Token,
  turn: Turn,
): void {
  const topic = evaluateText(action.topic, turn.context(token))
  if (topic === null) throw new ExpressionFailure(token.elementId, 'the topic of the listener is empty')
  turn.emit({ type: 'stageReached', tokenId: token.id, stage })
  turn.emit({
    type: 'externalTaskCreated',
    tokenId: token.id,
    elementId: token.elementId,
    task: { topic, priority: 0, properties: { listener: stage.at } },
  })
  turn.wait(token, 'externalTask')
}

/** @throws ExpressionFailure */
export function runTakeListeners(flowIds: string[], token: Token, turn: Turn): void {
  for (const flowId of flowIds) {
    for (const { action } of turn.process.flows[flowId]!.listeners)
      if (action.type === 'expression') runExpression(action.expression, token, turn, { eventName: 'take' })
  }
}
