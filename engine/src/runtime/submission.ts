import type { Tx } from '@lianban/storage'
import type { Command } from '../core/commands.ts'
import type { MigrationCommand } from '../core/migrate.ts'
import type { Event } from '../core/events.ts'
import type { InstanceState, JsonValue } from '../core/state.ts'

/** What an instance can be asked for; a migration is no `step`, because it needs two processes. */
export type InstanceCommand = Command | MigrationCommand

/** One command that was carried out, with what it did. */
export interface CommittedStep {
  tenantId: string
  instanceId: string
  businessKey: string | null
  definitionId: string
  definitionKey: string
  command: InstanceCommand
  events: Event[]
  /** The instance after the step. */
  state: InstanceState
  /** The instance when everything has been done that followed from it, e.g. after the processes that it called. */
  settled: InstanceState
}

/**
 * Written in the same transaction as the step. If it throws, this command alone is undone and its caller gets the error.
 * It may run more than once (after a deadlock, or when a neighbour in the batch failed), so it must have no effect
 * outside `tx`; and every query must run on `tx`.
 */
export type Within = (tx: Tx, step: CommittedStep) => Promise<void>

/**
 * Gives variables that are known only in the transaction (a number from a gap-free sequence), just before the command is
 * carried out; they are added to the command's own. What it writes is undone if the command is refused. The same rules
 * as {@link Within}.
 */
export type Prepare = (tx: Tx) => Promise<Record<string, JsonValue>>

/** Runs in every transaction, after the steps' own writes, with all of them in order. The same rules as {@link Within}. */
export type CommitHook = (tx: Tx, steps: CommittedStep[]) => Promise<void>

/** What must hold when the command is carried out, read in its transaction. */
export type Guard =
  /** The external task is locked by this worker. */
  | { type: 'worker'; taskId: string; workerId: string }
  /** The user task is assigned so, or already as wanted. */
  | { type: 'assignee'; taskId: string; expected: string | null; wanted: string | null }

/** A command on its way to the database. */
export interface Submission {
  tenantId: string
  instanceId: string
  /** For a start: of which definition; by key means its latest version. For a migration: to which. */
  definition?: { id: string } | { key: string }
  command: InstanceCommand
  guard?: Guard
  /** What a worker tells about a failure beyond its message. */
  errorDetails?: string | null
  /** For commands that carry variables. */
  prepare?: Prepare
  within?: Within
}
