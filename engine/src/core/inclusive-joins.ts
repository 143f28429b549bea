import type { InclusiveGatewayNode } from '../model/executable.ts'
import type { Turn } from './turn.ts'

/**
 * Inclusive joins, BPMN 2.0.2 clause 13.4.3: one fires when no other token of its scope can still come to it. A token
 * that waits in a sub-process, a call activity or at an event based gateway stands at that element, so it counts; one
 * behind the join counts too if a way leads back. Asked when all else stands still.
 */
export function settleInclusiveJoins(turn: Turn): void {
  for (const { scopeId, elementId } of turn.index.joins()) {
    const node = turn.node(elementId)
    if (node.kind !== 'inclusiveGateway' || canStillCome(node, scopeId, turn)) continue
    const [first, ...others] = turn.index.atJoin(scopeId, elementId)
    for (const tokenId of others) turn.emit({ type: 'elementCompleted', tokenId, elementId })
    turn.leave(turn.token(first!))
  }
}

function canStillCome(node: InclusiveGatewayNode, scopeId: string, turn: Turn): boolean {
  return turn.index.inScope(scopeId).some((tokenId) => {
    const { elementId, waitsFor } = turn.token(tokenId)
    return !(elementId === node.id && waitsFor === 'join') && (elementId === node.id || node.reachedFrom.includes(elementId))
  })
}
