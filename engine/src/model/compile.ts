import type { CompileContext } from './compile/context.ts'
import { attribute, documentationOf, extensions, idOf, label, propertiesOf } from './compile/attributes.ts'
import { executionListenersOf } from './compile/listeners.ts'
import { collectScope } from './compile/scope.ts'
import { owners } from './compile/user-task.ts'
import type { ExecutableProcess } from './executable.ts'
import { MAX_PROCESS_ELEMENTS } from './limits.ts'
import type { ProcessDraft } from './process-draft.ts'
import { connectFlows } from './rules/flows.ts'
import { PROCESS_RULES } from './rules/index.ts'
import type { XmlElement } from './xml.ts'

/** One executable process. What is wrong with it is reported to the context; the result is of use only if nothing is. */
export function compileProcess(element: XmlElement, context: CompileContext): ExecutableProcess {
  const key = idOf(element) ?? ''
  if (key === '') context.report('MISSING_ID', element, 'a process has no id, which is the key it is started by')
  context.taskPriority = context.integerAttribute(element, 'camunda:taskPriority')
  context.jobPriority = context.integerAttribute(element, 'camunda:jobPriority')
  const draft = draftOf(element, key, context)
  const starters = owners(extensions(element, 'camunda:potentialStarter'))
  return {
    id: key,
    key,
    name: attribute(element, 'name'),
    versionTag: attribute(element, 'camunda:versionTag'),
    historyTimeToLive: historyTimeToLiveOf(element, context),
    startableInTasklist: attribute(element, 'camunda:isStartableInTasklist') !== 'false',
    documentation: documentationOf(element),
    properties: propertiesOf(element),
    jobPriority: context.jobPriority,
    candidateStarterUsers: context.listExpressions(
      element,
      [attribute(element, 'camunda:candidateStarterUsers'), ...starters.users],
      'camunda:candidateStarterUsers of',
    ),
    candidateStarterGroups: context.listExpressions(
      element,
      [attribute(element, 'camunda:candidateStarterGroups'), ...starters.groups],
      'camunda:candidateStarterGroups of',
    ),
    listeners: executionListenersOf(element, context),
    scopes: Object.fromEntries([...draft.scopes].map(([id, { scope }]) => [id, scope])),
    nodes: Object.fromEntries([...draft.nodes].map(([id, { node }]) => [id, node])),
    flows: Object.fromEntries([...draft.flows].map(([id, { flow }]) => [id, flow])),
  }
}

/** The whole graph, connected and checked. */
function draftOf(element: XmlElement, key: string, context: CompileContext): ProcessDraft {
  const draft: ProcessDraft = {
    element,
    scopes: new Map(),
    nodes: new Map(),
    flows: new Map(),
    compensationEvents: new Map(),
    associations: [],
    scopeOf: new Map(),
  }
  collectScope(element, { id: key, parentId: null, kind: 'process', depth: 0 }, draft, context)
  const size = draft.nodes.size + draft.flows.size
  if (size > MAX_PROCESS_ELEMENTS) {
    context.report(
      'MODEL_TOO_LARGE',
      element,
      `${label(element)} has ${size} nodes and flows; at most ${MAX_PROCESS_ELEMENTS} are executed`,
    )
    return draft
  }
  connectFlows(draft, context)
  for (const rule of PROCESS_RULES) rule(draft, context)
  return draft
}

/** Days, as a number or as P180D. */
function historyTimeToLiveOf(element: XmlElement, context: CompileContext): string | null {
  const text = attribute(element, 'camunda:historyTimeToLive')
  if (text !== null && !/^(\d{1,9}|P\d{1,9}D)$/.test(text)) {
    const message = `camunda:historyTimeToLive of ${label(element)}, "${text}", is neither a number of days nor a duration of days such as P180D`
    context.report('INVALID_VALUE', element, message)
  }
  return text
}
