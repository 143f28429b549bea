import { label } from '../compile/attributes.ts'
import type { CompileContext } from '../compile/context.ts'
import { MAX_JOIN_REACH } from '../limits.ts'
import type { ProcessDraft } from '../process-draft.ts'

/**
 * From where a token can still come over each flow into an inclusive gateway that joins: backwards over flows, links
 * and boundary events, in XML order.
 */
export function inclusiveJoinsKnowTheirWays(draft: ProcessDraft, context: CompileContext): void {
  const throwers = linkThrowers(draft)
  const order = new Map([...draft.nodes.keys()].map((id, index) => [id, index]))
  let reach = 0
  for (const { node, element } of draft.nodes.values()) {
    if (node.kind !== 'inclusiveGateway' || node.incoming.length < 2) continue
    for (const flowId of node.incoming) {
      const from = nodesBefore(draft.flows.get(flowId)!.flow.source, node.id, draft, throwers)
      node.waysIn.push({ flowId, from: from.sort((a, b) => order.get(a)! - order.get(b)!) })
      reach += from.length
      if (reach <= MAX_JOIN_REACH) continue
      const message = `${label(element)} is one inclusive join too many: together they wait for more than ${MAX_JOIN_REACH} elements`
      return context.report('MODEL_TOO_LARGE', element, message)
    }
  }
}

/** The node and all before it, on ways that do not pass the gateway. */
function nodesBefore(nodeId: string, gatewayId: string, draft: ProcessDraft, throwers: Map<string, string[]>): string[] {
  if (nodeId === gatewayId) return []
  const seen = new Set([gatewayId, nodeId])
  const open = [nodeId]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const before of predecessors(id, draft, throwers)) {
      if (seen.has(before)) continue
      seen.add(before)
      open.push(before)
    }
  }
  seen.delete(gatewayId)
  return [...seen].filter((id) => draft.nodes.has(id))
}

function predecessors(id: string, draft: ProcessDraft, throwers: Map<string, string[]>): string[] {
  const node = draft.nodes.get(id)?.node
  if (!node) return []
  const sources = node.incoming.flatMap((flowId) => draft.flows.get(flowId)?.flow.source ?? [])
  if (node.kind === 'boundaryEvent') sources.push(node.attachedTo)
  return [...sources, ...(throwers.get(id) ?? [])]
}

function linkThrowers(draft: ProcessDraft): Map<string, string[]> {
  const throwers = new Map<string, string[]>()
  for (const { node } of draft.nodes.values()) {
    if (node.kind !== 'intermediateThrowEvent' || node.trigger.type !== 'link') continue
    const { target } = node.trigger
    const list = throwers.get(target)
    if (list) list.push(node.id)
    else throwers.set(target, [node.id])
  }
  return throwers
}
