import type { Command } from '../core/commands.ts'
import type { Effect } from '../core/effects.ts'
import type { InstanceState, JsonValue, Subscription } from '../core/state.ts'
import { parseDefinitions } from '../model/parse.ts'
import type { ExecutableProcess } from '../model/executable.ts'
import { Scenario, ScenarioError, wrap, type PlainVariables, type ScenarioOptions } from './scenario.ts'
import type { VirtualClock } from './virtual-clock.ts'
import { instantOf, virtualClock } from './virtual-clock.ts'
import { WorldDefinitions, type EventStart, type WorldDefinition } from './world-definitions.ts'

export type WorldOptions = Omit<ScenarioOptions, 'clock' | 'onStep'>

export interface MessageOptions {
  businessKey?: string
  correlationKeys?: Record<string, JsonValue>
}

/** What the world does not do, as the runtime would answer it. */
export class WorldError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'WorldError'
  }
}

type EffectOf<Type extends Effect['type']> = Extract<Effect, { type: Type }>
type Across = EffectOf<'startCalled' | 'cancelCalled' | 'notifyCaller' | 'broadcastSignal'>

/**
 * Several instances on the pure core with one clock: what one asks of others (a call, its end, an error, a signal) is
 * carried out after each command, in the order in which it was asked for, as the runtime does within a transaction.
 */
export class World {
  readonly definitions = new WorldDefinitions()
  /** In the order of their start. */
  readonly instances: Scenario[] = []
  readonly clock: VirtualClock
  private readonly options: WorldOptions
  private waiting: { from: Scenario; effect: Across }[] = []
  private isSettling = false

  /** @param models files, each one deployment */
  constructor(models: string[], options: WorldOptions = {}) {
    this.options = options
    this.clock = virtualClock(options.now)
    for (const model of models) this.deploy(model)
  }

  /** One deployment: all processes of a file. @throws ScenarioError if the model is refused */
  deploy(xml: string, change: (process: ExecutableProcess) => ExecutableProcess = (process) => process): this {
    const parsed = parseDefinitions(xml)
    if (!parsed.ok) throw new ScenarioError(parsed.problems.map(({ code, message }) => `${code}: ${message}`).join('\n'))
    this.definitions.deploy(parsed.processes.map(change), this.clock())
    return this
  }

  /** Starts the newest version at its none start event. @throws WorldError if it is refused */
  start(key: string, variables: PlainVariables = {}, businessKey: string | null = null): Scenario {
    const definition = this.definitions.versionsOf(key).at(-1)
    if (!definition) throw new WorldError(`no process ${key} is deployed`)
    return this.begin(definition, { variables: wrap(variables), businessKey })
  }

  /** The instances of a process in the order of their start. */
  instancesOf(key: string): Scenario[] {
    return this.instances.filter(({ process }) => process.key === key)
  }

  /** The one instance of a process. */
  instance(key: string): Scenario {
    const found = this.instancesOf(key)
    if (found.length !== 1) throw new WorldError(`${found.length} instances of ${key} were started`)
    return found[0]!
  }

  /** To the one execution that waits for it, else to the one process that it starts. @throws WorldError if none or several are meant */
  correlate(messageName: string, variables: PlainVariables = {}, options: MessageOptions = {}): Scenario {
    const waiting = this.waitingFor('message', messageName, options)
    if (waiting.length > 1) throw new WorldError(`${waiting.length} executions wait for message ${messageName}`)
    if (waiting.length === 1) return this.deliver(waiting[0]!, variables)
    const starts = this.startsByMessage(messageName, options)
    if (starts.length !== 1) throw new WorldError(`message ${messageName} was not correlated: ${starts.length} processes start by it`)
    return this.startAt(starts[0]!, variables, options.businessKey)
  }

  /** To all who wait for it and every process that it starts. */
  correlateAll(messageName: string, variables: PlainVariables = {}, options: MessageOptions = {}): Scenario[] {
    const waiting = this.waitingFor('message', messageName, options)
    const starts = this.startsByMessage(messageName, options)
    return [
      ...waiting.map((one) => this.deliver(one, variables)),
      ...starts.map((start) => this.startAt(start, variables, options.businessKey)),
    ]
  }

