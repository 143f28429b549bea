import { inTransaction, type Database, type Tx } from '@lianban/storage'
import type { Actor, Environment } from '../index.ts'
import { Batch, VersionConflict } from './batch.ts'
import type { Outcome } from './batcher.ts'
import type { Decisions } from './decisions.ts'
import type { Definitions } from './definitions.ts'
import { EngineError } from './errors.ts'
import type { CommitHook, CommittedStep, InstanceCommand, Submission } from './submission.ts'
import type { Load } from './not-loaded.ts'
import type { States } from './states.ts'
import { toVariables } from './variables.ts'
import type { Changes } from './writers/changes.ts'
import type { HistoryLevel } from './writers/history-level.ts'

/** How often commands are tried again because another engine process changed their instance. */
const MAX_CONFLICT_ATTEMPTS = 10

/** What the functions may depend on. */
export interface FunctionContext {
  tenantId: string
  now: number
  /** The command that is carried out; null outside of one. */
  command: { type: InstanceCommand['type']; actor: Actor } | null
  load: Load
}

/** FEEL functions beside the built-in ones. */
export type FunctionsOf = (context: FunctionContext) => Environment['functions']

export interface CommitContext {
  database: Database
  definitions: Definitions
  decisions: Decisions
  states: States
  functions: FunctionsOf
  runScript?: Environment['runScript']
  onCommit: readonly CommitHook[]
  /** Default: full. */
  historyLevel?: HistoryLevel
  /** Told what became possible, after the transaction. */
  committed(changes: Changes, steps: CommittedStep[]): void
}

type StepOutcome = Outcome<CommittedStep>
/** `steps` are the outcomes' and those that followed from them. */
type Carried = { outcomes: StepOutcome[]; steps: CommittedStep[]; carried: Batch }

/**
 * Carries out a batch of commands in one transaction, in order, with all that follows from them for other instances, and
 * gives each its own outcome. A rejected command leaves its neighbours alone. If something throws (a `within`, a hook,
 * the database), the batch is undone and done again one by one, so that only the guilty fails; after a version conflict
 * only the instances concerned are done again.
 */
export async function commitBatch(context: CommitContext, batch: Submission[], attempt = 1): Promise<StepOutcome[]> {
  try {
    const { outcomes, steps, carried } = await inTransaction(context.database, (tx) => carryOut(context, tx, batch))
    context.states.remember(carried.written())
    context.committed(carried.changes, steps)
    return outcomes
  } catch (error) {
    if (error instanceof VersionConflict && attempt < MAX_CONFLICT_ATTEMPTS) return retryConflict(context, batch, error, attempt)
    if (batch.length > 1) return oneByOne(context, batch)
    return [{ ok: false, error: error instanceof VersionConflict ? new EngineError('CONCURRENT_CHANGE', error.message) : error }]
  }
}

async function retryConflict(
  context: CommitContext,
  batch: Submission[],
  conflict: VersionConflict,
  attempt: number,
): Promise<StepOutcome[]> {
  const results = new Map<Submission, StepOutcome>()
  const isConcerned = (submission: Submission) => conflict.instanceIds.has(submission.instanceId)
  for (const part of [batch.filter((submission) => !isConcerned(submission)), batch.filter(isConcerned)]) {
    if (part.length === 0) continue
    const outcomes = await commitBatch(context, part, attempt + 1)
    part.forEach((submission, i) => results.set(submission, outcomes[i]!))
  }
  return batch.map((submission) => results.get(submission)!)
}

async function oneByOne(context: CommitContext, batch: Submission[]): Promise<StepOutcome[]> {
  const outcomes: StepOutcome[] = []
  for (const submission of batch) outcomes.push(...(await commitBatch(context, [submission])))
  return outcomes
}

async function carryOut(context: CommitContext, tx: Tx, given: Submission[]): Promise<Carried> {
  const submissions: Submission[] = []
  for (const submission of given) submissions.push(submission.prepare ? await prepared(tx, submission) : submission)
  const batch = await Batch.open(context, tx, submissions)
  const outcomes: StepOutcome[] = []
  for (const submission of submissions) {
    try {
      outcomes.push({ ok: true, value: await batch.carryOut(submission) })
    } catch (error) {
      // What was prepared for a command that is refused must not stay.
      if (submission.prepare) throw error
      outcomes.push({ ok: false, error })
    }
  }
  const followed = await batch.settle()
  await batch.write()
  const steps: CommittedStep[] = []
  for (const [i, outcome] of outcomes.entries()) {
    if (!outcome.ok) continue
    const { value } = outcome
    value.settled = batch.instance(value.tenantId, value.instanceId)?.state ?? value.state
    steps.push(value)
    await submissions[i]!.within?.(tx, value)
  }
  steps.push(...followed)
  if (steps.length > 0) for (const hook of context.onCommit) await hook(tx, steps)
  return { outcomes, steps, carried: batch }
}

/** The submission with the variables that only the transaction knows. */
async function prepared(tx: Tx, submission: Submission): Promise<Submission> {
  const { command } = submission
  if (!('variables' in command)) throw new Error(`a ${command.type} command has no variables to prepare`)
  const variables = { ...command.variables, ...toVariables({ variables: await submission.prepare!(tx) }) }
  return { ...submission, command: { ...command, variables } }
}
