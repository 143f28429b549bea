import type { Engine } from '@lianban/engine/runtime'
import type { JsonValue } from '@lianban/engine'

const WORKER_ID = 'bench-worker'
const LOCK_MS = 60_000
const MAX_TASKS = 10

type Fetched = Awaited<ReturnType<Engine['externalTasks']['fetchAndLock']>>[number]

export interface Worker {
  /** Waits until so many external tasks of the instance are done, and helps that they are. */
  work(instanceId: string, count: number): Promise<void>
}

interface Waiting {
  owed: number
  settle: ((failure: { error: unknown } | null) => void) | null
}

/**
 * One worker for all cases, as on a server: it takes what waits, at most ten at once, by the engine's own verbs.
 * @param perform makes what completes a task
 */
export function openWorker(
  engine: Engine,
  {
    tenantId,
    topics,
    perform,
  }: { tenantId: string; topics: readonly string[]; perform: (task: Fetched) => Promise<Record<string, JsonValue>> },
): Worker {
  // A task may be done before its case waits for it: then less than none is owed.
  const cases = new Map<string, Waiting>()
  const waitingOf = (instanceId: string): Waiting => {
    const known = cases.get(instanceId) ?? { owed: 0, settle: null }
    cases.set(instanceId, known)
    return known
  }
  let running = false

  const carryOut = async (task: Fetched) => {
    const { id: taskId, instance_id: instanceId } = task.row
    const failure = await perform(task)
      .then((variables) => engine.externalTasks.complete({ tenantId, taskId, workerId: WORKER_ID, variables }))
      .then(
        () => null,
        (error: unknown) => ({ error }),
      )
    const waiting = waitingOf(instanceId)
    waiting.owed--
    if (failure || waiting.owed === 0) waiting.settle?.(failure)
  }
  const run = async () => {
    while ([...cases.values()].some(({ settle }) => settle !== null)) {
      const tasks = await engine.externalTasks.fetchAndLock({
        tenantId,
        workerId: WORKER_ID,
        maxTasks: MAX_TASKS,
        topics: topics.map((topicName) => ({ topicName, lockDuration: LOCK_MS, variables: null })),
      })
      if (tasks.length === 0) throw new Error('no external task is there, but cases wait for theirs')
      await Promise.all(tasks.map(carryOut))
    }
  }
  const start = async () => {
    running = true
    await run().catch((error: unknown) => cases.forEach(({ settle }) => settle?.({ error })))
    running = false
  }
  return {
    work: (instanceId, count) =>
      new Promise<void>((resolve, reject) => {
        const waiting = waitingOf(instanceId)
        waiting.owed += count
        const settle = (failure: { error: unknown } | null) => {
          cases.delete(instanceId)
          if (failure) reject(failure.error as Error)
          else resolve()
        }
        if (waiting.owed === 0) return settle(null)
        waiting.settle = settle
        if (!running) void start()
      }),
  }
}
