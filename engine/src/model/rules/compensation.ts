import { attribute, label } from '../compile/attributes.ts'
import type { CompileContext } from '../compile/context.ts'
import type { Node } from '../executable.ts'
import type { ProcessDraft } from '../process-draft.ts'
import type { XmlElement } from '../xml.ts'
import { hostOf } from './boundary-events.ts'

/**
 * A compensation boundary event is tied by an association to the activity that undoes its host, which has
 * isForCompensation="true" and no flows; entered at the host.
 */
export function compensationHasHandlers(draft: ProcessDraft, context: CompileContext): void {
  const targets = associationTargets(draft)
  const handlers = new Set<string>()
  for (const { id, element, scopeId } of draft.compensationEvents.values()) {
    const attachedTo = attribute(element, 'attachedToRef')
    if (attachedTo === null) context.report('NO_ATTACHED_ACTIVITY', element, `${label(element)} is attached to no activity (attachedToRef)`)
    const host = attachedTo === null ? null : hostOf(attachedTo, scopeId, element, draft, context)
    const handler = handlerOf(element, targets.get(id) ?? [], scopeId, draft, context)
    if (!host || !handler) continue
    handlers.add(handler.id)
    if (host.compensationHandler !== null || undoesItself(host, draft)) {
      const message = `${label(element)} says a second time how "${host.id}" is compensated: by a boundary event or by an event sub-process, once`
      context.report('DUPLICATE_COMPENSATION', element, message)
    } else host.compensationHandler = handler.id
  }
  checkHandlers(handlers, draft, context)
  for (const { flow, element } of draft.flows.values()) {
    const id = [flow.source, flow.target].find((end) => draft.compensationEvents.has(end))
    if (id !== undefined) {
      context.report(
        'FLOW_NOT_ALLOWED',
        element,
        `${label(element)} touches the compensation event "${id}": tie it to its handler by an association`,
      )
    }
  }
}

function handlerOf(event: XmlElement, targets: string[], scopeId: string, draft: ProcessDraft, context: CompileContext): Node | null {
  const target = targets.find((id) => draft.nodes.get(id)?.node.isForCompensation) ?? targets.find((id) => draft.scopeOf.has(id))
  if (target === undefined) {
    const message = `${label(event)} is tied to no activity: draw an association from it to the activity that undoes the work`
    context.report('NO_COMPENSATION_HANDLER', event, message)
    return null
  }
  const handler = draft.nodes.get(target)?.node
  if (handler && (!handler.isForCompensation || handler.scopeId !== scopeId)) {
    const found = handler.isForCompensation ? `stands in "${handler.scopeId}"` : 'has no isForCompensation="true"'
    context.report('NO_COMPENSATION_HANDLER', event, `${label(event)} is tied to "${target}", which ${found}`)
    return null
  }
  return handler ?? null
}

function associationTargets(draft: ProcessDraft): Map<string, string[]> {
  const targets = new Map<string, string[]>()
  for (const { element } of draft.associations) {
    const [source, target] = [attribute(element, 'sourceRef'), attribute(element, 'targetRef')]
    if (source === null || target === null) continue
    const list = targets.get(source)
    if (list) list.push(target)
    else targets.set(source, [target])
  }
  return targets
}

function undoesItself(host: Node, draft: ProcessDraft): boolean {
  const inner = draft.scopes.get(host.id)?.scope.eventSubProcesses ?? []
  return inner.some((id) => {
    const start = draft.nodes.get(draft.scopes.get(id)?.scope.start ?? '')?.node
    return start?.kind === 'startEvent' && start.trigger.type === 'compensation'
  })
}

function checkHandlers(handlers: Set<string>, draft: ProcessDraft, context: CompileContext): void {
  for (const { node, element } of draft.nodes.values()) {
    if (!node.isForCompensation) continue
    const flow = [...node.incoming, ...node.outgoing][0]
    if (flow !== undefined) {
      context.report(
        'FLOW_NOT_ALLOWED',
        element,
        `${label(element)} is for compensation and is touched by the flow "${flow}"; only an association leads to it`,
      )
    }
    if (!handlers.has(node.id)) {
      context.warn(
        'NO_COMPENSATION_HANDLER',
        element,
        `${label(element)} is for compensation, but no compensation boundary event is tied to it`,
      )
    }
  }
}

/** `activityRef` names an activity of the thrower's scope, or of the one around it if that is an event sub-process. */
export function compensationIsThrownAtActivities(draft: ProcessDraft, context: CompileContext): void {
  for (const { node, element } of draft.nodes.values()) {
    const throws =
      (node.kind === 'endEvent' || node.kind === 'intermediateThrowEvent') && node.trigger.type === 'compensation' && node.trigger
    if (!throws || throws.activityRef === null) continue
    const own = draft.scopes.get(node.scopeId)
    const scopes = [node.scopeId, ...(own?.kind === 'eventSubProcess' ? [own.scope.parentId] : [])]
    if (scopes.includes(draft.scopeOf.get(throws.activityRef) ?? null)) continue
    const message = `${label(element)} compensates "${throws.activityRef}", which is no activity of "${node.scopeId}"`
    context.report('DANGLING_REFERENCE', element, message)
  }
}
