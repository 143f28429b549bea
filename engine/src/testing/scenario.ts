import { applyAll } from '../core/apply.ts'
import type { Command } from '../core/commands.ts'
import type { Effect } from '../core/effects.ts'
import type { Event } from '../core/events.ts'
import type { Modification } from '../core/modify.ts'
import type { Incident, InstanceState, JsonValue, Subscription, Token, Variables } from '../core/state.ts'
import { migrate } from '../core/migrate.ts'
import { generatePlan, type MigrationPlan } from '../core/migration-plan.ts'
import { step } from '../core/step.ts'
import type { Environment, Rejection, StepResult } from '../core/step-result.ts'
import { visibleVariables } from '../core/variables.ts'
import type { ExecutableProcess } from '../model/executable.ts'
import { parseDefinitions } from '../model/parse.ts'
import { Tables } from './tables.ts'
import type { ProcessBuilder } from './process-builder.ts'
import type { VirtualClock } from './virtual-clock.ts'
import { instantOf, virtualClock } from './virtual-clock.ts'

export type PlainVariables = Record<string, JsonValue>
type Body = Command extends infer C ? (C extends Command ? Omit<C, 'now' | 'actor'> : never) : never

export interface ScenarioOptions {
  functions?: (now: number) => Environment['functions']
  /** Decisions and scripts. */
  environment?: Omit<Environment, 'functions'>
  /** Epoch milliseconds or ISO 8601. */
  now?: number | string
  /** Instead of `now`: a clock that several share. */
  clock?: VirtualClock
  userId?: string
  /** After every command that was carried out, e.g. to pass on what it asks of others. */
  onStep?: (scenario: Scenario, command: Command) => void
}

/** Where a test's expectation does not hold. */
export class ScenarioError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ScenarioError'
  }
}

/**
 * One instance, driven synchronously with a virtual clock. After every command it checks that folding all events gives
 * the same state, and that the runtime's tables, kept by the effects alone, agree with the state.
 */
export class Scenario {
  process: ExecutableProcess
  readonly clock: VirtualClock
  /** Everything that happened, and of the last command. */
  readonly events: Event[] = []
  /** The commands that were carried out, in order. */
  readonly commands: Command[] = []
  lastEvents: Event[] = []
  lastEffects: Effect[] = []
  readonly tables = new Tables()
  private current: InstanceState | null = null
  private folded: InstanceState | null = null
  private readonly options: ScenarioOptions

  constructor(process: ExecutableProcess, options: ScenarioOptions = {}) {
    this.process = process
    this.options = options
    this.clock = options.clock ?? virtualClock(options.now)
  }

  get state(): InstanceState {
    if (!this.current) throw new ScenarioError('the instance has not been started')
    return this.current
  }

  /** Any command; the caller's mistake comes back as the rejection. */
  send(body: Body): Rejection | null {
    const command = { ...body, now: this.clock(), actor: { userId: this.options.userId ?? 'tester' } } as Command
    const result = step(this.process, this.current, command, {
      ...this.options.environment,
      functions: this.options.functions?.(this.clock()) ?? {},
      functionsAt: this.options.functions,
    })
    if (!result.ok) return result.rejection
    this.commands.push(command)
    this.take(result)
    this.options.onStep?.(this, command)
    return null
  }

  private take({ state, events, effects }: Extract<StepResult, { ok: true }>): void {
    this.current = state
    this.lastEvents = events
    this.lastEffects = effects
    this.events.push(...events)
    this.folded = applyAll(this.folded, events)
    if (JSON.stringify(this.folded) !== JSON.stringify(this.current)) throw new ScenarioError('folding the events gives another state')
    this.tables.write(effects)
    this.tables.check(state)
  }

  start(variables: PlainVariables = {}, options: { messageName?: string; businessKey?: string; instanceId?: string } = {}): this {
    const { messageName, businessKey = null, instanceId = 'instance' } = options
    return this.must({ type: 'startInstance', instanceId, tenantId: 'tenant', businessKey, messageName, variables: wrap(variables) })
  }

