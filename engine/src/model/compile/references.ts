import type { Expression } from '../../expression/expression.ts'
import type { DefinitionReference } from '../executable.ts'
import type { XmlElement } from '../xml.ts'
import { attribute, label } from './attributes.ts'
import type { CompileContext } from './context.ts'

/** The name of the message or signal that an event refers to; null, and reported, if it or its name is missing. */
export function nameOf(
  kind: 'message' | 'signal',
  element: XmlElement,
  definition: XmlElement,
  context: CompileContext,
): Expression | null {
  const [noReference, noName] =
    kind === 'message' ? (['NO_MESSAGE', 'NO_MESSAGE_NAME'] as const) : (['NO_SIGNAL', 'NO_SIGNAL_NAME'] as const)
  const reference = attribute(definition, `${kind}Ref`)
  if (!reference) {
    context.report(noReference, element, `${label(element)} names no ${kind} (${kind}Ref)`, definition)
    return null
  }
  const target = context.root(kind, reference)
  if (!target) {
    context.report('DANGLING_REFERENCE', element, `${label(element)} refers to ${kind} "${reference}", which does not exist`, definition)
    return null
  }
  const name = attribute(target, 'name')
  if (!name) {
    context.report(noName, target, `${label(target)}, used by ${label(element)}, has no name`)
    return null
  }
  return context.expression(target, name, 'the name of')
}

/**
 * The error an event refers to; null if it names none. A reference to no element is the code itself (camunda's rule).
 */
export function errorOf(
  element: XmlElement,
  definition: XmlElement,
  context: CompileContext,
): { code: string | null; message: Expression | null } | null {
  const reference = attribute(definition, 'errorRef')
  if (!reference) return null
  const error = context.root('error', reference)
  if (!error) {
    const message = `${label(element)} refers to error "${reference}", which does not exist: "${reference}" is taken for the error code`
    context.warn('DANGLING_REFERENCE', element, message, definition)
    return { code: reference, message: null }
  }
  const name = attribute(error, 'name')
  const message = context.attributeExpression(error, 'camunda:errorMessage')
  return { code: attribute(error, 'errorCode'), message: message ?? (name === null ? null : { kind: 'literal', text: name }) }
}

/** The escalation an event refers to; null if it names none; `undefined`, and reported, if it does not exist. */
export function escalationOf(element: XmlElement, definition: XmlElement, context: CompileContext): XmlElement | null | undefined {
  const reference = attribute(definition, 'escalationRef')
  if (!reference) return null
  const escalation = context.root('escalation', reference)
  if (escalation) return escalation
  context.report('DANGLING_REFERENCE', element, `${label(element)} refers to escalation "${reference}", which does not exist`, definition)
  return undefined
}

/**
 * Which version of a process or decision is meant.
 * @param prefix of the attributes: camunda:<prefix>Binding, …Version, …VersionTag
 */
export function definitionReference(
  element: XmlElement,
  key: Expression,
  prefix: 'calledElement' | 'decisionRef',
  context: CompileContext,
): DefinitionReference | null {
  const name = (what: string) => `camunda:${prefix}${what}`
  if (attribute(element, name('TenantId'))) {
    const message = `${name('TenantId')} of ${label(element)} is not executed: a definition is always taken from the caller's own tenant; remove it`
    context.report('UNSUPPORTED_EXTENSION', element, message)
  }
  const binding = attribute(element, name('Binding')) ?? 'latest'
  if (binding !== 'latest' && binding !== 'deployment' && binding !== 'version' && binding !== 'versionTag') {
    const message = `${name('Binding')} of ${label(element)}, "${binding}", is none of latest, deployment, version, versionTag`
    context.report('INVALID_VALUE', element, message)
    return null
  }
  const version = binding === 'version' ? context.integerAttribute(element, name('Version')) : null
  const versionTag = binding === 'versionTag' ? context.attributeExpression(element, name('VersionTag')) : null
  const needed = binding === 'version' ? 'Version' : 'VersionTag'
  if ((binding === 'version' || binding === 'versionTag') && attribute(element, name(needed)) === null) {
    context.report('INVALID_VALUE', element, `${label(element)} has ${name('Binding')}="${binding}" but no ${name(needed)}`)
    return null
  }
  return { key, binding, version, versionTag }
}
