import type { Expression } from '../../expression/expression.ts'
import type { ExecutionListener, TaskListener } from '../executable.ts'
import type { XmlElement } from '../xml.ts'
import { attribute, childOf, extensions, label, localName } from './attributes.ts'
import type { CompileContext } from './context.ts'
import { scriptExpression } from './language.ts'
import { timerTrigger } from './timer.ts'

const TASK_EVENTS = ['create', 'assignment', 'update', 'complete', 'delete', 'timeout'] as const

/**
 * camunda:executionListener. On a flow the event is always `take`, whatever the file says. A worker's listener is waited
 * for by the token of an element; on a flow there is no place to wait, and at the start and end of a process no token.
 */
export function executionListenersOf(element: XmlElement, context: CompileContext): ExecutionListener[] {
  return extensions(element, 'camunda:executionListener').flatMap((listener): ExecutionListener[] => {
    const event = element.name === 'bpmn:sequenceFlow' ? 'take' : property(listener, 'event')
    if (event !== 'start' && event !== 'end' && event !== 'take') {
      const message = `an execution listener of ${label(element)} has the event "${event ?? ''}"; it must be start or end`
      context.report('INVALID_VALUE', element, message, listener)
      return []
    }
    const topic = property(listener, 'topic')
    if (topic !== null && (element.name === 'bpmn:sequenceFlow' || element.name === 'bpmn:process')) {
      const message = `a listener of ${label(element)} is a worker's (topic "${topic}"), who can be waited for at an element only; use an expression or a script`
      context.report('NO_IMPLEMENTATION', element, message, listener)
      return []
    }
    if (topic !== null) {
      const expression = context.expression(element, topic, 'the topic of a listener of', { at: listener })
      return expression ? [{ event, action: { type: 'external', topic: expression } }] : []
    }
    const expression = actionOf(element, listener, context)
    return expression ? [{ event, action: { type: 'expression', expression } }] : []
  })
}

/** camunda:taskListener. */
export function taskListenersOf(element: XmlElement, context: CompileContext): TaskListener[] {
  const ids = new Set<string>()
  return extensions(element, 'camunda:taskListener').flatMap((listener): TaskListener[] => {
    const event = TASK_EVENTS.find((candidate) => candidate === property(listener, 'event'))
    if (!event) {
      const message = `a task listener of ${label(element)} has the event "${property(listener, 'event') ?? ''}"; it must be one of ${TASK_EVENTS.join(', ')}`
      context.report('INVALID_VALUE', element, message, listener)
      return []
    }
    const id = property(listener, 'id')
    const expression = actionOf(element, listener, context)
    if (event !== 'timeout') return expression ? [{ event, id, expression, timer: null }] : []
    if (id === null || ids.has(id)) {
      context.report('MISSING_ID', element, `a timeout listener of ${label(element)} needs an id of its own`, listener)
      return []
    }
    ids.add(id)
    const definition = childOf(listener, 'bpmn:timerEventDefinition')
    if (!definition) {
      context.report('NO_TIMER', element, `the timeout listener "${id}" of ${label(element)} has no timerEventDefinition`, listener)
      return []
    }
    const timer = timerTrigger(element, definition, context)
    return expression && timer ? [{ event, id, expression, timer }] : []
  })
}

/** An expression or a script; Java is refused with what to use instead. */
function actionOf(element: XmlElement, listener: XmlElement, context: CompileContext): Expression | null {
  const kind = localName(listener)
  const java = ['class', 'delegateExpression'].find((name) => property(listener, name) !== null)
  if (java) {
    const instead =
      kind === 'executionListener' ? 'an expression, a script or topic="…", for which a worker is asked' : 'an expression or a script'
    const message = `${kind} of ${label(element)} is the Java ${java} "${property(listener, java)}", which is not executed; use ${instead}`
    context.report('NO_IMPLEMENTATION', element, message, listener)
    return null
  }
  const text = property(listener, 'expression')
  if (text !== null) return context.expression(element, text, `${kind} of`, { at: listener })
  const script = childOf(listener, 'camunda:script')
  if (script) return scriptExpression(element, script, `${kind} of`, context)
  context.report('NO_IMPLEMENTATION', element, `${kind} of ${label(element)} has neither an expression nor a script`, listener)
  return null
}

/** Attributes of extension elements have no prefix; some tools write one. */
function property(listener: XmlElement, name: string): string | null {
  return attribute(listener, name) ?? attribute(listener, `camunda:${name}`)
}
