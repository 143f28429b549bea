import { attribute, childOf } from '../../model/compile/attributes.ts'
import type { XmlElement } from '../../model/xml.ts'
import type { BaseType, ValueType } from '../model.ts'
import type { DecisionContext } from './context.ts'
import { textOf } from './context.ts'

/** Camunda's names in any case, and FEEL's. What is not here, e.g. `Any` or `context`, is not coerced. */
const BASES: Record<string, BaseType> = {
  string: 'string',
  boolean: 'boolean',
  integer: 'integer',
  long: 'long',
  double: 'double',
  number: 'double',
  date: 'date',
  datetime: 'dateTime',
  'date and time': 'dateTime',
  time: 'time',
  daytimeduration: 'duration',
  yearmonthduration: 'duration',
  'days and time duration': 'duration',
  'years and months duration': 'duration',
}

/** The type an element's typeRef names, item definitions followed; null if there is none. */
export function typeOf(element: XmlElement | null, context: DecisionContext): ValueType | null {
  const name = element && typeRefOf(element)
  return name ? resolve(name, name, new Set(), context) : null
}

/** allowedValues of the item definition an element's typeRef names; null if there are none. */
export function allowedValuesOf(element: XmlElement, context: DecisionContext): XmlElement | null {
  const seen = new Set<XmlElement>()
  let definition = definitionOf(element, context)
  while (definition && !seen.has(definition)) {
    const allowed = childOf(definition, 'dmn:allowedValues')
    if (allowed) return allowed
    seen.add(definition)
    definition = definitionOf(definition, context)
  }
  return null
}

function definitionOf(element: XmlElement, context: DecisionContext): XmlElement | undefined {
  const name = typeRefOf(element)
  return name === null ? undefined : context.types.get(name)
}

function resolve(written: string, name: string, seen: Set<string>, context: DecisionContext): ValueType {
  const definition = seen.has(name) ? undefined : context.types.get(name)
  if (!definition) return { name: written, base: BASES[name.toLowerCase()] ?? 'any', isList: false }
  const next = typeRefOf(definition)
  const type: ValueType = next === null ? { name: written, base: 'any', isList: false } : resolve(written, next, seen.add(name), context)
  return { ...type, isList: type.isList || attribute(definition, 'isCollection') === 'true' }
}

/** An attribute, or in item definitions an element. `feel:string` is `string`. */
function typeRefOf(element: XmlElement): string | null {
  const child = childOf(element, 'dmn:typeRef')
  const name = attribute(element, 'typeRef') ?? (child ? child.text.trim() || textOf(child).trim() : null)
  return name ? name.replace(/^[\p{L}_][\w.-]*:/u, '') : null
}
