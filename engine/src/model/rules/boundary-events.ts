import { label } from '../compile/attributes.ts'
import type { CompileContext } from '../compile/context.ts'
import type { BoundaryEventNode, Node, NodeKind } from '../executable.ts'
import type { ProcessDraft } from '../process-draft.ts'
import type { XmlElement } from '../xml.ts'

export const ACTIVITIES: ReadonlySet<NodeKind> = new Set([
  'userTask',
  'serviceTask',
  'scriptTask',
  'receiveTask',
  'businessRuleTask',
  'task',
  'manualTask',
  'subProcess',
  'callActivity',
])

/** Where an escalation can come from. */
const ESCALATORS: ReadonlySet<NodeKind> = new Set(['subProcess', 'callActivity', 'userTask'])

/** A boundary event sits on an activity of its own scope; entered at the host. */
export function boundaryEventsHaveHosts(draft: ProcessDraft, context: CompileContext): void {
  for (const { node, element } of draft.nodes.values()) {
    if (node.kind !== 'boundaryEvent') continue
    const host = hostOf(node.attachedTo, node.scopeId, element, draft, context)
    if (!host) continue
    checkEscalation(node, host, element, context)
    host.boundary.push(node.id)
  }
}

/** null, and reported unless it could not be compiled itself. */
export function hostOf(
  attachedTo: string,
  scopeId: string,
  element: XmlElement,
  draft: ProcessDraft,
  context: CompileContext,
): Node | null {
  const scope = draft.scopeOf.get(attachedTo)
  const host = draft.nodes.get(attachedTo)?.node
  if (scope === undefined) {
    context.report('DANGLING_REFERENCE', element, `${label(element)} is attached to "${attachedTo}", which does not exist in this process`)
  } else if (scope !== scopeId) {
    context.report(
      'FLOW_CROSSES_SCOPE',
      element,
      `${label(element)} stands in "${scopeId}" but is attached to "${attachedTo}" in "${scope}"`,
    )
  } else if (host && !ACTIVITIES.has(host.kind)) {
    context.report('NO_ATTACHED_ACTIVITY', element, `${label(element)} is attached to "${host.id}", which is no activity`)
  } else if (host) return host
  return null
}

function checkEscalation(node: BoundaryEventNode, host: Node, element: XmlElement, context: CompileContext): void {
  if (node.trigger.type !== 'escalation' || ESCALATORS.has(host.kind)) return
  const message = `${label(element)} catches an escalation on ${host.element} "${host.id}"; only sub-processes, call activities and user tasks escalate`
  context.report('EVENT_NOT_ALLOWED', element, message)
}
