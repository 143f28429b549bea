import type { Tx } from '@lianban/storage'
import { EventWriter } from './events.ts'
import { ExternalTaskWriter } from './external-tasks.ts'
import { historyWriters, type HistoryLevel } from './history-level.ts'
import { IncidentWriter } from './incidents.ts'
import { JobWriter } from './jobs.ts'
import { MigratedRowsWriter } from './migrated-rows.ts'
import { SubscriptionWriter } from './subscriptions.ts'
import type { StepRows, TableWriter } from './table-writer.ts'
import { UserTaskWriter } from './user-tasks.ts'

/** The changes of a whole batch to every table but the instances' own, one writer for each family of tables. */
export class Changes {
  readonly externalTasks = new ExternalTaskWriter()
  readonly jobs = new JobWriter()
  readonly #writers: TableWriter[]

  constructor(historyLevel: HistoryLevel = 'full') {
    this.#writers = [
      new EventWriter(),
      new UserTaskWriter(),
      this.externalTasks,
      this.jobs,
      new SubscriptionWriter(),
      new IncidentWriter(),
      new MigratedRowsWriter(),
      ...historyWriters(historyLevel),
    ]
  }

  /** Takes a step as a whole. @throws EngineError VALUE_TOO_LONG and then nothing is taken */
  add(step: StepRows): void {
    for (const writer of this.#writers) writer.check?.(step)
    for (const writer of this.#writers) writer.add(step)
  }

  async write(tx: Tx): Promise<void> {
    for (const writer of this.#writers) await writer.write(tx)
  }
}
