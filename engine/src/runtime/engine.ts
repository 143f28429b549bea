import { engineLists, newId, type Database } from '@lianban/storage'
import type { Actor, Command, Environment, InstanceState, Variables } from '../index.ts'
import { Batcher } from './batcher.ts'
import { commitBatch } from './commit.ts'
import { correlate, correlateAll, type CorrelateRequest, type Correlated } from './correlate.ts'
import { Definitions } from './definitions.ts'
import { deleteDeployment, deploy, type DeployRequest, type Deployment } from './deploy.ts'
import { externalTaskService, type ExternalTaskService } from './external-tasks.ts'
import { definitionQueries, deploymentQueries, incidentQueries, instanceQueries } from './queries.ts'
import type { CommitHook, CommittedStep, Prepare, Submission, Within } from './submission.ts'
import { taskCommands, type TaskCommands } from './task-commands.ts'
import { taskQueries } from './task-queries.ts'
import { Timers } from './timers.ts'
import { instanceOf, toVariables, type VariableInput } from './variables.ts'
import type { Changes } from './writers/changes.ts'

export interface EngineOptions {
  /** Open and migrated. */
  database: Database
  /** UTC epoch milliseconds. Default Date.now. */
  clock?: () => number
  /** FEEL functions beside the built-in ones, for one tenant at one instant; pure. */
  functions?: (at: { tenantId: string; now: number }) => Environment['functions']
  /** Run in every transaction after its steps. */
  onCommit?: CommitHook[]
  /** Told after every commit, outside its transaction: for live pages. It must not throw. */
  onCommitted?: (steps: CommittedStep[]) => void
  /** How long other engine processes keep off a timer that this one fires, milliseconds. */
  lockMs?: number
  /** How long the background loop sleeps at most, milliseconds. */
  maxIdleMs?: number
  batch?: { maxSize?: number; maxAgeMs?: number; maxPending?: number }
  /** Parsed definitions kept in memory. */
  maxCachedDefinitions?: number
  /** Told of errors that have no caller: timers that could not be fired. Default: standard error. */
  onError?: (error: unknown) => void
}

export const ENGINE_DEFAULTS = {
  lockMs: 60_000,
  maxIdleMs: 30_000,
  batch: { maxSize: 256, maxAgeMs: 2, maxPending: 10_000 },
  maxCachedDefinitions: 100,
}

interface Call {
  tenantId: string
  actor: Actor
  /** For commands that carry variables. */
  prepare?: Prepare
  within?: Within
}

export type AvailableListener = (topics: ReadonlySet<string> | null) => void

export interface Engine extends TaskCommands {
  /** Checks all files, then stores them, all or nothing. @throws EngineError INVALID_MODEL with details.problems, INVALID_ARGUMENT */
  deploy(request: DeployRequest): Promise<Deployment>
  /** @throws EngineError DEPLOYMENT_NOT_FOUND, DEPLOYMENT_IN_USE */
  deleteDeployment(request: { tenantId: string; id: string; cascade?: boolean }): Promise<void>
  /** Starts the latest version of a key, or a definition by id. @throws EngineError DEFINITION_NOT_FOUND, NO_START_EVENT */
  start(
    request: Call & VariableInput & { definitionKey?: string; definitionId?: string; businessKey?: string; messageName?: string },
  ): Promise<{ instanceId: string; definitionId: string; status: InstanceState['status'] }>
  /** To the one that waits, else to the one process it starts. @throws EngineError MESSAGE_NOT_CORRELATED */
  correlate(request: CorrelateRequest): Promise<Correlated>
  correlateAll(request: CorrelateRequest): Promise<Correlated[]>
  /** In the process's scope, or another one by its id. @throws EngineError INSTANCE_NOT_FOUND, SCOPE_NOT_FOUND */
  setVariables(request: Call & VariableInput & { instanceId: string; scopeId?: string; remove?: string[] }): Promise<void>
  /** @throws EngineError INSTANCE_NOT_FOUND */
  terminate(request: Call & { instanceId: string; reason: string }): Promise<void>
  /** Tries again where an instance stands still. `retries` (1) are for a failed external task. @throws EngineError INCIDENT_NOT_FOUND */
  retryIncident(request: Call & { incidentId: string; retries?: number }): Promise<void>
  externalTasks: ExternalTaskService & {
    /** Calls `listener` after a commit that made tasks of `topics` (null: of any) fetchable, until the function it returns is called. */
    onAvailable(listener: AvailableListener): () => void
  }
  tasks: ReturnType<typeof taskQueries>
  instances: ReturnType<typeof instanceQueries>
  incidents: ReturnType<typeof incidentQueries>
  definitions: ReturnType<typeof definitionQueries>
  deployments: ReturnType<typeof deploymentQueries>
  /** Rows of the engine's tables by any conditions: for query resources. */
  lists: ReturnType<typeof engineLists>
  /** The engine's clock. */
  now: () => number
  /** Fires everything that is due at the clock's instant. @returns how many timers were fired */
  runDueTimers(): Promise<number>
  /** Starts the background loop. */
  run(): void
  /** Aborted when the engine is closed: long polls end with it. */
  closing: AbortSignal
  /** Stops the loop and finishes the commands that were taken. The database stays open. */
  close(): Promise<void>
}

