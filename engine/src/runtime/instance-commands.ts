import { instances, newId, type Database } from '@lianban/storage'
import type { Modification } from '../core/modify.ts'
import { distribute } from '../core/variables.ts'
import type { Actor, Command, Event, InstanceState, MigrationPlan, Variables } from '../index.ts'
import { EngineError, instanceNotFound } from './errors.ts'
import { instanceEvents } from './queries.ts'
import type { CommittedStep, Prepare, Submission, Within } from './submission.ts'
import { instanceOf, processVariables, toVariables, type VariableInput } from './variables.ts'

export interface Call {
  tenantId: string
  actor: Actor
  /** For commands that carry variables. */
  prepare?: Prepare
  within?: Within
}

export interface Started {
  instanceId: string
  definitionId: string
  /** After everything that followed at once, called processes included. */
  status: InstanceState['status']
}

export interface StartRequest extends Call, VariableInput {
  /** The latest version of a key, or a definition by id. */
  definitionKey?: string
  definitionId?: string
  businessKey?: string
  /** By this message's start event, or by a start event's id. */
  messageName?: string
  startEventId?: string
  /** Begin at these places instead of a start event: `startBefore`, `startAfter`, `startTransition` only. */
  instructions?: Modification[]
}

export interface RestartRequest extends Call {
  /** The definition that the instances ran on; they begin on it again. */
  definitionId: string
  instanceId: string
  instructions: Modification[]
  /** The variables that it was started with instead of those that it had in the end. */
  initialVariables?: boolean
  withoutBusinessKey?: boolean
}

/** What can be asked of process instances. Every call is answered after its commit. */
export interface InstanceCommands {
  /** @throws EngineError DEFINITION_NOT_FOUND, DEFINITION_SUSPENDED, NO_START_EVENT, START_FAILED; with instructions ELEMENT_NOT_FOUND, AMBIGUOUS_SCOPE */
  start(request: StartRequest): Promise<Started>
  /** A new instance with the variables and business key of one that has ended. @throws EngineError INSTANCE_NOT_FOUND, INVALID_ARGUMENT */
  restart(request: RestartRequest): Promise<Started>
  /**
   * In the process's scope, or in another scope or a token (for its local variables) by its id.
   * @throws EngineError INSTANCE_NOT_FOUND, SCOPE_NOT_FOUND
   */
  setVariables(request: Call & VariableInput & { instanceId: string; scopeId?: string; remove?: string[] }): Promise<void>
  /**
   * As seen from a scope or token: each goes to the nearest holder that has one of its name, else to the process; each that
   * is removed goes from there. If several holders are concerned they are written one after the other.
   * @throws EngineError INSTANCE_NOT_FOUND, SCOPE_NOT_FOUND
   */
  setVisibleVariables(request: Call & VariableInput & { executionId: string; remove?: string[] }): Promise<void>
  /**
   * Sets process variables and computes the due times of open timers and user tasks anew, each counted from when it was
   * made; all, or those at `elementIds`. What comes out as before makes no event. A suspended instance stays suspended.
   * @throws EngineError INSTANCE_NOT_FOUND, DUE_TIME_FAILED
   */
  recalculateTimers(request: Call & VariableInput & { instanceId: string; elementIds?: string[] }): Promise<CommittedStep>
  /** Ends it with all that it has called; whoever called it has an incident. Listeners and output mappings of what is cancelled are run as the model says. @throws EngineError INSTANCE_NOT_FOUND */
  terminate(request: Call & { instanceId: string; reason: string }): Promise<void>
  /** Cancels and starts tokens. @throws EngineError INSTANCE_NOT_FOUND, TOKEN_NOT_FOUND, ELEMENT_NOT_FOUND, AMBIGUOUS_SCOPE, MODIFICATION_NOT_POSSIBLE */
  modify(request: Call & { instanceId: string; instructions: Modification[]; reason?: string | null }): Promise<CommittedStep>
  /** Suspended twice is suspended. @throws EngineError INSTANCE_NOT_FOUND */
  setInstanceSuspended(request: Call & { instanceId: string; suspended: boolean }): Promise<void>
  /** Continues a receive task without its message. @throws EngineError TASK_NOT_FOUND, INSTANCE_SUSPENDED */
  signalToken(request: Call & VariableInput & { executionId: string }): Promise<void>
  /** Delivers the message that one subscription waits for. @throws EngineError SUBSCRIPTION_NOT_FOUND, INSTANCE_SUSPENDED */
  triggerMessage(request: Call & VariableInput & { instanceId: string; subscriptionId: string; localVariables?: Variables }): Promise<void>
  /** Makes it an instance of the plan's target. The plan must be good (`checkPlan`). @throws EngineError MIGRATION_NOT_POSSIBLE, INSTANCE_NOT_FOUND, DEFINITION_NOT_FOUND */
  migrate(request: Call & { instanceId: string; plan: MigrationPlan }): Promise<CommittedStep>
  /** Tries again where an instance stands still. `retries` (1) are for a failed external task. @throws EngineError INCIDENT_NOT_FOUND */
  retryIncident(request: Call & { incidentId: string; retries?: number }): Promise<void>
}

