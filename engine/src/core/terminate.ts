import { ExpressionFailure } from '../expression/expression.ts'
import type { Node } from '../model/executable.ts'
import { runExpression } from './evaluate.ts'
import { mapOutputs } from './mappings.ts'
import type { Token } from './state.ts'
import type { Turn } from './turn.ts'

/** Cancels a token with all that belongs to it; inner ones first. */
export function terminateToken(token: Token, reason: string, turn: Turn): void {
  const { id: tokenId, elementId } = token
  const scope = turn.scopeOpenedBy(tokenId)
  if (scope) turn.terminateScope(scope.id, reason)
  if (token.accompanied) turn.terminateBeside(token, reason)
  turn.closeWork(token, reason)
  if (token.calledInstanceId !== undefined)
    turn.emit({ type: 'callCanceled', tokenId, elementId, calledInstanceId: token.calledInstanceId, reason })
  if (token.waitsFor !== null) turn.closeSubscriptions(tokenId)
  const incident = token.waitsFor === 'incident' ? turn.incidentOf(tokenId) : null
  if (incident) turn.resolve(incident)
  if (isAtWork(token, turn)) endCancelled(token, turn)
  if (scope) turn.closeScope(scope.id)
  turn.emit({ type: 'elementTerminated', tokenId, elementId, reason })
}

/** It has begun its element's work and has not ended it; the body of a loop only waits for its instances. */
function isAtWork(token: Token, turn: Turn): boolean {
  const node = turn.node(token.elementId)
  if (turn.isReopened(token) || turn.isLoopBody(token)) return false
  // without inputs and listeners nothing was to be prepared, and no stage says that it is done
  if (node.inputs.length === 0 && node.listeners.length === 0) return token.waitsFor !== 'job' && token.stage?.at !== 'leave'
  return token.stage?.at === 'work' || token.stage?.at === 'end'
}

/** Also what is cancelled has ended: end listeners run, and outputs are set (Camunda's rule). One that fails cannot hold the cancellation up. */
function endCancelled(token: Token, turn: Turn): void {
  const node = turn.node(token.elementId)
  for (const listener of pendingListeners(node, token))
    attempt(token, turn, () => runExpression(listener, turn.token(token.id), turn, { eventName: 'end' }))
  attempt(token, turn, () => mapOutputs(node, turn.token(token.id), turn))
}

/** Those that have not run yet. A worker's cannot be waited for. */
function pendingListeners({ listeners }: Node, { stage }: Token) {
  const done = stage?.at === 'end' ? stage.index : 0
  return listeners
    .filter(({ event }) => event === 'end')
    .slice(done)
    .flatMap(({ action }) => (action.type === 'expression' ? action.expression : []))
}

function attempt({ id: tokenId, elementId }: Token, turn: Turn, action: () => void): void {
  try {
    action()
  } catch (error) {
    if (!(error instanceof ExpressionFailure)) throw error
    turn.emit({ type: 'listenerFailed', tokenId, elementId, message: error.message })
  }
}
