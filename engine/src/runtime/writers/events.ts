import { engineEvents, type EngineEventRow, type Tx } from '@lianban/storage'
import type { StepRows, TableWriter } from './table-writer.ts'

/** The history of each instance as it happened: one row for each step. */
export class EventWriter implements TableWriter {
  readonly #rows: EngineEventRow[] = []

  add({ command, state, events, firstSeq }: StepRows): void {
    if (events.length === 0) return
    this.#rows.push({
      tenant_id: state.tenantId,
      instance_id: state.id,
      seq: firstSeq,
      type: command.type,
      at: command.now,
      payload: JSON.stringify(events),
    })
  }

  write(tx: Tx): Promise<void> {
    return engineEvents(tx).append(this.#rows)
  }
}