export interface CommandContext {
  database: Database
  clock: () => number
  submit: (submission: Submission) => Promise<CommittedStep>
}

export function instanceCommands(context: CommandContext): InstanceCommands {
  const start = starter(context)
  return {
    start,
    async restart(request) {
      const { definitionId, businessKey, variables } = await readEnded(context.database, request)
      const { withoutBusinessKey, instructions, ...call } = request
      return start({
        ...call,
        definitionId,
        instructions,
        typedVariables: variables,
        ...(!withoutBusinessKey && businessKey !== null && { businessKey }),
      })
    },
    ...runningCommands(context),
  }
}

const baseOf =
  ({ clock }: CommandContext) =>
  ({ actor }: Call) => ({ now: clock(), actor })

function starter(context: CommandContext): InstanceCommands['start'] {
  const base = baseOf(context)
  return async (request) => {
    const { tenantId, definitionId, definitionKey = '', businessKey = null, messageName, startEventId, instructions } = request
    const instanceId = newId()
    const started = { instanceId, tenantId, businessKey, messageName, startEventId, instructions, variables: toVariables(request) }
    const { settled } = await context.submit({
      tenantId,
      instanceId,
      prepare: request.prepare,
      within: request.within,
      definition: definitionId === undefined ? { key: definitionKey } : { id: definitionId },
      command: { ...base(request), type: 'startInstance', ...started },
    })
    return { instanceId, definitionId: settled.definitionId, status: settled.status }
  }
}

