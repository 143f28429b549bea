import { inTransaction, instances, type Database, type ProcessInstanceRow, type Tx } from '@lianban/storage'
import { step, type Environment, type ExecutableProcess, type InstanceState } from '../index.ts'
import type { Outcome } from './batcher.ts'
import { resolveStarts, type Definitions } from './definitions.ts'
import { definitionNotFound, EngineError, externalTaskNotFound, instanceNotFound, taskNotFound } from './errors.ts'
import { Guards } from './guards.ts'
import { newInstanceRow, writeInstances } from './instance-row.ts'
import type { CommitHook, CommittedStep, Submission } from './submission.ts'
import { toVariables } from './variables.ts'
import { Changes } from './writers/changes.ts'

/** How often commands are tried again because another engine process changed their instance. */
const MAX_CONFLICT_ATTEMPTS = 10

export interface CommitContext {
  database: Database
  definitions: Definitions
  functions: (at: { tenantId: string; now: number }) => Environment['functions']
  onCommit: readonly CommitHook[]
  /** Told what became possible, after the transaction. */
  committed(changes: Changes, steps: CommittedStep[]): void
}

type StepOutcome = Outcome<CommittedStep>

/** One instance while a batch works on it. */
interface Loaded {
  row: ProcessInstanceRow
  state: InstanceState
  created: boolean
  touched: boolean
}

/** Another process changed these instances after they were read. */
class VersionConflict extends Error {
  readonly instanceIds: Set<string>
  constructor(instanceIds: string[]) {
    super(`changed meanwhile: ${instanceIds.join(', ')}`)
    this.instanceIds = new Set(instanceIds)
  }
}

/**
 * Carries out a batch of commands in one transaction, in order, and gives each its own outcome. A rejected command leaves
 * its neighbours alone. If something throws (a `within`, a hook, the database), the batch is undone and done again one
 * by one, so that only the guilty fails; after a version conflict only the instances concerned are done again.
 */
export async function commitBatch(context: CommitContext, batch: Submission[], attempt = 1): Promise<StepOutcome[]> {
  try {
    const { outcomes, changes } = await inTransaction(context.database, (tx) => carryOut(context, tx, batch))
    context.committed(changes, outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : [])))
    return outcomes
  } catch (error) {
    if (error instanceof VersionConflict && attempt < MAX_CONFLICT_ATTEMPTS) return retryConflict(context, batch, error, attempt)
    if (batch.length > 1) return oneByOne(context, batch)
    return [{ ok: false, error: error instanceof VersionConflict ? new EngineError('CONCURRENT_CHANGE', error.message) : error }]
  }
}

