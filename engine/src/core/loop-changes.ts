import type { Node } from '../model/executable.ts'
import { counters, counterOf } from './loops.ts'
import type { Scope, Token, Variables } from './state.ts'
import { boundarySubscriptions } from './subscriptions.ts'
import type { Turn } from './turn.ts'

/** One more instance of a running multi-instance activity (加签). Of a sequential one it runs beside the others. */
export function addInstance(node: Node, scope: Scope, local: Variables, turn: Turn): void {
  const total = counterOf(scope, 'nrOfInstances')
  setCounters(scope, total + 1, counterOf(scope, 'nrOfActiveInstances') + 1, turn)
  const { begun, total: planned } = scope.loop!
  turn.emit({ type: 'loopAdvanced', scopeId: scope.id, begun: begun + 1, total: planned === null ? null : planned + 1 })
  turn.enter(node.id, scope.id, null, { variables: { loopCounter: { value: total, type: 'Integer' }, ...local } })
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
