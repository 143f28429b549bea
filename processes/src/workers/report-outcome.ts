import type { Task, TaskService, Variables } from 'camunda-external-task-client-js'
import { DocumentError } from '../documents/index.ts'
import { CaseTaskError } from './case-tasks.ts'
import type { WorkerLogger } from './start-workers.ts'

/** Attempts before a task becomes an incident. */
export const MAX_ATTEMPTS = 3
/** Wait before the second and the third attempt, milliseconds. */
const RETRY_TIMEOUTS_MS = [5_000, 30_000]
/** How often an answer that got lost on the way is sent again, and how long to wait before each. */
const REPORT_DELAYS_MS = [500, 2_000, 5_000]
/** Camunda keeps 666 characters of an error message. */
const MAX_MESSAGE_LENGTH = 666

export interface ReportContext {
  task: Task
  taskService: TaskService
  logger: WorkerLogger
  wait: (ms: number) => Promise<void>
}

/**
 * Completes the task. The engine's refusal (somebody else has completed or taken it) is logged and is no failure:
 * the document of the first completion stands. A lost answer is sent again; the engine takes only one.
 */
export async function reportCompletion(context: ReportContext, variables: Variables): Promise<void> {
  await report(context, 'complete', () => context.taskService.complete(context.task, variables))
}

/**
 * Reports a failure: one attempt fewer, or none at all when trying again cannot help; at none the engine raises an incident.
 * @param what was to be done, for people: `生成“受理通知书”`
 */
export async function reportFailure(context: ReportContext, what: string, error: unknown): Promise<void> {
  const { task, taskService, logger } = context
  const left = isKnown(error) && error.permanent ? 0 : Math.max(0, (task.retries ?? MAX_ATTEMPTS) - 1)
  const failure = {
    errorMessage: messageOf(what, error, left).slice(0, MAX_MESSAGE_LENGTH),
    errorDetails: error instanceof Error ? (error.stack ?? error.message) : String(error),
    retries: left,
    retryTimeout: left === 0 ? 0 : (RETRY_TIMEOUTS_MS[MAX_ATTEMPTS - 1 - left] ?? RETRY_TIMEOUTS_MS[0]!),
  }
  logger.warn({ taskId: task.id, activityId: task.activityId, retries: left, error: failure.errorDetails }, 'task failed')
  await report(context, 'failure', () => taskService.handleFailure(task, failure))
}

/** Errors with words for people. */
const isKnown = (error: unknown): error is DocumentError | CaseTaskError => error instanceof DocumentError || error instanceof CaseTaskError

function messageOf(what: string, error: unknown, left: number): string {
  const reason = isKnown(error) ? error.message : `系统错误：${error instanceof Error ? error.message : String(error)}`
  const next = left > 0 ? `系统将自动重试，还可重试${left}次` : '已停止自动重试，请排除原因后在“异常任务”中重试'
  return isKnown(error) && error.code === 'CHROMIUM_NOT_FOUND' ? reason : `${what}失败：${reason}。${next}`
}

async function report({ task, logger, wait }: ReportContext, what: string, send: () => Promise<void>): Promise<void> {
  for (const delay of [...REPORT_DELAYS_MS, null]) {
    try {
      return await send()
    } catch (error) {
      const status = (error as { httpStatusCode?: number }).httpStatusCode
      const fields = { taskId: task.id, activityId: task.activityId, status, error: (error as Error).message }
      if (status !== undefined && status < 500)
        return logger.warn(fields, `${what} refused by the engine: the task is no longer this worker's, its result is dropped`)
      if (delay === null) return logger.error(fields, `${what} could not be reported; the task comes back when its lock expires`)
      await wait(delay)
    }
  }
}