/** What is done to an instance that runs. */
function runningCommands(context: CommandContext): Omit<InstanceCommands, 'start' | 'restart'> {
  const { database, submit } = context
  const base = baseOf(context)
  const send = ({ tenantId, prepare, within }: Call, instanceId: string, command: Command) =>
    submit({ tenantId, instanceId, command, prepare, within })
  return {
    async setVariables(request) {
      const { instanceId, scopeId = instanceId, remove } = request
      await send(request, instanceId, { ...base(request), type: 'setVariables', scopeId, variables: toVariables(request), remove })
    },
    async setVisibleVariables(request) {
      const { tenantId, executionId, remove = [] } = request
      const instanceId = instanceOf(executionId) ?? executionId
      const state = await readState(database, tenantId, instanceId)
      for (const { scopeId, ...change } of holdersOf(state, executionId, { variables: toVariables(request), remove })) {
        await send(request, instanceId, { ...base(request), type: 'setVariables', scopeId, ...change })
      }
    },
    recalculateTimers: (request) =>
      send(request, request.instanceId, {
        ...base(request),
        type: 'recalculateTimers',
        variables: toVariables(request),
        ...(request.elementIds && { elementIds: request.elementIds }),
      }),
    async terminate(request) {
      await send(request, request.instanceId, { ...base(request), type: 'terminateInstance', reason: request.reason })
    },
    modify: (request) =>
      send(request, request.instanceId, {
        ...base(request),
        type: 'modifyInstance',
        instructions: request.instructions,
        reason: request.reason ?? null,
      }),
    async setInstanceSuspended(request) {
      const { instanceId, suspended } = request
      await send(request, instanceId, { ...base(request), type: suspended ? 'suspendInstance' : 'resumeInstance' }).catch(ignoreAlreadySo)
    },
    async signalToken(request) {
      const { executionId: tokenId } = request
      await send(request, instanceOf(tokenId) ?? tokenId, {
        ...base(request),
        type: 'signalToken',
        tokenId,
        variables: toVariables(request),
      })
    },
    async triggerMessage(request) {
      const { instanceId, subscriptionId, localVariables } = request
      await send(request, instanceId, {
        ...base(request),
        type: 'correlateMessage',
        subscriptionId,
        variables: toVariables(request),
        localVariables,
      })
    },
    migrate: ({ tenantId, instanceId, plan, within, ...call }) =>
      submit({
        tenantId,
        instanceId,
        definition: { id: plan.targetDefinitionId },
        command: { ...base({ tenantId, ...call }), type: 'migrateInstance', plan },
        within,
      }),
    async retryIncident(request) {
      const { incidentId, retries = 1 } = request
      await send(request, instanceOf(incidentId) ?? incidentId, { ...base(request), type: 'retryIncident', incidentId, retries })
    },
  }
}

export function ignoreAlreadySo(error: unknown): void {
  if (!(error instanceof EngineError) || (error.code !== 'INSTANCE_SUSPENDED' && error.code !== 'INSTANCE_NOT_SUSPENDED')) throw error
}

async function readState(database: Database, tenantId: string, instanceId: string): Promise<InstanceState> {
  const row = await instances(database).get(tenantId, instanceId)
  if (!row) throw instanceNotFound(instanceId)
  return JSON.parse(row.state) as InstanceState
}

/** One change for each holder that has a part of it. */
function holdersOf(state: InstanceState, executionId: string, { variables, remove }: { variables: Variables; remove: string[] }) {
  const removed = Object.fromEntries(remove.map((name) => [name, { value: null }]))
  const changes = new Map<string, { scopeId: string; variables: Variables; remove: string[] }>()
  const at = (scopeId: string) => changes.get(scopeId) ?? changes.set(scopeId, { scopeId, variables: {}, remove: [] }).get(scopeId)!
  for (const part of distribute(state, executionId, variables)) Object.assign(at(part.scopeId).variables, part.variables)
  for (const part of distribute(state, executionId, removed)) at(part.scopeId).remove.push(...Object.keys(part.variables))
  return changes.values()
}

/** What a new instance takes over from an ended one. */
async function readEnded(database: Database, { tenantId, instanceId, definitionId, initialVariables }: RestartRequest) {
  const state = await readState(database, tenantId, instanceId)
  if (state.status === 'active')
    throw new EngineError('INVALID_ARGUMENT', `instance ${instanceId} is still running; only one that has ended can be restarted`)
  if (state.definitionId !== definitionId)
    throw new EngineError('INVALID_ARGUMENT', `instance ${instanceId} ran on ${state.definitionId}, not on ${definitionId}`)
  const variables = initialVariables
    ? startVariables(await instanceEvents(database, tenantId, instanceId), instanceId)
    : processVariables(state)
  return { definitionId, businessKey: state.businessKey, variables }
}

/** What it was started with: its first event about process variables, if anything came with the start. */
function startVariables(events: Event[], instanceId: string): Variables {
  const first = events.find((event) => event.type === 'variablesSet' || event.type === 'elementEntered')
  return first?.type === 'variablesSet' && first.scopeId === instanceId ? first.variables : {}
}
