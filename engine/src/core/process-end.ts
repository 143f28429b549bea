import { ExpressionFailure } from '../expression/expression.ts'
import { runExpression } from './evaluate.ts'
import type { Turn } from './turn.ts'

/** The last token has gone. The process's own scope stays, with the variables the instance ended with. */
export function endProcess(turn: Turn): void {
  turn.closeScopeSubscriptions(turn.state.id)
  turn.emit({ type: 'instanceCompleted' })
  turn.notifyCaller({ type: 'completed' })
}

/** The end listeners, where no token is left that could wait with one that fails: it cannot hold the end up. */
export function runLastListeners(turn: Turn): void {
  try {
    runProcessListeners('end', turn)
  } catch (error) {
    if (!(error instanceof ExpressionFailure)) throw error
    turn.emit({ type: 'listenerFailed', tokenId: turn.state.id, elementId: turn.process.key, message: error.message })
  }
}

/** @throws ExpressionFailure */
export function runProcessListeners(eventName: 'start' | 'end', turn: Turn): void {
  const process = { id: turn.state.id, elementId: turn.process.key }
  for (const { event, action } of turn.process.listeners) {
    if (event === eventName && action.type === 'expression') runExpression(action.expression, process, turn, { eventName })
  }
}
