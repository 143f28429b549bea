import { history, type HistoryActivityRow, type Tx } from '@lianban/storage'
import type { Event } from '../../core/events.ts'
import { numberOf } from '../../core/token-index.ts'
import { activityType } from '../../model/activity-types.ts'
import type { Node } from '../../model/executable.ts'
import { RowChanges } from './row-changes.ts'
import { StepIndex } from './step-index.ts'
import type { StepRows, TableWriter } from './table-writer.ts'

/** camunda's type of a multi-instance activity's body. */
const BODY = 'multiInstanceBody'

/** One row for each time that a token is in an element: written on entering, and once more when it leaves in a later batch. */
export class HistoryActivityWriter implements TableWriter {
  readonly #rows = new RowChanges<HistoryActivityRow>()
  readonly #keepsEnded: boolean

  /** @param keepsEnded false: only what runs is there, because queries of running instances ask for it */
  constructor(keepsEnded: boolean) {
    this.#keepsEnded = keepsEnded
  }

  add(step: StepRows): void {
    for (const event of step.events) this.#event(event, step)
  }

  #event(event: Event, step: StepRows): void {
    const { tenantId } = step.state
    switch (event.type) {
      case 'elementEntered':
        // a job begins it: until then it has not started
        return isAsync(event, step) ? undefined : this.#begin(event.tokenId, event.at, step)
      case 'jobExecuted':
        return StepIndex.of(step).subscription(event.subscriptionId)?.job?.type === 'asyncBefore'
          ? this.#begin(event.tokenId, event.at, step)
          : undefined
      case 'elementCompleted':
      case 'elementTerminated': {
        if (!this.#keepsEnded) return this.#rows.remove(tenantId, event.tokenId)
        const isCompleted = event.type === 'elementCompleted'
        const isLast = isCompleted && step.process.nodes[event.elementId]?.outgoing.length === 0
        return this.#rows.patch(tenantId, event.tokenId, {
          ended_at: event.at,
          canceled: isCompleted ? 0 : 1,
          complete_scope: isLast ? 1 : 0,
        })
      }
      case 'userTaskCreated':
        return event.task.assignee === null ? undefined : this.#rows.patch(tenantId, event.tokenId, { assignee: event.task.assignee })
      case 'userTaskUpdated':
        return event.changes.assignee === undefined
          ? undefined
          : this.#rows.patch(tenantId, event.tokenId, { assignee: event.changes.assignee })
      case 'callStarted':
        return this.#rows.patch(tenantId, event.tokenId, { called_instance_id: event.calledInstanceId })
      case 'instanceMigrated':
        return this.#migrate(step)
    }
  }

  #begin(tokenId: string, at: number, step: StepRows): void {
    const { state, process } = step
    const index = StepIndex.of(step)
    const token = index.token(tokenId)
    const node = token && process.nodes[token.elementId]
    // links are one way drawn in two pieces: Camunda's history does not show them
    if (!node || isLink(node)) return
    this.#rows.insert({
      tenant_id: state.tenantId,
      id: tokenId,
      number: numberOf(tokenId),
      instance_id: state.id,
      definition_id: state.definitionId,
      definition_key: state.definitionKey,
      parent_id: index.activityInstanceId(token.scopeId),
      element_id: node.id,
      name: node.name,
      type: index.isLoopBody(token) ? BODY : activityType(node),
      assignee: null,
      called_instance_id: null,
      started_at: at,
      ended_at: null,
      canceled: 0,
      complete_scope: 0,
    })
  }

  /** What goes on in another definition is told as of that one. */
  #migrate({ state }: StepRows): void {
    for (const { id, elementId } of Object.values(state.tokens)) {
      this.#rows.patch(state.tenantId, id, {
        definition_id: state.definitionId,
        definition_key: state.definitionKey,
        element_id: elementId,
      })
    }
  }

  async write(tx: Tx): Promise<void> {
    await history(tx).activities.remove(this.#rows.removed())
    await history(tx).activities.insert(this.#rows.inserted())
    await history(tx).activities.patch(this.#rows.patched())
  }
}

function isAsync(event: Extract<Event, { type: 'elementEntered' }>, step: StepRows): boolean {
  const node = step.process.nodes[event.elementId]
  if (!node) return false
  if (node.loop && StepIndex.of(step).isLoopInstance(event)) return node.loop.type === 'multiInstance' && node.loop.asyncBefore
  return node.asyncBefore
}

const isLink = (node: Node): boolean => 'trigger' in node && node.trigger.type === 'link'
