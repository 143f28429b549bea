import { createHash } from 'node:crypto'
import { newId, type JobRow } from '@lianban/storage'
import type { Actor } from '../core/commands.ts'
import type { JsonValue, Variables } from '../core/state.ts'

/** Attempts that a job gets before it is kept as failed. */
export const MAX_JOB_ATTEMPTS = 10

/**
 * What a job does:
 * - of an instance: `timer`, `asyncBefore`, `asyncAfter`, `retry` (the next attempt by failedJobRetryTimeCycle), and
 *   `incident`: an open incident of a phase that a job had carried out, so that it is seen as a failed job;
 * - of a definition: `timerStart`, and `suspension` (suspend or resume it at a date);
 * - `signal` finds out who receives a signal; `signalDelivery` and `signalStart` are one receiver each;
 */
export type JobKind =
  'timer' | 'asyncBefore' | 'asyncAfter' | 'retry' | 'incident' | 'timerStart' | 'suspension' | 'signal' | 'signalDelivery' | 'signalStart'

export interface JobPayloads {
  /** A cycle and the instant it counts from. */
  timerStart: { cycle?: { text: string; startAt: number } }
  /** Of one definition, or of all versions of its key. */
  suspension: { definitionId?: string; definitionKey?: string; suspended: boolean; includeInstances: boolean; actor?: Actor }
  signal: {
    name: string
    variables: Variables
    /** Who threw it: the core has served its own. */
    exceptInstanceId: string | null
    thrownAt: number
    /** Last subscription that was dealt with. */
    after: string | null
  }
  signalDelivery: { subscriptionId: string; variables: Variables }
  signalStart: { variables: Variables }
}

/** A job that belongs to no instance's state. */
export function newJob<Kind extends keyof JobPayloads>(
  kind: Kind,
  payload: JobPayloads[Kind],
  row: Pick<JobRow, 'tenant_id' | 'created_at'> & Partial<JobRow>,
): JobRow {
  return {
    id: newId(),
    kind,
    instance_id: null,
    definition_id: null,
    definition_key: null,
    job_definition_id: null,
    token_id: null,
    element_id: null,
    due_at: null,
    available_at: row.due_at ?? row.created_at,
    lease_owner: null,
    priority: 0,
    exclusive: 1,
    retries: MAX_JOB_ATTEMPTS,
    suspended: 0,
    error_message: null,
    error_details: null,
    payload: JSON.stringify(payload),
    ...row,
  }
}

export const payloadOf = <Kind extends keyof JobPayloads>(job: JobRow, _kind: Kind): JobPayloads[Kind] =>
  JSON.parse(job.payload ?? '{}') as JobPayloads[Kind] & JsonValue

/** What makes jobs at an element. A timer event makes one kind, an activity may make two. */
export type JobPlace = 'timer' | 'async-before' | 'async-after'

/** The id of an element's job definition: computed, so that a new job needs no look-up. */
export const jobDefinitionId = (definitionId: string, elementId: string, place: JobPlace): string =>
  createHash('sha1').update(`${definitionId}\n${elementId}\n${place}`).digest('hex')

/** Which of an element's places made a job; null: none. */
export function placeOf(kind: string): JobPlace | null {
  if (kind === 'timer' || kind === 'timerStart') return 'timer'
  if (kind === 'asyncAfter') return 'async-after'
  return kind === 'asyncBefore' || kind === 'retry' ? 'async-before' : null
}
