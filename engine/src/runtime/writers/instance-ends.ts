import { history, type InstanceEnd, type Tx } from '@lianban/storage'
import { timeToLiveMs } from '../time-to-live.ts'
import type { StepRows, TableWriter } from './table-writer.ts'

/** How instances ended, and from when on their history may be removed. */
export class InstanceEndWriter implements TableWriter {
  readonly #rows: InstanceEnd[] = []

  add({ state, events, process }: StepRows): void {
    if (state.endedAt === null || !events.some(({ type }) => type === 'instanceCompleted' || type === 'instanceTerminated')) return
    const last = events.findLast((event) => event.type === 'elementCompleted' && process.nodes[event.elementId]?.outgoing.length === 0)
    const terminated = events.find((event) => event.type === 'instanceTerminated')
    const timeToLive = timeToLiveMs(process.historyTimeToLive)
    this.#rows.push({
      tenant_id: state.tenantId,
      id: state.id,
      end_element_id: last?.type === 'elementCompleted' ? last.elementId : null,
      delete_reason: terminated?.reason ?? null,
      removal_at: timeToLive === null ? null : state.endedAt + timeToLive,
    })
  }

  write(tx: Tx): Promise<void> {
    return history(tx).ends.patch(this.#rows)
  }
}
