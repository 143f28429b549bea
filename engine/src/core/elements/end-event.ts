import { evaluateText } from '../../expression/evaluate.ts'
import type { BoundaryEventNode, EndEventNode } from '../../model/executable.ts'
import { throwCompensation } from '../compensation.ts'
import { throwError } from '../errors.ts'
import type { Token } from '../state.ts'
import { throwEvent } from '../throw-event.ts'
import type { Turn } from '../turn.ts'
import type { ElementBehavior } from './behavior.ts'

/**
 * End events, BPMN 2.0.2 clause 13.5.6. None: the token ends. Terminate: so do all others of the same scope, and the
 * process around goes on. Error: thrown out of the scope. Cancel: the transaction is undone, then left by its cancel
 * boundary event. Message, signal, escalation and compensation are thrown, and the token ends.
 */
export const endEvent: ElementBehavior<EndEventNode> = {
  onEnter(node, token, turn) {
    const { trigger } = node
    switch (trigger.type) {
      case 'none':
        return turn.leave(token)
      case 'terminate':
        turn.terminateScope(token.scopeId, `terminated by ${node.id}`, token.id)
        return turn.leave(token)
      case 'error':
        return throwError(token, trigger.errorCode, trigger.errorMessage && evaluateText(trigger.errorMessage, turn.context(token)), turn)
      case 'cancel':
        turn.terminateScope(token.scopeId, `cancelled by ${node.id}`, token.id)
        turn.closeScopeSubscriptions(token.scopeId)
        if (!throwCompensation(token, null, turn)) turn.leave(token)
        return
      default:
        return throwEvent(node, trigger, token, turn)
    }
  },

  onTerminate(node, token, turn) {
    if (token.waitsFor === 'externalTask') turn.emit({ type: 'externalTaskCanceled', tokenId: token.id, elementId: node.id })
  },

  onLeave(node, token, turn) {
    if (node.trigger.type !== 'cancel') return false
    leaveTransaction(token, turn)
    return true
  },
}

/** All is undone. Without a cancel boundary event the way of this transaction ends here. */
function leaveTransaction(token: Token, turn: Turn): void {
  const host = turn.token(turn.scope(token.scopeId).tokenId!)
  const boundary = turn.node(host.elementId).boundary.map((id) => turn.node(id) as BoundaryEventNode)
  const event = boundary.find(({ trigger }) => trigger.type === 'cancel')
  turn.emit({ type: 'elementCompleted', tokenId: token.id, elementId: token.elementId })
  if (event) return turn.catchAtBoundary(event, host)
  turn.terminate(host, `cancelled by ${token.elementId}`)
  turn.endScopeIfEmpty(host.scopeId)
}
