import {
  instances,
  newId,
  type ProcessDefinitionRow,
  type ProcessInstanceRow,
  type ProcessInstanceSummaryRow,
  type Tx,
} from '@lianban/storage'
import { migrate, step, type Environment, type ExecutableProcess, type InstanceState, type StepResult } from '../index.ts'
import type { CommitContext } from './commit.ts'
import { DecisionLookUp } from './decisions.ts'
import { deploymentOf, resolveStarts } from './definitions.ts'
import { definitionNotFound, definitionSuspended, EngineError, notFound } from './errors.ts'
import { FollowUps } from './follow-ups.ts'
import { Guards } from './guards.ts'
import { newInstanceRow, writeInstances } from './instance-row.ts'
import { loader, NotLoaded, type Load } from './not-loaded.ts'
import type { KnownState } from './states.ts'
import type { CommittedStep, InstanceCommand, Submission } from './submission.ts'
import { Changes } from './writers/changes.ts'

/** Things that one step may have to load, one after the other. */
const MAX_LOADS = 1_000

/** One instance while a batch works on it. */
export interface Loaded {
  row: ProcessInstanceSummaryRow
  state: InstanceState
  created: boolean
  touched: boolean
  /** Characters of the state as it was written. */
  size?: number
}

/** Another process changed these instances after they were read. */
export class VersionConflict extends Error {
  readonly instanceIds: Set<string>
  constructor(instanceIds: string[]) {
    super(`changed meanwhile: ${instanceIds.join(', ')}`)
    this.instanceIds = new Set(instanceIds)
  }
}

/** The commands of one transaction, carried out in memory; `write` puts what came of them into the database. */
export class Batch {
  readonly changes: Changes
  readonly #context: CommitContext
  readonly #tx: Tx
  readonly #loaded = new Map<string, Loaded>()
  readonly #processes = new Map<string, ExecutableProcess>()
  readonly #decisions: DecisionLookUp
  readonly #followUps: FollowUps
  #starts = new Map<Submission, ProcessDefinitionRow>()
  #guards!: Guards

  private constructor(context: CommitContext, tx: Tx) {
    this.#context = context
    this.changes = new Changes(context.historyLevel)
    this.#tx = tx
    this.#decisions = new DecisionLookUp(context.decisions)
    this.#followUps = new FollowUps(tx, this)
  }

