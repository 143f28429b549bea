import { history, type HistoryIncidentRow, type HistoryTaskRow, type Tx } from '@lianban/storage'
import type { Event } from '../../core/events.ts'
import { RowChanges } from './row-changes.ts'
import { identity, type StepRows, type TableWriter } from './table-writer.ts'
import { columnsOf } from './user-tasks.ts'

/** User tasks and incidents as history: one row each, from their beginning. */
export class HistoryTaskWriter implements TableWriter {
  readonly #tasks = new RowChanges<HistoryTaskRow>()
  readonly #incidents = new RowChanges<HistoryIncidentRow>()

  add(step: StepRows): void {
    for (const event of step.events) this.#task(event, step)
    for (const event of step.events) this.#incident(event, step)
  }

  #task(event: Event, { state }: StepRows): void {
    const { tenantId } = state
    switch (event.type) {
      case 'userTaskCreated': {
        const { tokenId: id, elementId, at, task } = event
        const { name, description, assignee, priority, dueAt, followUpAt } = task
        const row = {
          element_id: elementId,
          name,
          description,
          owner: null,
          assignee,
          priority,
          started_at: at,
          ended_at: null,
          due_at: dueAt,
          follow_up_at: followUpAt,
          delete_reason: null,
        }
        return this.#tasks.insert({ ...identity(state), id, ...row })
      }
      case 'userTaskUpdated': {
        const { delegation_state: _state, candidate_users: _users, candidate_groups: _groups, ...changes } = columnsOf(event.changes)
        return this.#tasks.patch(tenantId, event.tokenId, changes)
      }
      case 'userTaskCompleted':
        return this.#tasks.patch(tenantId, event.tokenId, { ended_at: event.at, delete_reason: 'completed' })
      case 'userTaskCanceled':
        return this.#tasks.patch(tenantId, event.tokenId, { ended_at: event.at, delete_reason: event.reason })
      case 'instanceMigrated':
        for (const { id, elementId, waitsFor } of Object.values(state.tokens)) {
          if (waitsFor === 'userTask')
            this.#tasks.patch(tenantId, id, {
              definition_id: state.definitionId,
              definition_key: state.definitionKey,
              element_id: elementId,
            })
        }
    }
  }

  #incident(event: Event, { state, events }: StepRows): void {
    if (event.type === 'incidentRaised') {
      const { incidentId: id, tokenId, elementId, code, message, phase, at } = event
      const { business_key: _, ...owner } = identity(state)
      this.#incidents.insert({
        ...owner,
        id,
        token_id: tokenId,
        element_id: elementId,
        code,
        message,
        phase,
        raised_at: at,
        ended_at: null,
        state: 'open',
      })
    } else if (event.type === 'incidentResolved') {
      const isCanceled = events.some((other) => other.type === 'elementTerminated' && other.tokenId === event.tokenId)
      this.#incidents.patch(state.tenantId, event.incidentId, { ended_at: event.at, state: isCanceled ? 'deleted' : 'resolved' })
    }
  }

  async write(tx: Tx): Promise<void> {
    await history(tx).tasks.insert(this.#tasks.inserted())
    await history(tx).tasks.patch(this.#tasks.patched())
    await history(tx).incidents.insert(this.#incidents.inserted())
    await history(tx).incidents.patch(this.#incidents.patched())
  }
}
