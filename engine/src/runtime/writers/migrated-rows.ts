import { instances, jobs, type Tx } from '@lianban/storage'
import { jobDefinitionId, placeOf } from '../job-kinds.ts'
import type { EffectOf, StepRows, TableWriter } from './table-writer.ts'

interface Move {
  tenantId: string
  instanceId: string
  effect: EffectOf<'migrateRows'>
}

/** The rows of an instance that was migrated name its new definition. The last of the writers, so that it finds all of them. */
export class MigratedRowsWriter implements TableWriter {
  readonly #moves: Move[] = []

  add({ effects, state }: StepRows): void {
    for (const effect of effects)
      if (effect.type === 'migrateRows') this.#moves.push({ tenantId: state.tenantId, instanceId: state.id, effect })
  }

  async write(tx: Tx): Promise<void> {
    for (const {
      tenantId,
      instanceId,
      effect: { definitionId, definitionKey, elements },
    } of this.#moves) {
      await instances(tx).migrate(tenantId, instanceId, { definitionId, definitionKey, elements })
      for (const job of await jobs(tx).ofInstance(tenantId, instanceId)) {
        const place = placeOf(job.kind)
        if (place && job.element_id !== null)
          await jobs(tx).change(tenantId, job.id, { job_definition_id: jobDefinitionId(definitionId, job.element_id, place) })
      }
    }
  }
}
