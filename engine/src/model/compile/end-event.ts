import type { EndEventNode } from '../executable.ts'
import type { XmlElement } from '../xml.ts'
import { label } from './attributes.ts'
import type { CompileContext } from './context.ts'
import type { TriggerCompilers } from './event-definition.ts'
import { compileTrigger, eventDefinition } from './event-definition.ts'
import type { NodeCompiler } from './node-compiler.ts'
import { errorOf } from './references.ts'
import { THROW_TRIGGERS } from './throw-trigger.ts'

const END_TRIGGERS: TriggerCompilers<EndEventNode['trigger']> = {
  terminate: () => ({ type: 'terminate' }),
  error: errorThrow,
  ...THROW_TRIGGERS,
  cancel: () => ({ type: 'cancel' }),
}

/** The end of one path; a cancel end event stands directly in a transaction. */
export const compileEndEvent: NodeCompiler = (element, base, context, place): EndEventNode | null => {
  const definition = eventDefinition(element, context)
  if (!definition) return { ...base, kind: 'endEvent', trigger: { type: 'none' } }
  const trigger = compileTrigger(element, definition, context, { compilers: END_TRIGGERS, place: 'an end event' })
  if (trigger?.type === 'cancel' && place.kind !== 'transaction') {
    context.report('EVENT_NOT_ALLOWED', element, `${label(element)} cancels a transaction but does not stand in one`, definition)
    return null
  }
  return trigger && { ...base, kind: 'endEvent', trigger }
}

function errorThrow(element: XmlElement, definition: XmlElement, context: CompileContext): EndEventNode['trigger'] | null {
  const error = errorOf(element, definition, context)
  if (error?.code != null) return { type: 'error', errorCode: error.code, errorMessage: error.message }
  const found = error ? 'the error it refers to has no errorCode' : 'it names no error (errorRef)'
  context.report('NO_ERROR_CODE', element, `${label(element)} throws an error without an error code: ${found}`, definition)
  return null
}
