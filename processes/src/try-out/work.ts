import {
  evaluateDecision,
  step,
  type Command,
  type Effect,
  type Environment,
  type Event,
  type ExecutableProcess,
  type InstanceState,
  type JsonValue,
  type Variables,
} from '@lianban/engine'
import type { CaseRow } from '@lianban/storage'
import { passing } from '../cases/approval/found.ts'
import { clockFunctions } from '../clock/index.ts'
import { approvalsOf } from './approvals.ts'
import { SYSTEM_ACTOR } from '../cases/log-entries.ts'
import { TryOutError } from './error.ts'
import { keepCase } from './keep-case.ts'
import { TENANT } from './people.ts'
import type { Setup } from './setup.ts'
import type { TryOutState } from './state.ts'

export type Plain = Record<string, JsonValue>
type Body = Command extends infer C ? (C extends Command ? Omit<C, 'now' | 'actor'> : never) : never
type Across = Extract<Effect, { type: 'startCalled' | 'cancelCalled' | 'notifyCaller' | 'broadcastSignal' }>

/** What is done to the case together with a step: before the step's own consequences are worked out. */
export interface Along {
  by?: string
  patch?: Partial<CaseRow>
  /** What is thrown where the instance refuses. @default STEP_REFUSED */
  refused?: (rejection: { code: string; message: string }) => unknown
}

/** One command while it is carried out: the state so far, and the engine's core that moves it. */
export class Work {
  state: TryOutState
  readonly setup: Setup
  /** What instances ask of each other, in the order in which they ask. */
  #waiting: { from: string; effect: Across }[] = []
  #isSettling = false

  constructor(setup: Setup, state: TryOutState) {
    this.setup = setup
    this.state = state
  }

  /** The case file. @throws TryOutError NOT_SUBMITTED */
  get file(): CaseRow {
    if (!this.state.file) throw new TryOutError('NOT_SUBMITTED', '还没有提交申请,请先以申请人的身份提交')
    return this.state.file
  }

  change(patch: Partial<TryOutState>): void {
    this.state = { ...this.state, ...patch }
  }

  changeFile(patch: Partial<CaseRow>): void {
    this.change({ file: { ...this.file, ...patch } })
  }

  /** The case's own instance. */
  get root(): string {
    return this.file.instance_id
  }

  processOf(instanceId: string): ExecutableProcess {
    return this.setup.processes[this.state.instances[instanceId]!.definitionKey]!
  }

  start(key: string, instanceId: string, variables: Plain): void {
    this.send(
      instanceId,
      { type: 'startInstance', instanceId, tenantId: TENANT, businessKey: instanceId, variables: wrap(variables) },
      { key },
    )
  }

  /** Carries out one command of the engine with all that follows at once. @throws TryOutError STEP_REFUSED */
  send(instanceId: string, body: Body, along: Along & { key?: string } = {}): void {
    const before = this.state.instances[instanceId] ?? null
    const process = this.setup.processes[along.key ?? before!.definitionKey]!
    const command = { ...body, now: this.state.now, actor: { userId: along.by ?? SYSTEM_ACTOR.userId } } as Command
    const result = step(process, before, command, this.#environment(passing(command)))
    if (!result.ok) throw refusalOf(result.rejection, along.refused)
    this.change({ instances: { ...this.state.instances, [instanceId]: result.state } })
    if (along.patch) this.changeFile(along.patch)
    if (instanceId === this.state.file?.instance_id) this.change({ history: [...this.state.history, ...result.events] })
    this.#note(process, instanceId, result.events)
    keepCase(this, { instanceId, command, events: result.events, state: result.state })
    for (const effect of result.effects) if (isAcross(effect)) this.#waiting.push({ from: instanceId, effect })
    this.#settle()
  }

  /** An instance as it is now. */
  instance(instanceId: string): InstanceState {
    return this.state.instances[instanceId]!
  }

  /** Says something that the try-out does not know. */
  unknown(text: string, elementId: string | null = null): void {
    this.change({ unknown: [...this.state.unknown, { at: this.state.now, elementId, text }] })
  }

  #environment(passedBy: string | null): Environment {
    const { calendar, decisions } = this.setup
    const functions = (now: number): Environment['functions'] => ({
      ...clockFunctions(calendar)({ tenantId: TENANT, now }),
      ...approvalsOf(this.setup, this.state, passedBy),
    })
    return {
      functions: functions(this.state.now),
      functionsAt: functions,
      decision: ({ key }) => {
        const model = decisions.find((one) => Object.hasOwn(one.decisions, key))
        return model ? { key, definitionId: key, evaluate: (context) => evaluateDecision(model, key, context) } : null
      },
    }
  }

