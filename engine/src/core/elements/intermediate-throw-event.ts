import type { IntermediateThrowEventNode } from '../../model/executable.ts'
import { throwEvent } from '../throw-event.ts'
import type { ElementBehavior } from './behavior.ts'

/** Intermediate throw events. None: a milestone. Link: the token goes on at the catch event of the same name in its scope. */
export const intermediateThrowEvent: ElementBehavior<IntermediateThrowEventNode> = {
  onEnter(node, token, turn) {
    const { trigger } = node
    if (trigger.type === 'none' || trigger.type === 'link') return turn.leave(token)
    throwEvent(node, trigger, token, turn)
  },

  onTerminate(node, token, turn) {
    if (token.waitsFor === 'externalTask') turn.emit({ type: 'externalTaskCanceled', tokenId: token.id, elementId: node.id })
  },

  onLeave({ trigger }, token, turn) {
    if (trigger.type !== 'link') return false
    turn.emit({ type: 'elementCompleted', tokenId: token.id, elementId: token.elementId })
    turn.enter(trigger.target, token.scopeId, null)
    return true
  },
}
