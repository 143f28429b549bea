import type { Expression } from '../../expression/expression.ts'
import type { CallMapping } from '../executable.ts'
import type { XmlElement } from '../xml.ts'
import { attribute, extensions, flag, label } from './attributes.ts'
import type { CompileContext } from './context.ts'

/**
 * camunda:in or camunda:out, without the business key. One without a source or a target is refused, as camunda does.
 * @param holder has them in its extensionElements: a call activity, or the signalEventDefinition of a throw event
 */
export function callMappings(
  element: XmlElement,
  holder: XmlElement,
  name: 'camunda:in' | 'camunda:out',
  context: CompileContext,
): CallMapping[] {
  return extensions(holder, name).flatMap((mapping): CallMapping[] => {
    if (attribute(mapping, 'businessKey') !== null) return []
    const local = flag(mapping, 'local')
    if (attribute(mapping, 'variables') === 'all') return [{ type: 'all', local }]
    const target = attribute(mapping, 'target')
    const source = attribute(mapping, 'source')
    const text = source === null ? attribute(mapping, 'sourceExpression') : null
    if (source === null && text === null) {
      context.report(
        'INVALID_VALUE',
        element,
        `${name} of ${label(element)} has no source and no sourceExpression, or an empty one`,
        mapping,
      )
    }
    if (target === null) context.report('INVALID_VALUE', element, `${name} of ${label(element)} has no target, or an empty one`, mapping)
    if (target === null) return []
    if (source !== null) return [{ type: 'variable', local, source, target }]
    const expression = text === null ? null : context.expression(element, text, `${name} of`, { at: mapping })
    return expression ? [{ type: 'expression', local, source: expression, target }] : []
  })
}

/** `<camunda:in businessKey="…"/>`. */
export function businessKeyOf(element: XmlElement, context: CompileContext): Expression | null {
  const mapping = extensions(element, 'camunda:in').find((candidate) => attribute(candidate, 'businessKey') !== null)
  return mapping ? context.expression(element, attribute(mapping, 'businessKey')!, 'the business key of', { at: mapping }) : null
}
