import { dueAt } from '../../expression/due.ts'
import type { MessageTrigger, TimerTrigger } from '../executable.ts'
import type { XmlElement } from '../xml.ts'
import type { CompileContext } from './context.ts'
import { attribute, childOf, childrenOf, label } from './context.ts'

/** The one event definition of an event; null if it has none. Several, or one by reference, are refused. */
export function eventDefinition(element: XmlElement, context: CompileContext): XmlElement | null {
  const definitions = element.children.filter((child) => /^bpmn:\w+EventDefinition$/.test(child.name))
  const [reference] = childrenOf(element, 'bpmn:eventDefinitionRef')
  if (definitions.length > 1) {
    context.report('UNSUPPORTED_ELEMENT', element, `${label(element)} has several event definitions, which is not executed yet`)
  } else if (reference) {
    context.report('UNSUPPORTED_ELEMENT', element, `${label(element)} refers to an event definition, which is not executed yet`, reference)
  }
  return definitions[0] ?? null
}

/** A known event definition that this event does not execute yet. */
export function unsupportedDefinition(element: XmlElement, definition: XmlElement, context: CompileContext): null {
  const kind = definition.name.replace(/^bpmn:/, '')
  context.report('UNSUPPORTED_ELEMENT', element, `${kind} of ${label(element)} is known to BPMN but not executed yet`, definition)
  return null
}

/** null, and reported, if there is no time or the time cannot be read. */
export function timerTrigger(element: XmlElement, definition: XmlElement, context: CompileContext): TimerTrigger | null {
  const cycle = childOf(definition, 'bpmn:timeCycle')
  if (cycle) {
    context.report('UNSUPPORTED_ELEMENT', element, `timeCycle of ${label(element)} is known to BPMN but not executed yet`, cycle)
    return null
  }
  const date = childOf(definition, 'bpmn:timeDate')
  const time = date ?? childOf(definition, 'bpmn:timeDuration')
  if (!time || time.text.trim() === '') {
    context.report('NO_TIMER', element, `${label(element)} has no timeDate and no timeDuration`, time ?? definition)
    return null
  }
  const language = languageOf(element, time, context)
  const value = context.expression(element, time.text.trim(), 'the time of', { at: time, language })
  if (!value) return null
  if (value.kind === 'literal' && dueAt(value.text, 0) === null) {
    const message = `the time of ${label(element)}, "${value.text}", is neither an ISO 8601 date nor a duration such as P3D`
    context.report('INVALID_TIMER', element, message, time)
    return null
  }
  return { type: 'timer', form: date ? 'date' : 'duration', value }
}

/** null, and reported, if the message or its name is missing. */
export function messageTrigger(element: XmlElement, definition: XmlElement, context: CompileContext): MessageTrigger | null {
  const reference = attribute(definition, 'messageRef')
  if (!reference) {
    context.report('NO_MESSAGE', element, `${label(element)} names no message (messageRef)`, definition)
    return null
  }
  const message = referenced(context.messages, reference)
  if (!message) {
    context.report('DANGLING_REFERENCE', element, `${label(element)} refers to message "${reference}", which does not exist`, definition)
    return null
  }
  const name = attribute(message, 'name')
  if (!name) {
    context.report('NO_MESSAGE_NAME', message, `${label(message)}, used by ${label(element)}, has no name`)
    return null
  }
  const expression = context.expression(message, name, 'the name of')
  return expression ? { type: 'message', name: expression } : null
}

/** The error an event refers to. `undefined`, and reported, if it does not exist; null if none is named. */
export function referencedError(element: XmlElement, definition: XmlElement, context: CompileContext): XmlElement | null | undefined {
  const reference = attribute(definition, 'errorRef')
  if (!reference) return null
  const error = referenced(context.errors, reference)
  if (error) return error
  context.report('DANGLING_REFERENCE', element, `${label(element)} refers to error "${reference}", which does not exist`, definition)
  return undefined
}

/** What language an expression of `element` says it is in; reported if it is one that is not executed. */
export function languageOf(element: XmlElement, expression: XmlElement, context: CompileContext): 'feel' | undefined {
  const language = attribute(expression, 'language')?.toLowerCase()
  if (language === undefined) return undefined
  if (isFeel(language)) return 'feel'
  if (!['juel', 'uel', 'el', 'java'].includes(language)) {
    const message = `${label(element)} has an expression in "${language}", which is not executed; use FEEL or \${…}`
    context.report('UNSUPPORTED_LANGUAGE', element, message, expression)
  }
  return undefined
}

/** FEEL by its name or by OMG's address of any DMN version. */
export function isFeel(language: string): boolean {
  return /^(feel|https?:\/\/www\.omg\.org\/spec\/(dmn\/\d+\/)?feel.*)$/i.test(language)
}

/** References are QNames: `tns:Message_1` means the same file. */
function referenced(elements: Map<string, XmlElement>, reference: string): XmlElement | undefined {
  return elements.get(reference) ?? elements.get(reference.replace(/^[^:]*:/, ''))
}