  /** Completes the user task at this element. */
  complete(elementId: string, variables: PlainVariables = {}): this {
    return this.must({ type: 'completeUserTask', tokenId: this.waitingToken(elementId, 'userTask').id, variables: wrap(variables) })
  }

  completeExternal(elementId: string, variables: PlainVariables = {}): this {
    const tokenId = this.waitingToken(elementId, 'externalTask').id
    return this.must({ type: 'completeExternalTask', tokenId, variables: wrap(variables), localVariables: {} })
  }

  failExternal(elementId: string, errorMessage: string, retries = 0): this {
    const tokenId = this.waitingToken(elementId, 'externalTask').id
    return this.must({ type: 'failExternalTask', tokenId, retries, retryAt: this.clock(), errorMessage })
  }

  throwError(elementId: string, errorCode: string, errorMessage: string | null = null, variables: PlainVariables = {}): this {
    const tokenId = this.waitingToken(elementId, 'externalTask').id
    return this.must({ type: 'throwBpmnError', tokenId, errorCode, errorMessage, variables: wrap(variables) })
  }

  /** Correlates to the one subscription of this message. */
  correlate(messageName: string, variables: PlainVariables = {}): this {
    const found = Object.values(this.state.subscriptions).filter(
      (subscription) => subscription.kind === 'message' && subscription.eventName === messageName,
    )
    if (found.length !== 1) throw new ScenarioError(`${found.length} subscriptions wait for message ${messageName}`)
    return this.must({ type: 'correlateMessage', subscriptionId: found[0]!.id, variables: wrap(variables) })
  }

  /** Moves the clock by an ISO 8601 duration or milliseconds, and fires on the way what falls due, earliest first. */
  advance(by: string | number): this {
    const clock = virtualClock(this.clock())
    clock.advance(by)
    return this.advanceTo(clock())
  }

  advanceTo(at: string | number): this {
    const end = instantOf(at)
    for (let next = this.nextTimer(); next && next.dueAt! <= end; next = this.nextTimer()) {
      this.clock.set(Math.max(next.dueAt!, this.clock()))
      this.must({ type: 'executeJob', subscriptionId: next.id })
    }
    this.clock.set(end)
    return this
  }

  /** Executes every asynchronous continuation that waits, also those that follow. */
  executeJobs(): this {
    for (let job = this.nextJob(); job; job = this.nextJob()) this.must({ type: 'executeJob', subscriptionId: job.id })
    return this
  }

  /** Delivers a signal to all that wait for it here. */
  signal(signalName: string, variables: PlainVariables = {}): this {
    const found = Object.values(this.state.subscriptions).filter(({ kind, eventName }) => kind === 'signal' && eventName === signalName)
    if (found.length === 0) throw new ScenarioError(`nothing waits for signal ${signalName}`)
    for (const { id } of found)
      if (this.state.subscriptions[id]) this.must({ type: 'deliverSignal', subscriptionId: id, variables: wrap(variables) })
    return this
  }

  /** Migrates to another model; the plan maps what has the same id and kind, and `mapped` besides. */
  migrate(model: string | ProcessBuilder | ExecutableProcess, mapped: Partial<MigrationPlan> = {}): Rejection | null {
    const target = parsed(model)
    const plan = { ...generatePlan(this.process, target), ...mapped }
    const command = { type: 'migrateInstance' as const, plan, now: this.clock(), actor: { userId: 'tester' } }
    const result = migrate(this.process, target, this.state, command, { ...this.options.environment, functions: {} })
    if (!result.ok) return result.rejection
    this.process = target
    this.take(result)
    return null
  }

  modify(instructions: Modification[], reason: string | null = null): this {
    return this.must({ type: 'modifyInstance', instructions, reason })
  }

  setVariables(variables: PlainVariables, scopeId = this.state.id): this {
    return this.must({ type: 'setVariables', scopeId, variables: wrap(variables) })
  }

