import type { SubProcessNode } from '../../model/executable.ts'
import { boundarySubscriptions } from '../subscriptions.ts'
import type { ElementBehavior } from './behavior.ts'

/** Embedded sub-process, BPMN 2.0.2 clause 13.3.4: a scope of its own, done when its last token has gone. */
export const subProcess: ElementBehavior<SubProcessNode> = {
  onEnter(node, token, turn) {
    const start = turn.process.scopes[node.id]?.start
    if (!start) throw new Error(`sub-process ${node.id} has no start event`)
    const subscriptions = boundarySubscriptions(node, token, turn)
    turn.wait(token, 'scope')
    turn.subscribe(subscriptions)
    turn.openScope(token, start)
  },

  onTerminate(_node, token, turn, reason) {
    const scopeId = turn.scopeOpenedBy(token.id)
    if (scopeId === null) return
    turn.terminateScope(scopeId, reason)
    turn.emit({ type: 'scopeClosed', scopeId })
  },
}
