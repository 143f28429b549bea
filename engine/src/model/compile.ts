import type { CompileContext } from './compile/context.ts'
import { attribute, childOf, childrenOf, documentationOf, idOf, label, propertiesOf } from './compile/context.ts'
import { checkActivityExtras, checkExtensions } from './compile/activity-extras.ts'
import { languageOf } from './compile/event-definition.ts'
import { NODE_COMPILERS } from './compile/index.ts'
import { isJuel } from '../expression/juel-parse.ts'
import type { ExecutableProcess, Flow, NodeBase } from './executable.ts'
import { MAX_PROCESS_ELEMENTS, MAX_SUB_PROCESS_DEPTH } from './limits.ts'
import type { ProcessDraft } from './process-draft.ts'
import { PROCESS_RULES } from './rules/index.ts'
import { connectFlows } from './rules/flows.ts'
import { isBpmnName, SILENT_ELEMENTS } from './vocabulary.ts'
import type { XmlElement } from './xml.ts'

/** One executable process. What is wrong with it is reported to the context; the result is of use only if nothing is. */
export function compileProcess(element: XmlElement, context: CompileContext): ExecutableProcess {
  const key = idOf(element) ?? ''
  if (key === '') context.report('MISSING_ID', element, 'a process has no id, which is the key it is started by')
  context.taskPriority = context.attributeExpression(element, 'camunda:taskPriority')
  checkExtensions(element, context)
  const draft: ProcessDraft = { scopes: new Map(), nodes: new Map(), flows: new Map(), scopeOf: new Map() }
  collectScope(element, { id: key, parentId: null, depth: 0 }, draft, context)
  connectFlows(draft, context)
  for (const rule of PROCESS_RULES) rule(draft, context)
  if (draft.nodes.size + draft.flows.size > MAX_PROCESS_ELEMENTS) {
    const size = draft.nodes.size + draft.flows.size
    context.report('MODEL_TOO_LARGE', element, `${label(element)} has ${size} nodes and flows; at most ${MAX_PROCESS_ELEMENTS} are executed`)
  }
  return {
    id: key,
    key,
    name: attribute(element, 'name'),
    versionTag: attribute(element, 'camunda:versionTag'),
    historyTimeToLive: attribute(element, 'camunda:historyTimeToLive'),
    startableInTasklist: attribute(element, 'camunda:isStartableInTasklist') !== 'false',
    documentation: documentationOf(element),
    properties: propertiesOf(element),
    scopes: Object.fromEntries([...draft.scopes].map(([id, { scope }]) => [id, scope])),
    nodes: Object.fromEntries([...draft.nodes].map(([id, { node }]) => [id, node])),
    flows: Object.fromEntries([...draft.flows].map(([id, { flow }]) => [id, flow])),
  }
}

interface Place {
  id: string
  parentId: string | null
  depth: number
}

function collectScope(element: XmlElement, place: Place, draft: ProcessDraft, context: CompileContext): void {
  if (place.depth > MAX_SUB_PROCESS_DEPTH) {
    const message = `${label(element)} is nested deeper than ${MAX_SUB_PROCESS_DEPTH} sub-processes`
    return context.report('NESTING_TOO_DEEP', element, message)
  }
  draft.scopes.set(place.id, { scope: { id: place.id, parentId: place.parentId, start: null, messageStarts: [] }, element })
  for (const child of element.children) {
    if (child.name === 'bpmn:sequenceFlow') collectFlow(child, place, draft, context)
    else if (NODE_COMPILERS.has(child.name)) collectNode(child, place, draft, context)
    else if (!SILENT_ELEMENTS.has(child.name) && !isLoop(child)) {
      // it stands there all the same: flows to it are not dangling
      const id = idOf(child)
      if (id !== null) draft.scopeOf.set(id, place.id)
      if (isBpmnName(child.name)) context.report('UNSUPPORTED_ELEMENT', child, `${label(child)} is known to BPMN but not executed yet`)
    }
  }
}

/** Loop markers stand among a sub-process's nodes; `checkActivityExtras` speaks of them. */
function isLoop(element: XmlElement): boolean {
  return element.name.endsWith('LoopCharacteristics')
}

function collectNode(element: XmlElement, place: Place, draft: ProcessDraft, context: CompileContext): void {
  const id = idOf(element)
  if (id === null) return context.report('MISSING_ID', element, `${label(element)} in "${place.id}" has no id`)
  draft.scopeOf.set(id, place.id)
  checkActivityExtras(element, context)
  const base: NodeBase = {
    id,
    name: attribute(element, 'name'),
    scopeId: place.id,
    incoming: [],
    outgoing: [],
    defaultFlow: attribute(element, 'default'),
    boundary: [],
    documentation: documentationOf(element),
    properties: propertiesOf(element),
  }
  const node = NODE_COMPILERS.get(element.name)!(element, base, context)
  if (!node) return
  draft.nodes.set(id, { node, element })
  if (node.kind === 'subProcess') collectScope(element, { id, parentId: place.id, depth: place.depth + 1 }, draft, context)
}

function collectFlow(element: XmlElement, place: Place, draft: ProcessDraft, context: CompileContext): void {
  const id = idOf(element)
  if (id === null) return context.report('MISSING_ID', element, `${label(element)} in "${place.id}" has no id`)
  checkExtensions(element, context)
  const source = attribute(element, 'sourceRef')
  const target = attribute(element, 'targetRef')
  if (!source) context.report('DANGLING_REFERENCE', element, `${label(element)} has no source (sourceRef)`)
  if (!target) context.report('DANGLING_REFERENCE', element, `${label(element)} has no target (targetRef)`)
  const flow: Flow = {
    id,
    name: attribute(element, 'name'),
    source: source ?? '',
    target: target ?? '',
    condition: conditionOf(element, context),
  }
  draft.flows.set(id, { flow, element, scopeId: place.id })
}

function conditionOf(element: XmlElement, context: CompileContext): Flow['condition'] {
  const [condition] = childrenOf(element, 'bpmn:conditionExpression')
  if (!condition) return null
  const text = condition.text.trim()
  if (attribute(condition, 'camunda:resource')) {
    context.report('UNSUPPORTED_LANGUAGE', element, `the condition of ${label(element)} is a script file, which is not executed`, condition)
    return null
  }
  if (childOf(condition, 'camunda:script') || text === '') {
    context.report('INVALID_EXPRESSION', element, `the condition of ${label(element)} is empty`, condition)
    return null
  }
  const byDefault = context.feelByDefault && !isJuel(text) ? 'feel' : undefined
  const language = languageOf(element, condition, context) ?? byDefault
  const expression = context.expression(element, text, 'the condition of', { at: condition, language })
  if (expression?.kind === 'literal' && expression.text !== 'true' && expression.text !== 'false') {
    const message = `the condition of ${label(element)}, "${text}", is plain text: write FEEL as =… or language="feel", or \${…}`
    context.report('INVALID_EXPRESSION', element, message, condition)
  }
  return expression
}
