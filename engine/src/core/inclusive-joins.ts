import type { InclusiveGatewayNode } from '../model/executable.ts'
import type { Token } from './state.ts'
import type { Turn } from './turn.ts'

/**
 * Inclusive joins, BPMN 2.0.2 clause 13.4.3. One fires when no other token of its scope can still come over a flow on
 * which none has arrived; a token that could as well come over one on which a token waits is on its way to another
 * round, and is not waited for. A token that waits in a sub-process, a call activity or at an event based gateway
 * stands at that element, so it counts; one behind the join counts too if a way leads back. Asked when all else stands
 * still.
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
  const tokens = turn.index.inScope(scopeId).map((tokenId) => turn.token(tokenId))
  const isWaiting = (token: Token) => token.elementId === node.id && token.waitsFor === 'join'
  const arrived = new Set(tokens.filter(isWaiting).map(({ flowId }) => flowId))
  const empty = node.waysIn.filter(({ flowId }) => !arrived.has(flowId))
  const filled = node.waysIn.filter(({ flowId }) => arrived.has(flowId))
  return tokens.some((token) => {
    if (isWaiting(token)) return false
    const comesOver = ({ from }: { from: string[] }) => from.includes(token.elementId)
    return empty.some(comesOver) && !filled.some(comesOver)
  })
}
