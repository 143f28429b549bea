import { label } from '../compile/attributes.ts'
import type { CompileContext } from '../compile/context.ts'
import type { Place } from '../compile/node-compiler.ts'
import type { ScopeModel, StartEventNode } from '../executable.ts'
import type { ProcessDraft } from '../process-draft.ts'
import type { XmlElement } from '../xml.ts'

interface Start {
  node: StartEventNode
  element: XmlElement
}

/**
 * A process has one none start event, start events of other kinds, or both; a sub-process exactly one none start
 * event; an event sub-process exactly one that is not. Entered in the scopes.
 */
export function scopesHaveStarts(draft: ProcessDraft, context: CompileContext): void {
  const starts = startsByScope(draft)
  for (const { scope, element, kind } of draft.scopes.values()) {
    for (const start of starts.get(scope.id) ?? []) enter(start, scope, kind, context)
    // a start that could not be compiled has been reported already
    const hasBroken = element.children.some((child) => child.name === 'bpmn:startEvent' && !draft.nodes.has(child.attributes['id'] ?? ''))
    if (scope.start !== null || scope.eventStarts.length > 0 || hasBroken) continue
    context.report(
      'NO_START_EVENT',
      element,
      `${label(element)} has no ${kind === 'subProcess' || kind === 'transaction' ? 'none ' : ''}start event`,
    )
  }
  compensationStartsFit(draft, context)
}

function enter({ node, element }: Start, scope: ScopeModel, kind: Place['kind'], context: CompileContext): void {
  const { trigger } = node
  if (kind === 'eventSubProcess' && trigger.type === 'none') {
    const message = `${label(element)} starts the event sub-process "${scope.id}" by nothing: give it an event, or let a flow lead to "${scope.id}"`
    context.report('EVENT_NOT_ALLOWED', element, message)
  }
  if (kind === 'process' && trigger.type !== 'none') {
    if (trigger.type === 'error' || trigger.type === 'escalation' || trigger.type === 'compensation') return
    scope.eventStarts.push({ nodeId: node.id, trigger })
  } else if (scope.start !== null) {
    const none = kind === 'eventSubProcess' ? '' : 'none '
    context.report(
      'DUPLICATE_START_EVENT',
      element,
      `${label(element)} is a second ${none}start event of "${scope.id}", after "${scope.start}"`,
    )
  } else scope.start = node.id
}

/** What is undone by an event sub-process is an embedded sub-process: a whole process is never undone from outside. */
function compensationStartsFit(draft: ProcessDraft, context: CompileContext): void {
  const seen = new Map<string, string>()
  for (const { node, element } of draft.nodes.values()) {
    if (node.kind !== 'startEvent' || node.trigger.type !== 'compensation') continue
    const around = draft.scopes.get(node.scopeId)!.scope.parentId!
    const twin = seen.get(around)
    if (draft.scopes.get(around)!.kind === 'process') {
      const message = `${label(element)} compensates the process "${around}", which nothing can ask for; put it into a sub-process`
      context.report('EVENT_NOT_ALLOWED', element, message)
    } else if (twin) {
      context.report('DUPLICATE_COMPENSATION', element, `${label(element)} compensates "${around}", and so does "${twin}"`)
    }
    seen.set(around, node.id)
  }
}

function startsByScope(draft: ProcessDraft): Map<string, Start[]> {
  const starts = new Map<string, Start[]>()
  for (const { node, element } of draft.nodes.values()) {
    if (node.kind !== 'startEvent') continue
    const list = starts.get(node.scopeId)
    if (list) list.push({ node, element })
    else starts.set(node.scopeId, [{ node, element }])
  }
  return starts
}
