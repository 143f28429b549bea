import type { CallActivityNode } from '../../model/executable.ts'
import { startCall } from '../calls.ts'
import { boundarySubscriptions } from '../subscriptions.ts'
import type { ElementBehavior } from './behavior.ts'

/** Call activity, BPMN 2.0.2 clause 13.3.5: another process runs as an instance of its own; the token waits for its end. */
export const callActivity: ElementBehavior<CallActivityNode> = {
  onEnter(node, token, turn) {
    const boundary = boundarySubscriptions(node, token, turn)
    startCall(node, token, turn)
    turn.wait(token, 'call')
    turn.subscribe(boundary)
  },

  onRetry: startCall,
}
