import { history, historyCleanup, variables, type Database, type VariableKey } from '@lianban/storage'

/** Instances that are removed together. */
const INSTANCES_AT_ONCE = 20
/** Instances that one clean-up removes at most; what is left waits for the next. */
const MAX_CLEANUP_INSTANCES = 10_000
const DEFAULT_INTERVAL_MS = 3_600_000

export interface HistoryCleanupOptions {
  /** How often the background loop looks for what may be removed, milliseconds. Default an hour; 0: never by itself. */
  intervalMs?: number
}

export interface HistoryService {
  /** Removes the history of ended instances; running ones are left alone. */
  remove(tenantId: string, instanceIds: string[]): Promise<void>
  /** Removes what is older than its definition's historyTimeToLive, in small batches. @returns how many instances were removed */
  cleanup(): Promise<number>
  /** Of each instance the element where it began. */
  startElements(tenantId: string, instanceIds: string[]): Promise<Map<string, string>>
  /** Forgets one variable's value. */
  eraseVariable(key: VariableKey): Promise<void>
  /** Forgets the values of all variables of an ended instance. */
  eraseVariables(tenantId: string, instanceId: string): Promise<void>
  /** What an administrator notes beside an operation. */
  annotate(tenantId: string, operationId: string, annotation: string | null): Promise<void>
  /** Starts the loop, and ends it. */
  run(): void
  close(): Promise<void>
  intervalMs: number
}

interface Context extends HistoryCleanupOptions {
  database: Database
  clock: () => number
  onError: (error: unknown) => void
}

export function historyService({ database, clock, onError, intervalMs = DEFAULT_INTERVAL_MS }: Context): HistoryService {
  let timer: NodeJS.Timeout | null = null
  let running: Promise<number> = Promise.resolve(0)
  let isClosed = false

  async function remove(tenantId: string, instanceIds: string[]): Promise<void> {
    const tables = historyCleanup(database)
    for (const table of tables.tables()) while (!isClosed && (await tables.removeSome(table, tenantId, instanceIds)));
    if (!isClosed) await tables.removeInstances(tenantId, instanceIds)
  }

  async function removeAll(): Promise<number> {
    let removed = 0
    while (!isClosed && removed < MAX_CLEANUP_INSTANCES) {
      const due = await historyCleanup(database).removable(clock(), INSTANCES_AT_ONCE)
      for (const tenantId of new Set(due.map((row) => row.tenant_id)))
        await remove(
          tenantId,
          due.filter((row) => row.tenant_id === tenantId).map(({ id }) => id),
        )
      removed += due.length
      if (due.length < INSTANCES_AT_ONCE) break
    }
    return removed
  }

  // one after the other: two at once would wait for each other's rows
  const cleanup = (): Promise<number> => (running = running.catch(() => 0).then(removeAll))

  return {
    remove,
    cleanup,
    intervalMs,
    startElements: (tenantId, ids) => historyCleanup(database).startElements(tenantId, ids),
    eraseVariable: (key) => variables(database).eraseSome([key]),
    async eraseVariables(tenantId, instanceId) {
      while (await historyCleanup(database).removeSome('variable', tenantId, [instanceId]));
    },
    annotate: (tenantId, operationId, annotation) => history(database).annotate(tenantId, operationId, annotation),
    run() {
      if (intervalMs === 0 || timer) return
      timer = setInterval(() => void cleanup().catch(onError), intervalMs)
      timer.unref()
    },
    async close() {
      isClosed = true
      if (timer) clearInterval(timer)
      await running.catch(() => 0)
    },
  }
}
