import {
  engineEvents, externalTasks, incidents, instances, subscriptions, userTasks,
  type EngineEventRow, type ExternalTaskRetryRow, type ExternalTaskRow, type IncidentRow, type ProcessInstanceRow, type SubscriptionRow, type Tx, type UserTaskRow,
} from '@lianban/storage'
import type { Effect } from '../core/effects.ts'
import type { Event } from '../core/events.ts'
import type { InstanceState } from '../core/state.ts'
import { valueTooLong } from './errors.ts'

/** Characters that a key column holds. */
export const MAX_KEY_LENGTH = 191

type Of<T extends Effect['type']> = Extract<Effect, { type: T }>
type Change<T> = { type: 'insert'; row: T } | { type: 'remove' }

/** What a step's effects mean for the tables; kept apart until the step is known to be good. */
export interface StepRows {
  state: InstanceState
  events: Event[]
  effects: Effect[]
  errorDetails: string | null
}

/**
 * The changes of a whole batch, gathered so that each table is written by one statement. A later step of the same
 * instance changes what an earlier one left: a task that is opened and closed within the batch is never written.
 */
export class Changes {
  readonly #events: EngineEventRow[] = []
  readonly #userTasks = new Map<string, Change<UserTaskRow>>()
  readonly #assignees = new Map<string, Pick<UserTaskRow, 'tenant_id' | 'id' | 'assignee'>>()
  readonly #externalTasks = new Map<string, Change<ExternalTaskRow>>()
  readonly #retries = new Map<string, ExternalTaskRetryRow>()
  readonly #subscriptions = new Map<string, Change<SubscriptionRow>>()
  readonly #incidents = new Map<string, Change<IncidentRow>>()
  /** Tenant of each id that is removed. */
  readonly #tenants = new Map<string, string>()

