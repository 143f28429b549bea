import { label } from '../compile/attributes.ts'
import type { CompileContext } from '../compile/context.ts'
import type { Node } from '../executable.ts'
import type { ProcessDraft } from '../process-draft.ts'

/** Behind an event based gateway stand catch events, each reached from it alone. */
export function eventGatewaysLeadToEvents(draft: ProcessDraft, context: CompileContext): void {
  for (const { node, element } of draft.nodes.values()) {
    if (node.kind !== 'eventBasedGateway') continue
    if (node.outgoing.length === 0) context.report('FLOW_NOT_ALLOWED', element, `${label(element)} has no outgoing flow`)
    for (const id of node.outgoing) {
      const target = draft.nodes.get(draft.flows.get(id)?.flow.target ?? '')
      if (!target) continue
      if (!isWaitable(target.node)) {
        const message = `${label(element)} leads to ${target.node.element} "${target.node.id}": only message, signal, timer and conditional catch events may follow it`
        context.report('FLOW_NOT_ALLOWED', element, message)
      } else if (target.node.incoming.length > 1) {
        const message = `${label(target.element)} stands behind the event based gateway "${node.id}" and may have no other incoming flow`
        context.report('FLOW_NOT_ALLOWED', target.element, message)
      }
    }
  }
}

function isWaitable(node: Node): boolean {
  return node.kind === 'intermediateCatchEvent' && node.trigger.type !== 'link'
}
