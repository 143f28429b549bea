import type { Node } from '../model/executable.ts'
import { openLoopWithOne } from './loop-changes.ts'
import type { Variables } from './state.ts'
import { boundarySubscriptions } from './subscriptions.ts'
import type { Turn } from './turn.ts'

/** A sub-process without its start event. @returns its scope's id */
export function openAgain(node: Node, parentId: string, turn: Turn): string {
  const scopeId = node.loop ? openLoopWithOne(node, parentId, turn) : parentId
  const variables: Variables = node.loop ? { loopCounter: { value: 0, type: 'Integer' } } : {}
  const host = turn.token(turn.place(node.id, scopeId, null, { variables }))
  return turn.openScope(host, node.kind === 'eventSubProcess' ? 'eventSubProcess' : 'subProcess', boundarySubscriptions(node, host, turn))
}
