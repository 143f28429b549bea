import { EngineError, type EngineErrorCode } from '../runtime/errors.ts'

const NOT_FOUND = new Set<EngineErrorCode>(['EXTERNAL_TASK_NOT_FOUND', 'TASK_NOT_FOUND', 'INSTANCE_NOT_FOUND', 'DEFINITION_NOT_FOUND', 'DEPLOYMENT_NOT_FOUND'])

/** HTTP status and Camunda exception type of an error; the one place that knows. */
export function statusOf(error: unknown): { status: number; type: string } {
  if (error instanceof EngineError) return { status: NOT_FOUND.has(error.code) ? 404 : 400, type: NOT_FOUND.has(error.code) ? 'RestException' : 'InvalidRequestException' }
  const { status } = error as { status?: number }
  if (error instanceof SyntaxError || (status && status < 500)) return { status: status ?? 400, type: 'InvalidRequestException' }
  return { status: 500, type: 'ProcessEngineException' }
}
