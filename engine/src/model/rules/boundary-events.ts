import type { CompileContext } from '../compile/context.ts'
import { label } from '../compile/context.ts'
import type { BoundaryEventNode, NodeKind } from '../executable.ts'
import type { ProcessDraft } from '../process-draft.ts'
import type { XmlElement } from '../xml.ts'

const ACTIVITIES: ReadonlySet<NodeKind> = new Set(['userTask', 'serviceTask', 'task', 'manualTask', 'subProcess'])

/** A boundary event sits on an activity of its own scope, and no two catch the same there; entered at the host. */
export function boundaryEventsHaveHosts(draft: ProcessDraft, context: CompileContext): void {
  for (const { node, element } of draft.nodes.values()) {
    if (node.kind !== 'boundaryEvent') continue
    const scope = draft.scopeOf.get(node.attachedTo)
    const host = draft.nodes.get(node.attachedTo)?.node
    if (scope === undefined) {
      const message = `${label(element)} is attached to "${node.attachedTo}", which does not exist in this process`
      context.report('DANGLING_REFERENCE', element, message)
    } else if (scope !== node.scopeId) {
      const message = `${label(element)} stands in "${node.scopeId}" but is attached to "${node.attachedTo}" in "${scope}"`
      context.report('FLOW_CROSSES_SCOPE', element, message)
    } else if (host && !ACTIVITIES.has(host.kind)) {
      context.report('NO_ATTACHED_ACTIVITY', element, `${label(element)} is attached to "${host.id}", which is no activity`)
    } else if (host) {
      checkTwin(node, element, host.boundary.map((id) => draft.nodes.get(id)!.node as BoundaryEventNode), context)
      host.boundary.push(node.id)
    }
  }
}

function checkTwin(node: BoundaryEventNode, element: XmlElement, others: BoundaryEventNode[], context: CompileContext): void {
  const caught = catches(node)
  const twin = caught === null ? undefined : others.find((other) => catches(other) === caught)
  if (!twin) return
  const code = node.trigger.type === 'error' ? 'DUPLICATE_ERROR' : 'DUPLICATE_MESSAGE'
  context.report(code, element, `${label(element)} catches ${caught} on "${node.attachedTo}", and so does "${twin.id}"`)
}

/** What it catches, in words; null if that is known only when it runs. */
function catches({ trigger }: BoundaryEventNode): string | null {
  if (trigger.type === 'error') return trigger.errorCode === null ? 'every error' : `error "${trigger.errorCode}"`
  return trigger.type === 'message' && trigger.name.kind === 'literal' ? `message "${trigger.name.text}"` : null
}
