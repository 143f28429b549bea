import type { IntermediateCatchEventNode } from '../executable.ts'
import { label } from './context.ts'
import { eventDefinition, messageTrigger, timerTrigger, unsupportedDefinition } from './event-definition.ts'
import type { NodeCompiler } from './node-compiler.ts'

/** Timer and message catch events. */
export const compileIntermediateCatchEvent: NodeCompiler = (element, base, context): IntermediateCatchEventNode | null => {
  const definition = eventDefinition(element, context)
  if (!definition) {
    context.report('UNSUPPORTED_ELEMENT', element, `${label(element)} has no event definition: it would wait for nothing`)
    return null
  }
  const isTimer = definition.name === 'bpmn:timerEventDefinition'
  if (!isTimer && definition.name !== 'bpmn:messageEventDefinition') return unsupportedDefinition(element, definition, context)
  const trigger = isTimer ? timerTrigger(element, definition, context) : messageTrigger(element, definition, context)
  return trigger && { ...base, kind: 'intermediateCatchEvent', trigger }
}
