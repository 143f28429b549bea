import { incidents, type IncidentRow, type Tx } from '@lianban/storage'
import type { Event, EventOf } from '../../core/events.ts'
import type { InstanceState } from '../../core/state.ts'
import { short } from './lengths.ts'
import { RowChanges } from './row-changes.ts'
import { identity, type EffectOf, type StepRows, type TableWriter } from './table-writer.ts'

/** Where instances stand still until someone repairs them. */
export class IncidentWriter implements TableWriter {
  readonly #rows = new RowChanges<IncidentRow>()

  check({ effects }: StepRows): void {
    for (const effect of effects) if (effect.type === 'openIncident') short('element id', effect.elementId)
  }

  add({ effects, events, state }: StepRows): void {
    for (const effect of effects) {
      if (effect.type === 'openIncident') this.#rows.insert(incidentRow(effect, state, events))
      else if (effect.type === 'closeIncident') this.#rows.remove(state.tenantId, effect.incidentId)
    }
  }

  async write(tx: Tx): Promise<void> {
    await incidents(tx).remove(this.#rows.removed())
    await incidents(tx).insert(this.#rows.inserted())
  }
}

const incidentRow = (effect: EffectOf<'openIncident'>, state: InstanceState, events: Event[]): IncidentRow => ({
  ...identity(state),
  id: effect.incidentId,
  token_id: effect.tokenId,
  element_id: effect.elementId,
  code: effect.code,
  message: effect.message,
  raised_at: effect.at,
  phase:
    events.find((event): event is EventOf<'incidentRaised'> => event.type === 'incidentRaised' && event.incidentId === effect.incidentId)
      ?.phase ?? 'enter',
  annotation: null,
})
