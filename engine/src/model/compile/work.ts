import type { ExternalWork, ServiceTaskNode } from '../executable.ts'
import type { XmlElement } from '../xml.ts'
import { attribute, extensions, label } from './attributes.ts'
import type { CompileContext } from './context.ts'
import { errorOf } from './references.ts'

const REMEDY = 'use camunda:type="external" with a topic, for which a worker is asked, or camunda:expression'

/** Whether anything says how it is carried out. */
export function hasImplementation(holder: XmlElement): boolean {
  return ['type', 'class', 'delegateExpression', 'expression'].some((name) => attribute(holder, `camunda:${name}`)) || hasConnector(holder)
}

function hasConnector(holder: XmlElement): boolean {
  return extensions(holder, 'camunda:connector').length > 0
}

/**
 * How a task, or a message that is thrown, is carried out: by a worker or by an expression. Java classes, delegates
 * and connectors of the model are never executed. null, and reported, if it is carried out otherwise or not at all.
 * @param holder has the attributes: the task itself, or the messageEventDefinition of an event
 */
export function workOf(element: XmlElement, holder: XmlElement, context: CompileContext): ServiceTaskNode['work'] | null {
  const type = attribute(holder, 'camunda:type')
  if (type?.toLowerCase() === 'external') return externalWork(element, holder, context)
  const java = ['type', 'class', 'delegateExpression'].find((name) => attribute(holder, `camunda:${name}`))
  const text = attribute(holder, 'camunda:expression')
  if (java || text === null) {
    const connector = hasConnector(holder) ? 'its camunda:connector is not executed' : 'it has no implementation'
    const found = java ? `camunda:${java}="${attribute(holder, `camunda:${java}`)}" is not executed` : connector
    context.report('NO_IMPLEMENTATION', element, `${label(element)} cannot be carried out: ${found}; ${REMEDY}`, holder)
    return null
  }
  const expression = context.expression(element, text, 'camunda:expression of', { at: holder })
  return expression && { type: 'expression', expression, resultVariable: resultVariableOf(holder) }
}

/** camunda:resultVariable, and its older name. */
export function resultVariableOf(element: XmlElement): string | null {
  return attribute(element, 'camunda:resultVariable') ?? attribute(element, 'camunda:resultVariableName')
}

function externalWork(element: XmlElement, holder: XmlElement, context: CompileContext): ExternalWork | null {
  const priority = context.integerAttribute(element, 'camunda:taskPriority', holder) ?? context.taskPriority
  const errorEvents = errorEventsOf(element, holder, context)
  if (attribute(holder, 'camunda:topic') === null) {
    context.report('NO_TOPIC', element, `${label(element)} is an external task without camunda:topic`, holder)
    return null
  }
  const topic = context.attributeExpression(element, 'camunda:topic', holder)
  return topic && { type: 'external', topic, priority, errorEvents }
}

/** camunda:errorEventDefinition. One without an error is ignored, as camunda does. */
function errorEventsOf(element: XmlElement, holder: XmlElement, context: CompileContext): ExternalWork['errorEvents'] {
  return extensions(holder, 'camunda:errorEventDefinition').flatMap((definition) => {
    const error = errorOf(element, definition, context)
    if (!error) return []
    const text = attribute(definition, 'expression') ?? attribute(definition, 'camunda:expression')
    if (error.code === null)
      context.report('NO_ERROR_CODE', element, `${label(element)} may throw an error without an error code`, definition)
    if (text === null) {
      const message = `camunda:errorEventDefinition of ${label(element)} has no expression that says when the error is thrown`
      context.report('INVALID_EXPRESSION', element, message, definition)
    }
    const expression = text === null ? null : context.expression(element, text, 'camunda:errorEventDefinition of', { at: definition })
    return error.code !== null && expression ? [{ errorCode: error.code, errorMessage: error.message, expression }] : []
  })
}