  /** To everything that waits for it, and every process that it starts. */
  signal(signalName: string, variables: PlainVariables = {}): void {
    this.broadcast(signalName, variables, null)
  }

  /** Starts every process whose conditional start event holds. */
  evaluateConditions(variables: PlainVariables): Scenario[] {
    return this.definitions.startsByCondition(wrap(variables), this.clock()).map((start) => this.startAt(start, variables))
  }

  /** Moves the clock and fires on the way what falls due in any instance, and timer start events, earliest first. */
  advance(by: string | number): this {
    const clock = virtualClock(this.clock())
    clock.advance(by)
    return this.advanceTo(clock())
  }

  advanceTo(at: string | number): this {
    const end = instantOf(at)
    for (let next = this.nextDue(); next && next.dueAt <= end; next = this.nextDue()) {
      this.clock.set(Math.max(next.dueAt, this.clock()))
      next.fire()
    }
    this.clock.set(end)
    return this
  }

  private nextDue(): { dueAt: number; fire: () => void } | null {
    const timers = this.active().flatMap((run) => {
      const timer = run.nextTimer()
      return timer ? { dueAt: timer.dueAt!, fire: (): void => this.fireTimer(run, timer.id) } : []
    })
    const next = this.definitions.nextStart()
    if (next) timers.push({ dueAt: next.dueAt, fire: () => this.fireStart(next) })
    return timers.reduce<(typeof timers)[number] | null>((first, timer) => (first && first.dueAt <= timer.dueAt ? first : timer), null)
  }

  private fireTimer(run: Scenario, subscriptionId: string): void {
    const rejection = run.send({ type: 'executeJob', subscriptionId })
    if (rejection) throw new WorldError(`the timer of ${run.process.key} was rejected: ${rejection.code}`)
  }

  private fireStart(next: { start: EventStart }): void {
    this.definitions.startFired(next, this.clock())
    this.startAt(next.start, {})
  }

  private active(): Scenario[] {
    return this.instances.filter(({ state }) => state.status === 'active')
  }

  private waitingFor(
    kind: 'message' | 'signal',
    name: string,
    { businessKey, correlationKeys = {} }: MessageOptions = {},
  ): { run: Scenario; subscription: Subscription }[] {
    return this.active()
      .filter(({ state }) => businessKey === undefined || state.businessKey === businessKey)
      .filter((run) =>
        Object.entries(correlationKeys).every(([key, value]) => JSON.stringify(run.variables()[key]) === JSON.stringify(value)),
      )
      .flatMap((run) =>
        Object.values(run.state.subscriptions)
          .filter((subscription) => subscription.kind === kind && subscription.eventName === name)
          .map((subscription) => ({ run, subscription })),
      )
  }

  private deliver(
    { run, subscription: { id: subscriptionId, kind } }: { run: Scenario; subscription: Subscription },
    variables: PlainVariables,
  ): Scenario {
    const type = kind === 'message' ? ('correlateMessage' as const) : ('deliverSignal' as const)
    // what another delivery has ended does not wait any more
    if (run.state.subscriptions[subscriptionId]) run.send({ type, subscriptionId, variables: wrap(variables) })
    return run
  }

  /** A message with correlation keys is meant for somebody who is there. */
  private startsByMessage(messageName: string, { correlationKeys = {} }: MessageOptions): EventStart[] {
    return Object.keys(correlationKeys).length > 0 ? [] : this.definitions.startsBy('message', messageName)
  }

  private broadcast(signalName: string, variables: PlainVariables, except: Scenario | null): void {
    for (const one of this.waitingFor('signal', signalName)) if (one.run !== except) this.deliver(one, variables)
    for (const start of this.definitions.startsBy('signal', signalName)) this.startAt(start, variables)
  }

  private startAt(
    { definition, nodeId: startEventId }: EventStart,
    variables: PlainVariables,
    businessKey: string | null = null,
  ): Scenario {
    return this.begin(definition, { variables: wrap(variables), businessKey, startEventId })
  }

