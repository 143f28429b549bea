import type { XmlElement } from '../xml.ts'
import { attribute, childOf, label, localName } from './attributes.ts'
import type { CompileContext } from './context.ts'

export { isFeel } from './language.ts'

/** The one event definition of an event, its own or one at the root that it refers to; null if it has none. Several are refused. */
export function eventDefinition(element: XmlElement, context: CompileContext): XmlElement | null {
  const definitions = element.children.filter((child) => /^bpmn:(\w+EventDefinition|eventDefinitionRef)$/.test(child.name))
  if (definitions.length > 1) {
    const message = `${label(element)} has several event definitions, which is not executed; draw one event for each`
    context.report('UNSUPPORTED_ELEMENT', element, message)
  }
  const found = findDefinition(element, context)
  if (found?.name === 'bpmn:eventDefinitionRef') {
    const message = `${label(element)} refers to event definition "${found.text.trim()}", which does not exist`
    context.report('DANGLING_REFERENCE', element, message, found)
  }
  return found
}

/** The same without a word. A reference that leads nowhere is given itself. */
export function findDefinition(element: XmlElement, context: CompileContext): XmlElement | null {
  const own = element.children.find((child) => /^bpmn:\w+EventDefinition$/.test(child.name))
  if (own) return own
  const reference = childOf(element, 'bpmn:eventDefinitionRef')
  return reference && (context.root('eventDefinition', reference.text.trim()) ?? reference)
}

/** Compilers of event definitions by the beginning of their names: `message` for messageEventDefinition. */
export type TriggerCompilers<T> = Record<string, (element: XmlElement, definition: XmlElement, context: CompileContext) => T | null>

/** What an event waits for or throws, by the kind of its definition. null, and reported, if such an event may not stand here. */
export function compileTrigger<T>(
  element: XmlElement,
  definition: XmlElement,
  context: CompileContext,
  { compilers, place }: { compilers: TriggerCompilers<T>; /** For the message: "a boundary event". */ place: string },
): T | null {
  // a reference that leads nowhere has been reported
  if (definition.name === 'bpmn:eventDefinitionRef') return null
  const kind = localName(definition).replace(/EventDefinition$/, '')
  if (Object.hasOwn(compilers, kind)) return compilers[kind]!(element, definition, context)
  const message = `${label(element)} is ${place} with a ${localName(definition)}; possible there: ${Object.keys(compilers).join(', ')}`
  context.report('EVENT_NOT_ALLOWED', element, message, definition)
  return null
}

/** The name of a link event: throw and catch of one name belong together. */
export function linkName(definition: XmlElement | null): string | null {
  return definition && attribute(definition, 'name')
}