  /** Retries the incident at this element. */
  retry(elementId: string, retries = 1): this {
    return this.must({ type: 'retryIncident', incidentId: this.incidentAt(elementId).id, retries })
  }

  terminate(reason = 'test'): this {
    return this.must({ type: 'terminateInstance', reason })
  }

  /** The open subscription of an event. */
  subscription(elementId: string): Subscription {
    const found = Object.values(this.state.subscriptions).filter((subscription) => subscription.elementId === elementId)
    if (found.length !== 1) throw new ScenarioError(`${elementId} has ${found.length} open subscriptions`)
    return found[0]!
  }

  incidentAt(elementId: string): Incident {
    const incident = Object.values(this.state.incidents).find((candidate) => candidate.elementId === elementId)
    if (!incident) throw new ScenarioError(`no incident at ${elementId}; there are ${JSON.stringify(this.state.incidents)}`)
    return incident
  }

  /** Elements where tokens wait, sorted, once for each token. */
  waiting(): string[] {
    return Object.values(this.state.tokens)
      .map((token) => token.elementId)
      .sort()
  }

  /** Elements completed so far, in order. */
  completed(): string[] {
    return this.events.flatMap((event) => (event.type === 'elementCompleted' ? event.elementId : []))
  }

  variables(): PlainVariables {
    return visibleVariables(this.state, this.state.id)
  }

  /** @throws ScenarioError unless tokens wait exactly there */
  expectWaiting(...elementIds: string[]): this {
    const [expected, actual] = [elementIds.toSorted().join(', '), this.waiting().join(', ')]
    if (actual !== expected) throw new ScenarioError(`expected tokens at [${expected}], found [${actual}] ${this.incidentTexts()}`)
    return this
  }

  expectEnded(status: 'completed' | 'terminated' = 'completed'): this {
    if (this.state.status === status) return this
    throw new ScenarioError(`expected ${status}, is ${this.state.status} at [${this.waiting().join(', ')}] ${this.incidentTexts()}`)
  }

  private incidentTexts(): string {
    return Object.values(this.state.incidents)
      .map((incident) => `${incident.elementId}: ${incident.code} ${incident.message}`)
      .join('; ')
  }

  /** The timer or next attempt that falls due first. */
  nextTimer(): Subscription | null {
    const timers = Object.values(this.state.subscriptions).filter(
      (subscription) => subscription.kind === 'timer' || subscription.job?.type === 'retry',
    )
    return timers.reduce<Subscription | null>((first, timer) => (first === null || timer.dueAt! < first.dueAt! ? timer : first), null)
  }

  private nextJob(): Subscription | undefined {
    return Object.values(this.state.subscriptions).find(({ job }) => job !== undefined && job.type !== 'retry')
  }

  private waitingToken(elementId: string, waitsFor: Token['waitsFor']): Token {
    const token = Object.values(this.state.tokens).find((candidate) => candidate.elementId === elementId && candidate.waitsFor === waitsFor)
    if (!token) throw new ScenarioError(`no ${waitsFor} waits at ${elementId}, but [${this.waiting().join(', ')}] ${this.incidentTexts()}`)
    return token
  }

  private must(body: Body): this {
    const rejection = this.send(body)
    if (rejection) throw new ScenarioError(`${body.type} was rejected: ${rejection.code} ${rejection.message}`)
    return this
  }
}

/** @throws ScenarioError with all problems if the model is refused */
export function scenario(model: string | ProcessBuilder | ExecutableProcess, options?: ScenarioOptions): Scenario {
  return new Scenario(parsed(model), options)
}

/** The first process of a model that must be good. */
export function parsed(model: string | ProcessBuilder | ExecutableProcess): ExecutableProcess {
  if (typeof model === 'object' && 'nodes' in model) return model
  const result = parseDefinitions(typeof model === 'string' ? model : model.toXml())
  if (!result.ok) throw new ScenarioError(result.problems.map(({ code, line, message }) => `${code} (line ${line}): ${message}`).join('\n'))
  return result.processes[0]!
}

export function wrap(variables: PlainVariables): Variables {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, { value }]))
}
