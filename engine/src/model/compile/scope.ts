import type { Flow } from '../executable.ts'
import { MAX_SUB_PROCESS_DEPTH } from '../limits.ts'
import type { ProcessDraft } from '../process-draft.ts'
import { isBpmnName, SILENT_ELEMENTS } from '../vocabulary.ts'
import type { XmlElement } from '../xml.ts'
import { attribute, childOf, idOf, isEventSubProcess, label, localName } from './attributes.ts'
import type { CompileContext } from './context.ts'
import { findDefinition } from './event-definition.ts'
import { NODE_COMPILERS, REMEDIES } from './index.ts'
import { conditionExpression } from './language.ts'
import { executionListenersOf } from './listeners.ts'
import { nodeBase } from './node-base.ts'
import type { Place } from './node-compiler.ts'

/** Everything that stands in a process or sub-process, and in the sub-processes in it. */
export function collectScope(element: XmlElement, place: Place, draft: ProcessDraft, context: CompileContext): void {
  if (place.depth > MAX_SUB_PROCESS_DEPTH) {
    const message = `${label(element)} is nested deeper than ${MAX_SUB_PROCESS_DEPTH} sub-processes`
    return context.report('NESTING_TOO_DEEP', element, message)
  }
  const { id, parentId, kind } = place
  draft.scopes.set(id, { scope: { id, parentId, start: null, eventStarts: [], eventSubProcesses: [] }, element, kind })
  for (const child of element.children) {
    if (child.name === 'bpmn:sequenceFlow') collectFlow(child, place, draft, context)
    else if (child.name === 'bpmn:association') draft.associations.push({ element: child, scopeId: id })
    else if (NODE_COMPILERS.has(child.name)) collectNode(child, place, draft, context)
    else if (!SILENT_ELEMENTS.has(child.name) && !child.name.endsWith('LoopCharacteristics')) refuse(child, place, draft, context)
  }
}

/** It stands there all the same: flows to it are not dangling. */
function refuse(element: XmlElement, place: Place, draft: ProcessDraft, context: CompileContext): void {
  const id = idOf(element)
  if (id !== null) draft.scopeOf.set(id, place.id)
  if (!isBpmnName(element.name)) return
  const remedy = REMEDIES[element.name] ?? `a ${localName(element)} says nothing to this engine; remove it`
  context.report('UNSUPPORTED_ELEMENT', element, `${label(element)} is known to BPMN but not executed: ${remedy}`)
}

function collectNode(element: XmlElement, place: Place, draft: ProcessDraft, context: CompileContext): void {
  const id = idOf(element)
  if (id === null) return context.report('MISSING_ID', element, `${label(element)} in "${place.id}" has no id`)
  draft.scopeOf.set(id, place.id)
  if (isCompensationEvent(element, context)) {
    draft.compensationEvents.set(id, { id, element, scopeId: place.id })
    return
  }
  const base = nodeBase(id, element, place, context)
  const node = NODE_COMPILERS.get(element.name)!(element, base, context, place)
  if (!node) return
  draft.nodes.set(id, { node, element })
  if (node.kind !== 'subProcess' && node.kind !== 'eventSubProcess') return
  const kind = node.kind === 'eventSubProcess' ? node.kind : node.isTransaction ? 'transaction' : 'subProcess'
  if (isEventSubProcess(element)) draft.scopes.get(place.id)!.scope.eventSubProcesses.push(id)
  collectScope(element, { id, parentId: place.id, kind, depth: place.depth + 1 }, draft, context)
}

/** It never runs: it says which activity undoes its host. */
function isCompensationEvent(element: XmlElement, context: CompileContext): boolean {
  return element.name === 'bpmn:boundaryEvent' && findDefinition(element, context)?.name === 'bpmn:compensateEventDefinition'
}

function collectFlow(element: XmlElement, place: Place, draft: ProcessDraft, context: CompileContext): void {
  const id = idOf(element)
  if (id === null) return context.report('MISSING_ID', element, `${label(element)} in "${place.id}" has no id`)
  const source = attribute(element, 'sourceRef')
  const target = attribute(element, 'targetRef')
  if (!source) context.report('DANGLING_REFERENCE', element, `${label(element)} has no source (sourceRef)`)
  if (!target) context.report('DANGLING_REFERENCE', element, `${label(element)} has no target (targetRef)`)
  const condition = childOf(element, 'bpmn:conditionExpression')
  const flow: Flow = {
    id,
    name: attribute(element, 'name'),
    source: source ?? '',
    target: target ?? '',
    condition: condition && conditionExpression(element, condition, 'the condition of', context),
    listeners: executionListenersOf(element, context),
  }
  draft.flows.set(id, { flow, element, scopeId: place.id })
}
