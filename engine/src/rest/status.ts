import { EngineError, type EngineErrorCode, type ResourceProblem } from '../runtime/errors.ts'
import { RestError } from './errors.ts'

/** Camunda's numeric codes; what its REST API finds wrong by itself has none. */
const CODE_NONE = 0
const CODE_OPTIMISTIC_LOCKING = 1
const CODE_DEADLOCK = 10_000
const CODE_FOREIGN_KEY = 10_001

interface Mapping {
  status: number
  type: string
  code?: number
}

/** The only place where the engine's codes get an HTTP status and the exception type that Camunda clients know. */
const MAPPINGS: Record<EngineErrorCode, Mapping> = {
  INVALID_MODEL: { status: 400, type: 'ParseException' },
  INVALID_ARGUMENT: { status: 400, type: 'InvalidRequestException' },
  VALUE_TOO_LONG: { status: 400, type: 'InvalidRequestException' },
  VALUE_TOO_DEEP: { status: 400, type: 'InvalidRequestException' },
  DEPLOYMENT_NOT_FOUND: { status: 404, type: 'InvalidRequestException' },
  DEPLOYMENT_IN_USE: { status: 500, type: 'ProcessEngineException', code: CODE_FOREIGN_KEY },
  DEFINITION_NOT_FOUND: { status: 404, type: 'RestException' },
  INSTANCE_NOT_FOUND: { status: 404, type: 'RestException' },
  INSTANCE_NOT_ACTIVE: { status: 404, type: 'RestException' },
  INSTANCE_EXISTS: { status: 500, type: 'ProcessEngineException' },
  TASK_NOT_FOUND: { status: 404, type: 'RestException' },
  TASK_ALREADY_CLAIMED: { status: 500, type: 'TaskAlreadyClaimedException' },
  SUBSCRIPTION_NOT_FOUND: { status: 404, type: 'RestException' },
  SCOPE_NOT_FOUND: { status: 404, type: 'RestException' },
  INCIDENT_NOT_FOUND: { status: 404, type: 'RestException' },
  INSTANCE_SUSPENDED: { status: 500, type: 'SuspendedEntityInteractionException' },
  INSTANCE_NOT_SUSPENDED: { status: 500, type: 'ProcessEngineException' },
  TOKEN_NOT_FOUND: { status: 404, type: 'RestException' },
  ELEMENT_NOT_FOUND: { status: 400, type: 'InvalidRequestException' },
  AMBIGUOUS_SCOPE: { status: 400, type: 'InvalidRequestException' },
  MODIFICATION_NOT_POSSIBLE: { status: 400, type: 'InvalidRequestException' },
  MOVE_NOT_POSSIBLE: { status: 400, type: 'InvalidRequestException' },
  START_FAILED: { status: 500, type: 'ProcessEngineException' },
  DUE_TIME_FAILED: { status: 400, type: 'ProcessEngineException' },
  MIGRATION_NOT_POSSIBLE: { status: 400, type: 'MigratingProcessInstanceValidationException' },
  DEFINITION_SUSPENDED: { status: 500, type: 'SuspendedEntityInteractionException' },
  DECISION_NOT_FOUND: { status: 404, type: 'RestException' },
  JOB_NOT_FOUND: { status: 404, type: 'RestException' },
  NO_START_EVENT: { status: 500, type: 'ProcessEngineException' },
  MESSAGE_NOT_CORRELATED: { status: 400, type: 'RestException' },
  EXTERNAL_TASK_NOT_FOUND: { status: 404, type: 'RestException' },
  EXTERNAL_TASK_NOT_LOCKED: { status: 400, type: 'RestException' },
  EXTERNAL_TASK_LOCKED: { status: 400, type: 'RestException' },
  EXTERNAL_TASK_LOCK_EXPIRED: { status: 400, type: 'RestException' },
  CONCURRENT_CHANGE: { status: 500, type: 'OptimisticLockingException', code: CODE_OPTIMISTIC_LOCKING },
  QUEUE_FULL: { status: 503, type: 'RestException' },
  ENGINE_CLOSED: { status: 503, type: 'RestException' },
}

export interface WireError {
  status: number
  body: { type: string; message: string; code: number | null; details?: unknown }
  /** Not the caller's fault and not foreseen: belongs into the log. */
  isUnexpected: boolean
}

/** Any error as a Camunda client expects it. Of an unforeseen one the client learns nothing but that. */
export function toWireError(error: unknown): WireError {
  if (error instanceof RestError) {
    const answer = wire(error.status, error.type, error.message, null)
    return { ...answer, body: { ...answer.body, ...error.more } }
  }
  if (error instanceof EngineError) {
    const { status, type, code } = MAPPINGS[error.code]
    if (error.code === 'INVALID_MODEL') return parseException(error)
    const prefix = error.code === 'MESSAGE_NOT_CORRELATED' ? 'org.camunda.bpm.engine.MismatchingMessageCorrelationException: ' : ''
    return wire(status, type, prefix + error.message, code)
  }
  const { status, expose, message } = error as { status?: unknown; expose?: unknown; message?: unknown }
  // Errors of the HTTP middlewares (body too large, malformed) carry their status themselves.
  if (typeof status === 'number' && status < 500 && expose !== false) return wire(status, 'InvalidRequestException', String(message), null)
  const isDeadlock = (error as { errno?: unknown }).errno === 1213
  return {
    ...wire(500, 'ProcessEngineException', 'The engine could not carry out the request.', isDeadlock ? CODE_DEADLOCK : CODE_NONE),
    isUnexpected: true,
  }
}

const wire = (status: number, type: string, message: string, code: number | null = CODE_NONE): WireError => ({
  status,
  body: { type, message, code },
  isUnexpected: false,
})

/** The Modeler shows a message that begins so as errors of the diagram. */
function parseException(error: EngineError): WireError {
  const problems = error.details.problems as ResourceProblem[]
  const details: Record<string, { errors: object[]; warnings: object[] }> = {}
  for (const { resource, message, line, column, elementId } of problems) {
    details[resource] ??= { errors: [], warnings: [] }
    details[resource].errors.push({
      message,
      line: line ?? 0,
      column: column ?? 0,
      mainElementId: elementId,
      elementIds: elementId === null ? [] : [elementId],
    })
  }
  const list = problems.map(
    ({ resource, message, line, column, elementId }) =>
      `* ${message} | resource ${resource} | line ${line ?? 0} | column ${column ?? 0}${elementId === null ? '' : ` | element ${elementId}`}`,
  )
  const { status, type } = MAPPINGS.INVALID_MODEL
  const body = { type, message: `ENGINE-09005 Could not parse BPMN process. Errors: \n${list.join('\n')}`, code: CODE_NONE, details }
  return { status, body, isUnexpected: false }
}
