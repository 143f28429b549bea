import type { InstanceCommand } from './submission.ts'
import type { Rejection } from '../core/step-result.ts'
import type { Problem } from '../model/problems.ts'

/** Codes are stable; `rest/status.ts` alone gives them an HTTP status. */
export type EngineErrorCode =
  | Rejection['code']
  | 'INVALID_MODEL'
  | 'INVALID_ARGUMENT'
  | 'VALUE_TOO_LONG'
  | 'VALUE_TOO_DEEP'
  | 'DEPLOYMENT_NOT_FOUND'
  | 'DEPLOYMENT_IN_USE'
  | 'DEFINITION_NOT_FOUND'
  | 'DEFINITION_SUSPENDED'
  | 'DECISION_NOT_FOUND'
  | 'JOB_NOT_FOUND'
  | 'INSTANCE_NOT_FOUND'
  | 'MESSAGE_NOT_CORRELATED'
  | 'TASK_ALREADY_CLAIMED'
  | 'EXTERNAL_TASK_NOT_FOUND'
  | 'EXTERNAL_TASK_NOT_LOCKED'
  | 'EXTERNAL_TASK_LOCKED'
  | 'EXTERNAL_TASK_LOCK_EXPIRED'
  | 'CONCURRENT_CHANGE'
  | 'QUEUE_FULL'
  | 'ENGINE_CLOSED'

/** The caller's mistake, or a state of affairs the caller has to know. Anything else that is thrown is a bug or the database's trouble. */
export class EngineError extends Error {
  readonly code: EngineErrorCode
  readonly details: Record<string, unknown>

  constructor(code: EngineErrorCode, message: string, details: Record<string, unknown> = {}) {
    super(message)
    this.name = 'EngineError'
    this.code = code
    this.details = details
  }
}

/** A problem of a model, and in which file it is. */
export interface ResourceProblem extends Omit<Problem, 'code'> {
  code: string
  resource: string
}

/** The deployment is refused as a whole; nothing of it is stored. `details.problems` are {@link ResourceProblem}s. */
export function invalidModel(problems: ResourceProblem[]): EngineError {
  const [first] = problems
  const place = first!.line === null ? '' : ` line ${first!.line}`
  const element = first!.elementId === null ? '' : `, element ${first!.elementId}`
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
  return new EngineError('INVALID_MODEL', `${first!.resource}${place}${element}: ${first!.message}${more}`, { problems })
}

/** A value does not fit its column, which would otherwise be cut or refused by the database. `limit` in characters. */
export const valueTooLong = (what: string, length: number, limit: number): EngineError =>
  new EngineError('VALUE_TOO_LONG', `${what} has ${length} characters, at most ${limit} are allowed`, { what, length, limit })

export const definitionNotFound = (what: string): EngineError =>
  new EngineError('DEFINITION_NOT_FOUND', `there is no process definition with ${what}`)

export const definitionSuspended = (id: string): EngineError =>
  new EngineError('DEFINITION_SUSPENDED', `process definition ${id} is suspended; activate it to start instances`, { definitionId: id })

export const decisionNotFound = (what: string): EngineError => new EngineError('DECISION_NOT_FOUND', `there is no decision with ${what}`)

export const jobNotFound = (id: string): EngineError => new EngineError('JOB_NOT_FOUND', `there is no job ${id}`, { jobId: id })

export const instanceNotFound = (id: string): EngineError =>
  new EngineError('INSTANCE_NOT_FOUND', `there is no process instance ${id}`, { instanceId: id })

export const taskNotFound = (id: string): EngineError => new EngineError('TASK_NOT_FOUND', `there is no open task ${id}`, { taskId: id })

export const externalTaskNotFound = (id: string): EngineError =>
  new EngineError('EXTERNAL_TASK_NOT_FOUND', `there is no open external task ${id}`, { externalTaskId: id })

/** What a command named is not there, or belongs to an instance that is over. */
export function notFound(command: InstanceCommand, instanceId: string): EngineError {
  switch (command.type) {
    case 'completeUserTask':
    case 'updateUserTask':
      return taskNotFound(command.tokenId)
    case 'completeExternalTask':
    case 'failExternalTask':
      return externalTaskNotFound(command.tokenId)
    case 'throwBpmnError':
    case 'throwEscalation':
      return new EngineError('TASK_NOT_FOUND', `there is no open task ${command.tokenId}`, { taskId: command.tokenId })
    case 'executeJob':
    case 'setJobDueAt':
    case 'correlateMessage':
    case 'deliverSignal':
      return new EngineError('SUBSCRIPTION_NOT_FOUND', `subscription ${command.subscriptionId} is not open`)
    case 'retryIncident':
      return new EngineError('INCIDENT_NOT_FOUND', `there is no open incident ${command.incidentId}`)
    default:
      return instanceNotFound(instanceId)
  }
}
