import type { EventSubProcessNode, SubProcessNode } from '../../model/executable.ts'
import { boundarySubscriptions } from '../subscriptions.ts'
import type { ElementBehavior } from './behavior.ts'

/** Embedded sub-process and transaction, BPMN 2.0.2 clause 13.3.4: a scope of its own, done when its last token has gone. */
export const subProcess: ElementBehavior<SubProcessNode> = {
  onEnter(node, token, turn) {
    const boundary = boundarySubscriptions(node, token, turn)
    const scopeId = turn.openScope(token, 'subProcess', boundary)
    turn.enter(turn.process.scopes[node.id]!.start!, scopeId, null)
  },
}

/** Event sub-process (clause 13.5.4): its event has come; it runs in the scope it stands in. */
export const eventSubProcess: ElementBehavior<EventSubProcessNode> = {
  onEnter(node, token, turn) {
    const scopeId = turn.openScope(token, 'eventSubProcess')
    turn.enter(turn.process.scopes[node.id]!.start!, scopeId, null)
  },
}