  /** With everything loaded that the submissions name. */
  static async open(context: CommitContext, tx: Tx, submissions: Submission[]): Promise<Batch> {
    const batch = new Batch(context, tx)
    const tenantIds = [...new Set(submissions.map(({ tenantId }) => tenantId))]
    batch.#starts = await resolveStarts(tx, submissions)
    const ids = submissions.filter(({ command }) => command.type !== 'startInstance').map(({ instanceId }) => instanceId)
    await batch.load(
      tenantIds,
      ids,
      [...batch.#starts.values()].map(({ id }) => id),
    )
    batch.#guards = await Guards.load(tx, tenantIds, submissions)
    return batch
  }

  /** Instances, locked, and processes that are not there yet. */
  async load(tenantIds: string[], instanceIds: string[], definitionIds: string[] = []): Promise<void> {
    const missing = [...new Set(instanceIds)].filter((id) => !this.#loaded.has(id))
    const found = missing.length > 0 ? await this.#context.states.loadForUpdate(this.#tx, tenantIds, missing) : []
    for (const { row, state } of found) this.#loaded.set(row.id, { row, state, created: false, touched: false })
    const unknown = [...found.map(({ row }) => row.definition_id), ...definitionIds].filter((id) => !this.#processes.has(id))
    if (unknown.length === 0) return
    for (const [id, process] of await this.#context.definitions.processes(this.#tx, tenantIds, unknown)) this.#processes.set(id, process)
  }

  instance(tenantId: string, id: string): Loaded | undefined {
    const loaded = this.#loaded.get(id)
    return loaded?.row.tenant_id === tenantId ? loaded : undefined
  }

  /** One command in memory. Nothing is changed unless it succeeds. @throws EngineError */
  async carryOut(submission: Submission, definition = this.#starts.get(submission)): Promise<CommittedStep> {
    const load = loader()
    for (let loads = 0; ; loads++) {
      try {
        return this.#carryOutOnce(submission, definition, load)
      } catch (error) {
        if (!(error instanceof NotLoaded) || loads === MAX_LOADS) throw error
        await error.load(this.#tx)
      }
    }
  }

  /** What the steps mean for other instances. @returns the steps that these did */
  settle = (): Promise<CommittedStep[]> => this.#followUps.settle()

  #carryOutOnce(submission: Submission, definition: ProcessDefinitionRow | undefined, load: Load): CommittedStep {
    const { tenantId, instanceId, command } = submission
    const current = this.#loaded.get(instanceId)
    if (command.type !== 'startInstance' && (!current || current.row.tenant_id !== tenantId)) throw notFound(command, instanceId)
    const definitionId = current?.row.definition_id ?? definition?.id
    const process = definitionId === undefined ? undefined : this.#processes.get(definitionId)
    if (!process) throw definitionNotFound(describe(submission, definitionId))
    if (definition?.suspended === 1 && command.type === 'startInstance') throw definitionSuspended(definition.id)
    this.#guards.check(submission)
    const result = this.#result(process, current?.state ?? null, { command, target: definition, load })
    if (!result.ok)
      throw result.rejection.code === 'INSTANCE_NOT_ACTIVE'
        ? notFound(command, instanceId)
        : new EngineError(result.rejection.code, result.rejection.message)
    const { state, events, effects } = result
    const row = current?.row ?? newInstanceRow(state, command.actor.userId, state.caller && this.#loaded.get(state.caller.instanceId)?.row)
    const before = current?.state ?? null
    this.changes.add({
      command,
      process,
      before,
      state,
      events,
      effects,
      firstSeq: row.event_count,
      errorDetails: submission.errorDetails ?? null,
    })
    this.#guards.follow(effects)
    const { definitionId: nextDefinition, definitionKey } = state
    const nextRow = {
      ...row,
      definition_id: nextDefinition,
      definition_key: definitionKey,
      status: state.status,
      suspended: state.suspended ? 1 : 0,
      ended_at: state.endedAt,
      event_count: row.event_count + events.length,
    }
    this.#loaded.set(instanceId, { row: nextRow, state, created: current?.created ?? true, touched: true })
    this.#followUps.add(command, state, effects)
    return {
      tenantId,
      instanceId,
      businessKey: state.businessKey,
      definitionId: state.definitionId,
      definitionKey: state.definitionKey,
      command,
      events,
      state,
      settled: state,
    }
  }

  #result(
    process: ExecutableProcess,
    state: InstanceState | null,
    { command, target, load }: { command: InstanceCommand; target: ProcessDefinitionRow | undefined; load: Load },
  ): StepResult {
    const tenantId = state?.tenantId ?? (command as Extract<InstanceCommand, { type: 'startInstance' }>).tenantId
    if (command.type !== 'migrateInstance')
      return step(process, state, command, this.#environment(process.id, { tenantId, now: command.now, command, load }))
    const targetProcess = target && this.#processes.get(target.id)
    if (!targetProcess) throw definitionNotFound('the id that the migration names')
    return migrate(process, targetProcess, state!, command, this.#environment(target.id, { tenantId, now: command.now, command, load }))
  }

  #environment(definitionId: string, at: Parameters<CommitContext['functions']>[0]): Environment {
    const { functions, runScript } = this.#context
    return {
      functions: functions(at),
      functionsAt: (now) => functions({ ...at, now }),
      newInstanceId: newId,
      decision: (reference) => this.#decisions.find(at.tenantId, deploymentOf(definitionId), reference),
      ...(runScript && { runScript }),
    }
  }

  /** @throws VersionConflict */
  async write(): Promise<void> {
    const touched = [...this.#loaded.values()].filter((one) => one.touched)
    const rows = (created: boolean) =>
      touched
        .filter((one) => one.created === created)
        .map((one) => {
          const state = JSON.stringify(one.state)
          one.size = state.length
          return { ...one.row, state }
        })
    const changed = rows(false)
    if ((await writeInstances(this.#tx, rows(true), changed)) !== changed.length) throw await this.#findConflict(changed)
    await this.changes.write(this.#tx)
  }

  /** What the touched instances are after the commit. */
  written(): KnownState[] {
    return [...this.#loaded.values()]
      .filter((one) => one.touched)
      .map(({ row, state, created, size = 0 }) => ({ version: created ? row.version : row.version + 1, state, size }))
  }

  /** Which rows were not written: what stands there is not what this transaction wrote. */
  async #findConflict(rows: ProcessInstanceRow[]): Promise<VersionConflict> {
    const present = await instances(this.#tx).loadForUpdate(
      [...new Set(rows.map((row) => row.tenant_id))],
      rows.map((row) => row.id),
    )
    const states = new Map(present.map(({ id, state }) => [id, state]))
    return new VersionConflict(rows.filter((row) => states.get(row.id) !== row.state).map((row) => row.id))
  }
}

function describe({ definition }: Submission, resolved: string | undefined): string {
  return definition && 'key' in definition ? `key ${definition.key}` : `id ${definition?.id ?? resolved}`
}
