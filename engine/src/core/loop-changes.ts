import type { Node } from '../model/executable.ts'
import { MAX_LOOP_INSTANCES } from './limits.ts'
import { counters, counterOf, enterInstance, goOnWithLoop, isComplete, putOut, type MultiInstance } from './loops.ts'
import { Refusal } from './refusal.ts'
import type { JsonValue, Scope, Token, Variables } from './state.ts'
import { boundarySubscriptions } from './subscriptions.ts'
import type { Turn } from './turn.ts'

/** Changes of what a running multi-instance activity works on. */
export type LoopChange =
  /**
   * More items: at once in a parallel one; in a sequence in front of the item that is now at place `at`, counted from 0 over all
   * that there have been, else behind the last. `scopeId`: its body.
   */
  | { type: 'addToLoop'; scopeId: string; items: JsonValue[]; at?: number }
  /** An open instance is cancelled; `output` stands for what it would have put out. The completion condition is asked anew. */
  | { type: 'removeFromLoop'; scopeId: string; tokenId: string; output?: JsonValue }
  /** An item of a sequence whose turn has not come. */
  | { type: 'removeFromLoop'; scopeId: string; at: number }

/** @throws Refusal MODIFICATION_NOT_POSSIBLE */
export function addToLoop({ scopeId, items, at }: Extract<LoopChange, { type: 'addToLoop' }>, turn: Turn): void {
  const { scope, node, loop } = multiInstanceOf(scopeId, turn)
  const { begun, items: before } = scope.loop!
  refuseTooMany(node, scope, items.length)
  const total = scope.loop!.total! + items.length
  const active = counterOf(scope, 'nrOfActiveInstances') + (loop.sequential ? 0 : items.length)
  setCounters(scope, counterOf(scope, 'nrOfInstances') + items.length, active, turn)
  if (loop.sequential) {
    const list = before ?? []
    const place = at ?? list.length
    if (place < begun || place > list.length)
      throw new Refusal(
        'MODIFICATION_NOT_POSSIBLE',
        `an item can be added at place ${begun} to ${list.length} of ${node.id}, not at ${place}`,
      )
    turn.emit({ type: 'loopAdvanced', scopeId, begun, total, items: [...list.slice(0, place), ...items, ...list.slice(place)] })
    return
  }
  turn.emit({ type: 'loopAdvanced', scopeId, begun: begun + items.length, total })
  for (const [i, item] of items.entries()) enterInstance(node, loop, scopeId, total - items.length + i, item, turn)
}

/** @throws Refusal MODIFICATION_NOT_POSSIBLE if nothing of the activity would be left */
export function removeFromLoop(change: Extract<LoopChange, { type: 'removeFromLoop' }>, reason: string, turn: Turn): void {
  const { scope, node, loop } = multiInstanceOf(change.scopeId, turn)
  if (counterOf(scope, 'nrOfInstances') <= 1)
    throw new Refusal('MODIFICATION_NOT_POSSIBLE', `nobody would be left at ${node.id}: cancel or move it instead`)
  if ('at' in change) return removePlanned(change.at, scope, node, turn)
  const token = turn.token(change.tokenId)
  if (loop.output)
    turn.emit({ type: 'variablesSet', scopeId: scope.id, variables: putOut(loop.output.collection, change.output ?? null, token, scope) })
  const hasNext = loop.sequential && scope.loop!.begun < scope.loop!.total!
  setCounters(turn.scope(scope.id), counterOf(scope, 'nrOfInstances') - 1, hasNext ? 1 : counterOf(scope, 'nrOfActiveInstances') - 1, turn)
  turn.terminate(token, reason)
  const left = turn.scope(scope.id)
  const isDone = isComplete(loop, left, turn.contextOf(scope.id, node.id), null, turn)
  goOnWithLoop(node, loop, scope.id, { isDone, hasNext }, turn)
}

