import type { CompileContext } from '../compile/context.ts'
import { label } from '../compile/attributes.ts'
import type { Node } from '../executable.ts'
import type { ProcessDraft } from '../process-draft.ts'

/** Enters every flow at its two nodes, in XML order, and reports ends that do not exist or stand in another scope. */
export function connectFlows(draft: ProcessDraft, context: CompileContext): void {
  for (const { flow, element, scopeId } of draft.flows.values()) {
    for (const [end, id] of [
      ['source', flow.source],
      ['target', flow.target],
    ] as const) {
      if (id === '') continue
      const scope = draft.scopeOf.get(id)
      if (scope === undefined) {
        context.report('DANGLING_REFERENCE', element, `the ${end} of ${label(element)}, "${id}", does not exist in this process`)
      } else if (scope !== scopeId) {
        const message = `${label(element)} stands in "${scopeId}" but its ${end} "${id}" in "${scope}": a flow may not cross a sub-process's border`
        context.report('FLOW_CROSSES_SCOPE', element, message)
      }
    }
    draft.nodes.get(flow.source)?.node.outgoing.push(flow.id)
    draft.nodes.get(flow.target)?.node.incoming.push(flow.id)
  }
}

/** Start and boundary events have no way in, end events and link throw events no way out, event sub-processes neither. */
export function flowsFitTheirNodes(draft: ProcessDraft, context: CompileContext): void {
  for (const { node, element } of draft.nodes.values()) {
    const noWayIn = node.kind === 'startEvent' || node.kind === 'boundaryEvent' || node.kind === 'eventSubProcess'
    const noWayOut = node.kind === 'endEvent' || node.kind === 'eventSubProcess' || isLinkThrow(node)
    if (noWayIn && node.incoming.length > 0) {
      context.report('FLOW_NOT_ALLOWED', element, `${label(element)} has an incoming flow, "${node.incoming[0]}"`)
    }
    if (noWayOut && node.outgoing.length > 0) {
      context.report('FLOW_NOT_ALLOWED', element, `${label(element)} has an outgoing flow, "${node.outgoing[0]}"`)
    }
    if (node.kind === 'exclusiveGateway' && node.outgoing.length === 0) {
      context.report('FLOW_NOT_ALLOWED', element, `${label(element)} has no outgoing flow`)
    }
    const opensAll = node.kind === 'parallelGateway' || node.kind === 'eventBasedGateway'
    const ignored = opensAll && node.outgoing.find((id) => draft.flows.get(id)?.flow.condition)
    if (ignored) context.warn('FLOW_NOT_ALLOWED', element, `the condition of "${ignored}" has no effect behind ${label(element)}`)
  }
}

function isLinkThrow(node: Node): boolean {
  return node.kind === 'intermediateThrowEvent' && node.trigger.type === 'link'
}

/** A default flow is one of the node's own outgoing flows; its condition, if any, is never asked. */
export function defaultFlowsAreOwn(draft: ProcessDraft, context: CompileContext): void {
  for (const { node, element } of draft.nodes.values()) {
    const { defaultFlow } = node
    if (defaultFlow === null) continue
    if (!node.outgoing.includes(defaultFlow)) {
      context.report(
        'INVALID_DEFAULT_FLOW',
        element,
        `the default flow of ${label(element)}, "${defaultFlow}", is not one of its outgoing flows`,
      )
    } else if (draft.flows.get(defaultFlow)?.flow.condition) {
      context.warn('INVALID_DEFAULT_FLOW', element, `the condition of the default flow "${defaultFlow}" of ${label(element)} has no effect`)
    }
  }
}
