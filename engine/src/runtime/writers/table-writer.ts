import type { Tx } from '@lianban/storage'
import type { Effect } from '../../core/effects.ts'
import type { Event } from '../../core/events.ts'
import type { InstanceState } from '../../core/state.ts'
import type { ExecutableProcess } from '../../model/executable.ts'
import type { InstanceCommand } from '../submission.ts'

/** One step that was carried out in memory: what tables may want to know of it. */
export interface StepRows {
  command: InstanceCommand
  process: ExecutableProcess
  /** The instance before the step; null for a start. */
  before: InstanceState | null
  state: InstanceState
  events: Event[]
  effects: Effect[]
  /** Sequence number of the first event within the instance. */
  firstSeq: number
  /** What a worker tells about a failure beyond its message. */
  errorDetails: string | null
}

/**
 * Keeps one family of tables. It gathers the changes of a whole batch, so that each table is written by one statement;
 * a later step of the same instance changes what an earlier one left.
 */
export interface TableWriter {
  /** Whether the step can be written. All writers are asked before any takes it. @throws EngineError VALUE_TOO_LONG */
  check?(step: StepRows): void
  /** Takes a step; steps come in order. */
  add(step: StepRows): void
  write(tx: Tx): Promise<void>
}

/** An instance's columns that its tasks, subscriptions and incidents repeat. */
export const identity = (state: InstanceState) => ({
  tenant_id: state.tenantId,
  instance_id: state.id,
  definition_id: state.definitionId,
  definition_key: state.definitionKey,
  business_key: state.businessKey,
})

export type EffectOf<Type extends Effect['type']> = Extract<Effect, { type: Type }>

/** Digits of a sequence number in an id, so that ids sort as their numbers do. */
const SEQUENCE_DIGITS = 9

/** Id of a log's row: that of the event it tells of. */
export const logId = (instanceId: string, seq: number): string => `${instanceId}:${String(seq).padStart(SEQUENCE_DIGITS, '0')}`