function removePlanned(at: number, scope: Scope, node: Node, turn: Turn): void {
  const { begun, total, items } = scope.loop!
  if (!items || at < begun || at >= items.length)
    throw new Refusal('MODIFICATION_NOT_POSSIBLE', `there is no item at place ${at} of ${node.id} whose turn has not come`)
  setCounters(scope, counterOf(scope, 'nrOfInstances') - 1, counterOf(scope, 'nrOfActiveInstances'), turn)
  const output = node.loop?.type === 'multiInstance' ? node.loop.output : null
  const list = output && scope.variables[output.collection]?.value
  if (output && Array.isArray(list))
    turn.emit({ type: 'variablesSet', scopeId: scope.id, variables: { [output.collection]: { value: list.filter((_, i) => i !== at) } } })
  turn.emit({ type: 'loopAdvanced', scopeId: scope.id, begun, total: total! - 1, items: items.filter((_, i) => i !== at) })
}

function multiInstanceOf(scopeId: string, turn: Turn): { scope: Scope; node: Node; loop: MultiInstance } {
  const scope = turn.state.scopes[scopeId]
  const node = scope && turn.node(scope.elementId)
  if (scope?.kind !== 'loop' || node?.loop?.type !== 'multiInstance')
    throw new Refusal('SCOPE_NOT_FOUND', `the instance has no running multi-instance activity with the body ${scopeId}`)
  return { scope, node, loop: node.loop }
}

/** One more instance of a running multi-instance activity (加签). Of a sequential one it runs beside the others, in front of those to come. */
export function addInstance(node: Node, scope: Scope, local: Variables, turn: Turn): void {
  const { begun, total, items } = scope.loop!
  refuseTooMany(node, scope, 1)
  setCounters(scope, counterOf(scope, 'nrOfInstances') + 1, counterOf(scope, 'nrOfActiveInstances') + 1, turn)
  const element = node.loop?.type === 'multiInstance' ? node.loop.elementVariable : null
  const item = element === null ? null : (local[element]?.value ?? null)
  turn.emit({
    type: 'loopAdvanced',
    scopeId: scope.id,
    begun: begun + 1,
    total: total === null ? null : total + 1,
    ...(items && { items: [...items.slice(0, begun), item, ...items.slice(begun)] }),
  })
  turn.enter(node.id, scope.id, null, { variables: { loopCounter: { value: begun, type: 'Integer' }, ...local } })
}

/** @throws Refusal */
function refuseTooMany(node: Node, scope: Scope, more: number): void {
  const total = (scope.loop!.total ?? scope.loop!.begun) + more
  if (total > MAX_LOOP_INSTANCES)
    throw new Refusal('MODIFICATION_NOT_POSSIBLE', `${node.id} would have ${total} instances; at most ${MAX_LOOP_INSTANCES} are executed`)
}

/** An instance is cancelled from outside (减签): it counts no more. */
export function dropInstance(token: Token, turn: Turn): void {
  const scope = turn.scope(token.scopeId)
  if (scope.variables['nrOfInstances']) {
    setCounters(scope, counterOf(scope, 'nrOfInstances') - 1, Math.max(0, counterOf(scope, 'nrOfActiveInstances') - 1), turn)
  }
}

function setCounters(scope: Scope, total: number, active: number, turn: Turn): void {
  turn.emit({ type: 'variablesSet', scopeId: scope.id, variables: counters(total, active, counterOf(scope, 'nrOfCompletedInstances')) })
}

/** The body of a loop with one instance, which the caller makes. @returns the body's scope */
export function openLoopWithOne(node: Node, parentId: string, turn: Turn): string {
  const body = turn.token(turn.place(node.id, parentId, null))
  const scopeId = turn.openScope(body, 'loop', boundarySubscriptions(node, body, turn))
  if (node.loop?.type === 'multiInstance') turn.emit({ type: 'variablesSet', scopeId, variables: counters(1, 1, 0) })
  turn.emit({ type: 'loopAdvanced', scopeId, begun: 1, total: 1, items: null })
  return scopeId
}