/** An engine on a database. Several engines, in one process or many, may share a database. */
export function createEngine(options: EngineOptions): Engine {
  const { database, clock = Date.now, functions = () => ({}), onCommit = [] } = options
  const definitions = new Definitions(options.maxCachedDefinitions ?? ENGINE_DEFAULTS.maxCachedDefinitions)
  const available = new Set<AvailableListener>()
  const notify: AvailableListener = (topics) => {
    if (topics === null || topics.size > 0) available.forEach((listener) => listener(topics))
  }
  const committed = (changes: Changes, steps: CommittedStep[]) => {
    if (steps.length > 0) options.onCommitted?.(steps)
    const dueAt = changes.subscriptions.earliestTimer()
    if (dueAt !== null) timers.expect(dueAt)
    notify(changes.externalTasks.fetchableTopics())
  }
  const context = { database, definitions, functions, onCommit, committed }
  const batcher = new Batcher<Submission, CommittedStep>({ ...ENGINE_DEFAULTS.batch, ...options.batch, flush: (batch) => commitBatch(context, batch) })
  const submit = (submission: Submission) => batcher.add(submission)
  const timers = new Timers({
    database, clock, submit,
    leaseMs: options.lockMs ?? ENGINE_DEFAULTS.lockMs,
    maxIdleMs: options.maxIdleMs ?? ENGINE_DEFAULTS.maxIdleMs,
    onError: options.onError ?? ((error) => console.error(error)),
  })
  const closing = new AbortController()
  const onAvailable = (listener: AvailableListener) => {
    available.add(listener)
    return () => void available.delete(listener)
  }
  return {
    deploy: (request) => deploy({ database, definitions, clock }, request),
    deleteDeployment: (request) => deleteDeployment({ database, definitions }, request),
    ...commands({ database, clock, submit }),
    ...taskCommands({ clock, submit }),
    externalTasks: { ...externalTaskService({ database, clock, submit, freed: () => notify(null) }), onAvailable },
    tasks: taskQueries(database),
    instances: instanceQueries(database),
    incidents: incidentQueries(database),
    definitions: definitionQueries(database, definitions),
    deployments: deploymentQueries(database),
    lists: engineLists(database),
    now: clock,
    runDueTimers: () => timers.runDue(),
    run: () => timers.run(),
    closing: closing.signal,
    async close() {
      closing.abort()
      await timers.close()
      await batcher.close()
    },
  }
}

type Commands = Pick<Engine, 'start' | 'correlate' | 'correlateAll' | 'setVariables' | 'terminate' | 'retryIncident'>

function commands(context: { database: Database; clock: () => number; submit: (submission: Submission) => Promise<CommittedStep> }): Commands {
  const { clock, submit } = context
  const base = ({ actor }: Call) => ({ now: clock(), actor })
  const send = ({ tenantId, prepare, within }: Call, instanceId: string, command: Command, guard?: Submission['guard']) =>
    submit({ tenantId, instanceId, command, guard, prepare, within })
  return {
    async start(request) {
      const { tenantId, definitionId, definitionKey = '', businessKey = null, messageName, prepare, within } = request
      const instanceId = newId()
      const variables: Variables = toVariables(request)
      const { state } = await submit({
        tenantId, instanceId, prepare, within,
        definition: definitionId === undefined ? { key: definitionKey } : { id: definitionId },
        command: { ...base(request), type: 'startInstance', instanceId, tenantId, businessKey, messageName, variables },
      })
      return { instanceId, definitionId: state.definitionId, status: state.status }
    },
    correlate: (request) => correlate(context, request),
    correlateAll: (request) => correlateAll(context, request),
    async setVariables(request) {
      const { instanceId, scopeId = instanceId, remove } = request
      await send(request, instanceId, { ...base(request), type: 'setVariables', scopeId, variables: toVariables(request), remove })
    },
    async terminate(request) {
      await send(request, request.instanceId, { ...base(request), type: 'terminateInstance', reason: request.reason })
    },
    async retryIncident(request) {
      const { incidentId, retries = 1 } = request
      await send(request, instanceOf(incidentId) ?? incidentId, { ...base(request), type: 'retryIncident', incidentId, retries })
    },
  }
}
