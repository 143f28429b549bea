import { label } from '../compile/attributes.ts'
import type { CompileContext } from '../compile/context.ts'
import type { ProcessDraft } from '../process-draft.ts'

/** A cancel boundary event sits on a transaction, which has one at most; that cancel end events stand in one is seen at once. */
export function cancelEventsFit(draft: ProcessDraft, context: CompileContext): void {
  const seen = new Map<string, string>()
  for (const { node, element } of draft.nodes.values()) {
    if (node.kind !== 'boundaryEvent' || node.trigger.type !== 'cancel') continue
    const host = draft.nodes.get(node.attachedTo)?.node
    const twin = seen.get(node.attachedTo)
    if (host && !(host.kind === 'subProcess' && host.isTransaction)) {
      const message = `${label(element)} waits for the cancellation of ${host.element} "${host.id}", which is no transaction`
      context.report('EVENT_NOT_ALLOWED', element, message)
    } else if (twin) {
      context.report(
        'DUPLICATE_CANCEL',
        element,
        `${label(element)} waits for the cancellation of "${node.attachedTo}", and so does "${twin}"`,
      )
    }
    seen.set(node.attachedTo, node.id)
  }
  for (const { node, element } of draft.nodes.values()) {
    if (node.kind !== 'endEvent' || node.trigger.type !== 'cancel' || seen.has(node.scopeId)) continue
    context.warn(
      'EVENT_NOT_ALLOWED',
      element,
      `${label(element)} cancels "${node.scopeId}", which has no cancel boundary event to go on from`,
    )
  }
}
