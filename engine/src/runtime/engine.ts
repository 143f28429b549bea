import { engineLists, inTransaction, type Database } from '@lianban/storage'
import type { ScriptOptions } from '../script/scripts.ts'
import { administration, type Administration } from './administration.ts'
import { Batcher } from './batcher.ts'
import { broadcast, type SignalRequest } from './broadcast.ts'
import { commitBatch, type FunctionsOf } from './commit.ts'
import { evaluateConditions, type ConditionsRequest } from './conditional-starts.ts'
import { correlate, correlateAll, type CorrelateRequest, type Correlated } from './correlate.ts'
import { decisionQueries, type DecisionQueries } from './decision-queries.ts'
import { Decisions } from './decisions.ts'
import { Definitions } from './definitions.ts'
import { deleteDefinitions, deleteDeployment } from './delete-deployment.ts'
import { deploy, type DeployContext, type DeployRequest, type Deployment } from './deploy.ts'
import { externalTaskService, type ExternalTaskService } from './external-tasks.ts'
import { fetchBatcher } from './fetch-and-lock.ts'
import { historyService, type HistoryCleanupOptions, type HistoryService } from './history-service.ts'
import { instanceCommands, type InstanceCommands } from './instance-commands.ts'
import { jobCommands, type JobCommands } from './job-commands.ts'
import { JobExecutor } from './job-executor.ts'
import { performJob } from './jobs.ts'
import { definitionQueries, deploymentQueries, incidentQueries, instanceQueries } from './queries.ts'
import { previewTimers, type PreviewRequest, type TimersPreview } from './preview-timers.ts'
import { scriptRunner } from './scripts.ts'
import { States } from './states.ts'
import type { CommitHook, CommittedStep, Submission } from './submission.ts'
import { performSuspension, suspendDefinitions, type SuspendDefinitions } from './suspension.ts'
import { taskCommands, type TaskCommands } from './task-commands.ts'
import { taskQueries } from './task-queries.ts'
import type { Changes } from './writers/changes.ts'
import type { HistoryLevel } from './writers/history-level.ts'

export interface EngineOptions {
  /** Open and migrated. */
  database: Database
  /** UTC epoch milliseconds. Default Date.now. */
  clock?: () => number
  /** FEEL functions beside the built-in ones, for one tenant at one instant; pure but for what they `load`. */
  functions?: FunctionsOf
  /** Run in every transaction after its steps. */
  onCommit?: CommitHook[]
  /** Told after every commit, outside its transaction: for live pages. It must not throw. */
  onCommitted?: (steps: CommittedStep[]) => void
  /** Scripts of models are run, within these limits; absent: a model with scripts is refused. */
  scripts?: Partial<ScriptOptions>
  /** How long other engine processes keep off a job that this one carries out, milliseconds. */
  lockMs?: number
  /** How long the background loop sleeps at most, milliseconds. */
  maxIdleMs?: number
  batch?: { maxSize?: number; maxAgeMs?: number; maxPending?: number }
  /** Parsed process definitions kept in memory, and as many DMN files. */
  maxCachedDefinitions?: number
  /** How much of the states of those instances is kept in memory that were changed last, in characters of their JSON text; 0: nothing. */
  maxCachedStateCharacters?: number
  /** How much of the history is kept as tables. Default: full. The events are kept always. */
  historyLevel?: HistoryLevel
  historyCleanup?: HistoryCleanupOptions
  /** Told of errors that have no caller: jobs that failed. Default: standard error. */
  onError?: (error: unknown) => void
}

export const ENGINE_DEFAULTS = {
  lockMs: 60_000,
  maxIdleMs: 30_000,
  batch: { maxSize: 256, maxAgeMs: 0, maxPending: 10_000 },
  maxCachedDefinitions: 100,
  maxCachedStateCharacters: 32_000_000,
}

export type AvailableListener = (topics: ReadonlySet<string> | null) => void

export interface Engine extends TaskCommands, InstanceCommands {
  /** Checks all files, then stores them, all or nothing. @throws EngineError INVALID_MODEL with details.problems, INVALID_ARGUMENT */
  deploy(request: DeployRequest): Promise<Deployment>
  /** Events start the version before again. @throws EngineError DEPLOYMENT_NOT_FOUND, DEPLOYMENT_IN_USE */
  deleteDeployment(request: { tenantId: string; id: string; cascade?: boolean }): Promise<void>
  /** The same of single definitions; their files stay. @throws EngineError DEFINITION_NOT_FOUND, DEPLOYMENT_IN_USE */
  deleteDefinitions(request: { tenantId: string; ids: string[]; cascade?: boolean }): Promise<void>
  /** A suspended definition starts nothing and its jobs wait; at once or at a date. @throws EngineError DEFINITION_NOT_FOUND */
  suspendDefinitions(request: SuspendDefinitions): Promise<void>
  /** What `recalculateTimers` would move if time were counted otherwise; nothing is written. @throws EngineError DUE_TIME_FAILED */
  previewTimers(request: PreviewRequest): Promise<Map<string, TimersPreview>>
  /** To the one that waits, else to the one process it starts. @throws EngineError MESSAGE_NOT_CORRELATED */
  correlate(request: CorrelateRequest): Promise<Correlated>
  correlateAll(request: CorrelateRequest): Promise<Correlated[]>
  /** To all that wait for it and start by it, or to one execution; see {@link broadcast}. */
  signal(request: SignalRequest): Promise<void>
  /** Starts an instance at each conditional start event that holds. */
  evaluateConditions(request: ConditionsRequest): Promise<{ instanceId: string; definitionId: string }[]>
  externalTasks: ExternalTaskService & {
    /** Calls `listener` after a commit that made tasks of `topics` (null: of any) fetchable, until the function it returns is called. */
    onAvailable(listener: AvailableListener): () => void
  }
  jobs: JobCommands
  administration: Administration
  tasks: ReturnType<typeof taskQueries>
  instances: ReturnType<typeof instanceQueries>
  incidents: ReturnType<typeof incidentQueries>
  definitions: ReturnType<typeof definitionQueries>
  decisions: DecisionQueries
  deployments: ReturnType<typeof deploymentQueries>
  history: HistoryService
  /** Rows of the engine's tables by any conditions: for query resources. */
  lists: ReturnType<typeof engineLists>
  /** The engine's clock. */
  now: () => number
  /** Carries out every job that is due at the clock's instant. @returns how many were done */
  runDueJobs(): Promise<number>
  /** Starts the background loop. */
  run(): void
  /** Aborted when the engine is closed: long polls end with it. */
  closing: AbortSignal
  /** Stops the loop and finishes the commands that were taken. The database stays open. */
  close(): Promise<void>
}

