import type { ThrowTrigger } from '../executable.ts'
import type { XmlElement } from '../xml.ts'
import { attribute, label } from './attributes.ts'
import { callMappings } from './call-mapping.ts'
import type { CompileContext } from './context.ts'
import type { TriggerCompilers } from './event-definition.ts'
import { escalationOf, nameOf } from './references.ts'
import { hasImplementation, workOf } from './work.ts'

/** What intermediate throw events and end events do. */
export const THROW_TRIGGERS = {
  message: messageThrow,
  signal: (element, definition, context) => {
    const name = nameOf('signal', element, definition, context)
    const mappings = callMappings(element, definition, 'camunda:in', context)
    return name && { type: 'signal', name, in: mappings }
  },
  escalation: escalationThrow,
  compensate: (element, definition, context) => {
    if (attribute(definition, 'waitForCompletion') === 'false') {
      const message = `waitForCompletion="false" of ${label(element)} has no effect: it waits until everything is compensated`
      context.warn('UNSUPPORTED_ELEMENT', element, message, definition)
    }
    return { type: 'compensation', activityRef: attribute(definition, 'activityRef') }
  },
} satisfies TriggerCompilers<ThrowTrigger>

function messageThrow(element: XmlElement, definition: XmlElement, context: CompileContext): ThrowTrigger | null {
  if (!hasImplementation(definition)) {
    const message = `${label(element)} sends nothing: its messageEventDefinition has neither camunda:type="external" nor camunda:expression`
    context.warn('NO_IMPLEMENTATION', element, message, definition)
    return { type: 'message', work: null }
  }
  const work = workOf(element, definition, context)
  return work && { type: 'message', work }
}

function escalationThrow(element: XmlElement, definition: XmlElement, context: CompileContext): ThrowTrigger | null {
  const escalation = escalationOf(element, definition, context)
  if (escalation === undefined) return null
  const escalationCode = escalation && attribute(escalation, 'escalationCode')
  if (escalationCode) return { type: 'escalation', escalationCode }
  const found = escalation ? `${label(escalation)} has no escalationCode` : 'it names no escalation (escalationRef)'
  context.report('NO_ESCALATION_CODE', element, `${label(element)} throws an escalation without a code: ${found}`, definition)
  return null
}
