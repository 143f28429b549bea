import { deployments, history, type InstanceEnd, type Tx } from '@lianban/storage'
import { timeToLiveMs } from '../time-to-live.ts'
import type { StepRows, TableWriter } from './table-writer.ts'

/** How instances ended, and from when on their history may be removed. */
export class InstanceEndWriter implements TableWriter {
  readonly #rows: (InstanceEnd & { endedAt: number; definitionId: string })[] = []

  add({ command, state, events, process }: StepRows): void {
    if (state.endedAt === null || !events.some(({ type }) => type === 'instanceCompleted' || type === 'instanceTerminated')) return
    const last = events.findLast((event) => event.type === 'elementCompleted' && process.nodes[event.elementId]?.outgoing.length === 0)
    const terminated = events.find((event) => event.type === 'instanceTerminated')
    this.#rows.push({
      tenant_id: state.tenantId,
      id: state.id,
      end_element_id: last?.type === 'elementCompleted' ? last.elementId : null,
      delete_reason: terminated?.reason ?? null,
      ended_inside: terminated ? Number(command.type !== 'terminateInstance' || command.byCaller === true) : null,
      removal_at: null,
      endedAt: state.endedAt,
      definitionId: state.definitionId,
    })
  }

  /** The time to live is the definition's row's, where an administrator may have changed the model's. */
  async write(tx: Tx): Promise<void> {
    if (this.#rows.length === 0) return
    const unique = (values: string[]) => [...new Set(values)]
    const definitions = await deployments(tx).definitions(
      unique(this.#rows.map((row) => row.tenant_id)),
      unique(this.#rows.map((row) => row.definitionId)),
    )
    const timesToLive = new Map(definitions.map((row) => [row.id, timeToLiveMs(row.history_time_to_live)]))
    await history(tx).ends.patch(
      this.#rows.map(({ endedAt, definitionId, ...row }) => {
        const timeToLive = timesToLive.get(definitionId) ?? null
        return { ...row, removal_at: timeToLive === null ? null : endedAt + timeToLive }
      }),
    )
  }
}
