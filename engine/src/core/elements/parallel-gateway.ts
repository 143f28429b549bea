import type { ParallelGatewayNode } from '../../model/executable.ts'
import type { ElementBehavior } from './behavior.ts'

/**
 * Parallel gateway, BPMN 2.0.2 clause 13.4.1: goes on when as many tokens have arrived in its scope as it has incoming
 * flows, on all outgoing flows. Like Camunda it counts tokens, so two over one flow count as two.
 */
export const parallelGateway: ElementBehavior<ParallelGatewayNode> = {
  onEnter(node, token, turn) {
    if (node.incoming.length > 1) {
      turn.wait(token, 'join')
      if (turn.index.waitingAtJoin(token.scopeId, node.id) < node.incoming.length) return
      for (const tokenId of turn.index.atJoin(token.scopeId, node.id).slice(0, node.incoming.length)) {
        if (tokenId !== token.id) turn.emit({ type: 'elementCompleted', tokenId, elementId: node.id })
      }
    }
    turn.leave(token)
  },
}
