import { evaluateExpression } from '../expression/evaluate.ts'
import type { Turn } from './turn.ts'

/** The last token has gone. The process's own scope stays, with the variables the instance ended with. */
export function endProcess(turn: Turn): void {
  runProcessListeners('end', turn)
  turn.closeScopeSubscriptions(turn.state.id)
  turn.emit({ type: 'instanceCompleted' })
  turn.notifyCaller({ type: 'completed' })
}

/** @throws ExpressionFailure */
export function runProcessListeners(event: 'start' | 'end', turn: Turn): void {
  for (const listener of turn.process.listeners) {
    if (listener.event !== event || listener.action.type !== 'expression') continue
    evaluateExpression(listener.action.expression, turn.contextOf(turn.state.id, turn.process.key))
  }
}
