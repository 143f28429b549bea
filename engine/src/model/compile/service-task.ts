import type { ServiceTaskNode } from '../executable.ts'
import { attribute, extensions, label } from './context.ts'
import type { NodeCompiler } from './node-compiler.ts'
import { checkInteger } from './user-task.ts'

/**
 * Service, send and business rule tasks with camunda:type="external": a worker fetches them by topic.
 * Java classes, expressions and delegates of the model are never executed.
 */
export const compileServiceTask: NodeCompiler = (element, base, context): ServiceTaskNode | null => {
  const type = attribute(element, 'camunda:type')
  if (type !== 'external') {
    const other = ['class', 'expression', 'delegateExpression', 'decisionRef', 'type'].find((name) => attribute(element, `camunda:${name}`))
    const found = other ? `camunda:${other}="${attribute(element, `camunda:${other}`)}" is not executed` : 'it has none'
    context.report('NO_IMPLEMENTATION', element, `${label(element)} needs camunda:type="external" and a topic: ${found}`)
    return null
  }
  for (const definition of extensions(element, 'camunda:errorEventDefinition')) {
    context.report('UNSUPPORTED_EXTENSION', element, `camunda:errorEventDefinition of ${label(element)} is not executed yet`, definition)
  }
  const priority = context.attributeExpression(element, 'camunda:taskPriority')
  checkInteger(priority, element, 'camunda:taskPriority', context)
  if (attribute(element, 'camunda:topic') === null) {
    context.report('NO_TOPIC', element, `${label(element)} is an external task without camunda:topic`)
    return null
  }
  const topic = context.attributeExpression(element, 'camunda:topic')
  return topic && { ...base, kind: 'serviceTask', topic, priority: priority ?? context.taskPriority }
}
