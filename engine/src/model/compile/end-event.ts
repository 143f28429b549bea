import type { EndEventNode } from '../executable.ts'
import { attribute, label } from './context.ts'
import { eventDefinition, referencedError, unsupportedDefinition } from './event-definition.ts'
import type { NodeCompiler } from './node-compiler.ts'

/** None, terminate and error end events. */
export const compileEndEvent: NodeCompiler = (element, base, context): EndEventNode | null => {
  const definition = eventDefinition(element, context)
  if (!definition) return { ...base, kind: 'endEvent', trigger: { type: 'none' } }
  if (definition.name === 'bpmn:terminateEventDefinition') return { ...base, kind: 'endEvent', trigger: { type: 'terminate' } }
  if (definition.name !== 'bpmn:errorEventDefinition') return unsupportedDefinition(element, definition, context)
  const error = referencedError(element, definition, context)
  if (error === undefined) return null
  const errorCode = error && attribute(error, 'errorCode')
  if (!errorCode) {
    context.report('NO_ERROR_CODE', element, `${label(element)} throws an error without an error code`, definition)
    return null
  }
  const errorMessage = attribute(error, 'camunda:errorMessage') ?? attribute(error, 'name')
  return { ...base, kind: 'endEvent', trigger: { type: 'error', errorCode, errorMessage } }
}
