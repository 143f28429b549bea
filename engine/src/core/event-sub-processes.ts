import type { StartEventNode } from '../model/executable.ts'
import { eventSubProcessesOf } from './enclosing.ts'
import type { Scope, Variables } from './state.ts'
import { subscriptionTo, type SubscriptionDraft } from './subscriptions.ts'
import type { Turn } from './turn.ts'

/**
 * An event sub-process begins in the scope it stands in (BPMN 2.0.2, clause 13.5.4). An interrupting one ends all that
 * runs there and all that the scope's event sub-processes listen to; a non-interrupting one runs beside, several
 * times if need be. `variables` are local to it.
 */
export function startEventSubProcess(eventSubProcessId: string, scopeId: string, variables: Variables, turn: Turn): void {
  const start = turn.node(turn.process.scopes[eventSubProcessId]!.start!) as StartEventNode
  if (start.interrupting) {
    turn.terminateScope(scopeId, `interrupted by ${start.id}`)
    turn.closeScopeSubscriptions(scopeId)
  }
  turn.enter(eventSubProcessId, scopeId, null, { variables })
}

/**
 * What a scope's event sub-processes listen to from its opening to its end.
 * @param holderId whose variables the expressions see
 * @throws ExpressionFailure
 */
export function scopeSubscriptions(scope: Scope, holderId: string, turn: Turn): SubscriptionDraft[] {
  return eventSubProcessesOf(scope, turn).flatMap((start) => {
    const { trigger } = start
    if (trigger.type === 'none' || trigger.type === 'error' || trigger.type === 'escalation' || trigger.type === 'compensation') return []
    return [subscriptionTo(start.id, trigger, { scopeId: scope.id, tokenId: null }, turn.contextOf(holderId, start.id))]
  })
}
