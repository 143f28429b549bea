import type { StartEventNode } from '../executable.ts'
import { attribute, label } from './context.ts'
import { eventDefinition, messageTrigger, unsupportedDefinition } from './event-definition.ts'
import type { NodeCompiler } from './node-compiler.ts'

/** None and message start events. A message start's name must stand fast: it is known before any instance is. */
export const compileStartEvent: NodeCompiler = (element, base, context): StartEventNode | null => {
  const node: StartEventNode = {
    ...base,
    kind: 'startEvent',
    messageName: null,
    initiator: attribute(element, 'camunda:initiator'),
    formKey: context.attributeExpression(element, 'camunda:formKey'),
  }
  const definition = eventDefinition(element, context)
  if (!definition) return node
  if (definition.name !== 'bpmn:messageEventDefinition') return unsupportedDefinition(element, definition, context)
  const trigger = messageTrigger(element, definition, context)
  if (!trigger) return null
  if (trigger.name.kind !== 'literal') {
    context.report('INVALID_EXPRESSION', element, `the message name of ${label(element)} must be plain text, not an expression`, definition)
    return null
  }
  return { ...node, messageName: trigger.name.text }
}