  /** Path, flows, tasks: what every instance leaves behind, be it the case's own or one that was called. */
  #note(process: ExecutableProcess, instanceId: string, events: readonly Event[]): void {
    const path = [...this.state.path]
    const flows = [...this.state.flows]
    const tasks = { ...this.state.tasks }
    const externals = { ...this.state.externals }
    for (const event of events) {
      if (event.type === 'elementEntered') path.push({ at: event.at, elementId: event.elementId, instanceId })
      else if (event.type === 'flowTaken') flows.push({ process: process.key, flowId: event.flowId })
      else if (event.type === 'userTaskCreated')
        tasks[event.tokenId] = { elementId: event.elementId, instanceId, openedAt: event.at, task: event.task }
      else if (event.type === 'userTaskUpdated')
        tasks[event.tokenId] = { ...tasks[event.tokenId]!, task: { ...tasks[event.tokenId]!.task, ...event.changes } }
      else if (event.type === 'userTaskCompleted' || event.type === 'userTaskCanceled') delete tasks[event.tokenId]
      else if (event.type === 'externalTaskCreated')
        externals[event.tokenId] = { elementId: event.elementId, instanceId, createdAt: event.at, task: event.task }
      else if (event.type === 'externalTaskCompleted' || event.type === 'externalTaskCanceled') delete externals[event.tokenId]
    }
    this.change({ path, flows, tasks, externals })
  }

  /** What instances asked of each other, and asynchronous continuations, until all is quiet. */
  #settle(): void {
    if (this.#isSettling) return
    this.#isSettling = true
    try {
      for (;;) {
        const next = this.#waiting.shift()
        const job = next ? null : this.#nextJob()
        if (next) this.#carryOver(next.from, next.effect)
        else if (job) this.send(job.instanceId, { type: 'executeJob', subscriptionId: job.subscriptionId })
        else return
      }
    } finally {
      this.#isSettling = false
    }
  }

  #nextJob(): { instanceId: string; subscriptionId: string } | null {
    for (const [instanceId, { subscriptions, status }] of Object.entries(this.state.instances)) {
      const job = Object.values(subscriptions).find((one) => one.job !== undefined && one.job.type !== 'retry')
      if (job && status === 'active') return { instanceId, subscriptionId: job.id }
    }
    return null
  }

  #carryOver(from: string, effect: Across): void {
    switch (effect.type) {
      case 'startCalled':
        return this.#startCalled(from, effect)
      case 'cancelCalled':
        if (this.#isActive(effect.calledInstanceId))
          this.send(effect.calledInstanceId, { type: 'terminateInstance', reason: effect.reason, byCaller: true })
        return
      case 'notifyCaller':
        return this.#tellCaller(effect)
      case 'broadcastSignal':
        for (const [instanceId, { subscriptions }] of Object.entries(this.state.instances))
          for (const { id, kind, eventName } of Object.values(subscriptions))
            if (instanceId !== from && kind === 'signal' && eventName === effect.signalName && this.instance(instanceId).subscriptions[id])
              this.send(instanceId, { type: 'deliverSignal', subscriptionId: id, variables: effect.variables })
    }
  }

  #startCalled(from: string, { calledInstanceId, caller, call }: Extract<Effect, { type: 'startCalled' }>): void {
    const token = this.instance(from).tokens[caller.tokenId]
    if (token?.calledInstanceId !== calledInstanceId) return
    if (!this.setup.processes[call.key]) {
      this.unknown(`调用的流程“${call.key}”不在本流程包内,试办到此为止`, token.elementId)
      return this.send(from, {
        type: 'failCall',
        tokenId: caller.tokenId,
        code: 'CALLED_PROCESS_NOT_FOUND',
        message: `没有流程“${call.key}”`,
      })
    }
    const start = { instanceId: calledInstanceId, tenantId: TENANT, businessKey: call.businessKey, variables: call.variables, caller }
    this.send(calledInstanceId, { type: 'startInstance', ...start }, { key: call.key })
  }

  #tellCaller({ caller: { instanceId, tokenId }, outcome, variables }: Extract<Effect, { type: 'notifyCaller' }>): void {
    if (!this.#isActive(instanceId)) return
    switch (outcome.type) {
      case 'completed':
        return this.send(instanceId, { type: 'completeCall', tokenId, variables })
      case 'error':
        return this.send(instanceId, { type: 'throwFromCall', tokenId, ...pickError(outcome), variables })
      case 'escalation':
        return this.send(instanceId, {
          type: 'escalateFromCall',
          ...{ tokenId, escalationCode: outcome.escalationCode, ended: outcome.ended, variables },
        })
      case 'terminated':
        return this.send(instanceId, { type: 'failCall', tokenId, code: 'CALLED_PROCESS_TERMINATED', message: outcome.reason })
    }
  }

  #isActive(instanceId: string): boolean {
    return this.state.instances[instanceId]?.status === 'active'
  }
}

function refusalOf(rejection: { code: string; message: string }, refused: Along['refused']): unknown {
  const said = refused?.(rejection)
  return said instanceof Error ? said : new TryOutError('STEP_REFUSED', `流程不接受这一步:${rejection.message}`)
}

const pickError = ({ errorCode, errorMessage }: { errorCode: string; errorMessage: string | null }) => ({ errorCode, errorMessage })

const isAcross = (effect: Effect): effect is Across =>
  ['startCalled', 'cancelCalled', 'notifyCaller', 'broadcastSignal'].includes(effect.type)

export const wrap = (variables: Plain): Variables => Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, { value }]))