async function retryConflict(context: CommitContext, batch: Submission[], conflict: VersionConflict, attempt: number): Promise<StepOutcome[]> {
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

async function carryOut(context: CommitContext, tx: Tx, submissions: Submission[]): Promise<{ outcomes: StepOutcome[]; changes: Changes }> {
  const tenantIds = [...new Set(submissions.map(({ tenantId }) => tenantId))]
  const batch: Submission[] = []
  for (const submission of submissions) batch.push(submission.prepare ? await prepared(tx, submission) : submission)
  const loaded = await loadInstances(tx, tenantIds, batch)
  const starts = await resolveStarts(tx, batch)
  const definitionIds = [...[...loaded.values()].map(({ row }) => row.definition_id), ...starts.values()]
  const processes = await context.definitions.processes(tx, tenantIds, definitionIds)
  const guards = await Guards.load(tx, tenantIds, batch)
  const changes = new Changes()
  const outcomes = batch.map((submission): StepOutcome => {
    try {
      return { ok: true, value: carryOutOne(context, submission, { loaded, starts, processes, guards, changes }) }
    } catch (error) {
      // What was prepared for a command that is refused must not stay.
      if (submission.prepare) throw error
      return { ok: false, error }
    }
  })
  await write(tx, loaded, changes)
  const steps: CommittedStep[] = []
  for (const [i, outcome] of outcomes.entries()) {
    if (!outcome.ok) continue
    steps.push(outcome.value)
    await batch[i]!.within?.(tx, outcome.value)
  }
  if (steps.length > 0) for (const hook of context.onCommit) await hook(tx, steps)
  return { outcomes, changes }
}

/** The submission with the variables that only the transaction knows. */
async function prepared(tx: Tx, submission: Submission): Promise<Submission> {
  const { command } = submission
  if (!('variables' in command)) throw new Error(`a ${command.type} command has no variables to prepare`)
  const variables = { ...command.variables, ...toVariables({ variables: await submission.prepare!(tx) }) }
  return { ...submission, command: { ...command, variables } }
}

interface Work {
  loaded: Map<string, Loaded>
  starts: Map<Submission, string>
  processes: Map<string, ExecutableProcess>
  guards: Guards
  changes: Changes
}

/** One command in memory. Nothing of `work` is changed unless it succeeds. */
function carryOutOne(context: CommitContext, submission: Submission, { loaded, starts, processes, guards, changes }: Work): CommittedStep {
  const { tenantId, instanceId, command } = submission
  const current = loaded.get(instanceId)
  const isStart = command.type === 'startInstance'
  if (!isStart && (!current || current.row.tenant_id !== tenantId)) throw notFound(submission)
  const definitionId = current?.row.definition_id ?? starts.get(submission)
  const process = definitionId === undefined ? undefined : processes.get(definitionId)
  if (!process) throw definitionNotFound(describe(submission, definitionId))
  guards.check(submission)
  const result = step(process, current?.state ?? null, command, { functions: context.functions({ tenantId, now: command.now }) })
  if (!result.ok) throw result.rejection.code === 'INSTANCE_NOT_ACTIVE' ? notFound(submission) : new EngineError(result.rejection.code, result.rejection.message)
  const { state, events, effects } = result
  const row = current?.row ?? newInstanceRow(state, command.actor.userId)
  const before = current?.state ?? null
  changes.add({ command, process, before, state, events, effects, firstSeq: row.event_count, errorDetails: submission.errorDetails ?? null })
  guards.follow(effects)
  const nextRow = { ...row, status: state.status, ended_at: state.endedAt, event_count: row.event_count + events.length }
  loaded.set(instanceId, { row: nextRow, state, created: current?.created ?? true, touched: true })
  return { tenantId, instanceId, businessKey: state.businessKey, definitionId: state.definitionId, definitionKey: state.definitionKey, command, events, state }
}

async function loadInstances(tx: Tx, tenantIds: string[], batch: Submission[]): Promise<Map<string, Loaded>> {
  const ids = [...new Set(batch.filter(({ command }) => command.type !== 'startInstance').map(({ instanceId }) => instanceId))]
  const rows = ids.length > 0 ? await instances(tx).loadForUpdate(tenantIds, ids) : []
  return new Map(rows.map((row) => [row.id, { row, state: JSON.parse(row.state) as InstanceState, created: false, touched: false }]))
}

async function write(tx: Tx, loaded: Map<string, Loaded>, changes: Changes): Promise<void> {
  const touched = [...loaded.values()].filter((one) => one.touched)
  const rows = (created: boolean) => touched.filter((one) => one.created === created).map(({ row, state }) => ({ ...row, state: JSON.stringify(state) }))
  const changed = rows(false)
  if ((await writeInstances(tx, rows(true), changed)) !== changed.length) throw await findConflict(tx, changed)
  await changes.write(tx)
}

/** Which rows were not written: what stands there is not what this transaction wrote. */
async function findConflict(tx: Tx, rows: ProcessInstanceRow[]): Promise<VersionConflict> {
  const present = await instances(tx).loadForUpdate([...new Set(rows.map((row) => row.tenant_id))], rows.map((row) => row.id))
  const states = new Map(present.map(({ id, state }) => [id, state]))
  return new VersionConflict(rows.filter((row) => states.get(row.id) !== row.state).map((row) => row.id))
}

function notFound({ command, instanceId }: Submission): EngineError {
  switch (command.type) {
    case 'completeUserTask':
    case 'updateUserTask':
      return taskNotFound(command.tokenId)
    case 'completeExternalTask':
    case 'failExternalTask':
    case 'throwBpmnError':
      return externalTaskNotFound(command.tokenId)
    case 'executeJob':
    case 'correlateMessage':
      return new EngineError('SUBSCRIPTION_NOT_FOUND', `subscription ${command.subscriptionId} is not open`)
    case 'retryIncident':
      return new EngineError('INCIDENT_NOT_FOUND', `there is no open incident ${command.incidentId}`)
    default:
      return instanceNotFound(instanceId)
  }
}

function describe({ definition }: Submission, resolved: string | undefined): string {
  return definition && 'key' in definition ? `key ${definition.key}` : `id ${definition?.id ?? resolved}`
}