  private begin(
    { process }: WorldDefinition,
    start: Pick<Extract<Command, { type: 'startInstance' }>, 'variables' | 'businessKey' | 'startEventId' | 'caller'>,
    instanceId = `i${this.instances.length + 1}`,
  ): Scenario {
    const run = new Scenario(process, { ...this.options, clock: this.clock, onStep: (from) => this.passOn(from) })
    const rejection = run.send({ type: 'startInstance', instanceId, tenantId: 'tenant', ...start })
    if (rejection) throw new WorldError(`${process.key} was not started: ${rejection.code} ${rejection.message}`)
    return run
  }

  private passOn(from: Scenario): void {
    if (!this.instances.includes(from)) this.instances.push(from)
    for (const effect of from.lastEffects) {
      if (
        effect.type === 'startCalled' ||
        effect.type === 'cancelCalled' ||
        effect.type === 'notifyCaller' ||
        effect.type === 'broadcastSignal'
      )
        this.waiting.push({ from, effect })
    }
    if (this.isSettling) return
    this.isSettling = true
    try {
      for (let next = this.waiting.shift(); next; next = this.waiting.shift()) this.carryOut(next)
    } finally {
      this.isSettling = false
    }
  }

  private carryOut({ from, effect }: { from: Scenario; effect: Across }): void {
    switch (effect.type) {
      case 'startCalled':
        return this.startCalled(from, effect)
      case 'cancelCalled':
        return void this.byId(effect.calledInstanceId)?.send({ type: 'terminateInstance', reason: effect.reason, byCaller: true })
      case 'notifyCaller':
        return this.tellCaller(effect)
      case 'broadcastSignal':
        return this.broadcast(effect.signalName, plain(effect.variables), from)
    }
  }

  private startCalled(from: Scenario, { calledInstanceId, caller, call }: EffectOf<'startCalled'>): void {
    // a call activity that has been left meanwhile needs nothing any more
    if (from.state.tokens[caller.tokenId]?.calledInstanceId !== calledInstanceId) return
    const own = this.definitions.all.find(({ process }) => process.id === from.state.definitionId)!
    const definition = this.definitions.find(call, own.deployment)
    const fail = (code: 'CALLED_PROCESS_NOT_FOUND' | 'CALLED_PROCESS_NOT_STARTED', message: string) =>
      void from.send({ type: 'failCall', tokenId: caller.tokenId, code, message })
    if (!definition) return fail('CALLED_PROCESS_NOT_FOUND', `there is no process ${call.key}`)
    try {
      this.begin(definition, { variables: call.variables, businessKey: call.businessKey, caller }, calledInstanceId)
    } catch (error) {
      if (!(error instanceof WorldError)) throw error
      fail('CALLED_PROCESS_NOT_STARTED', error.message)
    }
  }

  private tellCaller({ caller: { instanceId, tokenId }, outcome, variables }: EffectOf<'notifyCaller'>): void {
    const caller = this.byId(instanceId)
    switch (outcome.type) {
      case 'completed':
        return void caller?.send({ type: 'completeCall', tokenId, variables })
      case 'error':
        return void caller?.send({
          type: 'throwFromCall',
          tokenId,
          errorCode: outcome.errorCode,
          errorMessage: outcome.errorMessage,
          variables,
        })
      case 'escalation':
        return void caller?.send({
          type: 'escalateFromCall',
          tokenId,
          escalationCode: outcome.escalationCode,
          ended: outcome.ended,
          variables,
        })
      case 'terminated':
        return void caller?.send({
          type: 'failCall',
          tokenId,
          code: 'CALLED_PROCESS_TERMINATED',
          message: `the called process was ended: ${outcome.reason}`,
        })
    }
  }

  private byId(instanceId: string): Scenario | undefined {
    return this.instances.find(({ state }: { state: InstanceState }) => state.id === instanceId)
  }
}

const plain = (variables: EffectOf<'broadcastSignal'>['variables']): PlainVariables =>
  Object.fromEntries(Object.entries(variables).map(([name, { value }]) => [name, value]))