/** What commits commands and carries out jobs, and what both use. */
function createParts(options: EngineOptions) {
  const { database, clock = Date.now, functions = () => ({}), onCommit = [] } = options
  const scripts = options.scripts && scriptRunner(options.scripts)
  const maxCached = options.maxCachedDefinitions ?? ENGINE_DEFAULTS.maxCachedDefinitions
  const definitions = new Definitions(maxCached)
  const decisions = new Decisions(maxCached)
  const states = new States(options.maxCachedStateCharacters ?? ENGINE_DEFAULTS.maxCachedStateCharacters)
  const available = availability()
  const committed = (changes: Changes, steps: CommittedStep[]) => {
    if (steps.length > 0) options.onCommitted?.(steps)
    const availableAt = changes.jobs.earliest()
    if (availableAt !== null) executor.expect(availableAt)
    available.notify(changes.externalTasks.fetchableTopics())
  }
  const commitContext = {
    database,
    definitions,
    decisions,
    states,
    functions,
    runScript: scripts?.run,
    onCommit,
    committed,
    historyLevel: options.historyLevel,
  }
  const batcher = new Batcher<Submission, CommittedStep>({
    ...ENGINE_DEFAULTS.batch,
    ...options.batch,
    flush: (batch) => commitBatch(commitContext, batch),
  })
  const fetches = fetchBatcher({ database, clock, definitions, states })
  const context = { database, clock, fetches, submit: (submission: Submission) => batcher.add(submission) }
  const leaseMs = options.lockMs ?? ENGINE_DEFAULTS.lockMs
  const expect = (availableAt: number) => executor.expect(availableAt)
  const executor: JobExecutor = new JobExecutor({
    database,
    clock,
    leaseMs,
    maxIdleMs: options.maxIdleMs ?? ENGINE_DEFAULTS.maxIdleMs,
    perform: (job) =>
      performJob(
        {
          ...context,
          expect,
          inTransaction: (work) => inTransaction(database, work),
          suspend: (given) => performSuspension({ ...context, expect }, given),
        },
        job,
      ),
    onError: options.onError ?? ((error) => console.error(error)),
  })
  return {
    ...context,
    definitions,
    decisions,
    functions,
    scripts,
    executor,
    leaseMs,
    expect,
    available,
    async close() {
      await executor.close()
      await fetches.close()
      await batcher.close()
      scripts?.close()
    },
  }
}

/** An engine on a database. Several engines, in one process or many, may share a database. */
export function createEngine(options: EngineOptions): Engine {
  const parts = createParts(options)
  const { database, clock, definitions, executor, available } = parts
  const deployContext: DeployContext = { ...parts, scripts: parts.scripts !== undefined }
  const history = historyService({
    database,
    clock,
    onError: options.onError ?? ((error) => console.error(error)),
    ...options.historyCleanup,
  })
  const closing = new AbortController()
  return {
    deploy: (request) => deploy(deployContext, request),
    deleteDeployment: (request) => deleteDeployment(deployContext, request),
    deleteDefinitions: (request) => deleteDefinitions(deployContext, request),
    suspendDefinitions: (request) => suspendDefinitions(parts, request),
    previewTimers: (request) => previewTimers(parts, request),
    correlate: (request) => correlate(parts, request),
    correlateAll: (request) => correlateAll(parts, request),
    signal: (request) => broadcast(parts, request),
    evaluateConditions: (request) => evaluateConditions({ ...parts, runScript: parts.scripts?.run }, request),
    ...instanceCommands(parts),
    ...taskCommands(parts),
    externalTasks: { ...externalTaskService({ ...parts, freed: () => available.notify(null) }), onAvailable: available.listen },
    jobs: jobCommands(parts),
    administration: administration(database),
    tasks: taskQueries(database),
    instances: instanceQueries(database, definitions),
    incidents: incidentQueries(database),
    definitions: definitionQueries(database, definitions),
    decisions: decisionQueries(parts),
    deployments: deploymentQueries(database),
    history,
    lists: engineLists(database),
    now: clock,
    runDueJobs: () => executor.runDue(),
    run() {
      executor.run()
      history.run()
    },
    closing: closing.signal,
    async close() {
      closing.abort()
      await history.close()
      await parts.close()
    },
  }
}

/** Who is told that external tasks can be fetched. */
function availability() {
  const listeners = new Set<AvailableListener>()
  return {
    notify(topics: ReadonlySet<string> | null): void {
      if (topics === null || topics.size > 0) listeners.forEach((listener) => listener(topics))
    },
    listen(listener: AvailableListener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
