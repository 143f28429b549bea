import type { BoundaryEventNode, ErrorTrigger } from '../executable.ts'
import type { XmlElement } from '../xml.ts'
import type { CompileContext } from './context.ts'
import { attribute, label } from './context.ts'
import { eventDefinition, messageTrigger, referencedError, timerTrigger, unsupportedDefinition } from './event-definition.ts'
import type { NodeCompiler } from './node-compiler.ts'

/** Timer, message and error boundary events. Whether the host exists is checked with the references. */
export const compileBoundaryEvent: NodeCompiler = (element, base, context): BoundaryEventNode | null => {
  const attachedTo = attribute(element, 'attachedToRef')
  if (!attachedTo) context.report('NO_ATTACHED_ACTIVITY', element, `${label(element)} is attached to no activity (attachedToRef)`)
  const definition = eventDefinition(element, context)
  if (!definition) {
    context.report('UNSUPPORTED_ELEMENT', element, `${label(element)} has no event definition: BPMN knows no boundary event without one`)
    return null
  }
  const trigger = triggerOf(element, definition, context)
  if (!trigger || !attachedTo) return null
  // an error always interrupts: BPMN 2.0.2, table 10.98
  const interrupting = trigger.type === 'error' || attribute(element, 'cancelActivity') !== 'false'
  return { ...base, kind: 'boundaryEvent', attachedTo, interrupting, trigger }
}

function triggerOf(element: XmlElement, definition: XmlElement, context: CompileContext): BoundaryEventNode['trigger'] | null {
  switch (definition.name) {
    case 'bpmn:timerEventDefinition':
      return timerTrigger(element, definition, context)
    case 'bpmn:messageEventDefinition':
      return messageTrigger(element, definition, context)
    case 'bpmn:errorEventDefinition':
      return errorTrigger(element, definition, context)
    default:
      return unsupportedDefinition(element, definition, context)
  }
}

/** No error, or an error without a code, catches all. */
function errorTrigger(element: XmlElement, definition: XmlElement, context: CompileContext): ErrorTrigger | null {
  const error = referencedError(element, definition, context)
  if (error === undefined) return null
  return {
    type: 'error',
    errorCode: error && attribute(error, 'errorCode'),
    codeVariable: attribute(definition, 'camunda:errorCodeVariable'),
    messageVariable: attribute(definition, 'camunda:errorMessageVariable'),
  }
}
