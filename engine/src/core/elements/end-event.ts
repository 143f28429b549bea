import type { EndEventNode } from '../../model/executable.ts'
import { throwError } from '../errors.ts'
import type { ElementBehavior } from './behavior.ts'

/**
 * End events, BPMN 2.0.2 clause 13.5.6. None: the token ends. Terminate: so do all others of the same scope, and the
 * process around goes on. Error: thrown out of the scope.
 */
export const endEvent: ElementBehavior<EndEventNode> = {
  onEnter(node, token, turn) {
    const { trigger } = node
    if (trigger.type === 'error') return throwError(token, trigger.errorCode, trigger.errorMessage, turn)
    if (trigger.type === 'terminate') turn.terminateScope(token.scopeId, `terminated by ${node.id}`, token.id)
    turn.complete(token, [])
  },
}
