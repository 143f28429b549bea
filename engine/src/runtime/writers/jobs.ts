import { jobs, type JobRow, type Tx } from '@lianban/storage'
import type { InstanceState, Subscription } from '../../core/state.ts'
import { jobDefinitionId, MAX_JOB_ATTEMPTS, newJob, placeOf, type JobPlace } from '../job-kinds.ts'
import { short } from './lengths.ts'
import { RowChanges } from './row-changes.ts'
import type { StepRows, TableWriter } from './table-writer.ts'

type Row = JobRow & { due_at: number | null }

/**
 * What becomes due by itself: timers, continuations, attempts, thrown signals. An incident of a phase that a job carries
 * out is a job without retries, so that it is found where failed jobs are looked for.
 */
export class JobWriter implements TableWriter {
  readonly #rows = new RowChanges<Row>()
  readonly #signals: JobRow[] = []
  /** Whether an instance was suspended or resumed. */
  readonly #suspensions = new Map<string, { tenantId: string; suspended: boolean }>()

  check({ effects }: StepRows): void {
    for (const effect of effects) {
      if (effect.type === 'openSubscription') short('element id', effect.subscription.elementId)
      if (effect.type === 'broadcastSignal') short('signal name', effect.signalName)
    }
  }

  add(step: StepRows): void {
    const { state, before, effects, events, command } = step
    const { tenantId } = state
    for (const effect of effects) {
      if (effect.type === 'openSubscription' && isJob(effect.subscription))
        this.#rows.insert(jobRow(effect.subscription, state, command.now))
      else if (effect.type === 'closeSubscription' && isJob(before?.subscriptions[effect.subscriptionId]))
        this.#rows.remove(tenantId, effect.subscriptionId)
      else if (effect.type === 'moveSubscription') this.#move(tenantId, effect.subscriptionId, effect.dueAt)
      else if (effect.type === 'broadcastSignal') {
        const payload = {
          name: effect.signalName,
          variables: effect.variables,
          exceptInstanceId: state.id,
          thrownAt: command.now,
          after: null,
        }
        this.#signals.push(newJob('signal', payload, { tenant_id: tenantId, created_at: command.now }))
      }
    }
    for (const event of events) {
      if (event.type === 'incidentRaised' && isJobPhase(event.phase)) this.#rows.insert(failedRow(event, state))
      else if (event.type === 'incidentResolved' && isJobPhase(event.phase)) this.#rows.remove(tenantId, event.incidentId)
      else if (event.type === 'instanceSuspended' || event.type === 'instanceResumed') {
        this.#suspensions.set(state.id, { tenantId, suspended: event.type === 'instanceSuspended' })
      }
    }
  }

  #move(tenantId: string, id: string, dueAt: number): void {
    const created = this.#rows.inserted().find((row) => row.id === id)
    this.#rows.patch(tenantId, id, created ? { due_at: dueAt, available_at: created.suspended === 1 ? null : dueAt } : { due_at: dueAt })
  }

  async write(tx: Tx): Promise<void> {
    await jobs(tx).remove(this.#rows.removed())
    await jobs(tx).insert([...this.#rows.inserted(), ...this.#signals])
    await jobs(tx).move(this.#rows.patched() as { tenant_id: string; id: string; due_at: number }[])
    for (const [instanceId, { tenantId, suspended }] of this.#suspensions) {
      await (suspended ? jobs(tx).suspend({ tenantId, instanceId }) : jobs(tx).resume({ tenantId, instanceId }))
    }
  }

  /** When the first of what was written here becomes available; null: nothing does. */
  earliest(): number | null {
    const instants = [...this.#rows.inserted(), ...this.#signals].flatMap((row) => row.available_at ?? [])
    for (const row of this.#rows.patched()) if (row.due_at != null) instants.push(row.due_at)
    for (const { suspended } of this.#suspensions.values()) if (!suspended) instants.push(0)
    return instants.length > 0 ? instants.reduce((a, b) => Math.min(a, b)) : null
  }
}

const isJob = (subscription: Subscription | undefined): boolean => subscription?.kind === 'timer' || subscription?.kind === 'job'

/** Phases that are carried out by a job where an element is asynchronous. */
const isJobPhase = (phase: string): boolean => phase === 'enter' || phase === 'leave'

function jobRow(subscription: Subscription, state: InstanceState, now: number): Row {
  const { id, elementId, tokenId, dueAt, job } = subscription
  const kind = subscription.kind === 'timer' ? 'timer' : (job?.type ?? 'asyncBefore')
  const isContinuation = kind === 'asyncBefore' || kind === 'asyncAfter'
  return {
    ...owned(state),
    id,
    kind,
    job_definition_id: jobDefinitionId(state.definitionId, elementId, placeOf(kind)!),
    token_id: tokenId,
    element_id: elementId,
    due_at: isContinuation ? null : dueAt,
    created_at: now,
    available_at: state.suspended ? null : (dueAt ?? now),
    lease_owner: null,
    priority: job?.priority ?? 0,
    exclusive: job?.exclusive === false ? 0 : 1,
    retries: MAX_JOB_ATTEMPTS,
    suspended: state.suspended ? 1 : 0,
    error_message: null,
    error_details: null,
    payload: null,
  }
}

function failedRow(event: Extract<StepRows['events'][number], { type: 'incidentRaised' }>, state: InstanceState): Row {
  const place: JobPlace = event.phase === 'leave' ? 'async-after' : 'async-before'
  return {
    ...owned(state),
    id: event.incidentId,
    kind: 'incident',
    job_definition_id: jobDefinitionId(state.definitionId, event.elementId, place),
    token_id: event.tokenId,
    element_id: event.elementId,
    due_at: null,
    created_at: event.at,
    available_at: null,
    lease_owner: null,
    priority: 0,
    exclusive: 1,
    retries: 0,
    suspended: state.suspended ? 1 : 0,
    error_message: event.message,
    error_details: null,
    payload: null,
  }
}

const owned = ({ tenantId, id, definitionId, definitionKey }: InstanceState) => ({
  tenant_id: tenantId,
  instance_id: id,
  definition_id: definitionId,
  definition_key: definitionKey,
})
