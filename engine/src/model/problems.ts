/** Why a model is refused, or (as a warning) what of it has no effect. Codes are stable, texts may change. */
export type ProblemCode =
  | 'XML_INVALID'
  | 'XML_DTD_FORBIDDEN'
  | 'MODEL_TOO_LARGE'
  | 'NESTING_TOO_DEEP'
  | 'NOT_BPMN'
  | 'NO_PROCESS'
  | 'NO_EXECUTABLE_PROCESS'
  | 'DUPLICATE_ID'
  | 'MISSING_ID'
  | 'DANGLING_REFERENCE'
  | 'UNKNOWN_ELEMENT'
  | 'UNSUPPORTED_ELEMENT'
  | 'UNSUPPORTED_EXTENSION'
  | 'NO_START_EVENT'
  | 'DUPLICATE_START_EVENT'
  | 'FLOW_CROSSES_SCOPE'
  | 'FLOW_NOT_ALLOWED'
  | 'INVALID_DEFAULT_FLOW'
  | 'INVALID_EXPRESSION'
  | 'INVALID_VALUE'
  | 'UNSUPPORTED_LANGUAGE'
  | 'NO_IMPLEMENTATION'
  | 'NO_TOPIC'
  | 'NO_TIMER'
  | 'INVALID_TIMER'
  | 'NO_MESSAGE'
  | 'NO_MESSAGE_NAME'
  | 'DUPLICATE_MESSAGE'
  | 'NO_ERROR_CODE'
  | 'DUPLICATE_ERROR'
  | 'NO_ATTACHED_ACTIVITY'

export interface Problem {
  code: ProblemCode
  /** English, one sentence, names the element. */
  message: string
  elementId: string | null
  /** Where in the XML, both from 1; null only where the place cannot be known. */
  line: number | null
  column: number | null
}
