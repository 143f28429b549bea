import { externalTasks, type ExternalTaskRetryRow, type ExternalTaskRow, type Tx } from '@lianban/storage'
import type { InstanceState } from '../../core/state.ts'
import { short } from './lengths.ts'
import { RowChanges } from './row-changes.ts'
import { identity, type EffectOf, type StepRows, type TableWriter } from './table-writer.ts'

/** Work for external workers. A listener's task may follow the element's own within one step: then the row is replaced. */
export class ExternalTaskWriter implements TableWriter {
  readonly #rows = new RowChanges<ExternalTaskRow>()
  /** Whether an instance was suspended or resumed. */
  readonly #suspensions = new Map<string, { tenantId: string; suspended: boolean }>()

  check({ effects }: StepRows): void {
    for (const effect of effects) {
      if (effect.type !== 'createExternalTask') continue
      short('element id', effect.elementId)
      short('topic', effect.task.topic)
    }
  }

  add({ effects, events, state, errorDetails }: StepRows): void {
    for (const effect of effects) {
      if (effect.type === 'createExternalTask') this.#rows.insert(externalTaskRow(effect, state))
      else if (effect.type === 'updateExternalTask') this.#rows.patch(state.tenantId, effect.tokenId, retried(effect, errorDetails))
      else if (effect.type === 'closeExternalTask') this.#rows.remove(state.tenantId, effect.tokenId)
    }
    for (const { type } of events) {
      if (type === 'instanceSuspended' || type === 'instanceResumed')
        this.#suspensions.set(state.id, { tenantId: state.tenantId, suspended: state.suspended })
    }
  }

  async write(tx: Tx): Promise<void> {
    await externalTasks(tx).remove(this.#rows.removed())
    await externalTasks(tx).insert(this.#rows.inserted())
    await externalTasks(tx).updateRetries(this.#rows.patched() as ExternalTaskRetryRow[])
    for (const [instanceId, { tenantId, suspended }] of this.#suspensions) await externalTasks(tx).suspend(tenantId, instanceId, suspended)
  }

  /** Topics in which workers may find something that was not there before; null: in any. */
  fetchableTopics(): ReadonlySet<string> | null {
    if (this.#rows.patched().length > 0 || [...this.#suspensions.values()].some(({ suspended }) => !suspended)) return null
    return new Set(this.#rows.inserted().map(({ topic }) => topic))
  }
}

const retried = ({ retries, retryAt, errorMessage }: EffectOf<'updateExternalTask'>, errorDetails: string | null) => ({
  exhausted: retries > 0 ? 0 : 1,
  retries,
  error_message: errorMessage,
  error_details: errorDetails,
  worker_id: null,
  locked_until: retryAt,
})

const externalTaskRow = (
  { tokenId, elementId, createdAt, task }: EffectOf<'createExternalTask'>,
  state: InstanceState,
): ExternalTaskRow => ({
  ...identity(state),
  id: tokenId,
  element_id: elementId,
  topic: task.topic,
  fetch_rank: -task.priority,
  created_at: createdAt,
  properties: task.properties,
  exhausted: 0,
  retries: null,
  error_message: null,
  error_details: null,
  worker_id: null,
  locked_until: null,
  suspended: state.suspended ? 1 : 0,
})
