import { externalTasks, userTasks, type Tx } from '@lianban/storage'
import type { Effect } from '../core/effects.ts'
import { EngineError, externalTaskNotFound, taskNotFound } from './errors.ts'
import type { Submission } from './submission.ts'

/** Who holds the tasks that a batch is about: read, and locked, in its transaction. */
export class Guards {
  readonly #workers: Map<string, string | null>
  readonly #assignees: Map<string, string | null>

  private constructor(workers: Map<string, string | null>, assignees: Map<string, string | null>) {
    this.#workers = workers
    this.#assignees = assignees
  }

  static async load(tx: Tx, tenantIds: string[], batch: Submission[]): Promise<Guards> {
    const ids = (isWorker: boolean) => [
      ...new Set(batch.flatMap(({ guard }) => (guard && (guard.type === 'worker') === isWorker ? [guard.taskId] : []))),
    ]
    const [workerTasks, assigneeTasks] = [ids(true), ids(false)]
    const external = workerTasks.length > 0 ? await externalTasks(tx).loadForUpdate(tenantIds, workerTasks) : []
    const user = assigneeTasks.length > 0 ? await userTasks(tx).holders(tenantIds, assigneeTasks) : []
    return new Guards(new Map(external.map((row) => [row.id, row.worker_id])), new Map(user.map(({ id, assignee }) => [id, assignee])))
  }

  /** @throws EngineError if the submission's condition does not hold */
  check({ guard }: Submission): void {
    if (guard?.type === 'worker') {
      const worker = this.#workers.get(guard.taskId)
      if (worker === undefined) throw externalTaskNotFound(guard.taskId)
      if (worker !== guard.workerId) throw notLockedBy(guard.taskId, guard.workerId, worker)
    }
    if (guard?.type !== 'assignee') return
    const { taskId, expected, wanted } = guard
    const assignee = this.#assignees.get(taskId)
    if (assignee === undefined) throw taskNotFound(taskId)
    if (assignee !== expected && assignee !== wanted) {
      throw new EngineError(
        'TASK_ALREADY_CLAIMED',
        `Task '${taskId}' is already claimed by ${assignee === null ? 'nobody' : 'someone else'}.`,
        { taskId, assignee },
      )
    }
  }

  /** What a step changed, for the next commands of the batch. */
  follow(effects: Effect[]): void {
    for (const effect of effects) {
      if (effect.type === 'createUserTask') this.#assignees.set(effect.tokenId, effect.task.assignee)
      if (effect.type === 'updateUserTask' && effect.changes.assignee !== undefined)
        this.#assignees.set(effect.tokenId, effect.changes.assignee)
      if (effect.type === 'closeUserTask') this.#assignees.delete(effect.tokenId)
      if (effect.type === 'updateExternalTask') this.#workers.set(effect.tokenId, null)
      if (effect.type === 'closeExternalTask') this.#workers.delete(effect.tokenId)
    }
  }
}

/** An expired lock that nobody took still counts; a task that failed or was unlocked belongs to nobody. */
export const notLockedBy = (taskId: string, workerId: string, holder: string | null): EngineError =>
  new EngineError(
    'EXTERNAL_TASK_NOT_LOCKED',
    `external task ${taskId} is not locked by worker ${workerId}, but ${holder === null ? 'not at all' : `by ${holder}`}`,
    {
      externalTaskId: taskId,
    },
  )
