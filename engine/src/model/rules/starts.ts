import type { CompileContext } from '../compile/context.ts'
import { label } from '../compile/context.ts'
import type { StartEventNode } from '../executable.ts'
import type { ProcessDraft } from '../process-draft.ts'
import type { XmlElement } from '../xml.ts'

/** A process has a none start or message starts, a sub-process exactly one none start; entered in the scopes. */
export function scopesHaveStarts(draft: ProcessDraft, context: CompileContext): void {
  const starts = startsByScope(draft)
  for (const { scope, element } of draft.scopes.values()) {
    for (const { node, element: start } of starts.get(scope.id) ?? []) {
      const { messageName } = node
      if (messageName === null) {
        if (scope.start !== null) {
          context.report('DUPLICATE_START_EVENT', start, `${label(start)} is a second none start event of "${scope.id}", after "${scope.start}"`)
        } else scope.start = node.id
      } else if (scope.parentId !== null) {
        context.report('UNSUPPORTED_ELEMENT', start, `${label(start)} starts the sub-process "${scope.id}" by a message, which BPMN does not know`)
      } else if (scope.messageStarts.some((other) => other.messageName === messageName)) {
        context.report('DUPLICATE_MESSAGE', start, `${label(start)} is a second start by message "${messageName}"`)
      } else scope.messageStarts.push({ messageName, nodeId: node.id })
    }
    // a start that could not be compiled has been reported already
    const hasBroken = element.children.some((child) => child.name === 'bpmn:startEvent' && !draft.nodes.has(child.attributes['id'] ?? ''))
    if (scope.start === null && scope.messageStarts.length === 0 && !hasBroken) {
      context.report('NO_START_EVENT', element, `${label(element)} has no ${scope.parentId === null ? '' : 'none '}start event`)
    }
  }
}

function startsByScope(draft: ProcessDraft): Map<string, { node: StartEventNode; element: XmlElement }[]> {
  const starts = new Map<string, { node: StartEventNode; element: XmlElement }[]>()
  for (const { node, element } of draft.nodes.values()) {
    if (node.kind !== 'startEvent') continue
    const list = starts.get(node.scopeId)
    if (list) list.push({ node, element })
    else starts.set(node.scopeId, [{ node, element }])
  }
  return starts
}
