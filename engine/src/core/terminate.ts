import { ExpressionFailure } from '../expression/expression.ts'
import { runExpression } from './evaluate.ts'
import type { Token } from './state.ts'
import type { Turn } from './turn.ts'

/** Cancels a token with all that belongs to it; inner ones first. */
export function terminateToken(token: Token, reason: string, turn: Turn): void {
  const { id: tokenId, elementId } = token
  const scope = turn.scopeOpenedBy(tokenId)
  if (scope) {
    turn.terminateScope(scope.id, reason)
    turn.closeScope(scope.id)
  }
  turn.closeWork(token, reason)
  if (token.calledInstanceId !== undefined) turn.emit({ type: 'callCanceled', tokenId, elementId, calledInstanceId: token.calledInstanceId, reason })
  if (token.waitsFor !== null) turn.closeSubscriptions(tokenId)
  const incident = token.waitsFor === 'incident' ? turn.incidentOf(tokenId) : null
  if (incident) turn.resolve(incident)
  runEndListeners(token, turn)
  turn.emit({ type: 'elementTerminated', tokenId, elementId, reason })
}

/** Also what is cancelled has ended. A listener that fails cannot hold the cancellation up. */
function runEndListeners(token: Token, turn: Turn): void {
  const node = turn.node(token.elementId)
  if (node.loop && !turn.isLoopInstance(token)) return
  for (const { event, action } of node.listeners) {
    if (event !== 'end' || action.type !== 'expression') continue
    try {
      runExpression(action.expression, turn.token(token.id), turn, { eventName: 'end' })
    } catch (error) {
      if (!(error instanceof ExpressionFailure)) throw error
      turn.emit({ type: 'listenerFailed', tokenId: token.id, elementId: node.id, message: error.message })
    }
  }
}
