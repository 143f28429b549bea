import type { XmlElement } from '../xml.ts'

/** The element as messages name it: `userTask "Task_1"`. */
export function label(element: XmlElement): string {
  const id = idOf(element)
  return id === null ? localName(element) : `${localName(element)} "${id}"`
}

/** Without the prefix: `userTask`, `executionListener`. */
export function localName(element: XmlElement): string {
  return element.name.replace(/^[^:]*:/, '')
}

export function idOf(element: XmlElement): string | null {
  return attribute(element, 'id')
}

/** An attribute's text; null if absent or blank. */
export function attribute(element: XmlElement, name: string): string | null {
  if (!Object.hasOwn(element.attributes, name)) return null
  const value = element.attributes[name]!.trim()
  return value === '' ? null : value
}

/** Whether the attribute says yes. */
export function flag(element: XmlElement, name: string): boolean {
  return attribute(element, name)?.toLowerCase() === 'true'
}

export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name)
}

export function childOf(element: XmlElement, name: string): XmlElement | null {
  return element.children.find((child) => child.name === name) ?? null
}

/** The elements of this name in bpmn:extensionElements. */
export function extensions(element: XmlElement, name: string): XmlElement[] {
  return childrenOf(element, 'bpmn:extensionElements').flatMap((holder) => childrenOf(holder, name))
}

/** camunda:properties as a record; the last of a name wins. */
export function propertiesOf(element: XmlElement): Record<string, string> {
  return propertyRecord(extensions(element, 'camunda:properties'))
}

/** camunda:property elements by name, else by id; the last of a name wins. */
export function propertyRecord(holders: XmlElement[]): Record<string, string> {
  const entries = holders
    .flatMap((holder) => childrenOf(holder, 'camunda:property'))
    .map((property) => [attribute(property, 'name') ?? attribute(property, 'id') ?? '', property.attributes['value'] ?? ''] as const)
  return Object.fromEntries(entries.filter(([name]) => name !== ''))
}

export function documentationOf(element: XmlElement): string | null {
  const text = childrenOf(element, 'bpmn:documentation')
    .map((child) => child.text.trim())
    .join('\n\n')
  return text === '' ? null : text
}

/** Splits at commas that stand outside `${…}`; FEEL is one expression, its commas are its own. */
export function splitList(text: string): string[] {
  if (text.startsWith('=')) return [text]
  return (text.match(/(?:[$#]\{[^}]*\}|[^,])+/g) ?? []).map((item) => item.trim()).filter((item) => item !== '')
}

/** Whether the element is an activity: a task of any kind, a sub-process or a call. */
export function isActivity(element: XmlElement): boolean {
  return /^bpmn:(\w*[tT]ask|subProcess|transaction|callActivity)$/.test(element.name)
}

export function isEventSubProcess(element: XmlElement): boolean {
  return element.name === 'bpmn:subProcess' && flag(element, 'triggeredByEvent')
}