  /** Takes a step as a whole. `firstSeq` is the sequence number of its first event. @throws EngineError VALUE_TOO_LONG and then nothing is taken */
  add(step: StepRows, firstSeq: number): void {
    const { state } = step
    step.effects.forEach(checkLengths)
    step.events.forEach((event, i) => {
      this.#events.push({
        tenant_id: state.tenantId, instance_id: state.id, seq: firstSeq + i, type: event.type, at: event.at, payload: JSON.stringify(event),
      })
    })
    for (const effect of step.effects) this.#effect(effect, state, step.errorDetails)
  }

  #effect(effect: Effect, state: InstanceState, errorDetails: string | null): void {
    switch (effect.type) {
      case 'createUserTask':
        return void this.#userTasks.set(effect.tokenId, { type: 'insert', row: userTaskRow(effect, state) })
      case 'assignUserTask':
        return this.#assign(effect, state.tenantId)
      case 'closeUserTask':
        this.#assignees.delete(effect.tokenId)
        return this.#remove(this.#userTasks, effect.tokenId, state.tenantId)
      case 'createExternalTask':
        return void this.#externalTasks.set(effect.tokenId, { type: 'insert', row: externalTaskRow(effect, state) })
      case 'updateExternalTask':
        return this.#retry(effect, state.tenantId, errorDetails)
      case 'closeExternalTask':
        this.#retries.delete(effect.tokenId)
        return this.#remove(this.#externalTasks, effect.tokenId, state.tenantId)
      case 'openSubscription':
        return void this.#subscriptions.set(effect.subscription.id, { type: 'insert', row: subscriptionRow(effect, state) })
      case 'closeSubscription':
        return this.#remove(this.#subscriptions, effect.subscriptionId, state.tenantId)
      case 'openIncident':
        return void this.#incidents.set(effect.incidentId, { type: 'insert', row: incidentRow(effect, state) })
      case 'closeIncident':
        return this.#remove(this.#incidents, effect.incidentId, state.tenantId)
    }
  }

  #assign({ tokenId, assignee }: Of<'assignUserTask'>, tenantId: string): void {
    const created = this.#userTasks.get(tokenId)
    if (created?.type === 'insert') created.row.assignee = assignee
    else this.#assignees.set(tokenId, { tenant_id: tenantId, id: tokenId, assignee: assignee })
  }

  #retry({ tokenId, retries, retryAt, errorMessage }: Of<'updateExternalTask'>, tenantId: string, errorDetails: string | null): void {
    const row: ExternalTaskRetryRow = {
      tenant_id: tenantId, id: tokenId, exhausted: retries > 0 ? 0 : 1, retries, error_message: errorMessage, error_details: errorDetails,
      worker_id: null, locked_until: retryAt,
    }
    const created = this.#externalTasks.get(tokenId)
    if (created?.type === 'insert') Object.assign(created.row, row)
    else this.#retries.set(tokenId, row)
  }

  #remove<T>(changes: Map<string, Change<T>>, id: string, tenantId: string): void {
    if (changes.get(id)?.type === 'insert') return void changes.delete(id)
    changes.set(id, { type: 'remove' })
    this.#tenants.set(id, tenantId)
  }

  /** Writes everything but the instances' own rows. */
  async write(tx: Tx): Promise<void> {
    await engineEvents(tx).append(this.#events)
    await userTasks(tx).remove(this.#removed(this.#userTasks))
    await userTasks(tx).insert(inserted(this.#userTasks))
    await userTasks(tx).updateAssignees([...this.#assignees.values()])
    await externalTasks(tx).remove(this.#removed(this.#externalTasks))
    await externalTasks(tx).insert(inserted(this.#externalTasks))
    await externalTasks(tx).updateRetries([...this.#retries.values()])
    await subscriptions(tx).remove(this.#removed(this.#subscriptions))
    await subscriptions(tx).insert(inserted(this.#subscriptions))
    await incidents(tx).remove(this.#removed(this.#incidents))
    await incidents(tx).insert(inserted(this.#incidents))
  }

  /** Topics in which workers may find something that was not there before; null: in any. */
  fetchableTopics(): ReadonlySet<string> | null {
    if (this.#retries.size > 0) return null
    return new Set(inserted(this.#externalTasks).map(({ topic }) => topic))
  }

  /** The earliest of the timers that were set. */
  earliestTimer(): number | null {
    const dues = inserted(this.#subscriptions).flatMap((row) => row.due_at ?? [])
    return dues.length > 0 ? Math.min(...dues) : null
  }

  #removed<T>(changes: Map<string, Change<T>>) {
    return [...changes].filter(([, change]) => change.type === 'remove').map(([id]) => ({ tenant_id: this.#tenants.get(id)!, id }))
  }
}

const inserted = <T>(changes: Map<string, Change<T>>): T[] => [...changes.values()].flatMap((change) => (change.type === 'insert' ? [change.row] : []))

/** Writes the instances' own rows. @returns how many were written; fewer than given is a conflict */
export async function writeInstances(tx: Tx, created: ProcessInstanceRow[], changed: ProcessInstanceRow[]): Promise<number> {
  await instances(tx).insert(created)
  return changed.length > 0 ? instances(tx).update(changed) : 0
}

/** The row of an instance that has just started. */
export const newInstanceRow = (state: InstanceState, startedBy: string): ProcessInstanceRow => ({
  tenant_id: state.tenantId,
  id: state.id,
  definition_id: state.definitionId,
  definition_key: state.definitionKey,
  business_key: short('business key', state.businessKey),
  status: state.status,
  started_by: short('user id', startedBy),
  started_at: state.startedAt,
  ended_at: state.endedAt,
  version: 1,
  event_count: 0,
  state: '',
})

const identity = (state: InstanceState) => ({
  tenant_id: state.tenantId,
  instance_id: state.id,
  definition_id: state.definitionId,
  definition_key: state.definitionKey,
  business_key: state.businessKey,
})

const userTaskRow = ({ tokenId, elementId, createdAt, task }: Of<'createUserTask'>, state: InstanceState): UserTaskRow => ({
  ...identity(state),
  id: tokenId,
  element_id: elementId,
  name: task.name,
  assignee: task.assignee,
  candidate_users: task.candidateUsers,
  candidate_groups: task.candidateGroups,
  created_at: createdAt,
  due_at: task.dueAt,
  follow_up_at: task.followUpAt,
  priority: task.priority,
  form_key: task.formKey,
})

const externalTaskRow = ({ tokenId, elementId, createdAt, task }: Of<'createExternalTask'>, state: InstanceState): ExternalTaskRow => ({
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
})

const subscriptionRow = ({ subscription }: Of<'openSubscription'>, state: InstanceState): SubscriptionRow => ({
  tenant_id: state.tenantId,
  id: subscription.id,
  instance_id: state.id,
  definition_key: state.definitionKey,
  business_key: state.businessKey,
  token_id: subscription.tokenId,
  element_id: subscription.elementId,
  kind: subscription.kind,
  due_at: subscription.dueAt,
  message_name: subscription.messageName,
  lease_owner: null,
  leased_until: 0,
})

const incidentRow = (effect: Of<'openIncident'>, state: InstanceState): IncidentRow => ({
  ...identity(state),
  id: effect.incidentId,
  token_id: effect.tokenId,
  element_id: effect.elementId,
  code: effect.code,
  message: effect.message,
  raised_at: effect.at,
})

/** @throws EngineError VALUE_TOO_LONG if a text of the model or of an expression does not fit its column */
function checkLengths(effect: Effect): void {
  if ('elementId' in effect) short('element id', effect.elementId)
  switch (effect.type) {
    case 'createUserTask': {
      const { assignee, formKey, candidateGroups, candidateUsers } = effect.task
      short('assignee', assignee)
      short('form key', formKey)
      for (const candidate of [...candidateGroups, ...candidateUsers]) short('candidate', candidate)
      break
    }
    case 'assignUserTask':
      short('assignee', effect.assignee)
      break
    case 'createExternalTask':
      short('topic', effect.task.topic)
      break
    case 'openSubscription':
      short('element id', effect.subscription.elementId)
      short('message name', effect.subscription.messageName)
      break
  }
}

/** The value if it fits a key column. @throws EngineError VALUE_TOO_LONG */
export function short<T extends string | null>(what: string, value: T): T {
  if (value !== null && value.length > MAX_KEY_LENGTH) throw valueTooLong(what, value.length, MAX_KEY_LENGTH)
  return value
}
