import { externalTasks, userTasks, type TaskHolder, type Tx } from '@lianban/storage'
import type { Effect } from '../core/effects.ts'
import { EngineError, externalTaskNotFound, taskNotFound } from './errors.ts'
import type { Submission } from './submission.ts'

type Held = Omit<TaskHolder, 'id'>

/** Who holds the tasks that a batch is about: read, and locked, in its transaction. */
export class Guards {
  readonly #workers: Map<string, string | null>
  readonly #userTasks: Map<string, Held>

  private constructor(workers: Map<string, string | null>, held: Map<string, Held>) {
    this.#workers = workers
    this.#userTasks = held
  }

  static async load(tx: Tx, tenantIds: string[], batch: Submission[]): Promise<Guards> {
    const ids = (isWorker: boolean) => [...new Set(batch.flatMap(({ guard }) => (guard && (guard.type === 'worker') === isWorker ? [guard.taskId] : [])))]
    const [workerTasks, assigneeTasks] = [ids(true), ids(false)]
    const external = workerTasks.length > 0 ? await externalTasks(tx).loadForUpdate(tenantIds, workerTasks) : []
    const user = assigneeTasks.length > 0 ? await userTasks(tx).holders(tenantIds, assigneeTasks) : []
    return new Guards(new Map(external.map((row) => [row.id, row.worker_id])), new Map(user.map(({ id, assignee, delegation_state }) => [id, { assignee, delegation_state }])))
  }

  /** @throws EngineError if the submission's condition does not hold */
  check({ guard }: Submission): void {
    if (guard?.type === 'worker') {
      const worker = this.#workers.get(guard.taskId)
      if (worker === undefined) throw externalTaskNotFound(guard.taskId)
      if (worker !== guard.workerId) throw notLockedBy(guard.taskId, guard.workerId, worker)
    }
    if (guard?.type === 'assignee' || guard?.type === 'completable') {
      const held = this.#userTasks.get(guard.taskId)
      if (!held) throw taskNotFound(guard.taskId)
      const { assignee, delegation_state: delegation } = held
      const wanted = guard.type === 'assignee' ? guard.wanted : guard.expected
      if (guard.expected !== undefined && assignee !== guard.expected && assignee !== wanted) {
        throw new EngineError('TASK_ALREADY_CLAIMED', `task ${guard.taskId} is claimed by ${assignee ?? 'nobody'} meanwhile`, { taskId: guard.taskId, assignee })
      }
      if (guard.type === 'completable' && delegation === 'PENDING') {
        throw new EngineError('TASK_DELEGATED', 'A delegated task cannot be completed, but should be resolved instead.', { taskId: guard.taskId, assignee })
      }
    }
  }

  /** What a step changed, for the next commands of the batch. */
  follow(effects: Effect[]): void {
    for (const effect of effects) {
      if (effect.type === 'createUserTask') this.#userTasks.set(effect.tokenId, { assignee: effect.task.assignee, delegation_state: null })
      if (effect.type === 'updateUserTask') this.#followUpdate(effect)
      if (effect.type === 'closeUserTask') this.#userTasks.delete(effect.tokenId)
      if (effect.type === 'updateExternalTask') this.#workers.set(effect.tokenId, null)
      if (effect.type === 'closeExternalTask') this.#workers.delete(effect.tokenId)
    }
  }

  #followUpdate({ tokenId, changes }: Extract<Effect, { type: 'updateUserTask' }>): void {
    const held = this.#userTasks.get(tokenId)
    if (held && changes.assignee !== undefined) held.assignee = changes.assignee
    if (held && changes.delegationState !== undefined) held.delegation_state = changes.delegationState
  }
}

/** An expired lock that nobody took still counts; a task that failed or was unlocked belongs to nobody. */
export const notLockedBy = (taskId: string, workerId: string, holder: string | null): EngineError =>
  new EngineError('EXTERNAL_TASK_NOT_LOCKED', `external task ${taskId} is not locked by worker ${workerId}, but ${holder === null ? 'not at all' : `by ${holder}`}`, {
    externalTaskId: taskId,
  })
